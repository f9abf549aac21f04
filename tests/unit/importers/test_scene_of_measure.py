"""Blocks that place, scale or bend sound content beyond all measure."""

from __future__ import annotations

import math

import pytest

from tests.support.drawings import draw_box, make_drawing, scene_of


def codes(scene):
    return [issue.code for issue in scene.issues]


def make_nested():
    """Two outer blocks, each with a desk, which holds a box and a text."""
    doc = make_drawing()
    desk = doc.blocks.new("DESK")
    draw_box(desk, (0, 0), (1.6, 0.8), "0")
    desk.add_text("D1", height=0.1)
    doc.blocks.new("OUTER").add_blockref("DESK", (1, 1))
    first = doc.modelspace().add_blockref("OUTER", (0, 0))
    second = doc.modelspace().add_blockref("OUTER", (5, 0))
    return doc, first, second


@pytest.mark.parametrize(
    "attributes", [{"xscale": 1e200}, {"yscale": -1e90}, {"insert": (1e60, 0)}], ids=str
)
def test_an_insert_beyond_measure_is_left_out_with_all_inside_it(attributes):
    doc, lost, kept = make_nested()
    lost.dxf.update(attributes)
    scene = scene_of(doc)
    assert [(i.code, i.handle) for i in scene.issues] == [("COORDINATE_INVALID", lost.dxf.handle)]
    assert [(i.block, i.parent) for i in scene.insertions] == [("OUTER", None), ("DESK", 0)]
    assert scene.insertions[0].handle == kept.dxf.handle
    assert [stroke.insertion for stroke in scene.strokes] == [1]
    assert [text.insertion for text in scene.texts] == [1]


def test_sound_numbers_whose_product_is_not_are_found():
    doc = make_drawing()
    doc.blocks.new("FAR").add_line((0, 0), (1e10, 0))
    doc.modelspace().add_line((0, 0), (1, 0))
    doc.modelspace().add_blockref("FAR", (0, 0), dxfattribs={"xscale": 1e10})
    scene = scene_of(doc)
    assert codes(scene) == ["COORDINATE_INVALID"]
    assert len(scene.strokes) == 1


@pytest.mark.parametrize("bulge", [math.nan, math.inf, 1e308])
def test_a_bulge_that_is_no_number_is_no_straight_side(bulge):
    doc = make_drawing()
    doc.modelspace().add_line((0, 0), (1, 0))
    doc.modelspace().add_lwpolyline([(0, 0, bulge), (1, 0, 0), (1, 1, 0)], "xyb", close=True)
    scene = scene_of(doc)
    assert codes(scene) == ["COORDINATE_INVALID"]
    assert len(scene.strokes) == 1


def test_an_arc_to_an_angle_that_is_no_number_is_no_circle():
    doc = make_drawing()
    doc.modelspace().add_line((0, 0), (1, 0))
    doc.modelspace().add_arc((0, 0), 1, 0, math.inf)
    assert codes(scene_of(doc)) == ["ENTITY_UNREADABLE"]
