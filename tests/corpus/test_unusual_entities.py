"""Rooms and walls drawn with entities that few people use are found all the same."""

from __future__ import annotations

import pytest
from ezdxf.acis import api as acis
from ezdxf.render import MeshBuilder
from ezdxf.render.forms import cube
from ezdxf.xclip import XClip

from tests.support.drawings import make_drawing, read_drawing

BOXES = ((0, 0, 6, 4), (6.2, 0, 10, 4), (10.2, 0, 14, 4), (0, 5.2, 14, 10))
AREAS_M2 = [15.2, 15.2, 24, 67.2]
#: A floor of 10 by 8 m with a wall across it: rooms of 4.8 by 7.6 m, and a door between them.
WALLS = (
    (0, 0, 10, 0.2), (0, 7.8, 10, 8), (0, 0.2, 0.2, 7.8), (9.8, 0.2, 10, 7.8),
    (4.9, 0.2, 5.1, 3.0), (4.9, 3.9, 5.1, 7.8),
)  # fmt: skip


def corners_of(box):
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def add_region(msp, box, layer):
    mesh = MeshBuilder()
    mesh.add_face([(x, y, 0) for x, y in corners_of(box)])
    region = msp.add_region(dxfattribs={"layer": layer})
    acis.export_dxf(region, [acis.body_from_mesh(mesh)])


def add_mpolygon(msp, box, layer):
    msp.add_mpolygon(dxfattribs={"layer": layer}).paths.add_polyline_path(
        corners_of(box), is_closed=True
    )


def add_hatch(msp, box, layer):
    msp.add_hatch(dxfattribs={"layer": layer}).paths.add_polyline_path(
        corners_of(box), is_closed=True
    )


def add_solid(msp, box, layer):
    a, b, c, d = corners_of(box)
    msp.add_solid([a, b, d, c], dxfattribs={"layer": layer})


def add_face(msp, box, layer):
    msp.add_3dface([(x, y, 0) for x, y in corners_of(box)], dxfattribs={"layer": layer})


def add_body(msp, box, layer):
    x0, y0, x1, y1 = box
    form = cube().scale(x1 - x0, y1 - y0, 3).translate((x0 + x1) / 2, (y0 + y1) / 2, 1.5)
    body = msp.add_3dsolid(dxfattribs={"layer": layer})
    acis.export_dxf(body, [acis.body_from_mesh(form)])


def areas_of(draft):
    return sorted(round(room.area_m2, 1) for room in draft.rooms)


@pytest.mark.parametrize("layer", ["RAUM", "A-AREA", "Rooms"])
@pytest.mark.parametrize("add", [add_region, add_mpolygon, add_hatch])
def test_rooms_are_found_whatever_they_are_drawn_with(tmp_path, add, layer):
    doc = make_drawing()
    for box in BOXES:
        add(doc.modelspace(), box, layer)
    assert areas_of(read_drawing(doc, tmp_path)) == AREAS_M2


@pytest.mark.parametrize("add", [add_solid, add_face, add_body, add_region, add_hatch])
def test_rooms_are_found_between_walls_of_filled_pieces(tmp_path, add):
    doc = make_drawing()
    msp = doc.modelspace()
    for box in WALLS:
        add(msp, box, "A-WALL")
    msp.add_line((4.9, 3.0), (4.1, 3.0), dxfattribs={"layer": "A-DOOR"})
    msp.add_arc((4.9, 3.0), 0.9, 90, 180, dxfattribs={"layer": "A-DOOR"})
    assert areas_of(read_drawing(doc, tmp_path)) == pytest.approx([35.7, 35.7], abs=0.8)


def test_rooms_are_found_between_multilines(tmp_path):
    doc = make_drawing()
    msp = doc.modelspace()
    style = doc.mline_styles.new("WALL")
    style.elements.append(0.1)
    style.elements.append(-0.1)
    attributes = {"layer": "A-WALL", "style_name": "WALL", "justification": 1}
    msp.add_mline(
        [(0.1, 0.1), (9.9, 0.1), (9.9, 7.9), (0.1, 7.9)], close=True, dxfattribs=attributes
    )
    msp.add_mline([(5, 0.2), (5, 7.8)], dxfattribs=attributes)
    assert areas_of(read_drawing(doc, tmp_path)) == pytest.approx([35.7, 35.7], abs=0.8)


def test_rooms_outside_the_frame_of_a_clipped_plan_are_not_there(tmp_path):
    doc = make_drawing()
    plan = doc.blocks.new("PLAN")
    for box in BOXES:
        plan.add_lwpolyline(corners_of(box), close=True, dxfattribs={"layer": "A-AREA"})
    insert = doc.modelspace().add_blockref("PLAN", (0, 0))
    XClip(insert).set_block_clipping_path([(-1, -1), (15, 4.6)])
    draft = read_drawing(doc, tmp_path)
    assert areas_of(draft) == AREAS_M2[:3]
    assert "BLOCK_CLIPPED" in {issue.code for issue in draft.issues}
