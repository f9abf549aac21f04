"""Blocks laid flat: where their content ends up, on which layer, under which name."""

from __future__ import annotations

import math

import numpy as np
import pytest
from ezdxf.document import Drawing

from importers.dxf.scene import Scene
from tests.support.drawings import draw_box, make_drawing, scene_of


def make_block(doc: Drawing, name: str = "PIECE", layer: str = "0") -> None:
    """A line from the origin 2 units along x, and 1 up."""
    block = doc.blocks.new(name)
    block.add_line((0, 0), (2, 1), dxfattribs={"layer": layer})


def ends(scene: Scene) -> list[list[float]]:
    return [stroke.points[-1].round(6).tolist() for stroke in scene.strokes]


def test_layer_zero_of_a_block_becomes_the_layer_of_its_insert():
    doc = make_drawing(layers=["A-FURN"])
    make_block(doc)
    doc.modelspace().add_blockref("PIECE", (0, 0), dxfattribs={"layer": "A-FURN"})
    assert [stroke.layer for stroke in scene_of(doc).strokes] == ["A-FURN"]


def test_layer_zero_is_inherited_through_nested_blocks():
    doc = make_drawing(layers=["A-FURN"])
    make_block(doc)
    doc.blocks.new("OUTER").add_blockref("PIECE", (5, 0))
    doc.modelspace().add_blockref("OUTER", (10, 0), dxfattribs={"layer": "A-FURN"})
    scene = scene_of(doc)
    assert [stroke.layer for stroke in scene.strokes] == ["A-FURN"]
    assert ends(scene) == [[17, 1]]


def test_a_layer_of_its_own_is_kept_inside_a_block():
    doc = make_drawing(layers=["A-FURN", "A-DOOR"])
    make_block(doc, layer="A-DOOR")
    doc.modelspace().add_blockref("PIECE", (0, 0), dxfattribs={"layer": "A-FURN"})
    assert [stroke.layer for stroke in scene_of(doc).strokes] == ["A-DOOR"]


@pytest.mark.parametrize(
    ("attributes", "end"),
    [
        ({}, [12, 21]),
        ({"xscale": -1}, [8, 21]),
        ({"yscale": -1}, [12, 19]),
        ({"rotation": 90}, [9, 22]),
        ({"xscale": 3, "yscale": 0.5}, [16, 20.5]),
        ({"xscale": -1, "rotation": 90}, [9, 18]),
        ({"extrusion": (0, 0, -1)}, [-12, 21]),
    ],
)
def test_an_insert_places_its_block_as_cad_does(attributes, end):
    doc = make_drawing()
    make_block(doc)
    doc.modelspace().add_blockref("PIECE", (10, 20), dxfattribs=attributes)
    assert ends(scene_of(doc)) == [end]


def test_the_base_point_of_a_block_lies_on_the_insert():
    doc = make_drawing()
    block = doc.blocks.new("PIECE", base_point=(1, 1))
    block.add_line((0, 0), (2, 1))
    doc.modelspace().add_blockref("PIECE", (10, 20))
    assert ends(scene_of(doc)) == [[11, 20]]


def test_every_cell_of_a_grid_is_an_insertion_of_its_own():
    doc = make_drawing()
    make_block(doc)
    doc.modelspace().add_blockref(
        "PIECE",
        (0, 0),
        dxfattribs={
            "row_count": 2,
            "column_count": 3,
            "row_spacing": 10,
            "column_spacing": 5,
            "rotation": 90,
        },
    )
    scene = scene_of(doc)
    assert len(scene.insertions) == 6
    places = {(round(i.matrix[4]), round(i.matrix[5])) for i in scene.insertions}
    assert places == {(0, 0), (0, 5), (0, 10), (-10, 0), (-10, 5), (-10, 10)}


def test_a_mirrored_arc_keeps_its_circle_and_swings_the_other_way():
    doc = make_drawing()
    doc.blocks.new("DOOR").add_arc((0, 0), 0.9, 0, 90)
    doc.modelspace().add_blockref("DOOR", (5, 5), dxfattribs={"xscale": -1, "rotation": 30})
    (stroke,) = scene_of(doc).strokes
    assert stroke.arc is not None
    assert stroke.arc.radius == pytest.approx(0.9)
    assert stroke.arc.start_deg == pytest.approx(120)
    assert stroke.arc.end_deg == pytest.approx(210)
    middle = stroke.points[len(stroke.points) // 2] - (5, 5)
    assert math.hypot(*middle) == pytest.approx(0.9)


def test_an_unequally_scaled_circle_is_an_ellipse_without_a_circle():
    doc = make_drawing()
    doc.blocks.new("TABLE").add_circle((0, 0), 1)
    doc.modelspace().add_blockref("TABLE", (0, 0), dxfattribs={"xscale": 2})
    (stroke,) = scene_of(doc).strokes
    assert stroke.closed
    assert stroke.arc is None
    assert np.ptp(stroke.points, axis=0) == pytest.approx((4, 2), abs=0.02)


def test_a_mirrored_outline_is_still_one_closed_outline_of_the_same_area():
    doc = make_drawing()
    block = doc.blocks.new("ROOM")
    block.add_lwpolyline([(0, 0, 0.4), (4, 0, 0), (4, 3, 0), (0, 3, 0)], "xyb", close=True)
    doc.modelspace().add_blockref("ROOM", (0, 0), dxfattribs={"xscale": -1, "yscale": 2})
    (stroke,) = scene_of(doc).strokes
    assert stroke.closed


def test_attributes_come_with_the_insert_and_constant_ones_with_the_block():
    doc = make_drawing()
    block = doc.blocks.new("DESK")
    draw_box(block, (0, 0), (1.6, 0.8), "0")
    block.add_attdef("NR", (0, 0))
    block.add_attdef("MAKER", (0, 0), text="ACME", dxfattribs={"flags": 2})
    insert = doc.modelspace().add_blockref("DESK", (3, 3))
    insert.add_attrib("NR", "D-17", (3.5, 3.5))
    scene = scene_of(doc)
    assert scene.insertions[0].attributes == (("NR", "D-17"), ("MAKER", "ACME"))
    assert {text.text for text in scene.texts} == {"D-17", "ACME"}


def test_an_insert_on_a_frozen_layer_hides_all_of_its_block():
    doc = make_drawing(layers=["A-FURN", "OLD"])
    doc.layers.get("OLD").freeze()
    make_block(doc, layer="A-FURN")
    doc.modelspace().add_blockref("PIECE", (0, 0), dxfattribs={"layer": "OLD"})
    doc.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": "A-FURN"})
    scene = scene_of(doc)
    assert len(scene.strokes) == 1
    assert scene.hidden == 1


def test_an_insert_on_a_layer_that_is_off_shows_what_lies_on_other_layers():
    doc = make_drawing(layers=["A-FURN", "OLD"])
    doc.layers.get("OLD").off()
    make_block(doc, layer="A-FURN")
    doc.modelspace().add_blockref("PIECE", (0, 0), dxfattribs={"layer": "OLD"})
    doc.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": "A-FURN"})
    assert len(scene_of(doc).strokes) == 2


def test_a_drawing_whose_layers_are_all_off_is_shown_and_says_so():
    doc = make_drawing(layers=["WALL", "ROOM"])
    for name in ("WALL", "ROOM"):
        doc.layers.get(name).off()
        doc.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": name})
    scene = scene_of(doc)
    assert len(scene.strokes) == 2
    assert [issue.code for issue in scene.issues] == ["LAYERS_ALL_OFF"]


def test_layers_are_one_layer_however_they_are_capitalised():
    doc = make_drawing(layers=["Walls"])
    for name in ("Walls", "WALLS", "walls"):
        doc.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": name})
    scene = scene_of(doc)
    assert {stroke.layer for stroke in scene.strokes} == {"Walls"}
    assert [layer.entities for layer in scene.layers if layer.name == "Walls"] == [3]
