"""What differs between two plans, in one sentence."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.plans.difference import differs, sentence
from floorplans.plans.views import SpaceChange


def make_change(
    change: str = "same", name: str = "2.14", kind: str = "desk", **more: object
) -> SpaceChange:
    values: dict[str, object] = {
        "space_id": None,
        "kind": kind,
        "change": change,
        "name": name,
        "old_name": None,
        "moved_m": None,
        "bookable": True,
        "bookings": 0,
        "loses_bookings": False,
        **more,
    }
    return SpaceChange(**values)  # type: ignore[arg-type]


ROOM, OTHER = UUID(int=1), UUID(int=2)


def test_two_equal_plans_differ_in_nothing() -> None:
    assert sentence([make_change(), make_change(name="2.15")]) == "Nothing differs."
    assert not differs([make_change()])


def test_many_are_counted_and_their_kind_is_said_once() -> None:
    changes = [*[make_change("moved")] * 3, *[make_change("gone")] * 2]
    assert sentence(changes) == "3 desks moved, 2 gone."


def test_a_room_that_was_split_is_named_with_its_parts() -> None:
    room = make_change("split", kind="room", space_id=ROOM)
    part = make_change("new", "2.14a", "room", other_id=ROOM)
    desks = [make_change("moved")] * 3
    assert sentence([room, part, *desks]) == "Room 2.14 split into two, 3 desks moved."


def test_rooms_that_were_merged_are_named() -> None:
    room = make_change("merged", kind="room", space_id=ROOM)
    gone = make_change("gone", "2.15", "room", space_id=OTHER, other_id=ROOM)
    assert sentence([room, gone]) == "Room 2.15 merged into room 2.14."


def test_one_alone_is_called_by_its_name() -> None:
    assert sentence([make_change("gone", "Desk 7")]) == "Desk 7 gone."
    renamed = make_change(name="9", old_name="7", renamed=True)
    assert sentence([renamed]) == "Desk 7 renamed to 9."


def test_other_attributes_and_walls_are_told() -> None:
    altered = make_change(altered=("capacity", "features"))
    told = sentence([altered], ("walls", "zones"))
    assert told == "Desk 2.14 with other capacity and features, walls and zones redrawn."
    assert differs([altered])
    assert differs([make_change()], ("walls",))


@pytest.mark.parametrize("many", [4, 9])
def test_many_splits_are_counted(many: int) -> None:
    ids = [UUID(int=k + 1) for k in range(many)]
    rooms = [make_change("split", str(own), "room", space_id=own) for own in ids]
    parts = [make_change("new", "x", "room", other_id=own) for own in ids]
    assert sentence([*rooms, *parts]) == f"{many} rooms split."
