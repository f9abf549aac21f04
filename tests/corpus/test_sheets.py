"""Several drawings on one sheet: which of them is the floor, and which others it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.grown import write_grown
from importers.codec import dumps
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from tests.corpus.office import NUMBERS, ROOMS, Style, box
from tests.corpus.sheet_reading import Reader, codes, is_one_office, read_file
from tests.corpus.sheets import NO_ROOMS, SECOND, SheetPen

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


def chosen(draft: FloorPlanDraft) -> list[str]:
    return [view.name for view in draft.views if view.chosen]


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


def test_equal_rows_of_rooms_with_corridors_between_them_are_one_floor(tmp_path: Path) -> None:
    path = tmp_path / "rows.dxf"
    rooms = write_grown(path, 4_000)
    found = read_file(path)
    assert found.views == ()
    assert len(found.rooms) == rooms


def test_reading_a_sheet_twice_gives_the_same_bytes(read: Reader) -> None:
    assert dumps(read(two_floors())) == dumps(read(two_floors()))
