"""Small spaces without a door and a label are shafts, where the other rooms have both."""

from __future__ import annotations

from itertools import pairwise

from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"ROOMS": "room", "LABELS": "room_label", "DOOR": "door"}


def make_corridor(*, doors=True, labels=True, extra=None):
    """Five rooms of 3 by 4 m in a row and a space of 1.5 by 2 m at the end of it."""
    doc = make_drawing()
    space = doc.modelspace()
    for k in range(5):
        x = 3 * k
        corners = [(x, 0), (x + 3, 0), (x + 3, 4), (x, 4)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "ROOMS"})
        if labels:
            text = {"layer": "LABELS", "insert": (x + 1, 2)}
            space.add_text(f"10{k}", height=0.2, dxfattribs=text)
        if doors:
            space.add_arc((x + 1, 0), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
            space.add_line((x + 1, 0), (x + 1, 0.9), dxfattribs={"layer": "DOOR"})
    shaft = [(15, 0), (16.5, 0), (16.5, 2), (15, 2)]
    space.add_lwpolyline(shaft, close=True, dxfattribs={"layer": "ROOMS"})
    if extra == "label":
        space.add_text("106", height=0.2, dxfattribs={"layer": "LABELS", "insert": (15.3, 1)})
    if extra == "door":
        space.add_arc((16.5, 0.4), 0.9, 0, 90, dxfattribs={"layer": "DOOR"})
        space.add_line((16.5, 0.4), (17.4, 0.4), dxfattribs={"layer": "DOOR"})
    return doc


def test_a_small_space_without_door_and_label_is_a_shaft():
    found = understood(make_corridor(), LAYERS)
    assert len(found.rooms) == 5
    assert "SHAFT_LEFT_OUT" in codes(found)
    assert "ROOM_WITHOUT_LABEL" not in codes(found)


def test_a_small_space_with_a_label_is_a_room():
    assert len(understood(make_corridor(extra="label"), LAYERS).rooms) == 6


def test_a_small_space_with_a_door_is_a_room():
    assert len(understood(make_corridor(extra="door"), LAYERS).rooms) == 6


def test_where_no_doors_are_drawn_a_small_space_may_be_a_room():
    assert len(understood(make_corridor(doors=False), LAYERS).rooms) == 6


def test_where_rooms_have_no_labels_a_small_space_may_be_a_room():
    assert len(understood(make_corridor(labels=False), LAYERS).rooms) == 6


def test_the_car_of_a_lift_on_the_layer_of_everything_is_no_room():
    doc = make_drawing()
    space = doc.modelspace()
    for x0, y0, x1, y1 in ((0, 0, 6, 5), (2, 1, 4, 3)):
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "0"})
    for one, two in (((2, 1), (4, 3)), ((2, 3), (4, 1))):
        space.add_line(one, two, dxfattribs={"layer": "0"})
    found = understood(doc, {"0": "wall"})
    assert [connector.kind for connector in found.connectors] == ["lift"]
    assert len(found.rooms) == 1
    assert found.rooms[0].area_m2 > 20


def test_a_pier_of_stone_with_a_niche_in_it_is_no_room():
    doc = make_drawing()
    space = doc.modelspace()
    lines = [((0, 0), (9, 0)), ((9, 0), (9, 8)), ((9, 8), (0, 8)), ((0, 8), (0, 0))]
    pier = [(0, 2), (1.25, 2), (1.25, 2.9), (1, 2.9), (1, 3.65), (0.6, 3.65), (0.6, 4.05)]
    pier += [(1.3, 4.05), (1.3, 5.15), (0, 5.15)]
    for one, two in (*lines, *pairwise(pier)):
        space.add_line(one, two, dxfattribs={"layer": "WALL"})
    found = understood(doc, {"WALL": "wall"})
    assert len(found.rooms) == 1
    assert found.rooms[0].area_m2 > 60
