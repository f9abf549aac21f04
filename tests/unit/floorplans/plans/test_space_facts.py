"""Facts about spaces: what a small office tells of its rooms and desks, and what it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import LineString, MultiLineString, Polygon, box

from floorplans.plans.facts.computing import facts_of
from floorplans.plans.facts.values import SpaceFacts
from floorplans.plans.spaces import PlannedSpace, planned_spaces
from importers.draft import (
    DraftColumn,
    DraftConnector,
    DraftDoor,
    DraftWindow,
    FloorPlanDraft,
    Units,
)


def make_space(
    kind: str,
    polygon: Polygon,
    name: str,
    *,
    category: str | None = None,
    turn: float | None = None,
) -> PlannedSpace:
    return PlannedSpace(
        kind=kind,
        category=category or ("desk" if kind == "desk" else "unspecified"),
        number=None,
        name=name,
        capacity=1,
        bookable=True,
        features=(),
        polygon=polygon,
        rotation_deg=turn,
        handle=None,
        layer=None,
    )


def make_door(line: LineString, clear_m: float | None, kind: str = "door") -> DraftDoor:
    return DraftDoor(line, line.length, kind, "DOOR", None, clear_m=clear_m)


def make_draft() -> FloorPlanDraft:
    """A corridor with the entrance; an office with a window, and a store behind a narrow door."""
    return FloorPlanDraft(
        format="dxf",
        version="AC1027",
        units=Units("m", 1.0, True, ()),
        extent_m=(0, 0, 12, 8),
        layers=(),
        blocks=(),
        rooms=(),
        desks=(),
        parking=(),
        doors=(
            make_door(LineString([(0, 1), (0, 2)]), 1.0, "entrance"),
            make_door(LineString([(2, 3.1), (3, 3.1)]), 0.9),
            make_door(LineString([(8, 3.1), (8.7, 3.1)]), 0.7),
        ),
        connectors=(),
        zones=(),
        outline=None,
        walls=MultiLineString(),
        geodata=None,
        issues=(),
        windows=(DraftWindow(LineString([(1, 8.1), (3, 8.1)]), 2.0, "block", "W", None),),
        columns=(DraftColumn(box(5, 7, 5.5, 7.5), "COL"),),
    )


CORRIDOR = make_space("room", box(0.1, 0, 12, 3), "Corridor")
OFFICE = make_space("room", box(0.1, 3.2, 6, 8), "Office")
STORE = make_space("room", box(6.2, 3.2, 12, 8), "Store")
BY_WINDOW = make_space("desk", box(1, 6.4, 2.6, 7.2), "D1", turn=0.0)
BY_WALL = make_space("desk", box(3.4, 3.9, 5.0, 4.7), "D2", turn=0.0)
SPACES = (CORRIDOR, OFFICE, STORE, BY_WINDOW, BY_WALL)


def facts(draft: FloorPlanDraft | None = None, *spaces: PlannedSpace) -> dict[str, SpaceFacts]:
    asked = spaces or SPACES
    found = facts_of(draft or make_draft(), asked)
    return {space.name: each for space, each in zip(asked, found, strict=True)}


def test_the_net_area_of_a_room_is_without_its_columns():
    assert facts()["Office"].net_area_m2 == pytest.approx(5.9 * 4.8 - 0.25)
    assert facts()["Corridor"].net_area_m2 == pytest.approx(11.9 * 3)
    assert facts()["D1"].net_area_m2 is None


def test_a_desk_is_near_the_window_of_its_room():
    told = facts()
    assert (told["D1"].near_window, told["D2"].near_window) == (True, False)
    assert told["D1"].window_m == pytest.approx(1.3, abs=0.05)


def test_a_desk_is_near_the_door_of_its_room():
    told = facts()
    assert (told["D1"].near_door, told["D2"].near_door) == (False, True)


def test_who_sits_before_a_wall_has_it_in_the_back():
    told = facts()
    # D2's seat lies 0.7 m before the wall to the corridor; behind D1 is the whole room.
    assert (told["D1"].back_to_wall, told["D2"].back_to_wall) == (False, True)


def test_a_wide_way_from_the_entrance_is_step_free_and_a_narrow_door_is_not():
    told = facts()
    assert {name: told[name].step_free for name in told} == {
        "Corridor": True,
        "Office": True,
        "Store": False,
        "D1": True,
        "D2": True,
    }


def test_the_clear_width_of_a_room_is_that_of_its_widest_door():
    told = facts()
    assert (told["Office"].door_clear_m, told["Store"].door_clear_m) == (0.9, 0.7)
    assert told["D1"].door_clear_m == 0.9


def test_without_an_entrance_and_a_lift_nobody_knows_the_way():
    draft = make_draft()
    inside = replace(draft, doors=draft.doors[1:])
    assert {each.step_free for each in facts(inside).values()} == {None}


def test_upstairs_the_lift_is_where_one_comes_from():
    draft = make_draft()
    lift = DraftConnector("lift", None, box(10, 0.2, 11.5, 1.7), "LIFT", None)
    upstairs = replace(draft, doors=draft.doors[1:], connectors=(lift,))
    told = facts(upstairs)
    assert (told["Office"].step_free, told["Store"].step_free) == (True, False)


def test_no_way_goes_on_from_a_staircase():
    stairs = replace(CORRIDOR, category="stairs")
    told = facts(None, stairs, *SPACES[1:])
    assert told["Office"].step_free is False


def test_a_door_of_unknown_width_leaves_the_way_unknown():
    draft = make_draft()
    doors = (draft.doors[0], replace(draft.doors[1], clear_m=None), draft.doors[2])
    told = facts(replace(draft, doors=doors))
    assert told["Office"].step_free is None
    assert told["Office"].door_clear_m is None


def test_a_drawing_without_windows_and_doors_does_not_say_that_there_are_none():
    bare = replace(make_draft(), windows=(), doors=())
    told = facts(bare)
    assert told["D1"].near_window is told["D1"].near_door is told["Office"].near_window is None


def test_a_plan_without_spaces_has_no_facts():
    assert facts_of(make_draft(), planned_spaces(make_draft())) == ()
