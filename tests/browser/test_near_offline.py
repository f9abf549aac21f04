"""“Near me” without a connection: the search of the phone, over what it downloaded before."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.camera import browser_with_camera, pictures
from tests.browser.conftest import Visit
from tests.browser.offline import has_worker, keeps_floors, kept
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.test_near import PHONE
from tests.browser.test_offline import go_offline
from tests.browser.test_offline_queue import STRIP, bookings_of, is_sent
from tests.browser.test_on_this_phone import begin, find, names
from tests.browser.test_ways import somewhere, with_ways
from tests.browser.test_where import TOLD
from tests.browser.world import Visitor, World, visiting, working_day
from tests.support.factories import make_booking
from tests.support.walked import make_all_ways

#: A browser that has so many bytes for us.
LITTLE_SPACE = "navigator.storage.estimate = async () => ({ quota: %d, usage: 0 });"
HERE: dict[str, Any] = somewhere(9, 3.1)


@pytest.fixture
def phone(visit: Visit) -> Visitor:
    """Noor, on a phone that may have a worker and says where it is."""
    visitor = visit(**PHONE, service_workers="allow", geolocation=HERE, permissions=["geolocation"])
    visitor.go("/near")
    has_worker(visitor)
    return visitor


def download(visitor: Visitor, floor_id: UUID) -> None:
    """Switch the search on this phone on, and wait until all of it is here."""
    begin(visitor, floor_id)
    visitor.page.get_by_label("Search on this phone").check()
    expect(visitor.page.locator("#near-kept")).to_contain_text("also without a connection")


def near_offline(visitor: Visitor, floor_id: UUID) -> None:
    go_offline(visitor, "/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor_id))


def test_the_same_places_are_found_as_with_a_connection(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 960)
    download(phone, floor.floor_id)
    told = find(phone)
    near_offline(phone, floor.floor_id)
    expect(phone.page.locator("#offline-age")).to_contain_text("you are offline")
    assert find(phone) == told
    expect(phone.page.locator(".near-age")).to_contain_text("As of ")
    expect(phone.page.locator("path.accuracy")).to_have_count(1)
    assert findings(phone) == []


def test_a_place_is_a_beginning_too(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 961)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    phone.page.get_by_role("button", name="A desk or room").click()
    phone.page.get_by_label("Near which place").fill("Desk 2.003")
    phone.page.get_by_role("button", name="Find near this place").click()
    expect(phone.page.get_by_role("region", name="Desk 2.003 itself")).to_be_visible()
    phone.page.get_by_label("Near which place").fill("Throne")
    phone.page.get_by_role("button", name="Find near this place").click()
    expect(phone.page.get_by_role("alert").first).to_contain_text("no place of that name")


def test_a_building_without_an_entrance_is_told_of(phone: Visitor, world: World) -> None:
    """With one the phone finds what the service finds: tests/integration/walking asks both."""
    floor = with_ways(world, 962)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    phone.page.get_by_role("button", name="The entrance").click()
    phone.page.get_by_role("button", name="Find near the entrance").click()
    told = phone.page.get_by_role("alert").first
    expect(told).to_contain_text("No entrance of this building is known")
    expect(told).to_contain_text("scan a code near you")


def test_only_ways_that_were_downloaded_can_be_chosen(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 963)
    download(phone, floor.floor_id)
    phone.page.get_by_label("How you go").select_option("pram")
    expect(phone.page.locator("#near-kept")).to_contain_text("with a pram: also without")
    near_offline(phone, floor.floor_id)
    choice = phone.page.get_by_label("How you go")
    disabled = choice.locator("option:disabled").all_inner_texts()
    assert disabled == ["Without steps (not here)", "By wheelchair (not here)"]
    choice.select_option("pram")
    assert find(phone)


def test_a_booking_waits_and_is_sent_once(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 964)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    nearest = find(phone)[0].partition(" ")[2]
    card = phone.page.locator(".near-place").first
    card.get_by_role("button", name="Book").click()
    expect(card).to_contain_text("Waits to be sent")
    expect(phone.page.locator(STRIP)).to_contain_text(f"{nearest}, ")
    [wish] = kept(phone)["stores"]["waiting"]
    assert wish["kind"] == "booking"
    assert not {"lon", "lat", "position"} & set(wish)
    phone.context.set_offline(False)
    is_sent(phone)
    assert bookings_of(world, floor.spaces[nearest]) == ["confirmed"]


def test_a_booking_that_is_taken_back_is_offered_again(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 965)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    find(phone)
    card = phone.page.locator(".near-place").first
    card.get_by_role("button", name="Book").click()
    phone.page.locator(".toast").get_by_role("button", name="Take it back").click()
    expect(card.get_by_role("button", name="Book")).to_be_enabled()
    expect(phone.page.locator(STRIP)).to_be_hidden()


def test_whoever_was_quicker_is_told_of_afterwards(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 966)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    nearest = find(phone)[0].partition(" ")[2]
    phone.page.locator(".near-place").first.get_by_role("button", name="Book").click()
    expect(phone.page.locator(STRIP)).to_contain_text("waits to be sent")
    [wish] = kept(phone)["stores"]["waiting"]
    make_booking(
        world.db,
        world.ben,
        floor.spaces[nearest],
        datetime.fromisoformat(wish["from"]),
        datetime.fromisoformat(wish["to"]),
    )
    phone.context.set_offline(False)
    expect(phone.page.locator(STRIP)).to_contain_text(f"{nearest} was taken meanwhile")
    expect(phone.page.locator(STRIP)).to_contain_text("Free nearby:")


def test_an_open_page_goes_on_from_what_is_kept(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 967)
    download(phone, floor.floor_id)
    told = find(phone)
    phone.context.set_offline(True)
    assert find(phone) == told
    expect(phone.page.locator(".near-age")).to_contain_text("As of ")
    phone.page.locator(".near-place").first.get_by_role("button", name="Book").click()
    expect(phone.page.locator(STRIP)).to_contain_text("waits to be sent")


def test_other_hours_are_told_to_be_unknown(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 968)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    phone.page.get_by_label("Day").fill(str(working_day() + timedelta(days=7)))
    assert len(find(phone)) == 5
    expect(phone.page.locator(".near-age")).to_contain_text("is not known on this phone")
    expect(phone.page.locator("#near-answer")).to_contain_text("5 places, nearest first")
    expect(phone.page.locator("#near-answer")).not_to_contain_text("5 free")


def test_what_a_phone_cannot_know_is_said(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 969)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    expect(phone.page.get_by_role("button", name="Toilet")).to_be_hidden()
    expect(phone.page.get_by_text("are not known here")).to_be_visible()
    phone.page.get_by_role("button", name="Parking with charging").click()
    expect(phone.page.locator("#near-answer")).to_contain_text("Nothing is free in this building")


def test_without_a_download_it_is_said_how_to_have_one(phone: Visitor) -> None:
    go_offline(phone, "/near")
    expect(phone.page.locator("#offline-side")).to_contain_text("Search on this phone")
    assert findings(phone) == []


def test_all_of_it_goes_when_somebody_signs_out(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 970)
    download(phone, floor.floor_id)
    assert kept(phone)["stores"]["ways"]
    phone.go("/my/profile")
    phone.page.get_by_role("button", name="Sign out").click()
    phone.page.wait_for_url("**/sign-in*")
    assert not any(kept(phone)["stores"].values())


def test_the_oldest_makes_room_and_it_is_said(phone: Visitor, world: World) -> None:
    first, second = world.new_floor_at_noon(971), with_ways(world, 972)
    phone.go(f"/floors/{first.floor_id}")
    keeps_floors(phone, first.floor_id)
    download(phone, second.floor_id)
    found = kept(phone)["stores"]
    bytes_kept = sum(each["bytes"] for each in (*found["floors"], *found["ways"]))
    # A fifth of it is a little less than what is there.
    phone.page.add_init_script(LITTLE_SPACE % (5 * bytes_kept - 5000))
    download(phone, second.floor_id)
    assert str(first.floor_id) not in {each["id"] for each in kept(phone)["stores"]["floors"]}
    go_offline(phone, "/places")
    expect(phone.page.locator("#offline-side")).to_contain_text("Last to go: Floor 971")


@pytest.mark.parametrize(
    ("ordinal", "where", "says"),
    [
        (973, {"latitude": 40.7, "longitude": -74.0, "accuracy": 9}, "not seem to be at this"),
        (974, {**HERE, "accuracy": 900}, "too vague to search on this phone"),
    ],
    ids=["far away", "vague"],
)
def test_a_position_that_does_not_help_is_told_of(
    phone: Visitor, world: World, ordinal: int, where: dict[str, Any], says: str
) -> None:
    floor = with_ways(world, ordinal)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    phone.context.set_geolocation(where)  # type: ignore[arg-type]
    phone.page.get_by_role("button", name="Find near me").click()
    expect(phone.page.get_by_role("alert").first).to_contain_text(says)


def test_who_moves_is_answered_from_where_they_are_now(phone: Visitor, world: World) -> None:
    floor = with_ways(world, 975)
    download(phone, floor.floor_id)
    near_offline(phone, floor.floor_id)
    before = find(phone)[0]
    phone.context.set_geolocation(somewhere(1, 3.1))  # type: ignore[arg-type]
    phone.page.get_by_role("button", name="Find near me").click()
    first = phone.page.locator(".near-list .near-place h3").first
    expect(first).not_to_have_text(before)


@pytest.mark.parametrize("ordinal", [976, 977], ids=["late", "denied"])
def test_a_device_that_is_slow_or_says_no(phone: Visitor, world: World, ordinal: int) -> None:
    floor = with_ways(world, ordinal)
    download(phone, floor.floor_id)
    phone.page.add_init_script(TOLD)
    near_offline(phone, floor.floor_id)
    phone.page.get_by_role("button", name="Find near me").click()
    expect(phone.page.get_by_text("Asking where you are…")).to_be_visible()
    if ordinal == 976:
        phone.page.evaluate("coords => window.asked[0]({ coords })", HERE)
        assert len(names(phone)) == 5
    else:
        phone.page.evaluate("window.asked[1]({ code: 1 })")
        told = phone.page.get_by_role("alert").first
        expect(told).to_contain_text("scan a code near you")


def test_a_scanned_code_is_looked_up_and_checks_in(
    chromium: Browser, chromium_path: str, world: World, tmp_path: Path
) -> None:
    """Through the camera, read by our own script, without a connection."""
    floor = with_ways_at_noon(world, 978)
    desk = floor.spaces["Desk 2.004"]
    film = pictures(tmp_path / "film.mjpeg", [f"{world.url}/at/{desk}"])
    options = {"service_workers": "allow", "permissions": ["camera"], **PHONE}
    with (
        browser_with_camera(chromium.browser_type, chromium_path, film) as browser,
        visiting(browser, world, **options) as visitor,
    ):
        visitor.sign_in()
        visitor.go("/near")
        has_worker(visitor)
        download(visitor, floor.floor_id)
        near_offline(visitor, floor.floor_id)
        visitor.page.get_by_role("button", name="Scan a code near you").click()
        here = visitor.page.get_by_role("region", name="You are at Desk 2.004")
        here.get_by_role("button", name="Check in as soon as").click()
        expect(visitor.page.locator(STRIP)).to_contain_text("Check-in at Desk 2.004")
        visitor.context.set_offline(False)
        is_sent(visitor)
    assert bookings_of(world, desk) == ["checked_in"]


def with_ways_at_noon(world: World, ordinal: int) -> PlannedFloor:
    floor = world.new_floor_at_noon(ordinal)
    make_all_ways(world.db)
    return floor


def test_no_other_kept_page_may_ask_for_the_position(phone: Visitor, world: World) -> None:
    phone.page.goto(f"{world.url}/near")
    go_offline(phone, "/places")
    assert phone.page.evaluate("document.featurePolicy.allowsFeature('geolocation')") is False
    phone.go("/near")
    assert phone.page.evaluate("document.featurePolicy.allowsFeature('geolocation')") is True
