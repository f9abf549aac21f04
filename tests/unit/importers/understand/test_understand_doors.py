"""How doors open and how wide, in a house of 10 by 6 m with walls of 0.2 m.

A wall at x = 5 divides it, from face to face 4.9 to 5.1. A door in it runs from (5, 2) to (5, 2.9).
"""

from __future__ import annotations

import math

import pytest
from shapely import Point, box

from tests.support.scenes import make_drawing, understood

LAYERS = {"WALL": "wall", "DOOR": "door", "MESS": "unknown"}
OUTER = box(-0.2, -0.2, 10.2, 6.2)


def draw(doc, points, layer, *, close=False):
    doc.modelspace().add_lwpolyline(list(points), close=close, dxfattribs={"layer": layer})


def draw_shape(doc, shape, layer):
    for ring in (shape.exterior, *shape.interiors):
        draw(doc, list(ring.coords)[:-1], layer, close=True)


def make_house(gap=(2.0, 2.9), outer_gap=None):
    """Walls as closed outlines, with a gap in the one in the middle."""
    doc = make_drawing()
    solid = OUTER - box(0, 0, 4.9, 6) - box(5.1, 0, 10, 6)
    if gap:
        solid = solid - box(4.8, gap[0], 5.2, gap[1])
    if outer_gap:
        solid = solid - box(outer_gap[0], -0.3, outer_gap[1], 0.1)
    for part in getattr(solid, "geoms", [solid]):
        draw_shape(doc, part, "WALL")
    return doc


def draw_leaf(doc, hinge, latch, side, layer="DOOR"):
    """A leaf that stands open, and its arc; side 1 is to the left of the way to the latch."""
    turn = math.degrees(math.atan2(latch[1] - hinge[1], latch[0] - hinge[0]))
    width = math.dist(hinge, latch)
    first, last = (turn, turn + 90) if side > 0 else (turn - 90, turn)
    opened = math.radians(turn + 90 * side)
    tip = (hinge[0] + width * math.cos(opened), hinge[1] + width * math.sin(opened))
    msp = doc.modelspace()
    msp.add_arc(hinge, width, first, last, dxfattribs={"layer": layer})
    msp.add_line(hinge, tip, dxfattribs={"layer": layer})
    return tip


def only_door(doc, blocks=None):
    (door,) = understood(doc, LAYERS, blocks).doors
    return door


@pytest.mark.parametrize(
    ("hinge", "latch", "side", "operation"),
    [
        ((5, 2), (5, 2.9), 1, "single_swing_left"),
        ((5, 2), (5, 2.9), -1, "single_swing_right"),
        ((5, 2.9), (5, 2), 1, "single_swing_left"),
        ((5, 2.9), (5, 2), -1, "single_swing_right"),
    ],
)
def test_a_leaf_has_its_hinges_on_the_side_that_ifc_says(hinge, latch, side, operation):
    doc = make_house()
    tip = draw_leaf(doc, hinge, latch, side)
    door = only_door(doc)
    assert door.operation == operation
    assert door.opens_to == pytest.approx(tip, abs=0.01)


def test_the_room_that_a_door_opens_into_is_where_its_leaf_stands():
    doc = make_house()
    draw_leaf(doc, (5, 2), (5, 2.9), 1)
    found = understood(doc, LAYERS)
    (into,) = [r for r in found.rooms if r.polygon.contains(Point(found.doors[0].opens_to))]
    assert into.polygon.centroid.x < 5


def test_a_mirrored_block_hangs_on_the_other_side():
    operations = []
    for scale in (1.0, -1.0):
        doc = make_house()
        block = doc.blocks.new("DOOR-90")
        block.add_arc((0, 0), 0.9, 0, 90)
        block.add_line((0, 0), (0, 0.9))
        place = {"layer": "DOOR", "rotation": 90, "yscale": scale}
        doc.modelspace().add_blockref("DOOR-90", (5, 2), dxfattribs=place)
        operations.append(only_door(doc, {"DOOR-90": "door"}).operation)
    assert operations == ["single_swing_left", "single_swing_right"]


def test_a_leaf_that_swings_both_ways_opens_into_neither_room_alone():
    doc = make_house()
    draw_leaf(doc, (5, 2), (5, 2.9), 1)
    draw_leaf(doc, (5, 2), (5, 2.9), -1)
    door = only_door(doc)
    assert door.operation.startswith("double_swing_")
    assert door.opens_to is None


def test_two_leaves_of_one_opening_are_a_double_door():
    doc = make_house(gap=(2.0, 3.8))
    draw_leaf(doc, (5, 2), (5, 2.9), 1)
    draw_leaf(doc, (5, 3.8), (5, 2.9), -1)
    door = only_door(doc)
    assert (door.kind, door.operation) == ("double_door", "double_door_single_swing")
    assert door.opens_to == pytest.approx((4.1, 2.9), abs=0.01)
    assert (door.clear_m, door.clear_by) == (pytest.approx(1.8, abs=0.01), "jambs")


def test_two_leaves_that_open_to_both_rooms_are_told_so():
    doc = make_house(gap=(2.0, 3.8))
    draw_leaf(doc, (5, 2), (5, 2.9), 1)
    draw_leaf(doc, (5, 3.8), (5, 2.9), 1)
    assert only_door(doc).operation == "double_door_single_swing_opposite_left"


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("SLIDING DOOR 0.9", "sliding"),
        ("Schiebetuer-90", "sliding"),
        ("DOOR-OVERHEAD", "rollingup"),
        ("REVOLVING DOOR", "revolving"),
        ("DOOR-FOLDING", "folding"),
        ("DOOR-X", None),
    ],
)
def test_a_block_without_a_swing_opens_as_its_name_says(name, operation):
    doc = make_house()
    block = doc.blocks.new(name)
    for x in (0.0, 0.05):
        block.add_line((x, 0), (x, 0.9))
    doc.modelspace().add_blockref(name, (4.975, 2), dxfattribs={"layer": "DOOR"})
    door = only_door(doc, {name: "door"})
    assert door.operation == operation
    assert door.opens_to is None


def test_two_thin_leaves_beside_each_other_slide():
    doc = make_house(gap=(2.0, 3.8))
    draw_shape(doc, box(4.95, 2.0, 4.99, 2.95), "DOOR")
    draw_shape(doc, box(5.01, 2.85, 5.05, 3.8), "DOOR")
    operations = {door.operation for door in understood(doc, LAYERS).doors}
    assert operations == {"sliding"}


def test_a_leaf_that_is_half_way_into_its_wall_slides():
    doc = make_house(gap=(2.0, 2.9))
    draw_shape(doc, box(4.98, 2.5, 5.02, 3.15), "DOOR")
    assert [door.operation for door in understood(doc, LAYERS).doors] == ["sliding"]


def test_a_passage_without_a_leaf_has_no_operation():
    door = only_door(make_house(gap=(2.0, 3.2)))
    assert (door.kind, door.operation, door.opens_to) == ("opening", None, None)
    assert door.clear_m == pytest.approx(1.2, abs=0.01)


def test_what_is_clear_is_measured_between_the_jambs():
    doc = make_house(gap=(2.0, 3.0))
    draw_leaf(doc, (5.1, 2.03), (5.1, 2.93), 1)
    door = only_door(doc)
    assert door.width_m == pytest.approx(0.9, abs=0.01)
    assert (door.clear_m, door.clear_by) == (pytest.approx(1.0, abs=0.01), "jambs")


def test_a_frame_takes_its_part_of_the_opening():
    doc = make_house(gap=(2.0, 3.0))
    draw_leaf(doc, (5.1, 2.05), (5.1, 2.95), 1)
    draw_shape(doc, box(4.9, 2.0, 5.12, 2.05), "DOOR")
    draw_shape(doc, box(4.9, 2.95, 5.12, 3.0), "DOOR")
    door = next(d for d in understood(doc, LAYERS).doors if d.operation)
    assert (door.clear_m, door.clear_by) == (pytest.approx(0.9, abs=0.01), "jambs")


def test_without_jambs_the_leaf_is_what_is_clear():
    doc = make_drawing()
    for ends in (((0, 0), (2, 0)), ((2.9, 0), (6, 0))):
        doc.modelspace().add_line(*ends, dxfattribs={"layer": "WALL"})
    draw_leaf(doc, (2, 0), (2.9, 0), 1)
    door = only_door(doc)
    assert (door.clear_m, door.clear_by) == (pytest.approx(0.9, abs=0.01), "leaf")


def test_a_door_in_the_outer_wall_is_an_entrance_and_one_between_rooms_is_not():
    doc = make_house(outer_gap=(7, 7.9))
    draw_leaf(doc, (5, 2), (5, 2.9), 1)
    draw_leaf(doc, (7, -0.1), (7.9, -0.1), 1)
    doors = {round(d.line.centroid.x): d for d in understood(doc, LAYERS).doors}
    assert doors[5].kind == "door"
    assert doors[7].kind == "entrance"
    assert doors[7].operation == "single_swing_left"


def test_a_door_to_a_closed_court_is_no_entrance():
    doc = make_drawing()
    hall = box(0, 0, 12, 12) - box(4, 4, 8, 8)
    draw_shape(doc, box(-0.2, -0.2, 12.2, 12.2), "WALL")
    draw_shape(doc, hall, "WALL")
    court = (box(4, 4, 8, 8) - box(4.2, 4.2, 7.8, 7.8)) - box(5, 3.9, 5.9, 4.3)
    draw_shape(doc, court, "WALL")
    draw_leaf(doc, (5, 4.1), (5.9, 4.1), 1)
    assert {d.kind for d in understood(doc, LAYERS).doors} == {"door"}


def test_a_door_onto_a_terrace_leads_out_of_the_building():
    doc = make_house(outer_gap=(7, 7.9))
    draw_leaf(doc, (7, -0.1), (7.9, -0.1), 1)
    draw_shape(doc, box(5.5, -3, 9.5, -0.2), "WALL")
    doc.modelspace().add_text("TERRACE", height=0.2, dxfattribs={"layer": "TEXT"}).set_placement(
        (6.5, -1.5)
    )
    found = understood(doc, LAYERS | {"TEXT": "room_label"})
    assert "TERRACE" in {zone.name for zone in found.zones}
    assert "entrance" in {door.kind for door in found.doors}


def test_jambs_that_are_drawn_on_the_layer_of_doors_are_jambs():
    doc = make_drawing()
    for y in (0.0, -0.2):
        for ends in (((0, y), (2, y)), ((3, y), (6, y))):
            doc.modelspace().add_line(*ends, dxfattribs={"layer": "WALL"})
    for x in (2.0, 3.0):
        doc.modelspace().add_line((x, 0), (x, -0.2), dxfattribs={"layer": "DOOR"})
    draw_leaf(doc, (2.05, 0), (2.95, 0), 1)
    door = next(d for d in understood(doc, LAYERS).doors if d.operation)
    assert (door.clear_m, door.clear_by) == (pytest.approx(1.0, abs=0.01), "jambs")
