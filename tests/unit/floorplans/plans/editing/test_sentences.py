"""What the list of edits says of each."""

from __future__ import annotations

from floorplans.plans.editing.actions import At, Change, Delete
from floorplans.plans.editing.sentences import sentence
from tests.unit.floorplans.plans.editing.actions import DESK, EVERY_ACTION, ROOM


def test_every_action_is_told_in_a_sentence() -> None:
    assert [sentence(action) for action in EVERY_ACTION] == [
        "Changed 1 room and 1 desk: no number, name “Blue”, for 4, cannot be booked, with quiet.",
        "Renumbered 1 room: A-07.",
        "Drew a new room “Den”.",
        "Deleted 1 desk.",
        "Moved 1 desk by 5.00 m.",
        "Turned 1 desk by 90°.",
        "Added 5 desks in rows of 3.",
        "Made one of 2 rooms.",
        "Cut a room along a line.",
        "Drew the zone “Sales”.",
        "Deleted the zone “Sales”.",
        "Chose which desk of the plan before this one is.",
        "Said that this room is new.",
        "Said that a place of the plan before is gone.",
        "Took back what was said of a match.",
        "Took back what was said of a match.",
        "Drew a wall of 5.00 m, and the drawing was read again.",
        "Ignored 2 findings ROOM_TINY: a shaft.",
        "Asked again about 1 finding ROOM_TINY.",
        "Cut a room along a line, which settles a finding WALL_LEAK.",
        "Took over 2 changes from “spaces.csv”.",
        "Changed 1 desk: 12 places to book.",
    ]


def test_many_of_several_kinds_are_counted() -> None:
    many = Delete((ROOM, DESK, DESK, At("parking", 0, 0)))
    assert sentence(many) == "Deleted 1 room, 2 desks and 1 parking place."


def test_another_kind_is_told() -> None:
    change = Change((ROOM,), kind="area", category="lounge", bookable=True, features=())
    told = "Changed 1 room: now an area, category lounge, can be booked, no features."
    assert sentence(change) == told


def test_features_that_come_and_go_are_told() -> None:
    change = Change((DESK,), add_features=("dock", "quiet"), remove_features=("screen",))
    assert sentence(change) == "Changed 1 desk: now with dock, quiet, now without screen."
