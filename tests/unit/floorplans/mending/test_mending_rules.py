"""What a report may say, and what makes two reports one."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.errors import Conflict, Invalid, Refused
from floorplans.mending import rules
from floorplans.mending.views import WHAT_WORDS, Fault, ReportRequest, What
from tests.support.factories import LONG_AGO

PLACE, PERSON, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)


def fault(what: What = What.BROKEN, note: str | None = "the left screen") -> Fault:
    return Fault(UUID(int=9), PLACE, what, note, 1, LONG_AGO, False, None)


def test_a_note_is_one_line_without_what_cannot_be_seen():
    asked = ReportRequest(PLACE, What.DIRTY, "  coffee\n on \u202ethe\x00 keyboard ")
    assert rules.checked(asked).note == "coffee on the keyboard"
    assert rules.checked(ReportRequest(PLACE, What.DIRTY, " \n ")).note is None


def test_a_note_has_an_end():
    assert rules.clean("x" * rules.LONGEST_NOTE) == "x" * rules.LONGEST_NOTE
    with pytest.raises(Invalid, match="note_too_long"):
        rules.clean("x" * (rules.LONGEST_NOTE + 1))


def test_something_else_needs_a_word():
    with pytest.raises(Invalid, match="note_missing"):
        rules.checked(ReportRequest(PLACE, What.OTHER, " "))
    assert rules.checked(ReportRequest(PLACE, What.OTHER, "It hums")).note == "It hums"


def test_a_key_is_one_person_s():
    assert rules.id_of(PERSON, "k") == rules.id_of(PERSON, "k")
    assert rules.id_of(PERSON, "k") != rules.id_of(OTHER, "k")
    assert rules.id_of(PERSON, None) != rules.id_of(PERSON, None)


def test_a_key_tells_one_thing():
    rules.check_same(fault(), ReportRequest(PLACE, What.BROKEN, "the left screen"))
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        rules.check_same(fault(), ReportRequest(PLACE, What.BROKEN, "the right screen"))


def test_nobody_reports_without_end():
    rules.check_amount(rules.MOST_OF_PERSON, rules.MOST_AT_PLACE)
    with pytest.raises(Refused, match="too_many_reports"):
        rules.check_amount(rules.MOST_OF_PERSON + 1, 1)
    with pytest.raises(Refused, match="enough_reported"):
        rules.check_amount(1, rules.MOST_AT_PLACE + 1)


def test_every_kind_has_words():
    assert set(WHAT_WORDS) == set(What)
    assert fault().words == "Equipment broken: the left screen"
    assert fault(note=None).words == "Equipment broken"
    assert fault(What.OTHER, "It hums").words == "It hums"
