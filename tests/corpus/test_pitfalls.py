"""Each of the 52 pitfalls is handled, or answered by a code of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from importers import codec
from importers.child import Outcome, read_many
from importers.codes import CODES
from importers.draft import FloorPlanDraft
from importers.issues import Severity
from tests.corpus.pitfalls import (
    of_blocks,
    of_files,
    of_rooms,
    of_shapes,
    of_sheets,
    of_texts,
    of_units,
)
from tests.corpus.pitfalls.table import CASES, ELSEWHERE, PITFALLS, Case, Expected
from tests.support.drawings import text_of

#: Each of them registers its files when it is imported.
SECTIONS = (of_files, of_units, of_sheets, of_blocks, of_texts, of_shapes, of_rooms)
TESTS = Path(__file__).parents[1]
#: What nobody has thought of, or what took too long, is no answer.
NO_ANSWER = {"READER_CRASHED", "TIME_LIMIT", "MEMORY_LIMIT"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, Outcome]:
    """All files read by one child."""
    folder = tmp_path_factory.mktemp("pitfalls")
    for case in CASES:
        made = case.make()
        (folder / case.file).write_bytes(
            made if isinstance(made, bytes) else text_of(made).encode("utf-8", "surrogateescape")
        )
    return {found.path.name: found for found in read_many([folder / c.file for c in CASES])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_pitfall_is_handled_or_answered(case: Case, outcomes):
    outcome, expected = outcomes[case.file], case.expected
    if expected.refused is not None:
        assert outcome.refused is not None, "it was read"
        assert outcome.refused.code == expected.refused
        assert expected.says in outcome.refused.message
        return
    assert outcome.json is not None, f"it was refused: {outcome.refused}"
    draft = codec.loads(outcome.json)
    check_findings(draft, expected)
    check_floor(draft, expected)


def check_findings(draft: FloorPlanDraft, expected: Expected) -> None:
    found = {issue.code for issue in draft.issues}
    errors = {issue.code for issue in draft.issues if issue.severity is Severity.ERROR}
    assert expected.found <= found
    assert not expected.unsaid & found
    assert errors <= expected.found
    assert any(expected.says in issue.message for issue in draft.issues) or not expected.says


def check_floor(draft: FloorPlanDraft, expected: Expected) -> None:
    areas = sorted(room.area_m2 for room in draft.rooms)
    if isinstance(expected.rooms, tuple):
        assert areas == pytest.approx(sorted(expected.rooms), rel=0.01)
    elif expected.rooms is not None:
        assert len(areas) == expected.rooms
    if expected.labels is not None:
        assert {label_of(room.number, room.name) for room in draft.rooms} == expected.labels
    if expected.desks is not None:
        assert len(draft.desks) == expected.desks
    if expected.doors is not None:
        assert len(draft.doors) == expected.doors
    if expected.unit is not None:
        assert draft.units.name == expected.unit
    if expected.extent_m is not None:
        assert draft.extent_m == pytest.approx(expected.extent_m, abs=0.001)
    if expected.also is not None:
        assert expected.also(draft)


def label_of(number: str | None, name: str | None) -> str:
    return " ".join(part for part in (number, name) if part)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_its_answer_is_one_that_somebody_thought_of(case: Case, outcomes):
    refused = outcomes[case.file].refused
    assert refused is None or refused.code not in NO_ANSWER


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_code_comes_as_its_explanation_says(case: Case, outcomes):
    outcome = outcomes[case.file]
    if outcome.refused is not None:
        assert "refused" in CODES[outcome.refused.code].told
    else:
        assert outcome.json is not None
        for issue in codec.loads(outcome.json).issues:
            assert issue.severity.value in CODES[issue.code].told


def test_all_52_pitfalls_are_here():
    assert list(PITFALLS) == list(range(1, 53))
    assert {case.number for case in CASES} | set(ELSEWHERE) == set(PITFALLS)


def test_a_file_has_one_name():
    names = [case.file for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("number", "file", "name"),
    [(number, *test) for number, tests in ELSEWHERE.items() for test in tests],
)
def test_a_pitfall_that_no_file_can_show_has_a_test_elsewhere(number, file, name):
    source = (TESTS / file).read_text(encoding="utf-8")
    assert number in PITFALLS
    assert re.search(rf"^def {name}\(", source, re.MULTILINE)
