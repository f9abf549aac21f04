"""Without a connection: what was looked at is there, says how old it is, and names nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from floorplans.finding import service as finding
from floorplans.people import service as people
from tests.browser.conftest import Visit
from tests.browser.offline import has_worker, keeps_floors, kept
from tests.browser.world import Visitor, World

SHOWN = "main[data-ready]"
LATER_MS = 12 * 60 * 1000
_FLOORS_ARE = """async (ids) => {
  const asked = indexedDB.open("floorplans");
  const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const all = database.transaction("floors").objectStore("floors").getAllKeys();
  const found = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  database.close();
  return JSON.stringify(found) === JSON.stringify(ids ?? []);
}"""  # noqa: E501 - it reads as a script


@pytest.fixture
def worker(visit: Visit) -> Visitor:
    """Noor, in a browser that may have a worker."""
    return visit(service_workers="allow")


@pytest.fixture(autouse=True)
def no_stars(world: World) -> Iterator[None]:
    yield
    for each in finding.favourites(world.db, world.noor):
        finding.unstar(world.db, world.noor, each.space_id)


def look_at(visitor: Visitor, world: World, ordinal: int) -> str:
    """Look at a floor of one's own until it is kept; its address."""
    floor = world.new_floor(ordinal)
    visitor.open_floor(floor)
    has_worker(visitor)
    keeps_floors(visitor, floor.floor_id)
    return world.floor_path(floor)


def go_offline(visitor: Visitor, path: str) -> None:
    visitor.context.set_offline(True)
    visitor.go(path)
    visitor.page.wait_for_selector(SHOWN)


def test_a_floor_that_was_looked_at_is_there_without_a_connection(
    worker: Visitor, world: World
) -> None:
    path = look_at(worker, world, 900)
    go_offline(worker, path)
    expect(worker.page.get_by_role("heading", level=1)).to_have_text("Floor 900")
    expect(worker.page.locator("#offline-age")).to_contain_text("you are offline")
    expect(worker.place("Desk 2.001")).to_have_attribute("data-status", "free")
    worker.place("Desk 2.001").click()
    expect(worker.page.get_by_role("heading", name="Desk 2.001")).to_be_visible()


def test_it_says_how_old_it_is(worker: Visitor, world: World) -> None:
    path = look_at(worker, world, 901)
    worker.page.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {LATER_MS}; }}")
    go_offline(worker, path)
    expect(worker.page.locator("#offline-age")).to_contain_text("12 min ago; you are offline")


def test_an_open_map_says_how_old_it_is_too(worker: Visitor, world: World) -> None:
    look_at(worker, world, 902)
    worker.context.set_offline(True)
    note = worker.page.locator("#live-note")
    expect(note).to_contain_text("Connection lost")
    expect(note).to_contain_text("As of ")


def test_what_is_kept_names_nobody_and_no_booking(worker: Visitor, world: World) -> None:
    floor = world.new_floor(903)
    people.update_profile(world.db, world.ben, datetime.now(UTC), shows_name=True)
    mine = world.book(world.noor, floor.spaces["Desk 2.001"], 9, 17)
    world.book(world.ben, floor.spaces["Desk 2.002"], 9, 17)
    worker.open_floor(floor)
    expect(worker.place("Desk 2.002")).to_have_attribute("aria-label", re.compile("by Ben Okafor"))
    has_worker(worker)
    keeps_floors(worker, floor.floor_id)
    found = json.dumps(kept(worker))
    assert str(floor.spaces["Desk 2.002"]) in found
    token = worker.page.locator('meta[name="csrf-token"]').get_attribute("content")
    cookies = [cookie["value"] for cookie in worker.context.cookies()]
    people_told = ("Noor", "Ben Okafor", "noor@", str(mine), str(world.noor.person_id))
    for secret in (*people_told, str(token), *cookies):
        assert secret not in found
    go_offline(worker, world.floor_path(floor))
    expect(worker.place("Desk 2.001")).to_have_attribute("data-status", "taken")


def test_the_floor_of_a_starred_place_is_kept_before_anybody_looks(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(904)
    finding.star(world.db, world.noor, floor.spaces["Desk 2.003"])
    visitor = visit(service_workers="allow")
    has_worker(visitor)
    keeps_floors(visitor, floor.floor_id)
    go_offline(visitor, "/my/bookings")
    visitor.page.get_by_role("link", name="Floor 904").click()
    expect(visitor.place("Desk 2.003")).to_have_attribute("data-status", "free")


def test_the_code_of_a_place_shows_it_on_the_kept_map(worker: Visitor, world: World) -> None:
    floor = world.new_floor(905)
    worker.open_floor(floor)
    has_worker(worker)
    keeps_floors(worker, floor.floor_id)
    go_offline(worker, f"/at/{floor.spaces['Desk 2.004']}")
    expect(worker.page.get_by_role("heading", name="Desk 2.004")).to_be_visible()


def test_who_never_looked_at_a_floor_is_told_so(worker: Visitor) -> None:
    worker.go("/places")
    has_worker(worker)
    go_offline(worker, "/near")
    expect(worker.page.locator("#offline-side")).to_contain_text("No floor is kept on this device")


def test_signing_out_empties_the_device(worker: Visitor, world: World) -> None:
    look_at(worker, world, 906)
    worker.go("/my/profile")
    worker.page.get_by_role("button", name="Sign out").click()
    worker.page.wait_for_url("**/sign-in*")
    found = kept(worker)
    assert not any(found["stores"].values())
    assert "floorplans-plans" not in found["caches"]


def test_a_sign_in_that_has_ended_leaves_no_floors(worker: Visitor, world: World) -> None:
    look_at(worker, world, 907)
    worker.context.clear_cookies()
    worker.go("/places")
    worker.page.wait_for_url("**/sign-in*")
    worker.wait_until("async () => !(await caches.has('floorplans-plans'))")
    worker.wait_until(_FLOORS_ARE, [])


def test_another_person_finds_nothing_of_the_one_before(worker: Visitor, world: World) -> None:
    path = look_at(worker, world, 908)
    worker.sign_out_and_in("ben@example.test")
    worker.wait_until(_FLOORS_ARE, [])
    go_offline(worker, path)
    expect(worker.page.locator("#offline-side")).to_contain_text("No floor is kept on this device")


def test_full_storage_costs_what_is_kept_and_nothing_else(worker: Visitor, world: World) -> None:
    protocol = worker.context.new_cdp_session(worker.page)
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": world.url, "quotaSize": 1})
    floor = world.new_floor(909)
    worker.open_floor(floor)
    expect(worker.place("Desk 2.001")).to_have_attribute("data-status", "free")
    worker.place("Desk 2.001").click()
    worker.panel().get_by_role("button", name="Book Desk 2.001").click()
    worker.booking_of("Desk 2.001")


def test_floors_that_nobody_looked_at_for_long_go_first(worker: Visitor, world: World) -> None:
    first, second = world.new_floor(910), world.new_floor(911)
    for floor in (first, second):
        worker.open_floor(floor)
        has_worker(worker)
        keeps_floors(worker, floor.floor_id)
    protocol = worker.context.new_cdp_session(worker.page)
    # A fifth of it is less than two floors take.
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": world.url, "quotaSize": 90_000})
    worker.open_floor(second)
    worker.wait_until(_FLOORS_ARE, [str(second.floor_id)])


def test_a_position_is_nowhere_on_the_device(visit: Visit, world: World) -> None:
    lon, lat = 4.897316482905317, 52.368915730264918
    visitor = visit(
        service_workers="allow",
        geolocation={"longitude": lon, "latitude": lat, "accuracy": 5},
        permissions=["geolocation"],
    )
    look_at(visitor, world, 912)
    visitor.go("/near")
    visitor.page.locator("#near-go").click()
    expect(visitor.page.locator("#near-answer")).not_to_be_empty()
    visitor.context.set_offline(True)
    visitor.page.locator("#near-go").click()
    expect(visitor.page.get_by_role("alert").first).to_be_visible()
    found = json.dumps(kept(visitor))
    assert "floors" in found
    for number in (lon, lat):
        assert f"{number:.5f}"[:-1] not in found
