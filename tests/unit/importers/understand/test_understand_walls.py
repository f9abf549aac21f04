"""Rooms and doors from plain wall lines, worked out by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, affinity, box

from geo.linework import enclosed
from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"WALL": "wall", "DOOR": "door", "LOOSE": "wall"}


def draw(doc, *lines, layer="WALL"):
    for start, end in lines:
        doc.modelspace().add_line(start, end, dxfattribs={"layer": layer})


def make_two_rooms(door=True):
    """Two rooms of 5 x 4 m; the wall between them has a gap of 0.9 m from (5, 1) to (5, 1.9)."""
    doc = make_drawing()
    draw(doc, ((0, 0), (10, 0)), ((10, 0), (10, 4)), ((10, 4), (0, 4)), ((0, 4), (0, 0)))
    draw(doc, ((5, 0), (5, 1)), ((5, 1.9), (5, 3.997)))  # 3 mm short of the wall above
    if door:
        doc.modelspace().add_arc((5, 1), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
        draw(doc, ((5, 1), (5.9, 1)), layer="DOOR")
    return doc


def test_a_door_arc_closes_its_gap_and_an_undershoot_does_not_leak():
    found = understood(make_two_rooms(), LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([20.0, 20.0], abs=0.01)
    assert {r.source for r in found.rooms} == {"linework"}


def test_the_door_runs_from_hinge_to_latch():
    door = understood(make_two_rooms(), LAYERS).doors[0]
    assert door.width_m == pytest.approx(0.9, abs=0.001)
    assert door.line.hausdorff_distance(LineString([(5, 1), (5, 1.9)])) < 0.001


def test_without_a_door_two_rooms_are_open_plan():
    found = understood(make_two_rooms(door=False), LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([40.0], abs=0.05)


def make_door_block(doc):
    block = doc.blocks.new("D90")
    block.add_line((0, 0), (0, 0.9))
    block.add_arc((0, 0), 0.9, 0, 90)


@pytest.mark.parametrize(
    ("insert", "scale", "rotation"),
    [((5, 1), (1, 1), 90), ((5, 1.9), (1, 1), 270), ((5, 1.9), (-1, 1), 90)],
)
def test_a_door_block_closes_its_gap_turned_or_mirrored(insert, scale, rotation):
    doc = make_two_rooms(door=False)
    make_door_block(doc)
    doc.modelspace().add_blockref(
        "D90",
        insert,
        dxfattribs={
            "layer": "DOOR",
            "xscale": scale[0],
            "yscale": scale[1],
            "rotation": rotation,
        },
    )
    found = understood(doc, LAYERS, {"D90": "door"})
    assert [r.area_m2 for r in found.rooms] == pytest.approx([20.0, 20.0], abs=0.01)


def test_two_leaves_that_meet_are_one_double_door():
    doc = make_drawing()
    draw(doc, ((0, 0), (10, 0)), ((10, 0), (10, 4)), ((10, 4), (0, 4)), ((0, 4), (0, 0)))
    draw(doc, ((5, 0), (5, 1)), ((5, 2.8), (5, 4)))
    doc.modelspace().add_arc((5, 1), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
    doc.modelspace().add_arc((5, 2.8), 0.9, 270, 360, dxfattribs={"layer": "DOOR"})
    draw(doc, ((5, 1), (5.9, 1)), ((5, 2.8), (5.9, 2.8)), layer="DOOR")
    found = understood(doc, LAYERS)
    assert [(d.kind, round(d.width_m, 3)) for d in found.doors] == [("double_door", 1.8)]
    assert len(found.rooms) == 2


def test_a_door_on_the_outer_edge_is_an_entrance():
    doc = make_drawing()
    draw(doc, ((0, 0), (2, 0)), ((2.9, 0), (6, 0)), ((6, 0), (6, 4)), ((6, 4), (0, 4)))
    draw(doc, ((0, 4), (0, 0)))
    doc.modelspace().add_arc((2, 0), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
    draw(doc, ((2, 0), (2, 0.9)), layer="DOOR")
    assert [d.kind for d in understood(doc, LAYERS).doors] == ["entrance"]


def test_double_wall_lines_give_the_inner_face_and_no_slivers():
    doc = make_drawing()
    for ring in (box(0, 0, 8, 6), box(0.3, 0.3, 7.7, 5.7)):
        doc.modelspace().add_lwpolyline(
            list(ring.exterior.coords)[:-1], close=True, dxfattribs={"layer": "WALL"}
        )
    found = understood(doc, LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([7.4 * 5.4], abs=0.01)


def test_a_column_takes_nothing_out_of_a_room():
    doc = make_drawing()
    for ring in (box(0, 0, 8, 6), box(3, 3, 3.4, 3.4)):
        doc.modelspace().add_lwpolyline(
            list(ring.exterior.coords)[:-1], close=True, dxfattribs={"layer": "WALL"}
        )
    found = understood(doc, LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([48.0], abs=0.01)


def test_a_leak_to_the_outside_is_closed_and_pointed_at():
    doc = make_drawing()
    draw(doc, ((0, 0), (2, 0)), ((2.8, 0), (6, 0)), ((6, 0), (6, 4)), ((6, 4), (0, 4)))
    draw(doc, ((0, 4), (0, 0)))
    found = understood(doc, LAYERS)
    issue = next(i for i in found.issues if i.code == "WALL_LEAK")
    assert (issue.x, issue.y) == pytest.approx((2.4, 0), abs=0.01)
    assert found.rooms[0].area_m2 == pytest.approx(24.0, abs=0.01)


def test_a_bar_right_across_the_plan_is_not_a_wall():
    doc = make_drawing()
    draw(doc, *[((3 * i, 0), (3 * i, 6)) for i in range(9)])
    draw(doc, ((0, 0), (24, 0)), ((0, 6), (24, 6)))
    draw(doc, ((-2, 1), (26, 4.6)), layer="LOOSE")
    found = understood(doc, LAYERS)
    assert codes(found).count("STRAY_WALL") == 1
    assert [r.area_m2 for r in found.rooms] == pytest.approx([18.0] * 8, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(2.0, 12.0),
    st.floats(2.0, 12.0),
    st.floats(0, 180),
    st.floats(-1000, 1000),
)
def test_a_rectangle_of_walls_keeps_its_area_at_any_angle(width, height, turn, x):
    ring = affinity.translate(affinity.rotate(box(0, 0, width, height), turn), x, -x)
    corners = list(ring.exterior.coords)
    walls = [LineString(pair) for pair in pairwise(corners)]
    spaces = enclosed(walls)
    assert len(spaces) == 1
    assert spaces[0].is_valid
    assert math.isclose(spaces[0].area, width * height, abs_tol=0.01 * (width + height))


def test_no_lines_enclose_nothing():
    assert enclosed([]) == ()


def test_a_pattern_over_two_layers_of_walls_is_told_and_costs_no_time():
    doc = make_drawing()
    for k in range(800):
        draw(doc, ((k * 0.05, 0), (k * 0.05, 40)))
        draw(doc, ((0, k * 0.05), (40, k * 0.05)), layer="LOOSE")
    found = understood(doc, LAYERS)
    assert "WALLS_TOO_DENSE" in codes(found)
    assert found.rooms == ()


def test_a_leaf_that_is_drawn_shut_still_closes_its_opening():
    doc = make_two_rooms(door=False)
    doc.modelspace().add_arc((5, 1), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
    draw(doc, ((5, 1), (5, 1.9)), layer="DOOR")
    found = understood(doc, LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([20.0, 20.0], abs=0.01)


def test_a_door_in_the_middle_of_a_thick_wall_leaves_no_cut_corners():
    room = [
        ((0, 0), (1, 0)),
        ((1.9, 0), (5, 0)),
        ((5, 0), (5, 4)),
        ((5, 4), (0, 4)),
        ((0, 4), (0, 0)),
    ]
    jambs = [((1, 0), (1, -0.2)), ((1.9, 0), (1.9, -0.2)), ((1, -0.1), (1.9, -0.1))]
    (space,) = enclosed([LineString(line) for line in room + jambs])
    whole = box(0, 0, 5, 4).union(box(1, -0.1, 1.9, 0))
    assert space.symmetric_difference(whole).area < 0.001


def test_the_area_that_a_garage_door_sweeps_is_floor():
    doc = make_drawing()
    draw(doc, ((0, 0), (6, 0)), ((6, 0), (6, 6)), ((6, 6), (0, 6)), ((0, 6), (0, 0)))
    swept = [(1, 0), (5, 0), (5, 2.1), (1, 2.1)]
    doc.modelspace().add_lwpolyline(swept, close=True, dxfattribs={"layer": "DOOR"})
    assert [r.area_m2 for r in understood(doc, LAYERS).rooms] == pytest.approx([36.0], abs=0.05)
