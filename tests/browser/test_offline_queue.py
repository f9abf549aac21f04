"""What is wished for without a connection is sent once, and its person is told how it went."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Request, Route, expect
from sqlalchemy import text

from floorplans.ids import new_id
from tests.browser.conftest import Visit
from tests.browser.offline import has_worker, keeps_floors, kept
from tests.browser.plan import PlannedFloor
from tests.browser.test_offline import go_offline
from tests.browser.world import PATIENCE_MS, Visitor, World

BOOKINGS = "**/api/v1/bookings"
STRIP = ".waiting-strip"
PLACE_AND_HOURS = ("floor_id", "space_id", "from", "to")
OFFLINE_BUTTON = "Book as soon as there is a connection"
_OPEN = """const asked = indexedDB.open("floorplans");
  const database = await new Promise((go) => { asked.onsuccess = () => go(asked.result); });
  const settled = (request) => new Promise((go) => {
    request.onsuccess = () => go(request.result);
  });"""
_NOTHING_WAITS = f"""async () => {{
  {_OPEN}
  const found = await settled(database.transaction("waiting").objectStore("waiting").getAll());
  database.close();
  return found.length === 0;
}}"""
_LET_WAIT = f"""async (id) => {{
  {_OPEN}
  const notes = database.transaction("notes").objectStore("notes");
  const {{ value }} = await settled(notes.get("owner"));
  await settled(database.transaction("waiting", "readwrite").objectStore("waiting").put({{
    key: id, owner: value, kind: "booking", floor_id: id, space_id: id, state: "waiting", at: 1,
    from: "2099-01-05T09:00:00Z", to: "2099-01-05T10:00:00Z" }}));
  database.close();
}}"""
#: A browser that does not wake the worker, as some do not: then pages send.
_NO_SYNC = """Object.defineProperty(ServiceWorkerRegistration.prototype, "sync",
  { get: () => undefined });"""


@pytest.fixture
def worker(visit: Visit) -> Visitor:
    """Noor, in a browser that may have a worker."""
    return visit(service_workers="allow")


def on_floor(visitor: Visitor, world: World, ordinal: int) -> PlannedFloor:
    """On a floor of one's own that is kept."""
    floor = world.new_floor(ordinal)
    visitor.open_floor(floor)
    has_worker(visitor)
    keeps_floors(visitor, floor.floor_id)
    return floor


def wish(visitor: Visitor, desk: str) -> None:
    """Book on the open map while there is no connection."""
    visitor.context.set_offline(True)
    visitor.place(desk).click()
    visitor.panel().get_by_role("button", name=f"Book {desk}").click()
    expect(visitor.page.locator(STRIP)).to_contain_text(f"{desk}, ")
    expect(visitor.page.locator(STRIP)).to_contain_text("waits to be sent")


def bookings_of(world: World, space_id: UUID) -> list[str]:
    """The states of all bookings of a space."""
    with world.db.transaction(world.noor.organisation_id) as tx:
        rows = tx.execute(
            text("SELECT state FROM booking WHERE space_id = :space"), {"space": space_id}
        )
        return [str(row.state) for row in rows]


def sends(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/api/v1/bookings")


def is_sent(visitor: Visitor) -> None:
    visitor.wait_until(_NOTHING_WAITS)
    expect(visitor.page.locator(STRIP)).to_be_hidden()


def test_a_booking_waits_and_is_sent_when_the_connection_is_back(
    worker: Visitor, world: World
) -> None:
    floor = on_floor(worker, world, 930)
    wish(worker, "Desk 2.001")
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == []
    worker.context.set_offline(False)
    worker.booking_of("Desk 2.001")
    is_sent(worker)
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == ["confirmed"]


def test_only_the_place_the_hours_and_a_key_wait(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 931)
    wish(worker, "Desk 2.001")
    [found] = kept(worker)["stores"]["waiting"]
    assert set(found) == {
        "key",
        "owner",
        "kind",
        "floor_id",
        "space_id",
        "from",
        "to",
        "at",
        "state",
    }
    assert found["space_id"] == str(floor.spaces["Desk 2.001"])
    assert str(world.noor.person_id) not in str(found)


def test_a_wish_is_taken_back(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 932)
    wish(worker, "Desk 2.001")
    strip = worker.page.locator(STRIP)
    strip.get_by_role("button", name="Take it back").click()
    is_sent(worker)
    worker.context.set_offline(False)
    worker.go("/my/bookings")
    expect(worker.page.get_by_text("Nothing booked")).to_be_visible()
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == []


def test_two_tabs_send_it_once(worker: Visitor, world: World) -> None:
    worker.context.add_init_script(_NO_SYNC)
    floor = on_floor(worker, world, 933)
    other = worker.context.new_page()
    other.goto(f"{world.url}/my/bookings")
    sent: list[str] = []
    worker.context.on("request", lambda each: sent.append(each.url) if sends(each) else None)
    wish(worker, "Desk 2.001")
    expect(other.locator(STRIP)).to_contain_text("waits to be sent")
    sent.clear()
    worker.context.set_offline(False)
    worker.booking_of("Desk 2.001")
    expect(other.locator(STRIP)).to_be_hidden()
    is_sent(worker)
    assert len(sent) == 1
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == ["confirmed"]


def test_a_page_that_is_killed_before_the_answer_came_does_no_harm(
    worker: Visitor, world: World
) -> None:
    worker.context.add_init_script(_NO_SYNC)
    floor = on_floor(worker, world, 934)
    wish(worker, "Desk 2.001")
    page, keys, doomed = worker.page, set[str | None](), list[bool]()

    def note(request: Request) -> None:
        if sends(request):
            keys.add(request.headers.get("idempotency-key"))

    def kill(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            doomed.append(True)
        else:
            route.continue_()

    # Also what the worker sends.
    worker.context.on("request", note)
    page.route(BOOKINGS, kill)
    worker.page = worker.context.new_page()
    worker.context.set_offline(False)
    end = monotonic() + PATIENCE_MS / 1000
    while not doomed:
        assert monotonic() < end
        page.wait_for_timeout(50)
    page.close()
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == ["confirmed"]
    worker.go("/my/bookings")
    is_sent(worker)
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == ["confirmed"]
    assert len(keys) == 1


def test_the_worker_sends_where_no_page_is_open(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 935)
    wish(worker, "Desk 2.001")
    worker.page.goto("about:blank")
    worker.context.set_offline(False)
    wake(worker, world)
    end = monotonic() + PATIENCE_MS / 1000
    while not bookings_of(world, floor.spaces["Desk 2.001"]) and monotonic() < end:
        worker.page.wait_for_timeout(100)
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == ["confirmed"]


def wake(visitor: Visitor, world: World) -> None:
    """What the browser does when it has a connection again."""
    protocol = visitor.context.new_cdp_session(visitor.page)
    found: list[dict[str, Any]] = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    while not any(each["scopeURL"].startswith(world.url) for each in found):
        visitor.page.wait_for_timeout(50)
    own = next(each for each in found if each["scopeURL"].startswith(world.url))
    protocol.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": world.url,
            "registrationId": own["registrationId"],
            "tag": "floorplans-waiting",
            "lastChance": False,
        },
    )


def test_a_place_that_was_taken_meanwhile_is_told_with_what_is_free_nearby(
    worker: Visitor, world: World
) -> None:
    floor = on_floor(worker, world, 936)
    wish(worker, "Desk 2.001")
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 17)
    worker.context.set_offline(False)
    strip = worker.page.locator(STRIP)
    expect(strip).to_contain_text("Desk 2.001 was taken meanwhile")
    expect(strip).to_contain_text("Free nearby:")
    assert "Ben" not in str(kept(worker)["stores"])
    strip.get_by_role("link", name="Desk 2.0").first.click()
    expect(worker.panel().get_by_role("button", name="Book Desk 2.0")).to_be_visible()
    strip.get_by_role("button", name="Close").click()
    is_sent(worker)


def test_a_wish_is_never_sent_for_another_person(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 937)
    wish(worker, "Desk 2.001")
    worker.page.goto("about:blank")
    worker.context.set_offline(False)
    worker.sign_out_and_in("ben@example.test")
    worker.go("/my/bookings")
    is_sent(worker)
    expect(worker.page.get_by_text("Nothing booked")).to_be_visible()
    wake(worker, world)
    worker.go("/my/bookings")
    expect(worker.page.locator(STRIP)).to_be_hidden()
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == []


def test_who_signs_out_is_asked_about_what_waits(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 938)
    wish(worker, "Desk 2.001")
    # The service is there for pages, and takes no bookings.
    worker.context.route(BOOKINGS, lambda route: route.abort())
    worker.context.set_offline(False)
    worker.go("/my/profile")
    worker.page.get_by_role("button", name="Sign out").click()
    dialog = worker.page.get_by_role("dialog")
    expect(dialog).to_contain_text("has not been sent yet")
    dialog.get_by_role("button", name="Stay signed in").click()
    assert len(kept(worker)["stores"]["waiting"]) == 1
    worker.page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Forget and sign out").click()
    worker.page.wait_for_url("**/sign-in*")
    assert not any(kept(worker)["stores"].values())
    assert bookings_of(world, floor.spaces["Desk 2.001"]) == []


def test_the_page_without_a_connection_books_too(worker: Visitor, world: World) -> None:
    floor = on_floor(worker, world, 939)
    go_offline(worker, world.floor_path(floor))
    worker.place("Desk 2.002").click()
    worker.page.get_by_role("button", name=OFFLINE_BUTTON).click()
    expect(worker.page.locator(STRIP)).to_contain_text("Desk 2.002")
    worker.context.set_offline(False)
    is_sent(worker)
    assert bookings_of(world, floor.spaces["Desk 2.002"]) == ["confirmed"]


def test_who_stands_there_without_a_connection_is_checked_in_later(
    worker: Visitor, world: World
) -> None:
    floor = world.new_floor_at_noon(940)
    worker.go(f"/floors/{floor.floor_id}")
    worker.page.wait_for_selector(".stage[data-ready]")
    has_worker(worker)
    keeps_floors(worker, floor.floor_id)
    go_offline(worker, f"/at/{floor.spaces['Desk 2.003']}")
    worker.page.get_by_role("button", name="Check in as soon as").click()
    expect(worker.page.locator(STRIP)).to_contain_text("Check-in at Desk 2.003")
    worker.context.set_offline(False)
    is_sent(worker)
    assert bookings_of(world, floor.spaces["Desk 2.003"]) == ["checked_in"]
    # Saying it again, as after a lost answer, changes nothing.
    go_offline(worker, f"/at/{floor.spaces['Desk 2.003']}")
    worker.page.get_by_role("button", name="Check in as soon as").click()
    worker.context.set_offline(False)
    is_sent(worker)
    assert bookings_of(world, floor.spaces["Desk 2.003"]) == ["checked_in"]


def test_a_wish_for_what_is_gone_is_refused_in_words(worker: Visitor, world: World) -> None:
    on_floor(worker, world, 941)
    worker.context.set_offline(True)
    worker.place("Desk 2.001").click()
    worker.page.evaluate(_LET_WAIT, str(new_id()))
    worker.context.set_offline(False)
    worker.go("/my/bookings")
    expect(worker.page.locator(STRIP)).to_contain_text("Not booked: A place")
