"""From a draft to spaces: kinds, names, what can be booked."""

from __future__ import annotations

import pytest
import shapely
from shapely import Polygon, box

from floorplans.plans.spaces import PlannedSpace, planned_spaces, planned_zones
from importers.draft import DraftZone
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room


def only(**parts: object) -> PlannedSpace:
    (space,) = planned_spaces(make_draft(**parts))  # type: ignore[arg-type]
    return space


@pytest.mark.parametrize(
    ("category", "kind", "bookable"),
    [
        ("conferenceroom", "room", True),
        ("huddleroom", "room", True),
        ("phoneroom", "booth", True),
        ("office", "room", False),
        ("restroom", "room", False),
        ("walkway", "room", False),
        ("unspecified", "room", False),
    ],
)
def test_rooms_for_meeting_can_be_booked_and_others_cannot(
    category: str, kind: str, bookable: bool
) -> None:
    space = only(rooms=[make_draft_room("1", "X", category)])
    assert (space.kind, space.bookable) == (kind, bookable)


def test_a_desk_and_a_parking_place_can_be_booked() -> None:
    assert only(desks=[make_draft_desk("2.041", 1, 1)]).bookable
    assert only(parking=[make_draft_desk("P1", 1, 1)]).kind == "parking"


@pytest.mark.parametrize(
    ("number", "name", "shown"),
    [
        ("1.02", "Rhine", "1.02 Rhine"),
        ("1.02", None, "1.02"),
        (None, "Rhine", "Rhine"),
        ("102", "Room 102", "Room 102"),
        (None, None, "Meeting room 1"),
        ("  ", " a \n b ", "a b"),
    ],
)
def test_a_room_is_called_by_number_and_name(
    number: str | None, name: str | None, shown: str
) -> None:
    assert only(rooms=[make_draft_room(number, name, "conferenceroom")]).name == shown


def test_nameless_desks_are_counted_in_the_order_of_the_draft() -> None:
    desks = [make_draft_desk(None, 1, 1), make_draft_desk("A", 3, 1), make_draft_desk(None, 5, 1)]
    names = [space.name for space in planned_spaces(make_draft(desks=desks))]
    assert names == ["Desk 1", "A", "Desk 2"]


def test_a_shape_without_area_is_no_space() -> None:
    flat = make_draft_room("1", None, polygon=Polygon([(0, 0), (1, 0), (2, 0)]))
    assert planned_spaces(make_draft(rooms=[flat])) == ()


def test_areas_of_one_name_are_pieces_of_one_zone() -> None:
    names = ("Sales", None, "sales", None)
    areas = [
        DraftZone(name, box(x, 0, x + 1, 1), "Z", None)
        for x, name in zip(range(0, 8, 2), names, strict=True)
    ]
    zones = planned_zones(make_draft(zones=areas))
    assert [zone.name for zone in zones] == ["Sales", "Zone", "Zone (2)"]
    assert zones[0].shape.equals(shapely.union(box(0, 0, 1, 1), box(4, 0, 5, 1)))
