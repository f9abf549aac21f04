"""Closed walls that stand free inside drawn rooms. Lengths are in metres."""

from __future__ import annotations

import pytest

from tests.support.scenes import make_drawing, understood

LAYERS = {"RM": "room", "WALL": "wall"}


def box(doc, x0, y0, x1, y1, layer):
    doc.modelspace().add_lwpolyline(
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)], close=True, dxfattribs={"layer": layer}
    )


def make_halls():
    """Three halls of 20 x 10 m."""
    doc = make_drawing()
    for k in range(3):
        box(doc, 25 * k, 0, 25 * k + 20, 10, "RM")
    return doc


def areas(doc):
    return sorted(room.area_m2 for room in understood(doc, LAYERS).rooms)


def test_a_core_in_a_hall_is_a_hole_in_it():
    doc = make_halls()
    box(doc, 8, 4, 12, 6, "WALL")
    assert areas(doc) == pytest.approx([192, 200, 200])


def test_a_column_takes_no_room_out_of_a_room():
    doc = make_halls()
    box(doc, 8, 4, 8.5, 4.5, "WALL")
    assert areas(doc) == pytest.approx([200, 200, 200])


def test_the_inner_face_of_a_rooms_own_walls_is_no_hole():
    doc = make_halls()
    box(doc, 0.2, 0.2, 19.8, 9.8, "WALL")
    assert areas(doc) == pytest.approx([200, 200, 200])
