"""A floor's schedule: one reading of the bookings answers every window as a fresh look would."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.bookings.schedule import FloorSchedule, schedule_of, span_of
from floorplans.bookings.views import Window

DAY = datetime(2026, 11, 18, tzinfo=UTC)
NOOR, SAM, NOBODY = (UUID(int=n) for n in (1, 2, 3))
DESKS = [str(UUID(int=n)) for n in (10, 11, 12)]


def hour(number: float) -> float:
    return (DAY + timedelta(hours=number)).timestamp()


def make_taking(
    desk: str,
    begins: float,
    ends: float,
    person: UUID = NOOR,
    *,
    state: str = "confirmed",
    who: str | None = None,
    booking: int = 99,
    ready: float | None = None,
    place: int | None = None,
    places: int | None = None,
) -> list[Any]:
    """``ready`` is when the space is, if it needs time after the booking."""
    own = [state, str(person), str(UUID(int=booking)), who]
    ends_s, ready_s = hour(ends), None if ready is None else hour(ready)
    late = [ends_s, None] if ready_s is None else [ready_s, ends_s]
    return [desk, hour(begins), late[0], *own, late[1], place, places]


def make_schedule(
    *takings: list[Any], closures: tuple[list[Any], ...] = (), spaces: list[str] = DESKS
) -> FloorSchedule:
    return schedule_of(
        UUID(int=7),
        4,
        "Europe/Amsterdam",
        span_of(make_window(0, 24)),
        spaces=spaces,
        takings=takings,
        closures=closures,
    )


def make_window(begins: float, ends: float) -> Window:
    return Window(DAY + timedelta(hours=begins), DAY + timedelta(hours=ends))


def document(
    schedule: FloorSchedule, window: Window, person: UUID = NOBODY, now: float = -1
) -> dict[str, Any]:
    """What is told at an hour of the day; as a rule before it."""
    text = schedule.document(window, person, DAY + timedelta(hours=now))
    found: dict[str, Any] = json.loads(text)
    return found


def told(
    schedule: FloorSchedule, window: Window, person: UUID = NOBODY, now: float = -1
) -> list[dict[str, str]]:
    found: list[dict[str, str]] = document(schedule, window, person, now)["spaces"]
    return found


def test_a_taken_desk_says_until_when_and_who_if_they_allow_it() -> None:
    schedule = make_schedule(make_taking(DESKS[0], 9, 12, who="Noor"), make_taking(DESKS[1], 9, 12))
    first, second, third = told(schedule, make_window(10, 11))
    assert (first["status"], first["who"]) == ("taken", "Noor")
    assert first["until"] == "2026-11-18T12:00:00+00:00"
    assert "who" not in second
    assert third == {"id": DESKS[2], "status": "free"}


def test_ones_own_booking_is_yours_and_nobody_elses() -> None:
    schedule = make_schedule(make_taking(DESKS[0], 9, 12, booking=42))
    assert told(schedule, make_window(10, 11), NOOR)[0] == {
        "id": DESKS[0],
        "status": "yours",
        "booking_id": str(UUID(int=42)),
        "until": "2026-11-18T12:00:00+00:00",
    }
    assert told(schedule, make_window(10, 11), SAM)[0]["status"] == "taken"


def test_a_booking_that_ends_when_the_window_begins_does_not_take_it() -> None:
    schedule = make_schedule(make_taking(DESKS[0], 9, 10), make_taking(DESKS[0], 11, 12, SAM))
    assert told(schedule, make_window(10, 11))[0] == {
        "id": DESKS[0],
        "status": "free",
        "until": "2026-11-18T11:00:00+00:00",
    }


def test_a_free_desk_says_nothing_about_tomorrow() -> None:
    # The building's day ends at 23:00 in UTC.
    schedule = make_schedule(make_taking(DESKS[0], 23, 24))
    assert told(schedule, make_window(10, 11))[0] == {"id": DESKS[0], "status": "free"}


def test_a_closed_desk_says_why_unless_it_is_yours() -> None:
    closures = ([DESKS[0], hour(8), hour(20), 'Paint "wet"'],)
    schedule = make_schedule(make_taking(DESKS[0], 9, 12), closures=closures)
    assert told(schedule, make_window(10, 11))[0]["reason"] == 'Paint "wet"'
    assert told(schedule, make_window(10, 11), NOOR)[0]["status"] == "yours"


def test_somebody_who_checked_in_is_shown_as_in_use() -> None:
    schedule = make_schedule(make_taking(DESKS[0], 9, 12, state="checked_in"))
    assert told(schedule, make_window(10, 11))[0]["status"] == "occupied"


quarters = st.integers(0, 96).map(lambda n: n / 4)
takings = st.lists(
    st.tuples(st.sampled_from(DESKS), quarters, st.integers(1, 12), st.sampled_from([NOOR, SAM])),
    max_size=12,
)
windows = st.lists(
    st.tuples(st.floats(0, 23, allow_nan=False), st.floats(0.1, 6)), min_size=1, max_size=6
)


@given(takings, windows)
def test_every_window_is_answered_as_by_looking_at_each_booking(
    rows: list[tuple[str, float, int, UUID]], asked: list[tuple[float, float]]
) -> None:
    made = [make_taking(desk, at, at + n / 4, person) for desk, at, n, person in rows]
    schedule = make_schedule(*made)
    for begins, length in asked:
        window = make_window(begins, begins + length)
        for person in (NOOR, NOBODY):
            for space in told(schedule, window, person):
                overlapping = [
                    row[4]
                    for row in made
                    if row[0] == space["id"]
                    and row[1] < window.to_at.timestamp()
                    and row[2] > window.from_at.timestamp()
                ]
                mine = str(person) in overlapping
                assert space["status"] == ("yours" if mine else "taken" if overlapping else "free")


#: The desks as two plans have them: the first only before noon, the second from then on.
BEFORE, SINCE = [DESKS[0], None, hour(12)], [DESKS[1], hour(12), None]
ALWAYS = [DESKS[2], None, None]


def make_changing(*takings: list[Any]) -> FloorSchedule:
    return schedule_of(
        UUID(int=7),
        4,
        "Europe/Amsterdam",
        span_of(make_window(0, 24)),
        spaces=DESKS,
        takings=takings,
        closures=(),
        plans=[[hour(-12), "a"], [hour(12), "b"]],
        there=[BEFORE, SINCE, ALWAYS],
    )


def statuses(
    schedule: FloorSchedule, window: Window, person: UUID = NOBODY, now: float = -1
) -> dict[str, str]:
    return {entry["id"]: entry["status"] for entry in told(schedule, window, person, now)}


def test_spaces_are_those_of_the_plan_that_holds_when_the_window_begins() -> None:
    schedule = make_changing()
    assert set(statuses(schedule, make_window(10, 12))) == {DESKS[0], DESKS[2]}
    assert set(statuses(schedule, make_window(12, 13))) == {DESKS[1], DESKS[2]}


def test_a_space_that_goes_within_the_window_is_closed_in_it() -> None:
    first, last = told(make_changing(), make_window(11, 13))
    assert (first["id"], first["status"], last["status"]) == (DESKS[0], "closed", "free")
    assert first["reason"].startswith("another plan of this floor")


def test_a_space_is_free_no_longer_than_it_is_there() -> None:
    first, last = told(make_changing(), make_window(9, 10))
    assert first["until"] == "2026-11-18T12:00:00+00:00"
    assert "until" not in last


def test_ones_own_booking_on_a_space_that_goes_is_still_yours() -> None:
    schedule = make_changing(make_taking(DESKS[0], 11, 13), make_taking(DESKS[1], 9, 10))
    assert statuses(schedule, make_window(11, 13), NOOR)[DESKS[0]] == "yours"
    assert DESKS[1] not in statuses(schedule, make_window(9, 10), NOOR)


def test_the_document_names_the_plan_of_its_window() -> None:
    def plan(begins: float) -> object:
        return document(make_changing(), make_window(begins, begins + 1))["plan"]

    eve, noon = "2026-11-17T12:00:00+00:00", "2026-11-18T12:00:00+00:00"
    assert plan(11) == {"digest": "a", "from": eve, "until": noon}
    assert plan(12) == {"digest": "b", "from": noon, "until": None}
    assert document(make_changing(), make_window(-14, -13))["plan"] is None


@pytest.mark.parametrize(
    ("now", "digest", "desks"),
    [
        (10, "a", {DESKS[0]: "closed", DESKS[2]: "free"}),
        (12, "b", {DESKS[1]: "free", DESKS[2]: "free"}),
        (13, "b", {DESKS[1]: "free", DESKS[2]: "free"}),
        (14, "a", {DESKS[0]: "closed", DESKS[2]: "free"}),
    ],
)
def test_hours_that_run_are_shown_on_the_present_plan(
    now: float, digest: str, desks: dict[str, str]
) -> None:
    schedule, window = make_changing(), make_window(11, 14)
    for _ in range(2):  # the second time from memory
        assert document(schedule, window, now=now)["plan"]["digest"] == digest
        assert statuses(schedule, window, now=now) == desks


def test_a_document_holds_until_the_next_plan_takes_over() -> None:
    schedule, noon = make_changing(), DAY + timedelta(hours=12)
    assert schedule.plan_ends_at(make_window(11, 14), DAY + timedelta(hours=10)) == noon
    assert schedule.plan_ends_at(make_window(11, 14), noon) is None
    assert schedule.plan_ends_at(make_window(9, 10), noon) is None


def test_a_floor_without_a_plan_has_none_to_name() -> None:
    assert document(make_schedule(), make_window(9, 10))["plan"] is None
