"""What is different between two readings is, put into the first document, the second."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.bookings import changes
from floorplans.bookings.changes import Changes
from floorplans.bookings.schedule import FloorSchedule
from tests.unit.floorplans.bookings.test_schedule import (
    DAY,
    DESKS,
    NOBODY,
    NOOR,
    SAM,
    make_schedule,
    make_taking,
    make_window,
)

WINDOW = make_window(9, 12)
TAKINGS = st.lists(
    st.builds(
        lambda desk, begins, person, booking: make_taking(
            desk, begins, begins + 2, person, booking=booking
        ),
        st.sampled_from(DESKS),
        st.integers(0, 20),
        st.sampled_from([NOOR, SAM]),
        st.integers(50, 99),
    ),
    max_size=6,
)


def entries(schedule: FloorSchedule, person: Any) -> dict[str, Any]:
    document = json.loads(schedule.document(WINDOW, person, DAY))
    return {each["id"]: each for each in document["spaces"]}


@given(TAKINGS, TAKINGS, st.sampled_from([NOOR, SAM, NOBODY]))
def test_the_first_document_with_the_changes_is_the_second(
    before: list[Any], after: list[Any], person: Any
) -> None:
    was, now = make_schedule(*before), make_schedule(*after)
    found = Changes.between(was, now)
    assert found is not None
    told = found.entries(now.hours(WINDOW, DAY), person)
    assert told is not None
    changed = {each["id"]: each for each in map(json.loads, told)}
    assert entries(was, person) | changed == entries(now, person)
    # And it says nothing that was known.
    assert all(entries(was, person)[name] != entry for name, entry in changed.items())


def test_another_list_of_spaces_is_no_change_that_can_be_told() -> None:
    assert Changes.between(make_schedule(), make_schedule(spaces=DESKS[:2])) is None
    assert Changes.between(make_schedule(), make_schedule(spaces=DESKS[::-1])) is None


def test_more_than_is_worth_it_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_CHANGED", 1)
    one = make_schedule(make_taking(DESKS[0], 9, 10))
    two = make_schedule(make_taking(DESKS[0], 9, 10), make_taking(DESKS[1], 9, 10))
    assert Changes.between(make_schedule(), one) is not None
    assert Changes.between(make_schedule(), two) is None
