"""Several drawings on one sheet: the floor is read, the others are named and left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.grown import write_grown
from importers.base import Limits
from importers.codec import dumps
from importers.draft import DraftView, FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.corpus.office import DESKS, NUMBERS, ROOMS, Style, box
from tests.corpus.sheets import NO_ROOMS, SECOND, SheetPen
from tests.support.plans import drawings

Reader = Callable[..., FloorPlanDraft]
NAMELESS = Style(room=None, labels="none")
ONE_LAYER = Style(
    unit_per_m=100.0,
    header=0,
    room=None,
    wall="0",
    door="0",
    furniture="0",
    number="0",
    name="0",
)
GERMAN_BLOCK = (
    "Projekt: Neubau",
    "Plan: Grundriss 1. OG",
    "Maßstab 1:100",
    "Datum 3.5.",
    "Blatt 2",
)
SHEETS = {path.stem: path for path in drawings("floors") if path.stem.startswith("pavilion")}


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(sheet: SheetPen, view: str | None = None) -> FloorPlanDraft:
        path = tmp_path / "sheet.dxf"
        sheet.drawing().saveas(path)
        return read_file(path, view)

    return reader


def read_file(path: Path, view: str | None = None) -> FloorPlanDraft:
    return DxfImporter().read(path, Profile(view=view), Limits(), lambda stage, share: None)


def kinds(draft: FloorPlanDraft) -> dict[str, str]:
    return {view.name: view.kind for view in draft.views}


def chosen(draft: FloorPlanDraft) -> list[str]:
    return [view.name for view in draft.views if view.chosen]


def codes(draft: FloorPlanDraft) -> list[str]:
    return [issue.code for issue in draft.issues]


def is_one_office(draft: FloorPlanDraft) -> bool:
    return (len(draft.rooms), len(draft.desks)) == (ROOMS, DESKS)


def numbers(draft: FloorPlanDraft) -> set[str | None]:
    return {room.number for room in draft.rooms}


def two_floors(style: Style = NO_ROOMS) -> SheetPen:
    sheet = SheetPen(style).plan(0, 0).plan(26, 0, SECOND)
    return sheet.title("Erdgeschoss  M 1:100", 5, -2.5).title("1. Obergeschoss", 31, -2.5)


def test_of_two_titled_floors_the_ground_floor_is_read(read: Reader) -> None:
    draft = read(two_floors())
    assert is_one_office(draft)
    assert numbers(draft) == set(NUMBERS)
    assert [(v.number, v.name, v.ordinal, v.chosen) for v in draft.views] == [
        (1, "Erdgeschoss", 0, True),
        (2, "1. Obergeschoss", 1, False),
    ]


def test_several_floors_are_told_with_the_way_to_choose(read: Reader) -> None:
    issues = {issue.code: issue for issue in read(two_floors()).issues}
    assert "1 (Erdgeschoss), 2 (1. Obergeschoss)" in issues["SEVERAL_FLOORS"].message
    assert "--view" in issues["SEVERAL_FLOORS"].advice
    left_out = issues["VIEW_LEFT_OUT"]
    assert "“1. Obergeschoss”" in left_out.message
    assert left_out.x is not None
    assert 26 < left_out.x < 46


@pytest.mark.parametrize("view", ["1. Obergeschoss", "1. obergeschoss", "2", "OG 1", "1st floor"])
def test_a_floor_is_chosen_by_name_by_number_or_by_storey(read: Reader, view: str) -> None:
    draft = read(two_floors(), view)
    assert chosen(draft) == ["1. Obergeschoss"]
    assert numbers(draft) == set(SECOND)
    assert "SEVERAL_FLOORS" not in codes(draft)


def test_all_reads_everything_as_one_floor(read: Reader) -> None:
    draft = read(two_floors(), "all")
    assert len(draft.rooms) == 2 * ROOMS
    assert "VIEW_LEFT_OUT" not in codes(draft)


def test_a_floor_that_is_not_there_is_refused_with_those_that_are(read: Reader) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(two_floors(), "Keller")
    assert refused.value.code == "VIEW_NOT_FOUND"
    assert "2 (1. Obergeschoss)" in refused.value.message


def test_a_view_asked_of_a_drawing_with_one_plan_is_told(read: Reader) -> None:
    draft = read(SheetPen().plan(0, 0), "Keller")
    assert is_one_office(draft)
    assert "VIEW_NOT_THERE" in codes(draft)


def test_a_drawing_of_one_plan_has_no_views(read: Reader) -> None:
    draft = read(SheetPen().plan(0, 0))
    assert draft.views == ()
    assert is_one_office(draft)


def test_the_unit_is_decided_by_the_floor_and_not_by_the_sheet(read: Reader) -> None:
    sheet = SheetPen(ONE_LAYER)
    for number in range(6):
        sheet.plan(60 * number, 0).title(f"Level {number}", 60 * number + 5, -2.5)
    draft = read(sheet)
    assert (draft.units.name, draft.units.certain) == ("cm", True)
    assert "21 m" in next(e.detail for e in draft.units.evidence if e.source == "extent")


def test_titles_above_each_plan_name_the_plan_below_them(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).plan(0, 17, SECOND)
    sheet.title("GROUND FLOOR PLAN", 4, 13.2).title("FIRST FLOOR PLAN", 4, 30.2)
    draft = read(sheet)
    assert [(v.name, round(v.extent_m[1])) for v in draft.views] == [
        ("GROUND FLOOR PLAN", 0),
        ("FIRST FLOOR PLAN", 17),
    ]


def test_titles_below_each_plan_name_the_plan_above_them(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).plan(0, 17, SECOND)
    sheet.title("Begane grond", 4, -2.5).title("1e verdieping", 4, 14.5)
    draft = read(sheet)
    assert [(v.name, round(v.extent_m[1])) for v in draft.views] == [
        ("Begane grond", 0),
        ("1e verdieping", 17),
    ]


def test_level_one_is_the_ground_floor_where_none_is_named_ground(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).plan(26, 0, SECOND)
    draft = read(sheet.title("SECOND FLOOR", 31, -2.5).title("FIRST FLOOR", 5, -2.5))
    assert [(v.name, v.ordinal) for v in draft.views] == [("FIRST FLOOR", 0), ("SECOND FLOOR", 1)]


@pytest.mark.parametrize("style", [NO_ROOMS, NAMELESS], ids=["same numbers", "no labels"])
def test_four_plans_in_a_row_without_titles_are_four_floors(read: Reader, style: Style) -> None:
    sheet = SheetPen(style)
    for number in range(4):
        sheet.plan(25 * number, 0)
    draft = read(sheet)
    assert len(draft.rooms) == ROOMS
    assert [v.name for v in draft.views] == ["Plan 1", "Plan 2", "Plan 3", "Plan 4"]


def test_numbers_of_rooms_tell_the_storeys_of_plans_without_titles(read: Reader) -> None:
    draft = read(SheetPen().plan(0, 0, SECOND).plan(26, 0))
    assert [(v.ordinal, round(v.extent_m[0])) for v in draft.views] == [(1, 26), (2, 0)]


def test_two_like_plans_without_any_proof_stay_one_floor_and_are_told(read: Reader) -> None:
    draft = read(SheetPen(NAMELESS).plan(0, 0).plan(30, 9))
    assert len(draft.rooms) == 2 * ROOMS
    assert "PLANS_ALIKE" in codes(draft)


def test_wings_that_count_their_rooms_apart_stay_one_floor(read: Reader) -> None:
    wings = [tuple(f"{wing}{number}" for number in NUMBERS) for wing in "AB"]
    draft = read(SheetPen().plan(0, 0, wings[0]).plan(0, 20, wings[1]))
    assert len(draft.rooms) == 2 * ROOMS
    assert not {"PLANS_ALIKE", "SEVERAL_FLOORS"}.intersection(codes(draft))


def test_wings_titled_with_one_storey_stay_one_floor(read: Reader) -> None:
    wings = [tuple(f"{wing}{number}" for number in NUMBERS) for wing in "AB"]
    sheet = SheetPen().plan(0, 0, wings[0]).plan(0, 20, wings[1])
    sheet.title("Ground floor, wing A", 3, -2).title("Ground floor, wing B", 3, 18)
    assert len(read(sheet).rooms) == 2 * ROOMS


def test_a_pavilion_apart_from_its_building_stays_with_it(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0)
    for corners in (box(30, 0, 36, 6), box(30.2, 0.2, 35.8, 5.8)):
        sheet.lines([*corners, corners[0]], "A-WALL")
    draft = read(sheet)
    assert draft.views == ()
    assert draft.extent_m[2] == pytest.approx(36)


@pytest.mark.parametrize("titled", [True, False], ids=["titled", "without titles"])
def test_elevations_and_a_section_are_left_out(read: Reader, titled: bool) -> None:
    sheet = SheetPen().plan(0, 0).elevation(30, 0).elevation(30, 16).elevation(62, 0, 12.2)
    sheet.elevation(62, 16, 12.2).section(30, 32)
    if titled:
        sheet.title("Grundriss EG", 5, -2).title("Schnitt A-A", 36, 30)
        for words, x, y in (("Nord", 34, -2), ("Süd", 34, 14), ("Ost", 64, -2), ("West", 64, 14)):
            sheet.title(f"Ansicht {words}", x, y)
    draft = read(sheet)
    assert is_one_office(draft)
    found = sorted(kinds(draft).values())
    assert found == ["elevation"] * 4 + ["floor_plan", "section"]


def test_marks_of_sections_and_fronts_around_a_plan_do_not_make_it_one(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).elevation(30, 0).title("Ansicht Nord", 34, -2)
    sheet.title("Ansicht Ost", 22, 6, 0.3).title("Ansicht Süd", 8, -1.5, 0.3)
    sheet.title("Schnitt A-A", -4, 6, 0.3).title("Schnitt A-A", 22, 8, 0.3)
    draft = read(sheet)
    assert is_one_office(draft)
    assert sorted(kinds(draft).values()) == ["elevation", "floor_plan"]


def test_a_frame_with_title_block_and_legend_is_left_out(read: Reader) -> None:
    sheet = SheetPen().plan(8, 12).frame(0, 0, 59.4, 42).title_block(40.4, 1).legend(40, 25)
    draft = read(sheet.title("FLOOR PLAN", 14, 9))
    assert is_one_office(draft)
    assert kinds(draft) == {
        "FLOOR PLAN": "floor_plan",
        "LEGEND": "legend",
        "Title block": "title_block",
    }
    assert draft.extent_m[2] < 30


def test_a_plan_without_a_title_is_named_by_its_title_block(read: Reader) -> None:
    sheet = SheetPen().plan(8, 12).frame(0, 0, 59.4, 42).title_block(40.4, 1, GERMAN_BLOCK)
    view = read(sheet).views[0]
    assert (view.name, view.ordinal) == ("Grundriss 1. OG", 1)


def test_each_frame_of_several_names_its_own_plan(read: Reader) -> None:
    sheet = SheetPen()
    for x, storey, rooms in ((0, "EG", NUMBERS), (70, "1. OG", SECOND)):
        rows = ("Projekt: Neubau", f"Plan: Grundriss {storey}", "Maßstab 1:100", "Datum 3.5.")
        sheet.plan(x + 8, 12, rooms).frame(x, 0, 59.4, 42).title_block(x + 40.4, 1, rows)
    draft = read(sheet)
    assert is_one_office(draft)
    assert [v.name for v in draft.views[:2]] == ["Grundriss EG", "Grundriss 1. OG"]


def test_a_title_block_of_loose_lines_along_the_edge_is_left_out(read: Reader) -> None:
    sheet = SheetPen().plan(4, 6).lines([*box(0, 0, 45, 30), (0, 0)])
    sheet.lines([(35, 1), (35, 29)])
    for row, words in enumerate(("Project", "Date", "Scale 1:100", "Drawn by")):
        sheet.lines([(35, 1 + 2 * row), (44, 1 + 2 * row)]).title(words, 35.4, 1.4 + 2 * row)
    draft = read(sheet)
    assert is_one_office(draft)
    assert sorted(kinds(draft).values()) == ["floor_plan", "title_block"]


def test_a_wall_around_islands_of_desks_is_no_frame(read: Reader) -> None:
    sheet = SheetPen(Style(room=None))
    sheet.lines([*box(0, 0, 30, 16), (0, 0)], "WAND").lines([(1, 0.1), (1, 1)], "WAND")
    for x in (5, 20):
        for row in range(4):
            sheet.at(x, 3 + 2.5 * row).insert("DESK", (0, 0), "A-FURN")
            sheet.at(x, 2.35 + 2.5 * row).insert("CHAIR", (0, 0), "A-FURN", 180)
    draft = read(sheet)
    assert draft.views == ()
    assert len(draft.rooms) == 1
    assert len(draft.desks) == 8


def test_a_table_of_rooms_is_no_part_of_the_floor(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).title("ROOM SCHEDULE", 26, 8.4)
    for row in range(9):
        sheet.lines([(26, row), (40, row)])
        sheet.title(f"{101 + row}", 26.3, row + 0.3, 0.3).title("Office", 28.3, row + 0.3, 0.3)
    for x in (26, 28, 34, 40):
        sheet.lines([(x, 0), (x, 8)])
    draft = read(sheet)
    assert is_one_office(draft)
    assert kinds(draft)["ROOM SCHEDULE"] == "schedule"


def test_spot_heights_on_a_plan_do_not_make_it_stand_upright(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0)
    sheet.lines([*box(30, 0, 50.2, 12.2), (30, 0)], "A-WALL")
    sheet.lines([(36, 0), (36, 12.2)], "A-WALL").lines([(30, 6), (50.2, 6)], "A-WALL")
    for x, y, height in ((31, 2, "+0.00"), (33, 2.5, "+0.15"), (40, 9, "-0.30")):
        sheet.title(height, x, y, 0.2)
    assert read(sheet).views == ()


def test_the_same_floor_with_its_cables_is_not_another_floor(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).plan(26, 0)
    draft = read(sheet.title("FLOOR PLAN", 5, -2.5).title("ELECTRICAL PLAN", 31, -2.5))
    assert is_one_office(draft)
    assert kinds(draft) == {"FLOOR PLAN": "floor_plan", "ELECTRICAL PLAN": "technical_plan"}


@pytest.mark.parametrize("layer", ["ACHSEN", "LINES"])
def test_axes_through_two_titled_floors_do_not_make_them_one(read: Reader, layer: str) -> None:
    sheet = SheetPen().plan(0, 0).plan(26, 0, SECOND).title("EG", 5, -4).title("OG", 31, -4)
    draft = read(sheet.lines([(-3, 6), (52, 6)], layer).lines([(-3, 0), (52, 0)], layer))
    assert is_one_office(draft)
    assert [v.name for v in draft.views] == ["EG", "OG"]


def test_titled_floors_are_told_apart_across_a_narrow_gap(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).plan(21.9, 0, SECOND)
    draft = read(sheet.title("EG", 5, -2).title("OG", 27, -2))
    assert is_one_office(draft)


def test_a_sheet_of_elevations_only_is_read_and_told(read: Reader) -> None:
    sheet = SheetPen().elevation(0, 0).elevation(40, 0)
    draft = read(sheet.title("Ansicht Nord", 4, -2).title("Ansicht Süd", 44, -2))
    assert "NO_FLOOR_PLAN_FOUND" in codes(draft)
    assert all(view.chosen for view in draft.views)


def test_details_at_another_scale_are_left_out(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).detail(30, 0).detail(45, 0)
    draft = read(sheet.title("Detail 1  1:10", 31, -2).title("Detail 2  1:10", 46, -2))
    assert is_one_office(draft)
    assert sorted(kinds(draft).values()) == ["detail", "detail", "floor_plan"]


def test_a_roof_plan_is_left_out(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0).title("Rez-de-chaussée", 4, -2).title("Plan de toiture", 34, -2)
    corners = box(30, 0, 50, 12)
    sheet.lines([*corners, corners[0]]).lines([(30, 0), (36, 6), (44, 6), (50, 0)])
    draft = read(sheet.lines([(30, 12), (36, 6)]).lines([(44, 6), (50, 12)]))
    assert is_one_office(draft)
    assert kinds(draft)["Plan de toiture"] == "roof_plan"


@pytest.mark.parametrize("turn", [30.0, 90.0])
def test_a_sheet_that_lies_askew_is_read_the_same(read: Reader, turn: float) -> None:
    sheet = SheetPen(Style(room=None, turn_deg=turn)).plan(0, 0).plan(30, 0, SECOND)
    draft = read(sheet.title("Ground floor", 4, -2.5).title("First floor", 34, -2.5))
    assert is_one_office(draft)
    assert chosen(draft) == ["Ground floor"]


def test_everything_on_one_layer_in_another_unit_is_read_the_same(read: Reader) -> None:
    draft = read(two_floors(ONE_LAYER))
    assert is_one_office(draft)
    assert chosen(draft) == ["Erdgeschoss"]


@pytest.mark.parametrize("away", [400.0, 1000.0])
def test_a_stray_line_far_away_is_ignored_and_reported(read: Reader, away: float) -> None:
    draft = read(SheetPen().plan(0, 0).lines([(away, 0), (away + 0.3, 0)]))
    assert is_one_office(draft)
    assert "STRAY_CONTENT" in codes(draft)
    assert draft.extent_m[2] < 30


def test_equal_rows_of_rooms_with_corridors_between_them_are_one_floor(tmp_path: Path) -> None:
    path = tmp_path / "rows.dxf"
    rooms = write_grown(path, 4_000)
    found = read_file(path)
    assert found.views == ()
    assert len(found.rooms) == rooms


def test_a_stray_line_a_kilometre_from_a_large_floor_is_ignored_and_located(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0)
    for number in range(1, 6):
        # Wings that touch each other make one floor of 121 m.
        sheet.plan(20 * number, 0, tuple(f"{number + 1}{rest[1:]}" for rest in NUMBERS))
    draft = read(sheet.lines([(1060, 0), (1060.3, 0)]))
    assert draft.extent_m[2] < 130
    stray = next(issue for issue in draft.issues if issue.code == "STRAY_CONTENT")
    assert stray.x == pytest.approx(1060)


def test_a_stray_block_far_away_is_ignored_and_reported(read: Reader) -> None:
    sheet = SheetPen().plan(0, 0)
    sheet.at(900, 900).insert("DESK", (0, 0), "A-FURN")
    draft = read(sheet)
    assert is_one_office(draft)
    assert "STRAY_CONTENT" in codes(draft)


def test_a_stray_text_far_away_is_ignored_and_reported(read: Reader) -> None:
    draft = read(SheetPen().plan(0, 0).title("x", 1500, 0))
    assert is_one_office(draft)
    assert "STRAY_CONTENT" in codes(draft)


def test_reading_a_sheet_twice_gives_the_same_bytes(read: Reader) -> None:
    assert dumps(read(two_floors())) == dumps(read(two_floors()))


@pytest.mark.skipif("pavilion-sheet" not in SHEETS, reason="the drawing is not at hand")
def test_a_pavilion_is_read_without_its_roof_plan_and_elevations() -> None:
    sheet, alone = read_file(SHEETS["pavilion-sheet"]), read_file(SHEETS["pavilion"])
    floors = [v for v in sheet.views if v.kind == "floor_plan"]
    assert [v.chosen for v in floors] == [True]
    assert sorted(v.kind for v in sheet.views if v not in floors) == [
        *["elevation"] * 4,
        "roof_plan",
    ]
    assert _extent(floors[0]) == pytest.approx(alone.extent_m, abs=0.1)
    assert len(sheet.rooms) == len(alone.rooms)


def _extent(view: DraftView) -> tuple[float, float, float, float]:
    return view.extent_m
