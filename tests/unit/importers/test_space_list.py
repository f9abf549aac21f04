"""Lists of spaces are read as spreadsheets of any country write them, and bad rows are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.codes import CODES
from importers.issues import ImportRefused
from importers.space_list import SpaceList, read_list
from importers.space_list.table import LIST_ROWS
from importers.space_list.words import column_of
from tests.support.slowness import soon

CATEGORIES = ("office", "conferenceroom", "desk", "kitchen")
ENGLISH = "Building,Floor,Number,Name,Kind,Capacity,Features,Bookable,Zone"


def read(content: str | bytes) -> SpaceList:
    raw = content.encode() if isinstance(content, str) else content
    return read_list(raw, CATEGORIES)


def refused(content: str | bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(content)
    assert "refused" in CODES[caught.value.code].told
    return caught.value


def test_a_row_says_all_that_its_cells_say():
    (row,) = read(f"{ENGLISH}\nNorth,1,101,Blue,room,8,screen; whiteboard,yes,Sales\n").rows
    assert (row.line, row.building, row.floor, row.number, row.name) == (
        2, "North", "1", "101", "Blue",
    )  # fmt: skip
    assert (row.kind, row.capacity, row.bookable, row.zone) == ("room", 8, True, "Sales")
    assert row.features == ("screen", "whiteboard")


def test_an_empty_cell_says_nothing():
    (row,) = read(f"{ENGLISH}\n,,101,,,,,,\n").rows
    assert (row.name, row.capacity, row.features, row.bookable) == (None, None, None, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_delimiter_and_encoding_are_found(delimiter, encoding):
    header = delimiter.join(("Gebäude", "Stockwerk", "Raumnummer", "Bezeichnung", "Plätze"))
    row = delimiter.join(("Süd", "1. OG", "101", "Größe", "4"))
    (told,) = read(f"{header}\r\n{row}\r\n".encode(encoding)).rows
    assert (told.building, told.floor, told.number, told.name) == ("Süd", "1. OG", "101", "Größe")
    assert told.capacity == 4


def test_cyrillic_is_told_from_latin_by_the_header():
    (told,) = read("Здание;Этаж;Номер;Мест\nЮля;1;101;6\n".encode("cp1251")).rows
    assert (told.building, told.number, told.capacity) == ("Юля", "101", 6)


def test_the_line_with_which_excel_names_the_delimiter_is_no_header():
    assert read("sep=;\nnumber;name\n101;Blue, large\n").rows[0].name == "Blue, large"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Room No.", "number"), ("RAUM-NR", "number"), ("N°", None), ("Étage", "floor"),
        ("capacité", "capacity"), ("Buchbare Plätze", "bookable places"),
        ("places", "capacity"), ("Buchbar", "bookable"), ("Edificio", "building"),
        ("  Sitzplätze ", "capacity"), ("Equipment", "features"), ("", None), ("Cost", None),
    ],
)  # fmt: skip
def test_headers_are_known_in_several_languages(header, column):
    assert column_of(header) == column


def test_a_column_that_is_not_known_is_told_and_passed_over():
    told = read("number,cost centre,area_m2\n101,4711,20\n")
    assert told.unknown == ("cost centre",)
    assert told.rows[0].number == "101"


def test_a_vague_header_gives_way_to_a_clear_one():
    told = read("Room,Number\nBlue,101\n")
    assert told.rows[0].number == "101"
    assert told.unknown == ("Room",)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (",Blue,room,4,,", None),
        (",,room,4,,", "LIST_ROW_WITHOUT_NUMBER"),
        ("101,,spaceship,4,,", "LIST_KIND_UNKNOWN"),
        ("101,,room,many,,", "LIST_CAPACITY_UNUSABLE"),
        ("101,,room,0,,", "LIST_CAPACITY_UNUSABLE"),
        ("101,,room,-3,,", "LIST_CAPACITY_UNUSABLE"),
        ("101,,room,4 people,,", None),
        ('101,,room,"4,0",,', None),
        ("101,,room,4,a<b,", "LIST_FEATURES_UNUSABLE"),
        ("101,,room,4,,perhaps", "LIST_BOOKABLE_UNCLEAR"),
        ("101,,room,4,,JA", None),
        ("101,,desk,,,,12", None),
        ("101,,desk,,,,0", "LIST_PLACES_UNUSABLE"),
        ("101,,desk,,,,a few", "LIST_PLACES_UNUSABLE"),
        (f"101,{'x' * 121},room,4,,", "LIST_TEXT_TOO_LONG"),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_others_stay(cells, code):
    header = "number,name,kind,capacity,features,bookable,bookable_places"
    told = read(f'{header}\n"7\n8",,,,,\n{cells}\n9,,,,,\n')
    assert [problem.code for problem in told.problems] == ([code] if code else [])
    assert all((p.line, bool(p.advice)) == (4, True) and p.code in CODES for p in told.problems)
    assert [row.line for row in told.rows] == ([2, 5] if code else [2, 4, 5])


def test_a_category_is_one_of_imdf_or_a_word_of_people():
    told = read("number,category\n1,conferenceroom\n2,Besprechungsraum\n3,nonsense\n")
    assert [row.category for row in told.rows] == ["conferenceroom", "conferenceroom"]
    assert told.problems[0].code == "LIST_CATEGORY_UNKNOWN"


def test_what_our_export_defused_is_as_it_was():
    assert read("number,name\n'=1,'-x\n").rows[0].number == "=1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\xef\xbb\xbf \r\n", "FILE_EMPTY"),
        (b"name of nothing,cost\n1,2\n", "LIST_WITHOUT_NUMBERS"),
        (b"number,nr\n1,2\n", "LIST_COLUMN_TWICE"),
        (b'number,name\n1,"open\n2,b\n', "LIST_NOT_READABLE"),
        (b"number\x00,name\n", "LIST_NOT_READABLE"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "LIST_NOT_READABLE"),
        (b"number\n" + b"1\n" * (LIST_ROWS + 2), "LIST_TOO_LARGE"),
        (b"number\n" + b"x" * 11_000_000, "LIST_TOO_LARGE"),
        (b"\xff\xfe\x00\xd8", "LIST_NOT_READABLE"),
    ],
)
def test_what_is_no_list_has_a_code(content, code):
    assert refused(content).code == code


@given(st.binary(max_size=300))
def test_any_bytes_give_a_list_or_a_code(content):
    codes = set(CODES)
    try:
        found = {problem.code for problem in read(content).problems}
    except ImportRefused as no:
        found = {no.code}
    assert found <= codes


@given(st.lists(st.text(max_size=20), min_size=2, max_size=6))
def test_any_row_gives_a_space_or_a_problem_on_its_line(cells):
    text = ",".join('"' + cell.replace('"', '""').replace("\x00", "") + '"' for cell in cells)
    told = read(f"number,name,kind,capacity,features,bookable\n{text}\n".encode("utf-8", "replace"))
    assert len(told.rows) + len(told.problems) <= 1


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 5_000_000,
        b"," * 5_000_000,
        b"\xff" + b"," * 5_000_000,
        b"number,name\n1" + b"," * 5_000_000,
        b"number,name\n1," + b"x" * 5_000_000,
        b'number,name\n1,"' + b"x" * 5_000_000,
        b"number,name\n" + b"\n" * 9_000_000,
        b"sep=,\n" + b"," * 5_000_000,
        b"\n" * 9_000_000 + b"number",
    ],
    ids=["word", "commas", "page", "row", "cell", "quote", "blank", "sep", "late"],
)
def test_a_list_that_is_made_to_be_slow_is_refused_at_once(content):
    with soon(1):
        assert refused(content).code in {"LIST_NOT_READABLE", "LIST_WITHOUT_NUMBERS"}
