"""Entities that few drawings hold: leaders, clipped blocks, regions, bodies, foreign objects."""

from __future__ import annotations

import io
import math
import struct

import ezdxf
import numpy as np
import pytest
from ezdxf.acis import api as acis
from ezdxf.math import Vec2
from ezdxf.render import MeshBuilder, mleader
from ezdxf.render.forms import cube
from ezdxf.xclip import XClip

from importers.base import Limits
from importers.dxf.facts import ring_area
from importers.issues import ImportRefused, Severity
from tests.support.drawings import draw_box, make_drawing, scene_of, text_of

#: A half disc of radius 2: one arc and one straight edge, as AutoCAD writes a REGION of R2000.
HALF_DISC = """\
700 0 1 0
16 Autodesk AutoCAD 19 ASM 223.0.1.1930 NT 24 Thu Jan 01 00:00:00 2015
1 9.9999999999999995e-007 1e-010
body $-1 -1 $-1 $1 $-1 $-1 #
lump $-1 -1 $-1 $-1 $2 $0 #
shell $-1 -1 $-1 $-1 $-1 $3 $-1 $1 #
face $-1 -1 $-1 $-1 $4 $2 $-1 $5 forward double out #
loop $-1 -1 $-1 $-1 $6 $3 #
plane-surface $-1 -1 $-1 0 0 0 0 0 1 1 0 0 forward_v I I I I #
coedge $-1 -1 $-1 $7 $7 $-1 $8 forward $4 $-1 #
coedge $-1 -1 $-1 $6 $6 $-1 $9 forward $4 $-1 #
edge $-1 -1 $-1 $10 0 $11 3.1415926535897931 $6 $12 forward @7 unknown #
edge $-1 -1 $-1 $11 0 $10 4 $7 $13 forward @7 unknown #
vertex $-1 -1 $-1 $8 $14 #
vertex $-1 -1 $-1 $8 $15 #
ellipse-curve $-1 -1 $-1 0 0 0 0 0 1 2 0 0 1 I I #
straight-curve $-1 -1 $-1 -2 0 0 1 0 0 I I #
point $-1 -1 $-1 2 0 0 #
point $-1 -1 $-1 -2 0 0 #
End-of-ACIS-data
"""


def codes_of(scene):
    return {issue.code for issue in scene.issues}


def make_region(doc, layer="ROOM", at=(0, 0)):
    """A REGION of 4 by 3 m with its lower left corner ``at``."""
    x, y = at
    mesh = MeshBuilder()
    mesh.add_face([(x, y, 0), (x + 4, y, 0), (x + 4, y + 3, 0), (x, y + 3, 0)])
    region = doc.modelspace().add_region(dxfattribs={"layer": layer})
    acis.export_dxf(region, [acis.body_from_mesh(mesh)])
    return region


def make_clipped_plan():
    """A block of a line of 10 m, a text and a desk at each end, of which the left half is seen."""
    doc = make_drawing()
    desk = doc.blocks.new("DESK")
    draw_box(desk, (0, 0), (1.6, 0.8), "0")
    plan = doc.blocks.new("PLAN")
    plan.add_line((0, 0), (10, 0))
    for x in (1, 8):
        plan.add_blockref("DESK", (x, 1))
        plan.add_text(f"T{x}", height=0.2).set_placement((x, 3))
    insert = doc.modelspace().add_blockref("PLAN", (100, 0))
    return doc, insert


def test_an_arrow_with_words_tells_where_it_points():
    doc = make_drawing()
    mtext = doc.modelspace().add_mtext("101", dxfattribs={"insert": (9, 9)})
    leader = doc.modelspace().add_leader([(1, 2), (8, 9)])
    leader.dxf.annotation_handle = mtext.dxf.handle
    (text,) = scene_of(doc).texts
    assert text.tips == ((1, 2),)


def test_an_arrow_that_names_no_words_belongs_to_those_at_its_end():
    doc = make_drawing()
    doc.modelspace().add_text("101", height=0.25).set_placement((9, 9))
    doc.modelspace().add_text("102", height=0.25).set_placement((9, 20))
    doc.modelspace().add_leader([(1, 2), (8.8, 9.1)])
    assert [(t.text, t.tips) for t in scene_of(doc).texts] == [("101", ((1, 2),)), ("102", ())]


def test_a_multileader_gives_its_words_and_its_tips():
    doc = make_drawing()
    builder = doc.modelspace().add_multileader_mtext("Standard")
    builder.set_content("201 Archive", char_height=0.25)
    builder.add_leader_line(mleader.ConnectionSide.left, [Vec2(1, 2)])
    builder.build(insert=Vec2(8, 9))
    (text,) = scene_of(doc).texts
    assert text.text == "201 Archive"
    assert text.tips == (pytest.approx((1, 2)),)


def test_an_arrow_moves_with_its_block():
    doc = make_drawing()
    block = doc.blocks.new("NOTES")
    mtext = block.add_mtext("101", dxfattribs={"insert": (9, 9)})
    block.add_leader([(1, 2), (8, 9)]).dxf.annotation_handle = mtext.dxf.handle
    doc.modelspace().add_blockref("NOTES", (100, 200))
    (text,) = scene_of(doc).texts
    assert text.tips == (pytest.approx((101, 202)),)


def test_of_a_clipped_block_only_the_part_in_its_frame_is_seen():
    doc, insert = make_clipped_plan()
    XClip(insert).set_block_clipping_path([(-1, -1), (5, 4)])
    scene = scene_of(doc)
    line = next(s for s in scene.strokes if s.kind == "line")
    assert sorted(line.points[:, 0].tolist()) == [100, 105]
    assert [t.text for t in scene.texts] == ["T1"]
    assert [i.block for i in scene.insertions] == ["PLAN", "DESK"]
    assert codes_of(scene) == {"BLOCK_CLIPPED"}


def test_content_after_a_clipped_block_belongs_to_its_own_insert():
    doc, insert = make_clipped_plan()
    XClip(insert).set_block_clipping_path([(-1, -1), (5, 4)])
    doc.modelspace().add_blockref("DESK", (200, 0))
    scene = scene_of(doc)
    last = scene.strokes[-1]
    assert scene.insertions[last.insertion].block == "DESK"
    assert scene.insertions[last.insertion].parent is None
    assert [scene.insertions[s.insertion].block for s in scene.strokes] == ["PLAN", "DESK", "DESK"]


def test_an_inverted_frame_hides_what_lies_in_it():
    doc, insert = make_clipped_plan()
    clip = XClip(insert)
    clip.set_block_clipping_path([(-1, -1), (5, 4)])
    clip.invert_clipping_path([(-10, -10), (20, 20)], ignore_acad_compatibility=True)
    scene = scene_of(doc)
    line = next(s for s in scene.strokes if s.kind == "line")
    assert sorted(line.points[:, 0].tolist()) == [105, 110]
    assert [t.text for t in scene.texts] == ["T8"]


def test_a_frame_that_is_switched_off_hides_nothing():
    doc, insert = make_clipped_plan()
    clip = XClip(insert)
    clip.set_block_clipping_path([(-1, -1), (5, 4)])
    clip.disable_clipping()
    assert [t.text for t in scene_of(doc).texts] == ["T1", "T8"]


def test_a_hatch_is_cut_at_the_frame():
    doc = make_drawing()
    block = doc.blocks.new("FLOOR")
    hatch = block.add_hatch()
    hatch.paths.add_polyline_path([(0, 0), (10, 0), (10, 10), (0, 10)], is_closed=True)
    insert = doc.modelspace().add_blockref("FLOOR", (0, 0))
    XClip(insert).set_block_clipping_path([(-1, -1), (5, 20)])
    (fill,) = scene_of(doc).fills
    assert [ring_area(ring) for ring in fill.rings] == [pytest.approx(50)]


@pytest.mark.parametrize("version", ["R2000", "R2013"])
def test_a_region_is_an_outline(version):
    doc = make_drawing(version)
    make_region(doc, at=(5, 6))
    (stroke,) = scene_of(doc).strokes
    assert (stroke.closed, stroke.kind, stroke.layer) == (True, "polyline", "ROOM")
    assert ring_area(stroke.points) == pytest.approx(12)
    assert stroke.points.min(axis=0).tolist() == [5, 6]


def test_a_region_keeps_its_arcs():
    doc = make_drawing("R2000")
    doc.modelspace().add_region().sat = HALF_DISC.splitlines()
    (stroke,) = scene_of(doc).strokes
    assert ring_area(stroke.points) == pytest.approx(math.pi * 2, rel=0.002)


def test_a_damaged_region_is_counted_with_its_layer():
    doc = make_drawing("R2000")
    doc.modelspace().add_region(dxfattribs={"layer": "ROOMS"}).sat = HALF_DISC.splitlines()[:8]
    doc.modelspace().add_line((0, 0), (1, 1))
    (issue,) = scene_of(doc).issues
    assert (issue.code, issue.layer) == ("CONTENT_NOT_READ", "ROOMS")


@pytest.mark.parametrize(
    ("part", "link"),
    [
        ("face $-1 -1 $-1 $-1 $4", "face $-1 -1 $-1 $3 $4"),
        ("loop $-1 -1 $-1 $-1 $6", "loop $-1 -1 $-1 $4 $6"),
        ("coedge $-1 -1 $-1 $6 $6", "coedge $-1 -1 $-1 $7 $7"),
        ("lump $-1 -1 $-1 $-1 $2", "lump $-1 -1 $-1 $1 $2"),
        ("3.1415926535897931", "31415926535"),
    ],
)
def test_a_region_that_goes_in_circles_comes_to_an_end(part, link):
    doc = make_drawing("R2000")
    assert part in HALF_DISC
    doc.modelspace().add_region().sat = HALF_DISC.replace(part, link).splitlines()
    doc.modelspace().add_line((0, 0), (1, 1))
    assert len(scene_of(doc).strokes) <= 2


def test_a_solid_wall_leaves_its_footprint():
    doc = make_drawing()
    wall = cube().scale(5, 0.2, 3).translate(2.5, 0.1, 1.5)
    solid = doc.modelspace().add_3dsolid(dxfattribs={"layer": "A-WALL"})
    acis.export_dxf(solid, [acis.body_from_mesh(wall)])
    scene = scene_of(doc)
    (stroke,) = scene.strokes
    assert ring_area(stroke.points) == pytest.approx(1.0)
    assert stroke.layer == "A-WALL"
    assert codes_of(scene) == {"OBJECT_STAND_IN"}


def test_bodies_that_cannot_be_read_are_counted_by_layer():
    doc = make_drawing()
    for layer, count in (("A-WALL", 3), ("A-COLS", 2)):
        for _ in range(count):
            doc.modelspace().add_3dsolid(dxfattribs={"layer": layer})
    doc.modelspace().add_line((0, 0), (1, 1))
    (issue,) = scene_of(doc).issues
    assert issue.severity is Severity.ERROR
    assert "3DSOLID" in issue.message
    assert "3 on A-WALL, 2 on A-COLS" in issue.message


def test_nothing_is_lost_with_what_nobody_sees():
    doc = make_drawing(layers=["OLD"])
    doc.layers.get("OLD").freeze()
    doc.modelspace().add_3dsolid(dxfattribs={"layer": "OLD"})
    doc.modelspace().add_line((0, 0), (1, 1))
    assert "CONTENT_NOT_READ" not in codes_of(scene_of(doc))


def with_foreign_object(doc, picture: bytes, layer="A-WALL"):
    """The drawing with a wall of another program that carries a picture of itself."""
    wall = f"  0\nAEC_WALL\n  5\nFF00\n330\n1F\n100\nAcDbEntity\n  8\n{layer}\n"
    if picture:
        wall += f"160\n{len(picture)}\n310\n{picture.hex().upper()}\n"
    wall += "100\nAecDbWall\n 70\n1\n"
    before, after = text_of(doc).split("ENTITIES\n", 1)
    return ezdxf.read(io.StringIO(before + "ENTITIES\n" + wall + after))


def picture_of_a_line(*corners):
    """A polyline in the format of proxy graphics: size, type 6, count, corners."""
    body = struct.pack("<L", len(corners)) + b"".join(struct.pack("<3d", *c, 0) for c in corners)
    chunk = struct.pack("<2L", len(body) + 8, 6) + body
    return struct.pack("<2L", len(chunk) + 8, 1) + chunk


def test_an_object_of_another_program_is_read_by_the_picture_it_carries():
    doc = make_drawing()
    scene = scene_of(with_foreign_object(doc, picture_of_a_line((0, 0), (5, 0), (5, 4))))
    assert np.concatenate([s.points for s in scene.strokes]).max(axis=0).tolist() == [5, 4]
    assert {s.layer for s in scene.strokes} == {"A-WALL"}
    assert codes_of(scene) == {"OBJECT_STAND_IN"}


@pytest.mark.parametrize("picture", [b"", b"\x08\x00\x00\x00\x01\x00\x00\x00garbage and more"])
def test_an_object_without_a_picture_is_counted(picture):
    doc = make_drawing()
    doc.modelspace().add_line((0, 0), (1, 1))
    assert codes_of(scene_of(with_foreign_object(doc, picture))) == {"CONTENT_NOT_READ"}


def test_pictures_of_foreign_objects_count_before_they_are_drawn():
    doc = make_drawing()
    doc = with_foreign_object(doc, picture_of_a_line(*[(i, i % 7) for i in range(2000)]))
    with pytest.raises(ImportRefused) as refused:
        scene_of(doc, Limits(entities=500))
    assert refused.value.code == "TOO_MANY_ENTITIES"


def test_an_outline_with_a_hole_drawn_as_mpolygon_keeps_it():
    doc = make_drawing()
    polygon = doc.modelspace().add_mpolygon()
    polygon.paths.add_polyline_path([(0, 0), (10, 0), (10, 10), (0, 10)], is_closed=True)
    polygon.paths.add_polyline_path([(4, 4), (6, 4), (6, 6), (4, 6)], is_closed=True)
    (fill,) = scene_of(doc).fills
    assert sorted(ring_area(ring) for ring in fill.rings) == [4, 100]


def test_endless_lines_and_screens_add_nothing():
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_xline((0, 0), (1, 0))
    msp.add_ray((0, 0), (1, 0))
    msp.add_wipeout([(0, 0), (5, 5)])
    msp.add_line((0, 0), (1, 1))
    scene = scene_of(doc)
    assert len(scene.strokes) == 1
    assert scene.issues == []


def test_pieces_of_a_filled_wall_are_outlines_of_their_own():
    doc = make_drawing()
    doc.modelspace().add_solid([(0, 0), (5, 0), (0, 0.2), (5, 0.2)])
    doc.modelspace().add_trace([(0, 1), (5, 1), (0, 1.2), (5, 1.2)])
    strokes = scene_of(doc).strokes
    assert [ring_area(s.points) for s in strokes] == [pytest.approx(1.0)] * 2
    assert all(s.closed for s in strokes)
