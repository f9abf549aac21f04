"""Number, name, area and department, told apart line by line."""

from __future__ import annotations

import pytest

from importers.dxf.areas import area_in, bare_areas
from importers.dxf.understand.writing import told_by


@pytest.mark.parametrize(
    "number",
    [
        "E14-245F",
        "B.2.014",
        "0.22",
        "H1-109",
        "R 101",
        "101A",
        "STR-3",
        "1OG.012",
        "-1.05",
        "2.07",
        "M.1.03",
        "A-101",
        "AB 101",
        "101/102",
    ],
)
def test_codes_are_numbers(number):
    told = told_by(number)
    assert (told.number, told.name, told.area_m2) == (number, None, None)


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("Büro 3.12", "3.12", "Büro"),
        ("AULA 2.1", "2.1", "AULA"),
        ("Salle 101", "101", None),
        ("k. 1.12", "1.12", None),
        ("Møterom 214", "214", "Møterom"),
        ("Kantoor 1.12", "1.12", "Kantoor"),
        ("Room 101", "101", None),
        ("Raum-Nr. 0.12", "0.12", None),
        ("Zi. 12", "12", None),
        ("EG 0.14", "0.14", None),
        ("Lagerraum 014", "014", "Lagerraum"),
        ("1300 Office", "1300", "Office"),
        ("101 - Büro", "101", "Büro"),
        ("101 / Office", "101", "Office"),
        ("H.0.04 Besprechung", "H.0.04", "Besprechung"),
        ("101 Office 253 SF", "101", "Office"),
    ],
)
def test_a_number_stands_before_or_behind_a_name(line, number, name):
    told = told_by(line)
    assert (told.number, told.name) == (number, name)


@pytest.mark.parametrize(
    "name",
    [
        "WC D",
        "Room 3",
        "WC 2",
        "Meeting 3",
        "BEDROOM 2",
        "2 CAR GARAGE",
        "Conference Room 12",
        "W.I.C.",
        "Lobby / Reception",
        "SERVICE ROOM",
        "Halle A",
        "FOR ROOFS. R-309.2",
    ],
)
def test_a_count_is_part_of_a_name(name):
    told = told_by(name)
    assert (told.number, told.name) == (None, name)


@pytest.mark.parametrize(
    "line",
    [
        "RH 2,75",
        "h=2.80",
        "H 2.60 m",
        "U = 14,3 m",
        "B: Teppich",
        "W: Putz",
        "OKFF +0.05",
        "HEA 200",
        "DN 150",
        "F90",
        "EI30",
        "GK 12.5",
        "12 Pers.",
        "Tel. 030/1234",
        "6 x 4",
        "Ø100",
    ],
)
def test_measures_and_materials_name_no_room(line):
    told = told_by(line)
    assert (told.number, told.name, told.area_m2) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "area_m2"),
    [
        ("23,5 m²", 23.5),
        ("23.50m2", 23.5),
        ("NF 12.3", 12.3),
        ("NGF: 12,4 qm", 12.4),
        ("A = 12.40 m2", 12.4),
        ("A: 12,40", 12.4),
        ("Fläche 12,3", 12.3),
        ("(12.3 m²)", 12.3),
        ("ca. 12 m²", 12),
        ("1.234,50 m²", 1234.5),
        ("1,234.5 sqm", 1234.5),
        ("1 234 m²", 1234),
        ("253 SF", 23.5045),
        ("1,250 sq. ft.", 116.1288),
        ("S.F. 253", 23.5045),
        ("12,3 м²", 12.3),
    ],
)
def test_areas_are_read_in_square_metres(line, area_m2):
    told = told_by(line)
    assert told.area_m2 == pytest.approx(area_m2, abs=1e-3)
    assert (told.number, told.name) == (None, None)


@pytest.mark.parametrize(
    "line", ["12 m", "2.5 m3", "12,5", "SF", "Area 51", "A 1.12", "m2", "0 m²"]
)
def test_other_numbers_are_no_areas(line):
    assert area_in(line).area_m2 is None


def test_a_name_beside_its_area_is_kept():
    told = told_by("Büro 23,5 m²")
    assert (told.name, told.area_m2) == ("Büro", 23.5)


def test_a_name_loses_the_size_behind_it():
    assert told_by("GARAGE 20' x 22'").name == "GARAGE"


@pytest.mark.parametrize(
    ("line", "department"),
    [("Abt. Einkauf", "Einkauf"), ("Department: Finance", "Finance"), ("Service: RH", "RH")],
)
def test_departments_are_told_by_their_word(line, department):
    told = told_by(line)
    assert (told.department, told.name) == (department, None)


def test_a_number_without_a_unit_is_metric_or_american():
    assert bare_areas("253") == (253, pytest.approx(23.5045, abs=1e-3))
    assert bare_areas("large") == ()


@pytest.mark.parametrize("line", ["1 " * 5000, "9" * 5000, "a." * 5000, "'" * 5000, "1,111" * 2000])
def test_a_nonsense_line_costs_little(line):
    assert told_by(line[:2000]) is not None
