"""Drawings that would cost too much, or hold what is no place."""

from __future__ import annotations

import math

import pytest

from importers.base import Limits
from importers.issues import ImportRefused
from tests.support.drawings import draw_box, make_drawing, scene_of


def codes(scene):
    return [issue.code for issue in scene.issues]


def test_a_loop_of_blocks_is_cut_and_reported():
    doc = make_drawing()
    for name, other in (("A", "B"), ("B", "A")):
        block = doc.blocks.new(name)
        block.add_line((0, 0), (1, 0))
        block.add_blockref(other, (1, 0))
    doc.modelspace().add_blockref("A", (0, 0))
    scene = scene_of(doc)
    assert len(scene.strokes) == 2
    assert codes(scene) == ["BLOCK_CYCLE"]


def test_a_block_that_holds_itself_is_cut():
    doc = make_drawing()
    block = doc.blocks.new("A")
    block.add_line((0, 0), (1, 0))
    block.add_blockref("a", (1, 0))
    doc.modelspace().add_blockref("A", (0, 0))
    assert codes(scene_of(doc)) == ["BLOCK_CYCLE"]


def test_blocks_nested_two_thousand_deep_are_cut_at_the_limit():
    doc = make_drawing()
    for level in range(2000):
        block = doc.blocks.new(f"L{level}")
        block.add_line((0, 0), (1, 0))
        if level:
            block.add_blockref(f"L{level - 1}", (0, 0))
    doc.modelspace().add_blockref("L1999", (0, 0))
    scene = scene_of(doc)
    assert len(scene.strokes) == Limits().block_depth
    assert codes(scene) == ["BLOCK_TOO_DEEP"]


def test_a_bomb_of_nested_blocks_is_refused_before_it_goes_off():
    doc = make_drawing()
    doc.blocks.new("L0").add_line((0, 0), (1, 0))
    for level in range(1, 40):
        block = doc.blocks.new(f"L{level}")
        for _ in range(10):
            block.add_blockref(f"L{level - 1}", (0, 0))
    doc.modelspace().add_blockref("L39", (0, 0))
    with pytest.raises(ImportRefused) as refused:
        scene_of(doc)
    assert refused.value.code == "TOO_MANY_ENTITIES"


def test_a_grid_of_a_billion_cells_is_refused():
    doc = make_drawing()
    doc.blocks.new("L0").add_line((0, 0), (1, 0))
    grid = {"row_count": 32767, "column_count": 32767}
    doc.modelspace().add_blockref("L0", (0, 0), dxfattribs=grid)
    with pytest.raises(ImportRefused) as refused:
        scene_of(doc)
    assert refused.value.code == "TOO_MANY_ENTITIES"


def refusal_of(doc, limits=None):
    with pytest.raises(ImportRefused) as refused:
        scene_of(doc, limits)
    return refused.value.code


def test_a_million_copies_of_an_empty_block_are_refused():
    doc = make_drawing()
    doc.blocks.new("EMPTY")
    doc.modelspace().add_line((0, 0), (1, 0))
    grid = {"row_count": 1000, "column_count": 1000}
    doc.modelspace().add_blockref("EMPTY", (0, 0), dxfattribs=grid)
    assert refusal_of(doc) == "TOO_MANY_ENTITIES"


def test_attributes_count_in_each_cell_that_shows_them():
    doc = make_drawing()
    doc.blocks.new("A").add_line((0, 0), (1, 0))
    grid = {"row_count": 30, "column_count": 30}
    placed = doc.modelspace().add_blockref("A", (0, 0), dxfattribs=grid)
    assert len(scene_of(doc).insertions) == 900
    for number in range(40):
        placed.add_attrib(f"T{number}", "text", (0, 0))
    assert refusal_of(doc) == "TOO_MANY_ENTITIES"


def test_a_larger_file_may_make_more_copies():
    doc = make_drawing()
    doc.blocks.new("A").add_line((0, 0), (1, 0))
    grid = {"row_count": 130, "column_count": 130, "row_spacing": 2, "column_spacing": 2}
    doc.modelspace().add_blockref("A", (0, 0), dxfattribs=grid)
    assert refusal_of(doc) == "TOO_MANY_ENTITIES"
    for x in range(500):
        doc.modelspace().add_line((x, -5), (x, -4))
    assert len(scene_of(doc).insertions) == 130 * 130


def test_a_grid_of_a_block_with_many_points_is_refused():
    doc = make_drawing()
    doc.blocks.new("A").add_lwpolyline([(x, x % 7) for x in range(1000)])
    grid = {"row_count": 20, "column_count": 20}
    doc.modelspace().add_blockref("A", (0, 0), dxfattribs=grid)
    assert refusal_of(doc, Limits(points=390_000)) == "TOO_MANY_ENTITIES"
    assert len(scene_of(doc, Limits(points=410_000)).strokes) == 400


def test_a_small_file_gets_little_processor_time_and_a_large_one_all_of_it():
    assert Limits().for_file(1_000).cpu_s == 7
    assert Limits().for_file(1_000_000).cpu_s == 9
    assert Limits().for_file(5_000_000).cpu_s == 33
    assert Limits().for_file(50_000_000).cpu_s == Limits().cpu_s


def draw_grid(msp, lines, layer):
    for k in range(lines):
        msp.add_line((0, k * 0.1), (lines * 0.1, k * 0.1), dxfattribs={"layer": layer})
        msp.add_line((k * 0.1, 0), (k * 0.1, lines * 0.1), dxfattribs={"layer": layer})


def test_lines_that_cross_everywhere_are_left_out_and_told():
    doc = make_drawing()
    msp = doc.modelspace()
    draw_grid(msp, 200, "TILES")
    draw_box(msp, (0, 0), (5, 4), "TILES")
    draw_box(msp, (0, 0), (5, 4))
    scene = scene_of(doc)
    assert [stroke.layer for stroke in scene.strokes if stroke.layer != "TILES"] == ["ROOM"]
    assert len(scene.strokes) < 5
    assert [(i.code, i.layer) for i in scene.issues] == [("PATTERN_LEFT_OUT", "TILES")]


def test_a_grid_of_axes_is_no_pattern():
    doc = make_drawing()
    draw_grid(doc.modelspace(), 40, "GRID")
    scene = scene_of(doc)
    assert len(scene.strokes) == 80
    assert scene.issues == []


def test_one_line_that_scribbles_over_itself_is_left_out():
    doc = make_drawing()
    msp = doc.modelspace()
    draw_box(msp, (0, 0), (5, 4))
    msp.add_lwpolyline([(k * 37 % 101, k * 61 % 97) for k in range(3000)])
    scene = scene_of(doc)
    assert len(scene.strokes) == 1
    assert codes(scene) == ["PATTERN_LEFT_OUT"]


def test_zigzags_of_many_corners_are_left_out():
    doc = make_drawing()
    msp = doc.modelspace()
    draw_box(msp, (0, 0), (5, 4))
    for y in range(120):
        msp.add_lwpolyline([(x * 0.05, y * 0.2 + (x + y) % 2 * 30) for x in range(200)])
    assert len(scene_of(doc).strokes) == 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_an_entity_at_no_place_is_left_out_with_its_handle(bad):
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_line((0, 0), (1, 0))
    lost = msp.add_line((0, 0), (bad, 0))
    scene = scene_of(doc)
    assert len(scene.strokes) == 1
    assert [(i.code, i.handle) for i in scene.issues] == [("COORDINATE_INVALID", lost.dxf.handle)]


def test_an_insert_at_no_place_is_left_out():
    doc = make_drawing()
    doc.blocks.new("A").add_line((0, 0), (1, 0))
    msp = doc.modelspace()
    msp.add_line((0, 0), (1, 0))
    msp.add_blockref("A", (math.nan, 0))
    scene = scene_of(doc)
    assert len(scene.strokes) == 1
    assert codes(scene) == ["ENTITY_UNREADABLE"]


def test_a_point_on_the_moon_does_not_make_the_plan_a_dot():
    doc = make_drawing()
    msp = doc.modelspace()
    for x in range(12):
        draw_box(msp, (5 * x, 0), (5 * x + 5, 4))
    stray = msp.add_line((1e9, 0), (1e9 + 1, 0))
    scene = scene_of(doc)
    assert len(scene.strokes) == 12
    assert [(i.code, i.handle) for i in scene.issues] == [("STRAY_CONTENT", stray.dxf.handle)]


def test_a_missing_block_is_reported_where_it_should_be():
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_line((0, 0), (1, 0))
    msp.add_blockref("GONE", (3, 4))
    (issue,) = scene_of(doc).issues
    assert (issue.code, issue.x, issue.y) == ("BLOCK_MISSING", 3, 4)


def test_a_reference_to_another_file_is_reported_and_never_opened():
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_line((0, 0), (1, 0))
    doc.add_xref_def("../../../../etc/passwd", "SITE")
    msp.add_blockref("SITE", (1, 2))
    assert codes(scene_of(doc)) == ["XREF_NOT_BOUND"]


def test_a_flood_of_one_kind_of_finding_is_told_as_a_number():
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_line((0, 0), (1, 0))
    for x in range(500):
        msp.add_blockref("GONE", (x, 0))
    scene = scene_of(doc)
    assert len(scene.issues) < 30
    assert "475 more" in scene.issues[-1].message


def test_a_drawing_of_hidden_things_only_is_refused():
    doc = make_drawing(layers=["OLD"])
    doc.layers.get("OLD").freeze()
    doc.modelspace().add_line((0, 0), (1, 0), dxfattribs={"layer": "OLD"})
    with pytest.raises(ImportRefused) as refused:
        scene_of(doc)
    assert refused.value.code == "NOTHING_VISIBLE"
    assert "1 entities are hidden" in refused.value.message
