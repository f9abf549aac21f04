"""Every code has a meaning and a remedy, and the page about them is what the source says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import importers
from importers.codes import CODES, SECTIONS
from importers.codes.code import Code
from importers.codes.page import page
from tests.support.codes_in_use import CodesInUse

SOURCE = Path(importers.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "import-issues.md"


@pytest.fixture(scope="module")
def in_use() -> CodesInUse:
    return CodesInUse(SOURCE, without=SOURCE / "codes")


def test_every_code_that_is_raised_has_a_meaning(in_use):
    assert {code: files for code, files in in_use.codes.items() if code not in CODES} == {}


def test_every_code_with_a_meaning_is_raised_somewhere(in_use):
    assert set(CODES) - set(in_use.codes) == set()


def test_a_code_comes_in_the_ways_that_are_explained(in_use):
    told = {name: set(code.told) for name, code in CODES.items()}
    assert {name: ways for name, ways in in_use.ways.items() if not ways <= told[name]} == {}


def test_a_code_that_is_said_to_refuse_a_file_does(in_use):
    refusing = {name for name, code in CODES.items() if "refused" in code.told}
    assert refusing == {name for name, ways in in_use.ways.items() if "refused" in ways}


def test_a_code_can_be_told_from_the_source_wherever_one_is_raised(in_use):
    assert in_use.unknown == []


def test_no_code_is_explained_twice():
    names = [code.name for _, codes in SECTIONS for code in codes]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_a_code_is_explained_in_whole_sentences(code: Code):
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code.name)
    for text in (code.meaning, code.remedy):
        assert re.fullmatch(r"[A-Z].{15,}\.", text)
        assert "|" not in text
        assert "\n" not in text


def test_the_page_about_codes_is_up_to_date():
    told = "run: python -m importers.codes > docs/import-issues.md"
    assert PAGE.read_text(encoding="utf-8") == page(), told
