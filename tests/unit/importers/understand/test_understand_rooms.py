"""Rooms from closed outlines: what is mended, merged, kept and reported."""

from __future__ import annotations

import pytest

from tests.support.scenes import codes, make_drawing, understood

ROOMS = {"ROOMS": "room", "LABELS": "room_label", "Offices": "room", "B-12": "room"}
INCH = 0.0254


def make_plan(*rings, layer="ROOMS", close=True):
    doc = make_drawing()
    for ring in rings:
        doc.modelspace().add_lwpolyline(ring, close=close, dxfattribs={"layer": layer})
    return doc


def box(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def write(doc, text, x, y, height=0.2, layer="LABELS"):
    return doc.modelspace().add_text(
        text, height=height, dxfattribs={"layer": layer, "insert": (x, y)}
    )


def test_a_plan_in_inches_gives_square_metres():
    found = understood(make_plan(box(0, 0, 200, 100)), ROOMS, metres_per_unit=INCH)
    assert found.rooms[0].area_m2 == pytest.approx(5.08 * 2.54, abs=1e-6)


@pytest.mark.parametrize(
    ("gap_m", "expected"),
    [(0.0005, []), (0.012, ["warning"]), (0.10, ["warning"])],
)
def test_a_small_gap_is_closed_and_told_by_its_size(gap_m, expected):
    ring = [(0, 0), (5, 0), (5, 4), (0, 4), (0, gap_m)]
    found = understood(make_plan(ring, close=False), ROOMS)
    assert [i.severity for i in found.issues if i.code == "ROOM_NOT_CLOSED"] == expected
    assert found.rooms[0].area_m2 == pytest.approx(20.0, abs=0.01)


def test_an_outline_that_is_half_open_is_no_room():
    found = understood(make_plan([(0, 0), (5, 0), (5, 4)], close=False), ROOMS)
    assert found.rooms == ()
    assert "NO_ROOMS_FOUND" in codes(found)


def test_a_bow_tie_is_reported_where_it_crosses():
    found = understood(make_plan([(0, 0), (4, 4), (4, 0), (0, 4)]), ROOMS)
    issue = next(i for i in found.issues if i.code == "ROOM_SELF_CROSSING")
    assert (issue.x, issue.y) == pytest.approx((2, 2))
    assert sum(r.area_m2 for r in found.rooms) == pytest.approx(8.0)


def test_a_room_drawn_twice_is_one_room_and_said_so():
    found = understood(make_plan(box(0, 0, 5, 4), box(0, 0, 5, 4)), ROOMS)
    assert len(found.rooms) == 1
    assert codes(found).count("ROOM_DUPLICATE") == 1


def test_a_room_known_by_use_on_one_layer_and_by_number_on_another_is_one_room():
    doc = make_plan(box(0, 0, 5, 4), layer="Offices")
    doc.modelspace().add_lwpolyline(box(0, 0, 5, 4.02), close=True, dxfattribs={"layer": "B-12"})
    found = understood(doc, ROOMS)
    assert [(r.layer, r.category) for r in found.rooms] == [("Offices", "office")]


def test_a_layer_that_is_a_number_numbers_its_only_room():
    found = understood(make_plan(box(0, 0, 5, 4), layer="B-12"), ROOMS)
    assert found.rooms[0].number == "B-12"


def test_the_layer_of_everything_is_no_number():
    (room,) = understood(make_plan(box(0, 0, 5, 4), layer="0"), {"0": "room"}).rooms
    assert room.number is None


def test_a_booth_inside_a_room_stays_a_room_of_its_own():
    found = understood(make_plan(box(0, 0, 10, 8), box(2, 2, 2, 1.5)), ROOMS)
    assert sorted(round(r.area_m2, 3) for r in found.rooms) == [3.0, 80.0]
    assert "ROOM_OVERLAP" not in codes(found)


def test_rooms_that_share_an_edge_do_not_overlap():
    found = understood(make_plan(box(0, 0, 5, 4), box(5, 0, 5, 4)), ROOMS)
    assert "ROOM_OVERLAP" not in codes(found)


def test_rooms_that_cover_each_other_partly_are_kept_and_reported_in_the_overlap():
    found = understood(make_plan(box(0, 0, 5, 4), box(4, 0, 5, 4)), ROOMS)
    issue = next(i for i in found.issues if i.code == "ROOM_OVERLAP")
    assert len(found.rooms) == 2
    assert 4 <= issue.x <= 5


def test_a_hatch_with_a_hole_is_a_room_with_a_hole():
    doc = make_drawing()
    hatch = doc.modelspace().add_hatch(dxfattribs={"layer": "ROOMS"})
    hatch.paths.add_polyline_path(box(0, 0, 10, 10), is_closed=True)
    hatch.paths.add_polyline_path(box(4, 4, 2, 2), is_closed=True, flags=16)
    found = understood(doc, ROOMS)
    assert [r.source for r in found.rooms] == ["hatch"]
    assert found.rooms[0].area_m2 == pytest.approx(96.0)


def test_four_loose_lines_that_meet_are_a_room():
    doc = make_drawing()
    corners = box(0, 0, 5, 4)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        doc.modelspace().add_line(start, end, dxfattribs={"layer": "ROOMS"})
    found = understood(doc, ROOMS)
    assert found.rooms[0].area_m2 == pytest.approx(20.0, abs=0.01)


def test_number_name_and_area_in_one_text_are_told_apart():
    doc = make_plan(box(0, 0, 5, 4))
    doc.modelspace().add_mtext(
        "2.07\\PBesprechung\\P20,0 m\u00b2",
        dxfattribs={"layer": "LABELS", "insert": (2, 3), "char_height": 0.2},
    )
    room = understood(doc, ROOMS).rooms[0]
    assert (room.number, room.name, room.category) == ("2.07", "Besprechung", "conferenceroom")


def test_a_name_over_two_texts_is_one_name():
    doc = make_plan(box(0, 0, 5, 4))
    write(doc, "MASTER", 1, 2.3)
    write(doc, "BEDROOM", 1, 2.0)
    assert understood(doc, ROOMS).rooms[0].name == "MASTER BEDROOM"


def test_a_label_just_outside_belongs_to_the_nearest_room():
    doc = make_plan(box(0, 0, 5, 4))
    write(doc, "114", 5.3, 2)
    assert understood(doc, ROOMS).rooms[0].number == "114"


def test_a_label_far_from_any_room_is_reported_at_its_place():
    doc = make_plan(box(0, 0, 5, 4))
    write(doc, "115", 30, 2)
    issue = next(i for i in understood(doc, ROOMS).issues if i.code == "LABEL_WITHOUT_ROOM")
    assert issue.x == pytest.approx(30, abs=0.5)


def test_marks_of_elevations_beside_the_plan_are_no_lost_numbers():
    doc = make_plan(box(0, 0, 5, 4), box(5, 0, 5, 4))
    write(doc, "Office", 2, 2)
    write(doc, "Store", 7, 2)
    write(doc, "E-1", 2, -9)
    assert "LABEL_WITHOUT_ROOM" not in codes(understood(doc, ROOMS))


def test_what_hangs_above_the_floor_is_no_lost_name():
    doc = make_plan(box(0, 0, 5, 4))
    write(doc, "Office", 2, 2)
    write(doc, "PROJECTION OF THE ROOF", 2, 5.5)
    assert "LABEL_WITHOUT_ROOM" not in codes(understood(doc, ROOMS))


def test_the_lines_of_a_note_are_no_further_names_of_a_room():
    doc = make_plan(box(0, 0, 10, 8))
    write(doc, "Garage", 5, 6, height=0.25)
    for k, line in enumerate(
        ("NOTE:", "Plaster on ceiling", "and wall to kitchen", "and on beams")
    ):
        write(doc, line, 5, 4 - 0.3 * k)
    found = understood(doc, ROOMS)
    assert "ROOM_SEVERAL_NAMES" not in codes(found)
    assert found.rooms[0].name == "Garage"


def test_many_rooms_without_labels_are_told_in_one_sentence():
    doc = make_plan(*(box(4 * k, 0, 4, 4) for k in range(10)))
    write(doc, "101", 2, 2)
    issues = [i for i in understood(doc, ROOMS).issues if i.code == "ROOM_WITHOUT_LABEL"]
    assert [i.message for i in issues] == ["9 of 10 rooms have no number and no name."]


def test_a_basin_in_a_toilet_is_no_room_but_a_tiny_office_is_one():
    doc = make_plan(box(0, 0, 3, 3), box(0.2, 0.2, 0.9, 0.9), layer="Toilets")
    for ring in (box(4, 0, 3, 3), box(4.2, 0.2, 0.9, 0.9)):
        doc.modelspace().add_lwpolyline(ring, close=True, dxfattribs={"layer": "Offices"})
    found = understood(doc, {"Toilets": "room", "Offices": "room"})
    assert sorted(r.category for r in found.rooms) == ["office", "office", "restroom"]


def test_attributes_of_a_room_tag_give_number_and_name():
    doc = make_plan(box(0, 0, 5, 4))
    block = doc.blocks.new("ROOMTAG")
    block.add_circle((0, 0), 0.3)
    insert = doc.modelspace().add_blockref("ROOMTAG", (2, 2), dxfattribs={"layer": "LABELS"})
    insert.add_attrib("ROOM_NO", "A101", (2, 2))
    insert.add_attrib("ROOM_NAME", "Lager", (2, 1.8))
    room = understood(doc, ROOMS, {"ROOMTAG": "room_tag"}).rooms[0]
    assert (room.number, room.name, room.category) == ("A101", "Lager", "storage")


def test_an_open_space_is_called_what_most_of_it_is():
    doc = make_plan(box(0, 0, 20, 8))
    write(doc, "Tea kitchen", 10, 4)
    for name, x, y in (("Corridor north", 4, 7), ("Corridor south", 4, 1), ("Corridor west", 1, 4)):
        write(doc, name, x, y)
    (room,) = understood(doc, ROOMS).rooms
    assert room.category == "walkway"


def test_two_numbers_in_one_room_ask_for_a_person():
    doc = make_plan(box(0, 0, 5, 4))
    write(doc, "101", 1, 2)
    write(doc, "102", 3, 2)
    assert "ROOM_TWO_NUMBERS" in codes(understood(doc, ROOMS))


def test_an_outline_around_many_rooms_becomes_a_zone():
    doc = make_plan(*[box(6 * i, 0, 5, 4) for i in range(6)])
    doc.modelspace().add_lwpolyline(box(-1, -1, 40, 6), close=True, dxfattribs={"layer": "Arcade"})
    found = understood(doc, {**ROOMS, "Arcade": "room"})
    assert len(found.rooms) == 6
    assert [z.name for z in found.zones] == ["Arcade"]


def test_two_readings_of_one_plan_are_equal():
    doc = make_plan(*[box(6 * i, 7 * j, 5, 4) for i in range(4) for j in range(3)])
    assert understood(doc, ROOMS) == understood(doc, ROOMS)


def test_an_empty_scene_is_no_error_but_a_finding():
    doc = make_drawing()
    doc.modelspace().add_line((0, 0), (1, 1), dxfattribs={"layer": "X"})
    found = understood(doc, {"X": "unknown"})
    assert found.rooms == found.desks == ()
    assert "NO_ROOMS_FOUND" in codes(found)
