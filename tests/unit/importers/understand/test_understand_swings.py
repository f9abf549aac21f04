"""Door leaves as different hands draw them; the wall along y = 0 is open from x = 2 to 2.9."""

from __future__ import annotations

import math

import pytest

from tests.support.scenes import make_drawing, understood

LAYERS = {"WALL": "wall", "DOOR": "door", "INVENTORY": "furniture"}
ARC = [
    (2 + 0.9 * math.cos(t), 0.9 * math.sin(t))
    for t in (math.radians(90 - 3 * k) for k in range(31))
]
HINGE = (2.0, 0.0)


def make_wall():
    doc = make_drawing()
    for x0, x1 in ((0, 2), (2.9, 6)):
        points = [(x0, 0), (x1, 0), (x1, -0.2), (x0, -0.2)]
        doc.modelspace().add_lwpolyline(points, close=True, dxfattribs={"layer": "WALL"})
    return doc


def draw(doc, points, layer, close=False):
    doc.modelspace().add_lwpolyline(points, close=close, dxfattribs={"layer": layer})


def only_door(doc):
    (door,) = understood(doc, LAYERS).doors
    return door


@pytest.mark.parametrize("layer", ["DOOR", "INVENTORY"])
def test_a_leaf_and_its_arc_in_one_line_are_a_door(layer):
    doc = make_wall()
    draw(doc, [HINGE, *ARC], layer)
    assert only_door(doc).width_m == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("first", [0, 7, 31])
def test_a_slice_of_pie_is_a_door_wherever_its_line_begins(first):
    doc = make_wall()
    pie = [HINGE, *ARC]
    draw(doc, pie[first:] + pie[:first], "DOOR", close=True)
    door = only_door(doc)
    assert door.line.coords[0] == pytest.approx(HINGE, abs=0.01)
    assert door.line.coords[-1] == pytest.approx((2.9, 0), abs=0.01)


def test_two_leaves_among_the_furniture_that_meet_in_a_gap_are_a_double_door():
    doc = make_drawing()
    for x0, x1 in ((0, 2), (3.8, 6)):
        points = [(x0, 0), (x1, 0), (x1, -0.2), (x0, -0.2)]
        doc.modelspace().add_lwpolyline(points, close=True, dxfattribs={"layer": "WALL"})
    draw(doc, ARC, "INVENTORY")
    draw(doc, [HINGE, ARC[0]], "INVENTORY")
    draw(doc, [(5.8 - x, y) for x, y in ARC], "INVENTORY")
    draw(doc, [(3.8, 0), (3.8, 0.9)], "INVENTORY")
    assert only_door(doc).kind in {"double_door", "entrance"}
    assert only_door(doc).width_m == pytest.approx(1.8, abs=0.02)


def test_an_arc_among_the_furniture_in_the_middle_of_a_room_is_no_door():
    doc = make_wall()
    draw(doc, [(x + 1, y + 2) for x, y in [HINGE, *ARC]], "INVENTORY")
    assert understood(doc, LAYERS).doors == ()
