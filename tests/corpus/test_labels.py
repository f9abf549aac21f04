"""Words in and beside rooms: arrows, areas, departments, several texts for one room."""

from __future__ import annotations

import pytest
from ezdxf.math import Vec2
from ezdxf.render import mleader

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile
from tests.support.drawings import draw_box, make_drawing, read_drawing, text_of

ROOMS = ((0, 0, 6, 4), (6, 0, 10, 4), (10, 0, 14, 4), (0, 6, 14, 10))
AREAS_M2 = (24, 16, 16, 56)


def make_floor(scale=1.0, units=6):
    """Three rooms below a corridor's place and one large one above it, drawn as outlines."""
    doc = make_drawing(units=units)
    for x0, y0, x1, y1 in ROOMS:
        low, high = (x0 * scale, y0 * scale), (x1 * scale, y1 * scale)
        draw_box(doc.modelspace(), low, high, "A-AREA")
    return doc


def write(doc, text, x, y, layer="A-AREA-IDEN", scale=1.0, height=0.2):
    placed = doc.modelspace().add_text(text, height=height * scale, dxfattribs={"layer": layer})
    placed.set_placement((x * scale, y * scale))
    return placed


def rooms_by_area(draft: FloorPlanDraft) -> list[tuple[str | None, str | None]]:
    ordered = sorted(draft.rooms, key=lambda r: (r.area_m2, r.polygon.bounds))
    return [(r.number, r.name) for r in ordered]


def codes_of(draft: FloorPlanDraft) -> list[str]:
    return [issue.code for issue in draft.issues]


def test_a_number_outside_belongs_to_the_room_its_arrow_points_into(tmp_path):
    doc = make_floor()
    for number, x in (("101", 3), ("102", 8)):
        write(doc, number, x, 1)
    write(doc, "104", 7, 8)
    text = write(doc, "103 Archive", 15, 5)
    doc.modelspace().add_leader([(12, 2), (14.9, 5)]).dxf.annotation_handle = text.dxf.handle
    draft = read_drawing(doc, tmp_path)
    assert rooms_by_area(draft) == [("102", None), ("103", "Archive"), ("101", None), ("104", None)]


def test_a_number_in_another_room_belongs_to_the_room_its_arrow_points_into(tmp_path):
    doc = make_floor()
    write(doc, "104 Open office", 2, 8)
    builder = doc.modelspace().add_multileader_mtext(
        "Standard", dxfattribs={"layer": "A-AREA-IDEN"}
    )
    builder.set_content("103 WC", char_height=0.2)
    builder.add_leader_line(mleader.ConnectionSide.left, [Vec2(12, 2)])
    builder.build(insert=Vec2(12, 8))
    draft = read_drawing(doc, tmp_path)
    assert rooms_by_area(draft)[1] == ("103", "WC")
    assert rooms_by_area(draft)[3] == ("104", "Open office")


def test_a_note_with_an_arrow_names_no_room(tmp_path):
    doc = make_floor()
    write(doc, "101", 3, 1)
    text = write(doc, "NEW PARTITION", 8, 1, layer="NOTES")
    doc.modelspace().add_leader([(6, 2), (7.9, 1)]).dxf.annotation_handle = text.dxf.handle
    draft = read_drawing(doc, tmp_path)
    assert rooms_by_area(draft)[0] == (None, None)


def test_a_table_over_a_room_does_not_name_it(tmp_path):
    doc = make_floor()
    block = doc.blocks.new("*T1")
    block.add_text("999 Boiler", height=0.2).set_placement((1, 1))
    write(doc, "104", 7, 8)
    doc.modelspace().add_blockref("*T1", (2, 1))
    draft = read_drawing(doc, tmp_path)
    assert rooms_by_area(draft)[2] == (None, None)
    assert "TABLE_LEFT_OUT" in codes_of(draft)


def test_areas_that_are_written_stand_beside_those_that_are_drawn(tmp_path):
    doc = make_floor()
    for (x0, y0, *_), area, number in zip(
        ROOMS, AREAS_M2, ("101", "102", "103", "104"), strict=True
    ):
        write(doc, number, x0 + 1, y0 + 2.4)
        write(doc, "Office", x0 + 1, y0 + 2)
        write(doc, f"{area},0 m²", x0 + 1, y0 + 1.6)
    draft = read_drawing(doc, tmp_path)
    assert sorted(r.stated_area_m2 for r in draft.rooms) == [16, 16, 24, 56]
    assert {r.name for r in draft.rooms} == {"Office"}
    assert "AREA_DIFFERS" not in codes_of(draft)


def test_a_room_that_is_not_as_large_as_written_is_pointed_at(tmp_path):
    doc = make_floor()
    for (x0, y0, *_), area in zip(ROOMS, (24, 16, 20, 56), strict=True):
        write(doc, f"Office {area} m²", x0 + 1, y0 + 2)
    (issue,) = [i for i in read_drawing(doc, tmp_path).issues if i.code == "AREA_DIFFERS"]
    assert 10 < issue.x < 14
    assert "16.0 m²" in issue.message
    assert "20.0 m²" in issue.message


def test_rooms_that_all_differ_alike_speak_of_the_unit(tmp_path):
    doc = make_floor()
    for (x0, y0, *_), area in zip(ROOMS, AREAS_M2, strict=True):
        write(doc, f"{area * 4} m²", x0 + 1, y0 + 2)
    (issue,) = [i for i in read_drawing(doc, tmp_path).issues if i.code == "AREA_DIFFERS"]
    assert "4.00 times" in issue.message
    assert "unit" in issue.advice


def test_attributes_of_a_tag_tell_number_name_area_and_department(tmp_path):
    doc = make_floor()
    tag = doc.blocks.new("RAUMSTEMPEL")
    for row, name in enumerate(("RAUMNR", "BEZEICHNUNG", "FLAECHE", "ABTEILUNG")):
        tag.add_attdef(name, (0, -0.3 * row), height=0.2)
    values = ("0.12", "Büro", "24,00", "Einkauf")
    insert = doc.modelspace().add_blockref("RAUMSTEMPEL", (2, 2))
    insert.add_auto_attribs(
        dict(zip(("RAUMNR", "BEZEICHNUNG", "FLAECHE", "ABTEILUNG"), values, strict=True))
    )
    draft = read_drawing(doc, tmp_path)
    (room,) = [r for r in draft.rooms if r.number]
    assert (room.number, room.name, room.department) == ("0.12", "Büro", "Einkauf")
    assert room.stated_area_m2 == 24


def test_a_stamp_of_many_lines_gives_its_parts(tmp_path):
    doc = make_floor()
    stamp = "R 101\\PBüro\\PNF 24,0 m{\\H0.7x;\\S2^;}\\PRH 2,75\\PB: Teppich\\PW: Putz\\PD: GK"
    doc.modelspace().add_mtext(
        stamp, dxfattribs={"insert": (1, 3), "char_height": 0.2, "layer": "A-AREA-IDEN"}
    )
    (room,) = [r for r in read_drawing(doc, tmp_path).rooms if r.number]
    assert (room.number, room.name, room.stated_area_m2) == ("R 101", "Büro", 24)


def test_a_name_on_two_underlined_texts_is_joined(tmp_path):
    doc = make_floor()
    write(doc, "%%uMASTER", 2, 2.4)
    write(doc, "%%uBEDROOM", 2, 2.0)
    (room,) = [r for r in read_drawing(doc, tmp_path).rooms if r.name]
    assert (room.name, room.category) == ("MASTER BEDROOM", "bedroom")


def test_names_on_a_layer_of_departments_are_departments(tmp_path):
    doc = make_floor()
    write(doc, "101", 2, 2)
    write(doc, "Finance", 2, 1, layer="A-AREA-DEPT")
    (room,) = [r for r in read_drawing(doc, tmp_path).rooms if r.number]
    assert (room.number, room.name, room.department) == ("101", None, "Finance")


def test_a_room_with_two_numbers_is_pointed_at(tmp_path):
    doc = make_floor()
    write(doc, "101", 2, 2)
    write(doc, "102", 4, 2)
    (issue,) = [i for i in read_drawing(doc, tmp_path).issues if i.code == "ROOM_TWO_NUMBERS"]
    assert 0 < issue.x < 6


def test_an_open_space_with_several_uses_bears_the_name_in_its_middle(tmp_path):
    doc = make_floor()
    for name, x in (("KITCHEN", 0.6), ("LIVING ROOM", 3), ("HALL", 5.4)):
        write(doc, name, x, 2)
    found = read_drawing(doc, tmp_path)
    assert "LIVING ROOM" in {room.name for room in found.rooms}
    (issue,) = [i for i in found.issues if i.code == "ROOM_SEVERAL_NAMES"]
    assert "HALL, KITCHEN" in issue.message


@pytest.mark.parametrize("page", ["cp850", "utf-8"])
def test_umlauts_of_an_old_file_reach_the_draft(tmp_path, page):
    names = ("Büro", "Küche", "Flur", "Türraum")
    doc = make_floor()
    for (x0, y0, *_), key in zip(ROOMS, "1234", strict=True):
        write(doc, f"@{key}@", x0 + 1, y0 + 2)
    content = text_of(doc).replace("AC1027", "AC1015").encode("ascii")
    for key, name in zip("1234", names, strict=True):
        content = content.replace(f"@{key}@".encode(), name.encode(page))
    path = tmp_path / "old.dxf"
    path.write_bytes(content)
    draft = DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)
    assert {r.name for r in draft.rooms} == set(names)
    assert "TEXT_ENCODING_REPAIRED" in codes_of(draft)
