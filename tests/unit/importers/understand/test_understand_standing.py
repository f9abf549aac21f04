"""Where desks stand, and what lies around rooms without being one."""

from __future__ import annotations

import pytest

from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"ROOMS": "room", "LABELS": "room_label", "DESKS": "desk", "DOORS": "door"}


def box(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def make_plan(*rings, labels=(), desks=()):
    """Rooms, texts (words, x, y) and desks of 1.6 by 0.8 m by their middles."""
    doc = make_drawing()
    msp = doc.modelspace()
    for ring in rings:
        msp.add_lwpolyline(ring, close=True, dxfattribs={"layer": "ROOMS"})
    for x, y in desks:
        ring = box(x - 0.8, y - 0.4, 1.6, 0.8)
        msp.add_lwpolyline(ring, close=True, dxfattribs={"layer": "DESKS"})
    for words, x, y in labels:
        msp.add_text(words, height=0.2, dxfattribs={"layer": "LABELS", "insert": (x, y)})
    return doc


@pytest.mark.parametrize(
    ("x", "told"), [(4.0, False), (4.25, False), (4.5, True), (4.9, True), (5.5, True)]
)
def test_a_desk_that_lies_in_two_rooms_is_told(x, told):
    found = understood(make_plan(box(0, 0, 5, 4), box(5, 0, 5, 4), desks=[(x, 2)]), LAYERS)
    assert ("DESK_ACROSS_ROOMS" in codes(found)) is told
    assert len(found.desks) == 1


def test_a_desk_in_a_booth_stands_in_the_booth_and_not_across_it():
    found = understood(make_plan(box(0, 0, 10, 8), box(2, 2, 2, 2), desks=[(3, 3)]), LAYERS)
    assert "DESK_ACROSS_ROOMS" not in codes(found)


ROOMS = [box(5 * k, 0, 5, 4) for k in range(4)]
NUMBERS = [(f"10{k}", 5 * k + 2, 2) for k in range(4)]
FRAME = box(-20, -20, 60, 45)


def test_a_frame_around_numbered_rooms_is_no_room():
    found = understood(make_plan(*ROOMS, FRAME, labels=NUMBERS), LAYERS)
    assert [room.number for room in found.rooms] == ["100", "101", "102", "103"]
    assert "OUTSIDE_LEFT_OUT" in codes(found)
    assert "ROOM_WITHOUT_LABEL" not in codes(found)


def test_what_lies_in_the_frame_beside_the_plan_is_no_room():
    found = understood(make_plan(*ROOMS, FRAME, box(25, -20, 15, 8), labels=NUMBERS), LAYERS)
    assert len(found.rooms) == 4


def test_a_nameless_room_of_the_plan_stays_a_room_within_a_frame():
    found = understood(make_plan(*ROOMS, box(20, 0, 5, 4), FRAME, labels=NUMBERS), LAYERS)
    assert [room.number for room in found.rooms] == ["100", "101", "102", "103", None]


def test_a_hall_around_rooms_is_a_room_if_it_has_a_name():
    labels = [*NUMBERS, ("Hall", -10, 10)]
    found = understood(make_plan(*ROOMS, FRAME, labels=labels), LAYERS)
    assert len(found.rooms) == 5


def test_a_hall_around_rooms_is_a_room_if_people_sit_in_it():
    found = understood(make_plan(*ROOMS, FRAME, labels=NUMBERS, desks=[(-10, 10)]), LAYERS)
    assert len(found.rooms) == 5


def test_a_hall_around_rooms_is_a_room_if_a_door_leads_into_it():
    doc = make_plan(*ROOMS, FRAME, labels=NUMBERS)
    attributes = {"layer": "DOORS"}
    doc.modelspace().add_line((0, -20), (0, -19.1), dxfattribs=attributes)
    doc.modelspace().add_arc((0, -20), 0.9, 0, 90, dxfattribs=attributes)
    assert len(understood(doc, LAYERS).rooms) == 5


def test_where_no_room_has_a_label_nothing_is_taken_for_a_frame():
    assert len(understood(make_plan(*ROOMS, FRAME), LAYERS).rooms) == 5
