"""Single entities laid flat."""

from __future__ import annotations

import math

import numpy as np
import pytest

from importers.dxf.facts import ring_area
from tests.support.drawings import make_drawing, scene_of


def only_stroke(doc):
    (stroke,) = scene_of(doc).strokes
    return stroke


def test_a_bulged_outline_keeps_its_area():
    doc = make_drawing()
    # Two half circles of radius 2: the polyline of two corners is a whole circle.
    doc.modelspace().add_lwpolyline([(-2, 0, 1), (2, 0, 1)], "xyb", close=True)
    stroke = only_stroke(doc)
    assert ring_area(stroke.points) == pytest.approx(math.pi * 4, rel=0.002)


@pytest.mark.parametrize("version", ["R12", "R2000"])
def test_old_polylines_are_read_like_new_ones(version):
    doc = make_drawing(version, units=0)
    corners = [(0, 0), (4, 0), (4, 3), (0, 3)]
    doc.modelspace().add_polyline2d(corners, close=True)
    stroke = only_stroke(doc)
    assert stroke.closed
    assert stroke.points.tolist() == [list(corner) for corner in corners]


def test_an_outline_drawn_upside_down_is_mirrored_back():
    doc = make_drawing()
    doc.modelspace().add_lwpolyline(
        [(1, 1), (3, 1), (3, 2)], close=True, dxfattribs={"extrusion": (0, 0, -1)}
    )
    assert only_stroke(doc).points.tolist() == [[-1, 1], [-3, 1], [-3, 2]]


def test_an_arc_drawn_upside_down_keeps_its_circle():
    doc = make_drawing()
    doc.modelspace().add_arc((2, 0), 1, 0, 90, dxfattribs={"extrusion": (0, 0, -1)})
    stroke = only_stroke(doc)
    assert (stroke.arc.x, stroke.arc.y) == pytest.approx((-2, 0))
    assert stroke.arc.start_deg == pytest.approx(90)
    assert stroke.arc.end_deg == pytest.approx(180)


def test_an_ellipse_with_equal_axes_is_a_circle_for_door_finders():
    doc = make_drawing()
    doc.modelspace().add_ellipse((0, 0), (0, 0.9, 0), 1.0, 0, math.pi / 2)
    stroke = only_stroke(doc)
    assert stroke.kind == "arc"
    assert stroke.arc.radius == pytest.approx(0.9)
    assert stroke.arc.start_deg == pytest.approx(90)
    assert stroke.points[0] == pytest.approx((0, 0.9))


def test_a_polyline_of_one_bulge_is_known_as_an_arc():
    doc = make_drawing()
    bulge = -math.tan(math.radians(90) / 4)
    doc.modelspace().add_lwpolyline([(0, 0.9, bulge), (0.9, 0, 0)], "xyb")
    stroke = only_stroke(doc)
    assert stroke.arc.radius == pytest.approx(0.9)
    assert (stroke.arc.x, stroke.arc.y) == pytest.approx((0, 0), abs=1e-9)
    assert stroke.arc.end_deg - stroke.arc.start_deg == pytest.approx(90)


def test_a_hatch_keeps_its_hole():
    doc = make_drawing()
    hatch = doc.modelspace().add_hatch()
    hatch.paths.add_polyline_path([(0, 0), (10, 0), (10, 10), (0, 10)], is_closed=True)
    hatch.paths.add_polyline_path([(4, 4), (6, 4), (6, 6), (4, 6)], is_closed=True)
    (fill,) = scene_of(doc).fills
    assert sorted(ring_area(ring) for ring in fill.rings) == [4, 100]


def test_a_multiline_wall_is_read_as_its_lines():
    doc = make_drawing()
    doc.modelspace().add_mline([(0, 0), (5, 0)])
    assert {stroke.kind for stroke in scene_of(doc).strokes} == {"line"}


def test_a_spline_is_followed_closely():
    doc = make_drawing()
    doc.modelspace().add_spline([(0, 0), (5, 5), (10, 0)])
    points = only_stroke(doc).points
    assert len(points) > 8
    assert np.isfinite(points).all()


def test_a_text_is_found_where_its_box_is_and_not_where_it_begins():
    doc = make_drawing()
    text = doc.modelspace().add_text("101", height=0.2)
    text.dxf.insert = (99, 99)
    text.dxf.halign, text.dxf.valign, text.dxf.align_point = 1, 2, (3, 4)
    (read,) = scene_of(doc).texts
    assert (read.x, read.y) == pytest.approx((3, 4))


def test_lines_of_an_mtext_stay_lines():
    doc = make_drawing()
    doc.modelspace().add_mtext("{\\fArial|b1;Office}\\P101", dxfattribs={"insert": (0, 0)})
    (read,) = scene_of(doc).texts
    assert read.text == "Office\n101"


def test_a_dimension_tells_its_length_and_its_text():
    doc = make_drawing()
    dimension = doc.modelspace().add_linear_dim((0, 1), (0, 0), (150, 0), text="12'-6\"")
    dimension.render()
    doc.modelspace().add_line((0, 0), (150, 0))
    dimension.dimension.dxf.actual_measurement = 150
    assert scene_of(doc).dimensions == [(150, "12'-6\"")]


@pytest.mark.parametrize(
    ("flag", "middle"), [(0, (11, 10.5)), (2, (9, 10.5)), (4, (11, 9.5)), (6, (9, 9.5))]
)
def test_a_mirrored_text_runs_to_the_other_side_of_its_anchor(flag, middle):
    doc = make_drawing()
    attributes = {"text_generation_flag": flag, "width": 1 / 0.65, "insert": (10, 10)}
    doc.modelspace().add_text("AB", height=1, dxfattribs=attributes)
    (read,) = scene_of(doc).texts
    assert (read.x, read.y) == pytest.approx(middle)


def test_an_attribute_of_several_lines_keeps_them():
    doc = make_drawing()
    doc.blocks.new("TAG").add_attdef("NAME", (0, 0))
    insert = doc.modelspace().add_blockref("TAG", (5, 5))
    attrib = insert.add_attrib("NAME", "", (5, 5))
    mtext = doc.modelspace().add_mtext("101\\POffice", dxfattribs={"insert": (5, 5)})
    attrib.embed_mtext(mtext)
    shown = [text for text in scene_of(doc).texts if text.tag == "NAME"]
    assert [text.text for text in shown] == ["101\nOffice"]
