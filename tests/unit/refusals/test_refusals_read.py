"""Every refusal as a person reads it: whole sentences, what was kept, what can be had instead."""

from __future__ import annotations

import re

import pytest

from floorplans.errors import DomainError
from tests.unit.refusals.cases import CASES, Provoke
from tests.unit.refusals.said import Saying, blemishes, sayings
from tests.unit.refusals.wider import WIDER

#: What is shown to people who write programs, manifests or patterns, in their own signs.
IN_SIGNS = {
    "offset_missing",
    "batch_pattern_unusable",
    "batch_without_plan",
    "equipment_kind_unknown",
    "pattern_without_place",
    "series_unclear",
}
ALL = list(sayings())
EVERY_CASE = {**CASES, **WIDER}
#: Where rules of booking are. Of these every refusal has a case; all others are read as written.
BOOKING_RULES = (
    "approvals/rules.py",
    "assigning/rules.py",
    "bookings/notes.py",
    "bookings/rules.py",
    "bookings/windows.py",
    "closing/rules.py",
    "equipment/rules.py",
    "finding/rules.py",
    "policies/deadlines.py",
    "policies/rules.py",
    "presence/rules.py",
    "series/recurrence.py",
    "series/rules.py",
    "teams/rules.py",
    "waiting/rules.py",
)
KEPT = re.compile(
    r"\b[Nn]othing (?:was|is|more was)\b|stays as it|stays\b|is kept\b|You were not put on"
)
#: These answer a look, not an act: there is nothing that could have been kept.
LOOKS = {"window_too_long", "kind_unknown", "floor_not_found"}
LOOKING = ("finding/rules.py",)
PROVOKED = [
    pytest.param(where, code, case, id=f"{where} {code} {number}")
    for (where, code), cases in EVERY_CASE.items()
    for number, case in enumerate(cases, 1)
]


def provoked(case: Provoke) -> DomainError:
    try:
        found = case()
    except DomainError as error:
        return error
    assert isinstance(found, DomainError)
    return found


@pytest.mark.parametrize("saying", ALL, ids=[f"{s.where}:{s.code}:{s.line}" for s in ALL])
def test_a_refusal_is_written_in_whole_plain_sentences(saying: Saying) -> None:
    for text in (saying.message, saying.advice):
        if text is not None and saying.code not in IN_SIGNS and saying.code is not None:
            assert blemishes(text, saying.code) == []


def test_the_refusals_of_the_whole_code_are_read() -> None:
    assert len(ALL) > 200
    assert {"bookings", "policies", "series", "teams", "presence"} <= {
        saying.where.split("/")[0] for saying in ALL
    }


@pytest.mark.parametrize("where", BOOKING_RULES)
def test_every_refusal_of_a_rule_of_booking_has_a_case(where: str) -> None:
    """A refusal that is new fails here until ``cases`` says what brings it about."""
    in_code = {s.code for s in ALL if s.where == where and s.code is not None}
    with_case = {code for place, code in EVERY_CASE if place == where}
    assert in_code <= with_case


@pytest.mark.parametrize(("where", "code", "case"), PROVOKED)
def test_a_refusal_reads_well_with_what_it_is_about(where: str, code: str, case: Provoke) -> None:
    said = provoked(case)
    assert said.code == code
    for text in (said.message, said.advice):
        # What staff called a rule is theirs; these call it by its term.
        plain = re.sub(r"“Rule of \w+”", "“Name”", text)
        assert code in IN_SIGNS or blemishes(plain, code) == []
    is_look = code in LOOKS or where in LOOKING
    assert is_look or KEPT.search(f"{said.message} {said.advice}")


@pytest.mark.parametrize(
    "case",
    [c for (where, _), cases in CASES.items() if where == "policies/rules.py" for c in cases],
)
def test_the_refusal_of_a_rule_names_it_and_the_nearest_that_is_allowed(case: Provoke) -> None:
    said = provoked(case)
    rule, nearest = said.fields["rule"], said.fields["nearest"]
    assert (f"The rule “{rule}”" if rule else "Your organisation") in said.message
    if nearest is None:
        assert said.advice == "Choose another space, or ask your facility staff."
    else:
        assert re.fullmatch(
            r"The nearest that is allowed: [A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ 20\d\d(, .+)?\.",
            said.advice,
        )


def test_a_blemish_is_found() -> None:
    """The control: a text with a flaw of each kind."""
    for text in (
        "The rule max_at_once says no.",
        "Desk None is taken.",
        "Choose {space}.",
        "It ends at 2026-11-18T09:00:00+01:00.",
        "It is UUID(12).",
        "desk 12 is taken.",
        "Desk 12 is taken",
        "Desk 12 is taken..",
        "0190f2a1-5c7e-7000-8000-000000000001 is taken.",
    ):
        assert blemishes(text)
    assert blemishes("Desk 12 is taken from 09:00 to 10:00.") == []
