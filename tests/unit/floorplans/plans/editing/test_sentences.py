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
    ]


def test_many_of_several_kinds_are_counted() -> None:
    many = Delete((ROOM, DESK, DESK, At("parking", 0, 0)))
    assert sentence(many) == "Deleted 1 room, 2 desks and 1 parking place."


def test_another_kind_is_told() -> None:
    change = Change((ROOM,), kind="area", category="lounge", bookable=True, features=())
    told = "Changed 1 room: now an area, category lounge, can be booked, no features."
    assert sentence(change) == told
