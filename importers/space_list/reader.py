"""From a table to spaces with the line each stands on, and to what is wrong with which line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from importers.issues import ImportRefused
from importers.space_list import words
from importers.space_list.table import Row, read_table

LARGEST_CAPACITY = MOST_PLACES = 10_000
_TEXTS = ("building", "floor", "number", "name", "zone")
LONGEST_TEXT = 120
LONGEST_FEATURE, MOST_FEATURES = 64, 20
_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0*)?(?:\s*\D{0,20})?")
_BETWEEN = re.compile(r"\s*[;,|/\n]\s*")
_FEATURE = re.compile(r"[\w .:/+-]+")
#: What our own export puts before a cell that a spreadsheet would take for a formula.
DEFUSED = re.compile(r"'(?=[=+\-@'\uff1d\uff0b\uff0d\uff20])")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row; what is None was left empty, or has no column, and is not to be changed."""

    line: int
    building: str | None = None
    floor: str | None = None
    number: str | None = None
    name: str | None = None
    kind: str | None = None
    category: str | None = None
    capacity: int | None = None
    features: tuple[str, ...] | None = None
    bookable: bool | None = None
    places: int | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be used, for a person, with what to do."""

    line: int
    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class SpaceList:
    """``unknown`` are headers that were passed over; ``columns`` are those that were found."""

    rows: tuple[Listed, ...]
    problems: tuple[RowProblem, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


class _Bad(Exception):
    """A cell that makes no sense."""

    code: str
    message: str
    advice: str

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.advice = advice


def read_list(content: bytes, categories: Collection[str]) -> SpaceList:
    """The rows of a list; ``categories`` are those that a space may have.

    Raises ``ImportRefused`` for what is no list of spaces; bad rows are told, not raised.
    """
    table = read_table(content, words.column_of)
    places, unknown = _columns(table.header)
    rows, problems = [], []
    for row in table.rows:
        try:
            rows.append(_listed(row, places, categories))
        except _Bad as bad:
            problems.append(RowProblem(row.line, bad.code, bad.message, bad.advice))
    return SpaceList(tuple(rows), tuple(problems), tuple(places), unknown)


def _columns(header: Row) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the headers that say nothing."""
    places: dict[str, int] = {}
    unknown = []
    for place, cell in sorted(enumerate(header.cells), key=lambda one: _is_weak(one[1])):
        column = words.column_of(cell)
        if column is None or (column in places and _is_weak(cell)):
            if cell and words.plain(cell) not in words.SKIPPED:
                unknown.append(cell[:60])
        elif column in places:
            raise ImportRefused(
                "LIST_COLUMN_TWICE",
                f"Two columns of the list stand for “{column}”, the second is “{cell[:60]}”.",
                "Delete or rename one of them.",
            )
        else:
            places[column] = place
    if "number" not in places and "name" not in places:
        found = ", ".join(f"“{cell[:30]}”" for cell in header.cells[:12] if cell)
        raise ImportRefused(
            "LIST_WITHOUT_NUMBERS",
            f"No column of the list holds the numbers of spaces; its first line says {found}.",
            f"Write the names of the columns into the first line: {', '.join(words.COLUMNS)}.",
        )
    return places, tuple(unknown)


def _is_weak(cell: str) -> bool:
    return words.plain(cell) in words.WEAK


def _listed(row: Row, places: Mapping[str, int], categories: Collection[str]) -> Listed:
    cells = {
        column: DEFUSED.sub("", row.cells[place], count=1)
        for column, place in places.items()
        if place < len(row.cells) and row.cells[place]
    }
    for column in _TEXTS:
        if len(cells.get(column, "")) > LONGEST_TEXT:
            raise _Bad(
                "LIST_TEXT_TOO_LONG",
                f"“{column}” has {len(cells[column])} characters; {LONGEST_TEXT} can be kept.",
                "Shorten it.",
            )
    if "number" not in cells and "name" not in cells:
        raise _Bad(
            "LIST_ROW_WITHOUT_NUMBER",
            "The row has neither a number nor a name.",
            "Write the number that the space has on the plan.",
        )
    return Listed(
        row.line,
        building=cells.get("building"),
        floor=cells.get("floor"),
        number=cells.get("number"),
        name=cells.get("name"),
        kind=_kind(cells.get("kind")),
        category=_category(cells.get("category"), categories),
        capacity=_capacity(cells.get("capacity")),
        features=_features(cells.get("features")),
        bookable=_bookable(cells.get("bookable")),
        places=_places(cells.get("bookable places")),
        zone=cells.get("zone"),
    )


def _kind(text: str | None) -> str | None:
    kind = None if text is None else words.kind_of(text)
    if text is not None and kind is None:
        raise _Bad(
            "LIST_KIND_UNKNOWN",
            f"The kind “{text[:40]}” is not known.",
            "Write desk, room, booth, parking, locker or area.",
        )
    return kind


def _category(text: str | None, categories: Collection[str]) -> str | None:
    if text is None:
        return None
    written = text.strip().casefold()
    found = written if written in categories else words.category_of(text)
    if found is None:
        raise _Bad(
            "LIST_CATEGORY_UNKNOWN",
            f"The category “{text[:40]}” is not known.",
            "Write one of IMDF, such as office, conferenceroom, kitchen or storage.",
        )
    return found


def _whole(text: str) -> int:
    """The whole number in a cell, 0 where there is none."""
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else 0


def _places(text: str | None) -> int | None:
    if text is None:
        return None
    count = _whole(text)
    if not 1 <= count <= MOST_PLACES:
        raise _Bad(
            "LIST_PLACES_UNUSABLE",
            f"“{text[:40]}” is no number of places that can be booked at once.",
            f"Write a whole number from 1 to {MOST_PLACES:,}, or leave the cell empty.",
        )
    return count


def _capacity(text: str | None) -> int | None:
    if text is None:
        return None
    count = _whole(text)
    if not 1 <= count <= LARGEST_CAPACITY:
        raise _Bad(
            "LIST_CAPACITY_UNUSABLE",
            f"The capacity “{text[:40]}” is no number of people.",
            f"Write a whole number from 1 to {LARGEST_CAPACITY:,}, or leave the cell empty.",
        )
    return count


def _features(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    found = tuple(dict.fromkeys(part for part in _BETWEEN.split(text) if part))
    bad = [one for one in found if len(one) > LONGEST_FEATURE or not _FEATURE.fullmatch(one)]
    if bad or len(found) > MOST_FEATURES:
        raise _Bad(
            "LIST_FEATURES_UNUSABLE",
            f"“{(bad or found)[0][:40]}” cannot be a feature, or there are too many.",
            f"Write up to {MOST_FEATURES} short words with a semicolon between them.",
        )
    return found


def _bookable(text: str | None) -> bool | None:
    told = None if text is None else words.truth_of(text)
    if text is not None and told is None:
        raise _Bad(
            "LIST_BOOKABLE_UNCLEAR",
            f"“{text[:40]}” does not say whether the space can be booked.",
            "Write yes or no, or leave the cell empty.",
        )
    return told
