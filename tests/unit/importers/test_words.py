"""Texts of drawings as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.dxf import words
from importers.dxf.names import is_demolition, plain, words_of


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("%%uMASTER%%u BEDROOM", "MASTER BEDROOM"),
        ("50%%d", "50°"),
        ("%%c120", "⌀120"),
        ("%%p0.5", "±0.5"),
        ("100%%%", "100%"),
        ("%%176", "°"),
        ("K\\U+00FCche", "Küche"),
        ("a^Ib", "a b"),
        ("a^Jb", "a\nb"),
        ("2^ 3", "2^3"),
        ("a^b", "a^b"),
        ("%%oTOP%%o %%kOLD%%k", "TOP OLD"),
        ("100%%", "100%%"),
        ("\\M+182A0\\M+5CED2", "あ我"),
        ("Office\\P101", "Office\n101"),
        ("23\\~m", "23 m"),
        ("   ", ""),
        ("%<\\AcVar Title>%", ""),
        ("  wide   open  ", "wide open"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_codes_of_a_text_become_what_is_shown(raw, shown):
    assert words.from_text(raw, "utf-8") == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("{\\fArial|b0;ROOM}\\P101", "ROOM\n101"),
        ("\\A1;\\H0.5x;12.5\\~m\\U+00B2", "12.5 m²"),
        ("\\C1red", "red"),
        ("1{\\H0.7x;\\S1/2;}", "1 1/2"),
        ("\\S3#4;", "3/4"),
        ("\\S+0.1^-0.2;", "+0.1 -0.2"),
        ("12,5 m{\\H0.7x;\\S2^;}", "12,5 m²"),
        ("12,5 m\\H0.7x;\\S2^ ;", "12,5 m²"),
        ("\\M+182A0", "あ"),
        ("\\pxqc;Centre\\PLine", "Centre\nLine"),
        ("above\\Xbelow\\Nnext", "above\nbelow\nnext"),
        ("Office %<\\AcObjProp Object(%<\\_ObjId 1>%).Area>%", "Office"),
        ("\\{102\\}", "{102}"),
        ("%%c5 %%u6%%u", "⌀5 6"),
    ],
)
def test_codes_of_an_mtext_become_what_is_shown(raw, shown):
    assert words.from_mtext(raw, "utf-8") == shown


def test_bytes_of_another_code_page_are_brought_back():
    undecodable = b"K\xfcche".decode("utf-8", "surrogateescape")
    assert words.clean(undecodable, "utf-8") == "Küche"


def test_utf_8_taken_for_western_is_repaired_beside_right_letters():
    assert words.clean("KÃ¼che 20° Büro", "cp1252") == "Küche 20° Büro"


def test_marks_that_turn_the_reading_direction_are_removed():
    assert words.clean("desk\u202e 1\u2066") == "desk 1"


def test_a_text_of_ten_megabytes_is_cut():
    assert len(words.clean("room " * 2_000_000)) <= words.TEXT_CHARS


@given(st.text())
def test_clean_text_can_always_be_stored_and_stays_clean(raw):
    cleaned = words.clean(raw)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert words.clean(cleaned) == cleaned


@given(st.text())
def test_a_name_is_never_empty_and_has_one_line(raw):
    assert words.name(raw)
    assert "\n" not in words.name(raw)


def test_names_lose_the_drawing_they_came_from():
    assert plain("site|A-Wall") == "A-WALL"
    assert plain("xref-Bishop$0$A-WALL") == "A-WALL"


def test_a_name_splits_into_its_words():
    assert words_of("MeetingRooms_2") == ("MEETING", "ROOMS", "2")
    assert words_of("A-FURN-FREE") == ("A", "FURN", "FREE")


@pytest.mark.parametrize("name", ["A-WALL-DEMO", "A-WALL-D", "Abbruch Wände", "WALL_FUTR"])
def test_what_is_to_be_torn_down_is_known_by_its_name(name):
    assert is_demolition(name)


@pytest.mark.parametrize("name", ["D", "A-WALL-EXST", "DEMOCRACY ROOM"])
def test_other_names_are_not_taken_for_demolition(name):
    assert not is_demolition(name)


@pytest.mark.parametrize("code", ["\\S", "\\f", "\\H", "\\p", "{", "%<", "^", "\\U+", "%%"])
def test_many_codes_without_their_end_cost_little(code):
    assert len(words.from_mtext(code * 100_000, "utf-8")) <= words.TEXT_CHARS
    assert len(words.from_text(code * 100_000, "utf-8")) <= words.TEXT_CHARS
