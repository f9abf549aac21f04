"""Titles of drawings in several languages: what they name, and what only looks like one."""

from __future__ import annotations

import pytest

from importers.draft import ViewKind
from importers.dxf.scene import Text
from importers.dxf.sheets.titles import level_of, title_block_words, title_of


def make_text(words: str, tag: str | None = None) -> Text:
    return Text(words, 0.0, 0.0, 0.0, 0.0, 0.2, 1.0, 0.0, "0", None, None, tag)


@pytest.mark.parametrize(
    ("words", "ordinal"),
    [
        ("GROUND FLOOR PLAN", 0),
        ("Erdgeschoss", 0),
        ("EG M 1:100", 0),
        ("Möblierungsplan EG", 0),
        ("1. OG", 1),
        ("2.OG", 2),
        ("Grundriss 3. Obergeschoss", 3),
        ("Keller", -1),
        ("2. UG", -2),
        ("Planta baja", 0),
        ("Planta primera", 1),
        ("Rez-de-chaussée", 0),
        ("R+2", 2),
        ("2ème étage", 2),
        ("Begane grond", 0),
        ("1e verdieping", 1),
        ("Pianta piano terra", 0),
        ("Piano primo", 1),
        ("Plan 1. etasje", 0),
        ("2. etg", 1),
        ("Källarplan", -1),
        ("3rd floor", 3),
    ],
)
def test_a_title_tells_the_storey(words: str, ordinal: int) -> None:
    title = title_of(make_text(words))
    assert title is not None
    assert (title.kind, title.ordinal) == (ViewKind.FLOOR_PLAN, ordinal)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Schnitt A-A", ViewKind.SECTION),
        ("B-B", ViewKind.SECTION),
        ("Coupe AA", ViewKind.SECTION),
        ("Doorsnede B", ViewKind.SECTION),
        ("Snitt A-A", ViewKind.SECTION),
        ("Ansicht Nord", ViewKind.ELEVATION),
        ("Südansicht", ViewKind.ELEVATION),
        ("NORTH ELEVATION", ViewKind.ELEVATION),
        ("Alzado principal", ViewKind.ELEVATION),
        ("Façade nord", ViewKind.ELEVATION),
        ("Fasade mot sør", ViewKind.ELEVATION),
        ("Voorgevel", ViewKind.ELEVATION),
        ("Roof plan", ViewKind.ROOF_PLAN),
        ("Dachaufsicht", ViewKind.ROOF_PLAN),
        ("Planta de cubierta", ViewKind.ROOF_PLAN),
        ("Reflected ceiling plan", ViewKind.CEILING_PLAN),
        ("Lageplan M 1:500", ViewKind.SITE_PLAN),
        ("Electrical plan", ViewKind.TECHNICAL_PLAN),
        ("Detail 3", ViewKind.DETAIL),
        ("Door schedule", ViewKind.SCHEDULE),
        ("Legende:", ViewKind.LEGEND),
    ],
)
def test_a_title_tells_what_is_no_floor(words: str, kind: ViewKind) -> None:
    title = title_of(make_text(words))
    assert title is not None
    assert title.kind is kind


@pytest.mark.parametrize(
    "words",
    [
        "Elevator",
        "Office 12",
        "101",
        "PROJECTION OF THE ROOF",
        "siehe Schnitt A-A",
        "Stue",
        "Building A",
        "BRACED WALL PANEL PER CODE: 2006 IRC, SECTION R-602.10, FIELD NAILING",
    ],
)
def test_names_of_rooms_and_notes_are_no_titles(words: str) -> None:
    assert title_of(make_text(words)) is None


def test_a_title_has_no_scale_in_its_name() -> None:
    title = title_of(make_text("ERDGESCHOSS\nMaßstab 1:100"))
    assert title is not None
    assert title.name == "ERDGESCHOSS"


def test_numbers_that_differ_in_their_digits_only_are_told_apart() -> None:
    titles = [title_of(make_text(words)) for words in ("Level 2", "Level 7")]
    assert [title.ordinal for title in titles if title] == [2, 7]


@pytest.mark.parametrize(
    ("words", "metres"), [("+3.20", 3.2), ("±0,00", 0.0), ("-2.80 OKFF", -2.8), ("OK +6.40", 6.4)]
)
def test_heights_are_known(words: str, metres: float) -> None:
    assert level_of(make_text(words)) == metres


@pytest.mark.parametrize("words", ["3.20", "25.4 m²", "+49 30 123456"])
def test_other_numbers_are_no_heights(words: str) -> None:
    assert level_of(make_text(words)) is None


def test_fields_of_a_title_block_are_known_by_word_by_scale_and_by_tag() -> None:
    assert title_block_words(make_text("Datum: 3.5.\nGezeichnet: NN")) == {"DATUM", "GEZEICHNET"}
    assert title_block_words(make_text("FLOOR PLAN 1:100")) == {"SCALE"}
    assert title_block_words(make_text("NN", "DRAWN_BY")) == {"DRAWN"}
