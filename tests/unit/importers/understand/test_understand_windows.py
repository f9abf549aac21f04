"""Windows as different hands draw them, and the walls around them, in a house of 10 by 6 m."""

from __future__ import annotations

import pytest
from shapely import box

from importers.dxf.understand.thickness import usual_thickness_m
from tests.support.scenes import make_drawing, understood

LAYERS = {"WALL": "wall", "DOOR": "door", "A-GLAZ": "window", "MESS": "unknown"}
OUTER = box(-0.3, -0.3, 10.3, 6.3)
WINDOW = (2.0, 3.5)  # along the lower wall, which lies between y = -0.3 and 0


def draw(doc, points, layer, *, close=False):
    doc.modelspace().add_lwpolyline(list(points), close=close, dxfattribs={"layer": layer})


def draw_shape(doc, shape, layer):
    for ring in (shape.exterior, *shape.interiors):
        draw(doc, list(ring.coords)[:-1], layer, close=True)


def make_house(*, cut=True, layer="WALL"):
    doc = make_drawing()
    solid = OUTER - box(0, 0, 4.95, 6) - box(5.05, 0, 10, 6)
    if cut:
        solid -= box(WINDOW[0], -0.4, WINDOW[1], 0.1)
    draw_shape(doc, solid, layer)
    return doc


def draw_panes(doc, heights, layer, ends=WINDOW):
    for y in heights:
        doc.modelspace().add_line((ends[0], y), (ends[1], y), dxfattribs={"layer": layer})


def only_window(found):
    (window,) = found.windows
    return window


def assert_is_the_window(window, source):
    assert window.source == source
    assert window.width_m == pytest.approx(1.5, abs=0.01)
    assert window.line.coords[0] == pytest.approx((2.0, -0.15), abs=0.02)
    assert window.line.coords[-1] == pytest.approx((3.5, -0.15), abs=0.02)


def make_block_window(doc, depth=0.3):
    block = doc.blocks.new("WINDOW-150")
    block.add_lwpolyline([(0, 0), (1.5, 0), (1.5, depth), (0, depth)], close=True)
    block.add_line((0, depth / 2), (1.5, depth / 2))
    doc.modelspace().add_blockref("WINDOW-150", (2, -0.3), dxfattribs={"layer": "A-GLAZ"})


def test_a_block_is_a_window():
    doc = make_house()
    make_block_window(doc)
    found = understood(doc, LAYERS, {"WINDOW-150": "window"})
    assert_is_the_window(only_window(found), "block")


def test_a_window_block_with_a_sash_that_stands_open_is_as_wide_as_its_frame():
    doc = make_house()
    make_block_window(doc)
    doc.blocks.get("WINDOW-150").add_arc((0, 0.3), 1.4, 0, 90)
    found = understood(doc, LAYERS, {"WINDOW-150": "window"})
    assert_is_the_window(only_window(found), "block")


def test_a_window_less_wide_than_its_wall_is_deep_runs_along_the_wall():
    doc = make_house(cut=False)
    block = doc.blocks.new("SLIT")
    block.add_lwpolyline([(0, 0), (0.32, 0), (0.32, 0.4), (0, 0.4)], close=True)
    doc.modelspace().add_blockref("SLIT", (7, -0.35), dxfattribs={"layer": "A-GLAZ"})
    window = only_window(understood(doc, LAYERS, {"SLIT": "window"}))
    assert window.width_m == pytest.approx(0.32, abs=0.01)
    assert window.line.coords[0][1] == pytest.approx(window.line.coords[-1][1])


@pytest.mark.parametrize("heights", [(-0.15,), (-0.17, -0.13), (-0.3, -0.16, -0.14, 0.0)])
@pytest.mark.parametrize("cut", [True, False])
def test_lines_on_a_layer_of_glass_are_one_window(heights, cut):
    doc = make_house(cut=cut)
    draw_panes(doc, heights, "A-GLAZ")
    assert_is_the_window(only_window(understood(doc, LAYERS)), "layer")


def test_windows_beside_each_other_are_two():
    doc = make_house()
    draw_panes(doc, (-0.2, -0.1), "A-GLAZ")
    draw_panes(doc, (-0.2, -0.1), "A-GLAZ", ends=(6.0, 7.2))
    widths = [round(w.width_m, 2) for w in understood(doc, LAYERS).windows]
    assert widths == [1.5, 1.2]


@pytest.mark.parametrize("heights", [(-0.3, -0.15, 0.0), (-0.3, -0.17, -0.13, 0.0)])
@pytest.mark.parametrize("layer", ["WALL", "MESS"])
def test_plain_lines_from_jamb_to_jamb_are_a_window(heights, layer):
    doc = make_house(layer=layer)
    draw_panes(doc, heights, layer)
    assert_is_the_window(only_window(understood(doc, LAYERS)), "linework")


def test_two_panes_between_jambs_are_a_window():
    doc = make_house()
    draw_panes(doc, (-0.17, -0.13), "WALL")
    assert_is_the_window(only_window(understood(doc, LAYERS)), "linework")


def test_lines_in_a_wall_between_two_rooms_are_no_window():
    doc = make_drawing()
    solid = OUTER - box(0, 0, 4.85, 6) - box(5.15, 0, 10, 6) - box(4.8, 2, 5.2, 3.5)
    draw_shape(doc, solid, "WALL")
    for x in (4.85, 5.0, 5.15):
        doc.modelspace().add_line((x, 2), (x, 3.5), dxfattribs={"layer": "WALL"})
    assert understood(doc, LAYERS).windows == ()


def test_the_treads_of_a_stair_at_an_outer_wall_are_no_window():
    doc = make_house(cut=False)
    for step in range(10):
        y = 0.3 + 0.28 * step
        doc.modelspace().add_line((0.2, y), (1.4, y), dxfattribs={"layer": "WALL"})
    assert understood(doc, LAYERS).windows == ()


def test_the_faces_of_a_wall_between_columns_are_no_window():
    doc = make_drawing()
    draw_shape(doc, box(0, 0, 10, 6), "WALL")
    for x in (0.0, 2.5, 5.0, 7.5, 9.6):
        draw_shape(doc, box(x, -0.35, x + 0.4, 0.05), "WALL")
    doc.modelspace().add_line((0, -0.3), (10, -0.3), dxfattribs={"layer": "WALL"})
    assert understood(doc, LAYERS).windows == ()


@pytest.mark.parametrize("layer", ["DOOR", "A-GLAZ"])
def test_windows_on_a_layer_of_openings_are_found_by_their_lines(layer):
    doc = make_house()
    draw_panes(doc, (-0.3, -0.15, 0.0), layer)
    assert only_window(understood(doc, LAYERS)).width_m == pytest.approx(1.5, abs=0.01)


def test_a_door_on_a_layer_of_windows_is_not_a_window_too():
    doc = make_house()
    block = doc.blocks.new("DOOR-150")
    block.add_arc((0, 0), 1.5, 0, 90)
    block.add_line((0, 0), (0, 1.5))
    doc.modelspace().add_blockref("DOOR-150", (2, 0), dxfattribs={"layer": "A-GLAZ"})
    draw_panes(doc, (0.0,), "A-GLAZ")
    found = understood(doc, LAYERS, {"DOOR-150": "door"})
    assert len(found.doors) == 1
    assert found.windows == ()


@pytest.mark.parametrize("style", ["block", "thin block", "panes", "one pane", "plain"])
def test_no_window_lets_a_room_leak(style):
    doc = make_house()
    if style.endswith("block"):
        make_block_window(doc, 0.3 if style == "block" else 0.06)
    elif style == "plain":
        draw_panes(doc, (-0.17, -0.13), "WALL")
    else:
        draw_panes(doc, (-0.17, -0.13) if style == "panes" else (-0.15,), "A-GLAZ")
    found = understood(doc, LAYERS, {"WINDOW-150": "window"})
    assert len(found.windows) == 1
    areas = sorted(round(room.area_m2, 1) for room in found.rooms)
    assert areas[0] == pytest.approx(29.7, abs=0.5)
    assert areas[1] == pytest.approx(29.7, abs=0.5)
    assert "WALL_LEAK" not in {issue.code for issue in found.issues}


def test_walls_are_as_thick_as_their_faces_are_apart():
    found = understood(make_house(cut=False), LAYERS)
    told = {round(w.thickness_m, 2) for w in found.wall_pieces}
    assert told == {0.1, 0.3}
    assert usual_thickness_m(found.wall_pieces) == pytest.approx(0.3)


def test_the_middle_of_a_wall_lies_between_its_faces():
    found = understood(make_house(cut=False), LAYERS)
    (inner,) = [w for w in found.wall_pieces if w.thickness_m < 0.2]
    assert inner.line.coords[0] == pytest.approx((5.0, 0.0), abs=0.01)
    assert inner.line.coords[-1] == pytest.approx((5.0, 6.0), abs=0.01)


def test_walls_of_one_line_have_no_thickness():
    doc = make_drawing()
    draw_shape(doc, box(0, 0, 10, 6), "WALL")
    found = understood(doc, LAYERS)
    assert found.wall_pieces == ()
    assert usual_thickness_m(found.wall_pieces) is None


def test_walls_that_are_filled_areas_have_a_thickness():
    doc = make_drawing()
    wall = doc.modelspace().add_hatch(dxfattribs={"layer": "WALL"})
    wall.paths.add_polyline_path([(0, 0), (8, 0), (8, 0.24), (0, 0.24)], is_closed=True)
    found = understood(doc, LAYERS)
    assert [round(w.thickness_m, 2) for w in found.wall_pieces] == [0.24]
