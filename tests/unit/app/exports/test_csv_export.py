"""CSV of a floor's spaces: what a spreadsheet shows, and what no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from app.exports.csv import COLUMNS, as_written, defused
from app.exports.formats import FORMATS, Options
from floorplans.plans.exporting.exported import ExportedFloor
from tests.support.exports import HARD_NAMES


def rows(floor: ExportedFloor) -> list[dict[str, str]]:
    text = FORMATS["csv"].write(floor, Options()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_space_has_a_line_with_its_id(floor: ExportedFloor) -> None:
    found = rows(floor)
    assert tuple(found[0]) == COLUMNS
    assert [row["id"] for row in found] == [str(space.id) for space in floor.spaces]


def test_a_line_tells_what_is_known_of_a_desk(floor: ExportedFloor) -> None:
    desk = next(row for row in rows(floor) if row["number"] == "D-0")
    del desk["id"]
    assert desk == {
        "building": "Haus Ängström",
        "floor": "2. Obergeschoß",
        "number": "D-0",
        "name": "",
        "kind": "desk",
        "category": "desk",
        "capacity": "1",
        "features": "",
        "bookable": "yes",
        "bookable_places": "",
        "area_m2": "1.28",
    }


def test_a_bench_tells_how_many_may_book_it_at_once(floor: ExportedFloor) -> None:
    bench = replace(floor.spaces[-1], places=12)
    (row,) = rows(replace(floor, spaces=(bench,)))
    assert row["bookable_places"] == "12"


def test_hard_names_come_back_as_they_were(floor: ExportedFloor) -> None:
    assert set(HARD_NAMES) <= {as_written(row["name"]) for row in rows(floor)}


def test_no_cell_begins_a_formula(floor: ExportedFloor) -> None:
    cells = [cell for row in rows(floor) for cell in row.values()]
    assert "'=Summe Süd" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49 30 1", "-1.07", "@home", "\tx", "\rx", "\nx", "'quoted'", "''", "'=x"),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "plain", ""),
    ],
)
def test_what_was_defused_can_be_had_back(text: str) -> None:
    assert as_written(defused(text)) == text


@pytest.mark.parametrize("active", "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
def test_what_begins_a_formula_in_some_spreadsheet_is_defused(active: str) -> None:
    assert defused(f"{active}cmd|' /C calc'!A0").startswith("'")


def test_a_spreadsheet_sees_that_the_letters_are_utf_8(floor: ExportedFloor) -> None:
    assert FORMATS["csv"].write(floor, Options()).startswith(b"\xef\xbb\xbfbuilding,floor")
