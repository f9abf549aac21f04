"""Names, numbers and time zones of places."""

from __future__ import annotations

import pytest

from floorplans.errors import Invalid
from floorplans.places import rules


@pytest.mark.parametrize(
    ("name", "ordinal"),
    [
        ("Floor 2", 2),
        ("-1", -1),
        ("Level \N{MINUS SIGN}2", -2),
        ("3. OG", None),
        ("Erdgeschoss", 0),
        ("Ground floor", 0),
        ("Begane grond", 0),
        ("Rez-de-chaussée", 0),
        ("Mezzanine", None),
        ("Wing A 2.041", None),
    ],
)
def test_the_name_of_a_floor_tells_its_number_where_it_can(name: str, ordinal: int | None) -> None:
    assert rules.guess_ordinal(name) == ordinal


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "\x00"])
def test_a_name_that_shows_nothing_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.clean_name(name, "site")


def test_a_name_loses_what_could_deceive_the_eye() -> None:
    assert rules.clean_name(" Main\n\u202eBuilding ", "building") == "Main Building"


@pytest.mark.parametrize("zone", ["Mars/Base", "", "Europe/", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(Invalid):
        rules.check_time_zone(zone)


def test_a_short_name_is_asked_for_or_made() -> None:
    assert rules.short_name_of("Second floor", 2) == "2"
    assert rules.short_name_of("EG", 0) == "EG"
    assert rules.short_name_of("Second floor", 2, "2nd") == "2nd"
