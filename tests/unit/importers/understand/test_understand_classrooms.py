"""Rooms to learn in: many equal tables that face one way. Lengths are in metres."""

from __future__ import annotations

import pytest

from tests.support.scenes import make_drawing, understood

LAYERS = {"Meeting rooms": "room", "TABLES": "furniture", "CHAIRS": "furniture"}


def box(doc, x0, y0, x1, y1, layer):
    doc.modelspace().add_lwpolyline(
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)], close=True, dxfattribs={"layer": layer}
    )


def make_room(benches, chairs_each):
    """A meeting room with benches of 1.2 x 0.5 m, their chairs on the near side."""
    doc = make_drawing()
    for k in range(3):
        box(doc, 15 * k, 0, 15 * k + 12, 9, "Meeting rooms")
    for k in range(benches):
        x, y = 1 + 2 * (k % 4), 2 + 2 * (k // 4)
        box(doc, x, y, x + 1.2, y + 0.5, "TABLES")
        for j in range(chairs_each):
            left = x + 0.6 + (j - chairs_each / 2) * 0.55
            box(doc, left, y - 0.45, left + 0.45, y - 0.05, "CHAIRS")
    return doc


@pytest.mark.parametrize("chairs_each", [1, 2])
def test_each_bench_of_a_classroom_is_a_place(chairs_each):
    found = understood(make_room(8, chairs_each), LAYERS)
    assert len(found.desks) == 8
    assert {desk.rotation_deg for desk in found.desks} == {0.0}


def test_a_few_tables_in_a_meeting_room_are_for_meeting():
    assert understood(make_room(3, 1), LAYERS).desks == ()
