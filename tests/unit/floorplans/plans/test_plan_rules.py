"""Files, states, and what may be published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import Conflict, Invalid
from floorplans.plans import rules
from importers.base import Limits


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("floor 2.dxf", "floor 2.dxf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Plan.DXF", "Plan.DXF"),
        ("a\nb\t c.dxf", "a b c.dxf"),
        ("evil\u202efxd.exe", "evilfxd.exe"),
        ("..", "drawing.dxf"),
        ("", "drawing.dxf"),
        ("x" * 300 + ".dxf", "x" * 116 + ".dxf"),
    ],
)
def test_a_file_name_keeps_what_a_person_reads_and_no_path(given_name: str, kept: str) -> None:
    assert rules.clean_file_name(given_name) == kept


@given(st.text())
def test_no_file_name_can_become_a_path(name: str) -> None:
    cleaned = rules.clean_file_name(name)
    assert cleaned.strip(". ")
    assert not set(cleaned) & set("/\\\0\n\r")
    assert len(cleaned) <= rules.FILE_NAME_LENGTH
    assert rules.file_suffix(cleaned) == "" or rules.file_suffix(cleaned)[1:].isalnum()


def test_an_empty_file_is_refused_with_a_way_out() -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_file(b"", Limits())
    assert refused.value.code == "file_empty"


def test_a_file_over_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_file(b"12345", Limits(file_bytes=4))
    assert refused.value.code == "file_too_large"


def test_a_published_plan_cannot_be_published_again() -> None:
    with pytest.raises(Conflict) as refused:
        rules.check_state("published", ("draft",), "published")
    assert refused.value.code == "already_published"


def hindrances(*, certain: bool, spaces: int = 3, **profile: str) -> list[str]:
    found = rules.hindrances(units_certain=certain, profile=profile, unit="mm", spaces=spaces)
    return [notice.code for notice in found]


def test_a_split_vote_on_the_unit_waits_for_a_person() -> None:
    assert hindrances(certain=False) == ["units_unconfirmed"]
    assert hindrances(certain=False, units="mm") == []
    assert hindrances(certain=True) == []


def test_a_plan_without_spaces_is_not_published() -> None:
    assert hindrances(certain=True, spaces=0) == ["no_spaces"]
