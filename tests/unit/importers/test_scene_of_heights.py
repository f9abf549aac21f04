"""Things at different heights: floors above each other, tilted planes, and what is neither."""

from __future__ import annotations

import pytest
from ezdxf.math import Matrix44

from tests.support.drawings import draw_box, make_drawing, make_office, scene_of


def codes(scene):
    return [issue.code for issue in scene.issues]


def make_floors(heights):
    """The office of two rooms at each of ``heights``."""
    doc = make_office()
    drawn = list(doc.modelspace())
    for height in heights[1:]:
        for entity in drawn:
            twin = entity.copy()
            doc.modelspace().add_entity(twin)
            twin.transform(Matrix44.translate(0, 0, height))
    return doc


@pytest.mark.parametrize("heights", [(0, 3.2), (0, 3.2, 6.4), (0, -2.8)])
def test_of_floors_above_each_other_one_is_read(heights):
    scene = scene_of(make_floors(heights))
    assert codes(scene) == ["FLOORS_STACKED"]
    assert len(scene.strokes) == len(scene_of(make_office()).strokes)


def test_the_floor_that_holds_most_is_the_one_that_is_read():
    doc = make_floors((0, 3.2))
    for x in (2.0, 8.0):
        doc.modelspace().add_blockref("DESK-160", (x, 3, 3.2), dxfattribs={"layer": "A-FURN"})
    scene = scene_of(doc)
    assert "at 3.2 was read" in scene.issues[0].message
    assert sum(insertion.block == "DESK-160" for insertion in scene.insertions) == 6


def test_rows_of_seats_that_rise_are_one_floor():
    doc = make_drawing()
    draw_box(doc.blocks.new("SEAT"), (0, 0), (0.5, 0.5), "0")
    for row in range(6):
        for x in range(8):
            doc.modelspace().add_blockref("SEAT", (x, row, 0.4 * row))
    scene = scene_of(doc)
    assert codes(scene) == []
    assert len(scene.insertions) == 48


def test_lamps_under_the_ceiling_are_no_floor():
    doc = make_office()
    draw_box(doc.blocks.new("LAMP"), (0, 0), (0.6, 0.6), "0")
    for x in range(10):
        doc.modelspace().add_blockref("LAMP", (x, 2, 2.7))
    scene = scene_of(doc)
    assert codes(scene) == []
    assert sum(insertion.block == "LAMP" for insertion in scene.insertions) == 10


def test_heights_that_follow_no_floor_are_ignored():
    doc = make_office()
    for number, entity in enumerate(doc.modelspace().query("INSERT")):
        entity.dxf.insert = entity.dxf.insert.replace(z=number * 1.7)
    assert codes(scene_of(doc)) == []


@pytest.mark.parametrize("normal", [(0, 0, 1), (0, 0, -1), (0, 0, 5), (0.01, 0, 1)])
def test_a_level_plane_is_not_told(normal):
    doc = make_drawing()
    doc.modelspace().add_circle((0, 0), 1, dxfattribs={"extrusion": normal})
    assert codes(scene_of(doc)) == []


def test_tilted_entities_are_told_once_with_their_layers():
    doc = make_drawing()
    for layer in ("ROOF", "ROOF", "SECTION"):
        attributes = {"layer": layer, "extrusion": (0, 1, 1)}
        doc.modelspace().add_circle((0, 0), 1, dxfattribs=attributes)
    (issue,) = scene_of(doc).issues
    assert issue.code == "ENTITY_TILTED"
    assert "3 entities on ROOF, SECTION" in issue.message


def test_tilted_entities_that_nobody_sees_are_not_told():
    doc = make_drawing(layers=["ROOF"])
    doc.layers.get("ROOF").freeze()
    doc.modelspace().add_line((0, 0), (1, 0))
    doc.modelspace().add_circle((0, 0), 1, dxfattribs={"layer": "ROOF", "extrusion": (0, 1, 1)})
    assert codes(scene_of(doc)) == ["CONTENT_HIDDEN"]
