"""What surrounds a floor on its sheet is named and left out."""

from __future__ import annotations

import pytest

from importers.draft import DraftView, FloorPlanDraft
from tests.corpus.office import NUMBERS, Style, box
from tests.corpus.sheet_reading import Reader, codes, is_one_office, read_file
from tests.corpus.sheets import SheetPen
from tests.support.plans import drawings

SHEETS = {path.stem: path for path in drawings("floors") if path.stem.startswith("pavilion")}


def kinds(draft: FloorPlanDraft) -> dict[str, str]:
    return {view.name: view.kind for view in draft.views}


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


@pytest.mark.parametrize("away", [400.0, 1000.0])
def test_a_stray_line_far_away_is_ignored_and_reported(read: Reader, away: float) -> None:
    draft = read(SheetPen().plan(0, 0).lines([(away, 0), (away + 0.3, 0)]))
    assert is_one_office(draft)
    assert "STRAY_CONTENT" in codes(draft)
    assert draft.extent_m[2] < 30


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
