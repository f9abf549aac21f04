"""Every repair is stated with its number and its true size, and can be switched off."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from ezdxf.document import Drawing

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.issues import ImportIssue, ImportRefused
from importers.profile import Profile
from importers.repairs import Repair, RepairName, about
from tests.support.drawings import draw_box, make_broken_wall, make_drawing, read_drawing, text_of

GAPS_M = (0.0005, 0.003, 0.007, 0.02, 0.04, 0.12, 0.15)


def make_outline(gap_m: float) -> Drawing:
    """Two rooms; the outline of one ends just before it closes."""
    doc = make_drawing()
    space = doc.modelspace()
    draw_box(space, (10, 0), (15, 4), "A-AREA")
    points = [(0, 0), (5, 0), (5, 4), (0, 4), (0, gap_m)]
    space.add_lwpolyline(points, dxfattribs={"layer": "A-AREA"})
    return doc


def make_loose_outline(gap_m: float) -> Drawing:
    """A room's outline drawn line by line, one of them too short."""
    doc = make_drawing()
    space = doc.modelspace()
    corners = [(0, 0), (5, 0), (5, 4), (0, 4), (0, gap_m)]
    for start, end in itertools.pairwise(corners):
        space.add_line(start, end, dxfattribs={"layer": "A-AREA"})
    return doc


def read(doc: Drawing, profile: Profile | None = None) -> FloorPlanDraft:
    with tempfile.TemporaryDirectory() as folder:
        return read_drawing(doc, Path(folder), profile)


def repaired(draft: FloorPlanDraft, name: RepairName) -> Repair | None:
    return next((repair for repair in draft.repairs if repair.name == name), None)


def without(*names: RepairName) -> Profile:
    return Profile().without_repairs(names)


def told(draft: FloorPlanDraft, code: str) -> list[ImportIssue]:
    return [issue for issue in draft.issues if issue.code == code]


@pytest.mark.parametrize("gap_m", GAPS_M)
def test_a_gap_between_walls_is_stated_as_wide_as_it_is_drawn(gap_m):
    draft = read(make_broken_wall(gap_m))
    assert [room.number for room in draft.rooms] == ["101", "102"]
    found = repaired(draft, RepairName.CLOSE_WALL_GAPS)
    assert found is not None
    assert (found.count, found.max_mm, found.applied) == (1, round(gap_m * 1000, 1), True)


def test_a_gap_of_seven_millimetres_is_seven_millimetres():
    found = repaired(read(make_broken_wall(0.007)), RepairName.CLOSE_WALL_GAPS)
    assert found is not None
    assert found.sentence == "1 gap between walls was closed, over 7.0 mm at most."


@pytest.mark.parametrize(("gap_m", "asked"), [(0.0005, 0), (0.007, 0), (0.019, 0), (0.04, 1)])
def test_a_gap_wider_than_a_slip_is_asked_about_with_its_segment(gap_m, asked):
    leaks = told(read(make_broken_wall(gap_m)), "WALL_LEAK")
    assert len(leaks) == asked
    assert all(leak.segment == pytest.approx((5, 2 + gap_m, 5, 2)) for leak in leaks)


@pytest.mark.parametrize("gap_m", [0.007, 0.12])
def test_without_closing_gaps_two_rooms_are_one_and_the_gap_is_told(gap_m):
    draft = read(make_broken_wall(gap_m), without(RepairName.CLOSE_WALL_GAPS))
    assert [round(room.area_m2) for room in draft.rooms] == [40]
    (leak,) = told(draft, "WALL_LEAK")
    assert leak.severity == "error"
    assert leak.segment == pytest.approx((5, 2 + gap_m, 5, 2))
    found = repaired(draft, RepairName.CLOSE_WALL_GAPS)
    assert found is not None
    assert (found.count, found.max_mm, found.applied) == (1, round(gap_m * 1000, 1), False)


@pytest.mark.parametrize("gap_m", [0.3, 0.7, 1.2, 1.5])
def test_an_opening_between_two_numbers_is_closed_and_pointed_at(gap_m):
    draft = read(make_broken_wall(gap_m))
    assert [room.number for room in draft.rooms] == ["101", "102"]
    (leak,) = told(draft, "WALL_LEAK")
    assert leak.segment is not None
    assert sorted(leak.segment[1::2]) == pytest.approx([2, 2 + gap_m], abs=0.003)


def test_without_closing_openings_a_room_keeps_both_numbers():
    draft = read(make_broken_wall(0.7), without(RepairName.CLOSE_WALL_OPENINGS))
    assert [round(room.area_m2) for room in draft.rooms] == [40]
    assert told(draft, "WALL_LEAK")[0].severity == "error"
    assert told(draft, "ROOM_TWO_NUMBERS")


@pytest.mark.parametrize("gap_m", [0.0005, 0.007, 0.1])
def test_an_open_outline_is_closed_and_its_gap_stated(gap_m):
    draft = read(make_outline(gap_m))
    assert len(draft.rooms) == 2
    found = repaired(draft, RepairName.CLOSE_OUTLINES)
    assert found is not None
    assert (found.count, found.max_mm) == (1, round(gap_m * 1000, 1))


@pytest.mark.parametrize("gap_m", [0.0005, 0.007, 0.1])
def test_without_closing_outlines_an_open_one_is_no_room(gap_m):
    draft = read(make_outline(gap_m), without(RepairName.CLOSE_OUTLINES))
    assert len(draft.rooms) == 1
    (issue,) = told(draft, "ROOM_NOT_CLOSED")
    assert issue.severity == "error"
    assert issue.segment == pytest.approx((0, gap_m, 0, 0))


@pytest.mark.parametrize("gap_m", [0.003, 0.007, 0.019])
def test_lines_that_draw_an_outline_are_joined_over_a_slip(gap_m):
    draft = read(make_loose_outline(gap_m))
    assert [round(room.area_m2) for room in draft.rooms] == [20]
    found = repaired(draft, RepairName.JOIN_LINES)
    assert found is not None
    assert (found.count, found.max_mm) == (1, round(gap_m * 1000, 1))


def test_lines_are_not_joined_where_that_is_switched_off():
    draft = read(make_loose_outline(0.007), without(RepairName.JOIN_LINES))
    assert draft.rooms == ()
    found = repaired(draft, RepairName.JOIN_LINES)
    assert found is not None
    assert (found.count, found.applied) == (1, False)


def make_crossed() -> Drawing:
    doc = make_drawing()
    space = doc.modelspace()
    draw_box(space, (10, 0), (15, 4), "A-AREA")
    points = [(0, 0), (4, 4), (4, 0), (0, 4)]
    space.add_lwpolyline(points, close=True, dxfattribs={"layer": "A-AREA"})
    return doc


def test_an_outline_that_crosses_itself_is_mended_or_left_out():
    assert len(read(make_crossed()).rooms) == 3
    draft = read(make_crossed(), without(RepairName.MEND_CROSSINGS))
    assert len(draft.rooms) == 1
    assert told(draft, "ROOM_SELF_CROSSING")[0].severity == "error"


def test_a_room_that_is_drawn_twice_is_kept_once_or_twice():
    doc = make_drawing()
    for _ in range(2):
        draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    draft = read(doc)
    found = repaired(draft, RepairName.DROP_DUPLICATES)
    assert found is not None
    assert (len(draft.rooms), found.count, found.max_mm) == (1, 1, None)
    assert len(read(doc, without(RepairName.DROP_DUPLICATES)).rooms) == 2


def make_label_outside() -> Drawing:
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    attributes = {"layer": "A-AREA-IDEN"}
    text = doc.modelspace().add_text("101", height=0.2, dxfattribs=attributes)
    text.set_placement((5.4, 2))
    return doc


def test_a_label_beside_its_room_is_moved_into_it_or_told():
    draft = read(make_label_outside())
    found = repaired(draft, RepairName.MOVE_LABELS)
    assert draft.rooms[0].number == "101"
    assert found is not None
    assert found.max_mm is not None
    assert 400 <= found.max_mm <= 1000
    draft = read(make_label_outside(), without(RepairName.MOVE_LABELS))
    assert draft.rooms[0].number is None
    assert told(draft, "LABEL_WITHOUT_ROOM")


def test_layers_that_are_all_off_are_shown_or_the_drawing_refused():
    doc = make_drawing(layers=["A-AREA"])
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    doc.layers.get("A-AREA").off()
    found = repaired(read(doc), RepairName.SHOW_OFF_LAYERS)
    assert found is not None
    assert found.count == 1
    with pytest.raises(ImportRefused) as refused:
        read(doc, without(RepairName.SHOW_OFF_LAYERS))
    assert refused.value.code == "NOTHING_VISIBLE"


def test_what_lies_far_away_is_dropped_or_kept():
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    for k in range(12):
        draw_box(doc.modelspace(), (6 * k, 10), (6 * k + 5, 14), "A-AREA")
    doc.modelspace().add_line((90_000, 0), (90_001, 0), dxfattribs={"layer": "A-AREA"})
    draft = read(doc)
    found = repaired(draft, RepairName.DROP_STRAYS)
    assert found is not None
    assert found.count == 1
    assert draft.extent_m[2] < 100
    kept = read(doc, without(RepairName.DROP_STRAYS))
    assert kept.extent_m[2] == pytest.approx(90_001)


def test_a_drawing_that_needs_no_repair_states_none():
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    assert read(doc).repairs == ()


def test_what_is_switched_off_is_stated_also_where_nothing_calls_for_it():
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-AREA")
    (found,) = read(doc, without(RepairName.CLOSE_OUTLINES)).repairs
    assert (found.name, found.count, found.applied) == ("close_outlines", 0, False)
    assert found.sentence == "Switched off; nothing here calls for it."


def test_decimal_commas_are_read_as_points_or_told_as_unreadable(tmp_path):
    draft = read_commas(tmp_path, Profile())
    assert [round(room.area_m2, 2) for room in draft.rooms] == [22.0]
    found = repaired(draft, RepairName.READ_DECIMAL_COMMAS)
    assert found is not None
    assert found.count > 0
    draft = read_commas(tmp_path, without(RepairName.READ_DECIMAL_COMMAS))
    assert [round(room.area_m2, 2) for room in draft.rooms] == [20.0]
    assert told(draft, "COORDINATE_UNREADABLE")


def read_commas(folder, profile: Profile) -> FloorPlanDraft:
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5.5, 4), "A-AREA")
    path = folder / "commas.dxf"
    path.write_text(text_of(doc).replace("\n5.5\n", "\n5,5\n"))
    return DxfImporter().read(path, profile, Limits(), lambda _stage, _share: None)


def test_a_file_that_breaks_the_rules_is_refused_without_the_tolerant_reader(tmp_path):
    with pytest.raises(ImportRefused) as refused:
        read_commas(tmp_path, without(RepairName.RECOVER_STRUCTURE))
    assert refused.value.code == "DRAWING_DAMAGED"


@pytest.mark.parametrize("name", RepairName)
def test_every_repair_says_in_one_sentence_what_it_does(name):
    assert about(name).endswith(".")
    assert about(name)[0].isupper()
