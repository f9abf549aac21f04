"""Rows of a list find the spaces they mean, and nothing is changed that they do not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import shapely

from floorplans.plans.editing.actions import TakeOver
from floorplans.plans.editing.codec import from_plain, to_plain
from floorplans.plans.editing.folded import Entry, Folded, then
from floorplans.plans.lists.fitting import Fitted, fit
from floorplans.plans.lists.place import Place
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from importers.space_list import Listed

PLACE = Place("North", "First floor", "1")


def make_space(number: str | None, west: float, kind: str = "room", **told) -> PlannedSpace:
    space = PlannedSpace(
        kind=kind,
        category="desk" if kind == "desk" else "office",
        number=number,
        name=number or "Office 1",
        capacity=1,
        bookable=kind == "desk",
        features=(),
        polygon=shapely.box(west, 0, west + 4, 3),
        rotation_deg=None,
        handle=None,
        layer=None,
        key=f"{kind}{west}",
    )
    return replace(space, **told)


def make_plan(*spaces: PlannedSpace, zones: tuple[PlannedZone, ...] = ()) -> Folded:
    return Folded(spaces, spaces, zones, 1.0, {})


def row(number: str | None = None, line: int = 2, **told) -> Listed:
    return Listed(line, number=number, **told)


def done(plan: Folded, fitted: Fitted) -> Folded:
    """The plan after the list, by way of the log's own JSON."""
    action = from_plain(to_plain(TakeOver("list.csv", tuple(fitted.actions))))
    return then(plan, [Entry(1, action, 1.0, None, datetime.now(UTC), undone=False)])


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


def test_a_row_changes_the_space_of_its_number():
    plan = make_plan(make_space("101", 0), make_space("102", 4))
    fitted = fit([row(" 102 ", capacity=6, features=("screen",), name="Blue")], plan, PLACE)
    after = done(plan, fitted)
    assert after.spaces[0] == plan.spaces[0]
    blue = after.spaces[1]
    assert (blue.name, blue.capacity, blue.features) == ("102 Blue", 6, ("screen",))
    assert fitted.changes[0].what == (
        "name 102 → 102 Blue", "capacity 1 → 6", "features none → screen",
    )  # fmt: skip


def test_all_rows_are_one_edit_that_undoing_takes_back():
    plan = make_plan(make_space("101", 0), make_space("102", 4))
    fitted = fit([row("101", capacity=3), row("102", capacity=4)], plan, PLACE)
    assert [space.capacity for space in done(plan, fitted).spaces] == [3, 4]


def test_a_row_that_says_what_is_so_changes_nothing():
    fitted = fit([row("101", capacity=1, kind="room")], make_plan(make_space("101", 0)), PLACE)
    assert (fitted.unchanged, fitted.actions) == (1, [])


def test_a_row_says_how_many_may_book_a_bench_at_once():
    plan = make_plan(make_space("B-1", 0, "desk"), make_space("B-2", 4, "desk", places=6))
    fitted = fit([row("B-1", places=12), row("B-2", places=6, line=3)], plan, PLACE)
    assert [change.what for change in fitted.changes] == [("places as they are → 12",)]
    assert [space.places for space in done(plan, fitted).spaces] == [12, 6]


def test_rows_of_other_floors_and_buildings_are_left_out():
    rows = [
        row("101", building="South", capacity=2),
        row("101", building="north", floor="2", capacity=3),
        row("101", building="NORTH", floor="1", capacity=4),
    ]
    plan = make_plan(make_space("101", 0))
    fitted = fit(rows, plan, PLACE)
    assert fitted.elsewhere == 2
    assert done(plan, fitted).spaces[0].capacity == 4


def test_a_space_that_the_plan_does_not_have_is_told_with_its_line():
    fitted = fit([row("999", line=7)], make_plan(make_space("101", 0)), PLACE)
    assert [(p.line, p.code) for p in fitted.without_place] == [(7, "LIST_SPACE_NOT_FOUND")]


def test_a_number_that_two_spaces_have_is_told_and_the_kind_settles_it():
    plan = make_plan(make_space("1", 0), make_space("1", 1, "desk"))
    assert codes(fit([row("1", capacity=2)], plan, PLACE).problems) == ["LIST_SPACE_AMBIGUOUS"]
    after = done(plan, fit([row("1", kind="desk", features=("sit-stand",))], plan, PLACE))
    assert [space.features for space in after.spaces] == [(), ("sit-stand",)]


def test_two_rows_about_one_space_are_told():
    plan = make_plan(make_space("101", 0))
    assert codes(fit([row("101"), row("101", line=3)], plan, PLACE).problems) == ["LIST_ROW_TWICE"]


def test_a_desk_has_no_category_of_a_room():
    plan = make_plan(make_space("1", 0, "desk"))
    problems = fit([row("1", category="office")], plan, PLACE).problems
    assert codes(problems) == ["LIST_CATEGORY_UNFIT"]


def test_a_room_that_becomes_a_meeting_room_can_be_booked():
    plan = make_plan(make_space("101", 0))
    (space,) = done(plan, fit([row("101", category="conferenceroom")], plan, PLACE)).spaces
    assert (space.category, space.bookable, space.capacity) == ("conferenceroom", True, 4)


def test_a_room_inside_a_room_is_not_taken_for_it():
    hall = make_space("1", 0, polygon=shapely.box(0, 0, 10, 10))
    inner = make_space("2", 0, polygon=shapely.box(4, 4, 6, 6))
    plan = make_plan(hall, inner)
    after = done(plan, fit([row("1", capacity=50)], plan, PLACE))
    assert [space.capacity for space in after.spaces] == [50, 1]


def test_a_zone_is_drawn_round_its_spaces():
    plan = make_plan(make_space("101", 0), make_space("102", 4), make_space("103", 8))
    fitted = fit([row("101", zone="Sales"), row("102", zone="sales")], plan, PLACE)
    (zone,) = done(plan, fitted).zones
    assert zone.name == "Sales"
    assert zone.shape.covers(shapely.box(0, 0, 8, 3))
    assert shapely.intersection(zone.shape, plan.spaces[2].polygon).area == 0
    assert fitted.zones == ["Sales"]


def test_a_zone_that_holds_its_spaces_stays():
    zone = PlannedZone("Sales", shapely.box(0, 0, 50, 50))
    plan = make_plan(make_space("101", 0), zones=(zone,))
    assert fit([row("101", zone="Sales")], plan, PLACE).actions == []


def test_a_zone_with_others_between_is_of_two_pieces():
    plan = make_plan(make_space("101", 0), make_space("102", 4), make_space("103", 8))
    fitted = fit([row("101", zone="Sales"), row("103", zone="Sales")], plan, PLACE)
    (zone,) = done(plan, fitted).zones
    assert zone.shape.covers(plan.spaces[0].polygon)
    assert zone.shape.covers(plan.spaces[2].polygon)
    assert shapely.intersection(zone.shape, plan.spaces[1].polygon).area == 0
