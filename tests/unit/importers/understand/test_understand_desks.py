"""Desks from blocks, outlines and chairs; positions worked out by hand."""

from __future__ import annotations

import pytest
from shapely import box

from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"FURN": "furniture", "DESK": "desk", "ROOMS": "room", "CHAIRS": "furniture"}
BLOCKS = {"DESK160": "desk", "CHAIR": "chair", "WS": "unknown", "QUAD": "unknown"}


def make_office(*rooms):
    doc = make_drawing()
    for x, y, width, height in rooms or [(-20, -20, 40, 40)]:
        doc.modelspace().add_lwpolyline(
            list(box(x, y, x + width, y + height).exterior.coords)[:-1],
            close=True,
            dxfattribs={"layer": "ROOMS"},
        )
    desk = doc.blocks.new("DESK160")
    desk.add_lwpolyline([(-0.8, -0.4), (0.8, -0.4), (0.8, 0.4), (-0.8, 0.4)], close=True)
    chair = doc.blocks.new("CHAIR")
    chair.add_lwpolyline([(-0.25, -0.25), (0.25, -0.25), (0.25, 0.25), (-0.25, 0.25)], close=True)
    return doc


def place(doc, name, x, y, **attributes):
    attributes.setdefault("layer", "FURN")
    return doc.modelspace().add_blockref(name, (x, y), dxfattribs=attributes)


def draw_box(doc, x, y, width, height, layer):
    ring = list(box(x, y, x + width, y + height).exterior.coords)[:-1]
    doc.modelspace().add_lwpolyline(ring, close=True, dxfattribs={"layer": layer})


def desks_of(doc):
    return understood(doc, LAYERS, BLOCKS).desks


@pytest.mark.parametrize("rotation", [0.0, 30.0, 90.0, 217.0])
def test_a_desk_block_lies_where_and_as_it_was_turned(rotation):
    doc = make_office()
    place(doc, "DESK160", 3.0, 4.0, rotation=rotation)
    desk = desks_of(doc)[0]
    assert (desk.x, desk.y) == pytest.approx((3.0, 4.0), abs=0.001)
    assert desk.rotation_deg == pytest.approx(rotation, abs=0.01)
    assert desk.polygon.area == pytest.approx(1.6 * 0.8, abs=0.01)


def test_a_mirrored_desk_keeps_its_seat_on_its_own_side():
    doc = make_office()
    place(doc, "DESK160", 0, 0, yscale=-1)
    assert desks_of(doc)[0].rotation_deg == pytest.approx(180.0)


def test_the_seat_is_where_the_chair_stands():
    doc = make_office()
    place(doc, "DESK160", 0, 0)
    place(doc, "CHAIR", 0, 0.75)
    assert desks_of(doc)[0].rotation_deg == pytest.approx(180.0)


def test_a_workstation_of_desk_and_chair_is_one_desk():
    doc = make_office()
    station = doc.blocks.new("WS")
    station.add_blockref("DESK160", (0, 0))
    station.add_blockref("CHAIR", (0, -0.7))
    place(doc, "WS", 5, 5, rotation=90)
    desks = desks_of(doc)
    assert [(round(d.x, 3), round(d.y, 3)) for d in desks] == [(5.0, 5.0)]
    assert desks[0].rotation_deg == pytest.approx(90.0)


def test_a_cluster_of_four_is_four_desks_also_when_mirrored_and_scaled():
    doc = make_office()
    quad = doc.blocks.new("QUAD")
    for x in (-0.8, 0.8):
        quad.add_blockref("DESK160", (x, 0.4), dxfattribs={"rotation": 180})
        quad.add_blockref("DESK160", (x, -0.4))
    place(doc, "QUAD", 10, 2, xscale=-1)
    places = sorted((round(d.x, 3), round(d.y, 3)) for d in desks_of(doc))
    assert places == [(9.2, 1.6), (9.2, 2.4), (10.8, 1.6), (10.8, 2.4)]


def test_an_array_of_inserts_gives_a_desk_for_each_cell():
    doc = make_office()
    place(doc, "DESK160", -5, -5, row_count=2, column_count=3, row_spacing=2, column_spacing=3)
    assert len(desks_of(doc)) == 6


def test_closed_shapes_on_a_desk_layer_are_desks():
    doc = make_office()
    for i in range(3):
        draw_box(doc, 2 * i, 0, 1.6, 0.8, "DESK")
    assert [d.x for d in desks_of(doc)] == pytest.approx([0.8, 2.8, 4.8])


def test_a_plain_rectangle_with_a_chair_is_a_desk_and_one_without_is_not():
    doc = make_office()
    draw_box(doc, 0, 0, 1.6, 0.8, "FURN")
    place(doc, "CHAIR", 0.8, -0.4)
    draw_box(doc, 5, 0, 1.6, 0.8, "FURN")
    assert [round(d.x, 3) for d in desks_of(doc)] == [0.8]


def test_a_table_with_chairs_all_around_is_for_meeting():
    doc = make_office()
    draw_box(doc, 0, 0, 2.4, 1.0, "FURN")
    for x in (0.6, 1.8):
        place(doc, "CHAIR", x, -0.4)
        place(doc, "CHAIR", x, 1.4)
    assert desks_of(doc) == ()


def test_a_manager_with_two_visitors_has_one_desk():
    doc = make_office()
    visitor = doc.blocks.new("VISITOR CHAIR")
    visitor.add_lwpolyline([(-0.25, -0.25), (0.25, -0.25), (0.25, 0.25), (-0.25, 0.25)], close=True)
    draw_box(doc, 0, 0, 1.8, 0.9, "FURN")
    place(doc, "CHAIR", 0.9, 1.3)
    place(doc, "VISITOR CHAIR", 0.5, -0.4)
    place(doc, "VISITOR CHAIR", 1.3, -0.4)
    desks = desks_of(doc)
    assert len(desks) == 1
    assert desks[0].rotation_deg == pytest.approx(180.0)


def test_a_long_bench_is_a_desk_for_each_chair():
    doc = make_office()
    draw_box(doc, 0, 0, 4.8, 0.8, "FURN")
    for i in range(3):
        place(doc, "CHAIR", 0.8 + 1.6 * i, -0.4)
    assert [round(d.x, 2) for d in desks_of(doc)] == [0.8, 2.4, 4.0]


def test_blocks_with_meaningless_names_are_known_by_how_they_stand():
    doc = make_office()
    table = doc.blocks.new("xq7")
    table.add_lwpolyline([(-0.7, -0.4), (0.7, -0.4), (0.7, 0.4), (-0.7, 0.4)], close=True)
    seat = doc.blocks.new("vv2")
    seat.add_lwpolyline([(-0.3, -0.3), (0.3, -0.3), (0.3, 0.3), (-0.3, 0.3)], close=True)
    for i in range(4):
        place(doc, "xq7", 3 * i - 6, 0)
        place(doc, "vv2", 3 * i - 6, -0.7)
    assert [d.block for d in desks_of(doc)] == ["xq7"] * 4


def test_an_attribute_labels_the_desk_and_the_rest_is_numbered_within_the_room():
    doc = make_office((0, 0, 10, 10))
    doc.modelspace().add_text("2.14", dxfattribs={"layer": "ROOMS", "insert": (5, 9)})
    place(doc, "DESK160", 2, 5).add_attrib("DESK_NO", "W-17", (2, 5))
    place(doc, "DESK160", 5, 5)
    place(doc, "DESK160", 8, 5)
    assert [d.label for d in desks_of(doc)] == ["W-17", "2.14-01", "2.14-02"]


def test_desks_in_rooms_without_a_name_are_numbered_across_the_floor():
    doc = make_office((0, 0, 4, 4), (4, 0, 4, 4))
    for x in (1, 3, 5, 7):
        place(doc, "DESK160", x, 2)
    assert [d.label for d in desks_of(doc)] == ["01", "02", "03", "04"]


def test_a_text_on_the_desk_is_its_label():
    doc = make_office()
    place(doc, "DESK160", 2, 5)
    doc.modelspace().add_text("D-204", height=0.1, dxfattribs={"layer": "FURN", "insert": (1.8, 5)})
    assert [d.label for d in desks_of(doc)] == ["D-204"]


def test_one_label_on_two_desks_is_told_and_made_different():
    doc = make_office()
    for x in (0, 3):
        place(doc, "DESK160", x, 0).add_attrib("DESK_NO", "A1", (x, 0))
    found = understood(doc, LAYERS, BLOCKS)
    assert [d.label for d in found.desks] == ["A1", "A1 (2)"]
    assert codes(found).count("LABEL_DUPLICATE") == 1


def test_a_desk_outside_every_room_is_kept_and_reported_at_its_place():
    doc = make_office((0, 0, 4, 4))
    place(doc, "DESK160", 9, 2)
    found = understood(doc, LAYERS, BLOCKS)
    issue = next(i for i in found.issues if i.code == "DESK_OUTSIDE_ROOM")
    assert len(found.desks) == 1
    assert (issue.x, issue.y) == pytest.approx((9, 2))


def test_a_hall_that_is_no_room_is_told_once_for_all_its_desks():
    doc = make_office((0, 0, 4, 4))
    for k in range(9):
        place(doc, "DESK160", 9 + 3 * k, 2)
    issues = [i for i in understood(doc, LAYERS, BLOCKS).issues if i.code == "DESK_OUTSIDE_ROOM"]
    assert [i.message for i in issues] == ["9 of 9 desks stand in no room."]
    assert (issues[0].x, issues[0].y) == pytest.approx((21, 2))


def test_the_same_desk_inserted_twice_is_one_desk():
    doc = make_office()
    place(doc, "DESK160", 0, 0)
    place(doc, "DESK160", 0, 0)
    assert len(desks_of(doc)) == 1


def test_features_come_from_block_and_attributes():
    doc = make_office()
    insert = place(doc, "DESK160", 0, 0)
    insert.add_attrib("MONITOR", "2", (0, 0))
    insert.add_attrib("DOCKING", "no", (0, 0))
    assert desks_of(doc)[0].features == ("monitor",)


def test_parking_bays_come_from_shapes_and_blocks():
    doc = make_drawing()
    draw_box(doc, 0, 0, 2.5, 5, "P")
    bay = doc.blocks.new("BAY")
    bay.add_lwpolyline([(0, 0), (2.5, 0), (2.5, 5), (0, 5)], close=True)
    doc.modelspace().add_blockref("BAY", (10, 0), dxfattribs={"layer": "P"}).add_attrib(
        "BAY_NO", "P7", (10, 0)
    )
    found = understood(doc, {"P": "parking"}, {"BAY": "parking"})
    assert [(round(p.x, 3), p.label) for p in found.parking] == [(1.25, "01"), (11.25, "P7")]


def test_treads_side_by_side_are_a_stair():
    doc = make_drawing()
    for i in range(10):
        doc.modelspace().add_line((0.28 * i, 0), (0.28 * i, 1.2), dxfattribs={"layer": "S"})
    stairs = understood(doc, {"S": "stair"}).connectors
    assert len(stairs) == 1
    assert stairs[0].polygon.area == pytest.approx(9 * 0.28 * 1.2, abs=0.01)


def test_a_stair_of_treads_counts_beside_stairs_with_an_outline():
    doc = make_drawing()
    draw_box(doc, 10, 0, 13, 5, "S")
    for i in range(10):
        doc.modelspace().add_line((0.28 * i, 0), (0.28 * i, 1.2), dxfattribs={"layer": "S"})
    assert len(understood(doc, {"S": "stair"}).connectors) == 2


def draw_winding_stair(doc, layer="0", *, posts=True):
    """Three flights round an eye of 2 m; posts at its corners shorten the treads beside them."""
    short = 0.3 if posts else 0.0
    for i in range(9):
        less = short if i in {0, 1, 7, 8} else 0.0
        at = 2 + 0.28 * i
        for one, two in (
            ((at, 0), (at, 1.9 - less)),
            ((at, 6), (at, 4.1 + less)),
            ((0, at), (1.9 - less, at)),
        ):
            doc.modelspace().add_line(one, two, dxfattribs={"layer": layer})


@pytest.mark.parametrize("posts", [False, True])
def test_a_stair_that_winds_round_an_eye_is_one_stair_whatever_its_layer(posts):
    doc = make_drawing()
    draw_winding_stair(doc, posts=posts)
    (stair,) = understood(doc, {"0": "unknown"}).connectors
    assert stair.kind == "stair"
    assert stair.polygon.bounds == pytest.approx((0, 0, 4.24, 6), abs=0.1)
    assert stair.polygon.area == pytest.approx(4.24 * 6, abs=0.1)


def test_lines_of_all_lengths_from_one_wall_are_no_stair():
    doc = make_drawing()
    for i, length in enumerate((0.9, 1.4, 2.1, 0.9, 2.8, 1.2, 1.9, 0.9, 1.5)):
        doc.modelspace().add_line((0.28 * i, 0), (0.28 * i, length), dxfattribs={"layer": "0"})
    assert understood(doc, {"0": "unknown"}).connectors == ()


def test_a_zone_is_named_by_the_text_on_its_layer():
    doc = make_drawing()
    draw_box(doc, 0, 0, 10, 10, "Z")
    doc.modelspace().add_text("Quiet", dxfattribs={"layer": "Z", "insert": (5, 5)})
    assert [z.name for z in understood(doc, {"Z": "zone"}).zones] == ["Quiet"]
