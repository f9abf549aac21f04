"""Files on their way in: dropped, several at once, given up, and taken up by a colleague."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import text

from floorplans.actor import Role
from floorplans.plans import queries
from tests.browser.conftest import Visit
from tests.browser.studio import (
    as_file,
    bring_in,
    make_empty_floor,
    open_draft,
    publish,
    wait_for_studio,
)
from tests.browser.world import Visitor, World
from tests.support.drawings import make_office, text_of
from tests.support.web import make_account

#: Slow enough that a person could press a button.
SLOW_BYTES_S = 60_000
DROP = """([target, files]) => {
  const carried = new DataTransfer();
  for (const { name, text } of files) carried.items.add(new File([text], name));
  const told = { dataTransfer: carried, bubbles: true, cancelable: true };
  const event = (type) => new DragEvent(type, told);
  const place = document.querySelector(target);
  place.dispatchEvent(event("dragover"));
  const marked = document.querySelector("#drop-zone").dataset.over;
  place.dispatchEvent(event("drop"));
  return marked;
}"""


def drop(visitor: Visitor, target: str, *names: str) -> str:
    """Drop drawings on an element; whether the page said that it would take them."""
    files = [{"name": name, "text": text_of(make_office())} for name in names]
    return str(visitor.page.evaluate(DROP, [target, files]))


def row(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("listitem", name=name)


def stored(world: World) -> tuple[int, int]:
    """How many plans and files there are."""
    with world.db.transaction(world.fatima.organisation_id) as tx:
        plans, files = tx.execute(
            text("SELECT (SELECT count(*) FROM plan_revision), (SELECT count(*) FROM source_file)")
        ).one()
    return plans, files


@contextmanager
def held_up(world: World, floor_id: UUID) -> Iterator[None]:
    """What is sent for a floor arrives, and waits to be taken in."""
    organisation = world.fatima.organisation_id
    with world.db.transaction(organisation) as tx:
        queries.floor_row(tx, organisation, floor_id, lock=True)
        yield


def slow_down(visitor: Visitor) -> None:
    network = visitor.context.new_cdp_session(visitor.page)
    network.send("Network.enable")
    conditions: dict[str, Any] = {
        "offline": False,
        "latency": 0,
        "downloadThroughput": -1,
        "uploadThroughput": SLOW_BYTES_S,
    }
    network.send("Network.emulateNetworkConditions", conditions)


@pytest.mark.usefixtures("reader")
def test_drawings_that_are_dropped_on_the_page_are_asked_for_their_floors(
    staff: Visitor, world: World
) -> None:
    floors = [str(make_empty_floor(world, ordinal)) for ordinal in (1, 2)]
    staff.go("/plans")
    assert drop(staff, "main", "one.dxf", "two.dxf") == "true"
    expect(row(staff, "one.dxf").get_by_label("Which floor does it show?")).to_be_focused()
    for name, floor_id in zip(("one.dxf", "two.dxf"), floors, strict=True):
        row(staff, name).get_by_label("Which floor does it show?").select_option(floor_id)
        row(staff, name).get_by_role("button", name="Bring it in").click()
    for name in ("one.dxf", "two.dxf"):
        expect(row(staff, name)).to_contain_text("Understood: 2 rooms and 4 desks.")


@pytest.mark.usefixtures("reader")
def test_a_drawing_that_is_dropped_on_a_floor_is_that_floors(staff: Visitor, world: World) -> None:
    floor_id = make_empty_floor(world, 3)
    staff.go("/plans")
    drop(staff, f'[data-floor="{floor_id}"]', "three.dxf")
    wait_for_studio(staff.page)
    expect(staff.page.get_by_role("heading", level=1)).to_have_text("Storey 3, Shed 3")


# Werkzeug leaves the spool of an upload that breaks off to the collector, which warns of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_drawing_tells_how_much_is_sent_and_leaves_nothing_when_it_is_given_up(
    staff: Visitor, world: World
) -> None:
    make_empty_floor(world, 4)
    staff.go("/plans")
    before = stored(world)
    slow_down(staff)
    file = as_file(make_office(), "heavy.dxf")
    file["buffer"] += b"999\nonly a remark\n" * 60_000
    bring_in(staff, 4, file)
    bar = staff.page.get_by_label("Progress of heavy.dxf")
    expect(row(staff, "heavy.dxf")).to_contain_text("Sending, ")
    staff.wait_until("bar => bar.value > 0.02 && bar.value < 0.4", arg=bar.element_handle())
    row(staff, "heavy.dxf").get_by_role("button", name="Cancel").click()
    expect(row(staff, "heavy.dxf")).to_have_count(0)
    assert stored(world) == before
    gc.collect()


def test_a_drawing_that_has_arrived_when_it_is_given_up_is_taken_back(
    staff: Visitor, world: World
) -> None:
    floor_id = make_empty_floor(world, 5)
    staff.go("/plans")
    before = stored(world)
    with held_up(world, floor_id):
        bring_in(staff, 5, as_file(make_office(), "late.dxf"))
        expect(row(staff, "late.dxf")).to_contain_text("Sending, 40 %")
        row(staff, "late.dxf").get_by_role("button", name="Cancel").click()
        expect(row(staff, "late.dxf")).to_contain_text("Cancelling")
    expect(row(staff, "late.dxf")).to_have_count(0)
    assert stored(world) == before


def test_a_floor_that_was_made_for_a_drawing_goes_when_the_drawing_is_given_up(
    staff: Visitor, world: World
) -> None:
    make_empty_floor(world, 6)
    staff.go("/plans")
    before = stored(world)
    staff.page.locator("#files").set_input_files(as_file(make_office(), "new-floor.dxf"))
    arrival = row(staff, "new-floor.dxf")
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Building", exact=True).select_option(label="Shed 6")
    arrival.get_by_role("button", name="Bring it in").click()
    expect(arrival).to_contain_text("Waiting for its turn")
    with staff.page.expect_response(
        lambda answer: answer.request.method == "DELETE" and "/floors/" in answer.url
    ) as removal:
        arrival.get_by_role("button", name="Cancel").click()
    assert removal.value.status in (200, 204)
    expect(arrival).to_have_count(0)
    assert stored(world) == before


@pytest.mark.usefixtures("reader")
def test_a_draft_is_taken_up_by_a_colleague(staff: Visitor, visit: Visit, world: World) -> None:
    make_account(
        world.db,
        world.fatima.organisation_id,
        role=Role.FACILITY,
        email="greta@example.test",
        name="Greta Lind",
    )
    floor_id = open_draft(staff, 7, name="begun.dxf")
    expect(staff.page.get_by_text("began this draft")).to_have_count(0)
    greta = visit("greta@example.test")
    greta.go("/plans")
    arrival = row(greta, "begun.dxf")
    expect(arrival).to_contain_text("Fatima Haddad began this draft on ")
    arrival.get_by_role("link", name="Look at begun.dxf").click()
    wait_for_studio(greta.page)
    expect(greta.page.get_by_role("tabpanel", name="Overview")).to_contain_text(
        "Fatima Haddad began this draft on "
    )
    publish(greta)
    greta.page.goto(f"{world.url}/floors/{floor_id}")
    expect(greta.page.locator("path.place.kind-desk")).to_have_count(4)
