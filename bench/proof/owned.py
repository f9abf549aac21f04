"""Desks that are somebody's own, day by day, until their owners leave them to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.proof.history import History, ended, overlap
from bench.proof.records import Act, Change, Note
from floorplans.bookings.views import Window

ZONE = ZoneInfo("Europe/Amsterdam")
CALLS = frozenset({"leave a day", "take a day back"})
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a day stood, and when it may have and surely did; microseconds."""

    is_left: bool
    may_from: float
    may_to: float
    sure_from: float
    sure_to: float

    def may_stand(self, act: Act) -> bool:
        return self.may_from <= ended(act) and self.may_to >= act.began_us

    def surely_stands(self, act: Act) -> bool:
        return self.sure_from <= act.began_us and self.sure_to >= ended(act)


def stands(history: History, desk: UUID, day: date) -> Iterator[Stand]:
    """Everything that a day of a desk has been, the first thing its owner's."""
    is_left, may_from, sure_from = False, -inf, -inf
    for note in history.days.get((history.ground.assignments[desk], day.isoformat()), ()):
        done = done_by(history, note)
        yield Stand(is_left, may_from, done, sure_from, note.at_us)
        is_left = note.after is not None and bool(note.after["is_released"])
        may_from, sure_from = note.at_us, done
    yield Stand(is_left, may_from, inf, sure_from, inf)


def done_by(history: History, note: Note) -> float:
    """When it was there for everybody at the latest: with the last call that may have done it."""
    calls = (
        ended(act) for act in history.by_name(CALLS) if act.began_us <= note.at_us <= ended(act)
    )
    return max(calls, default=float(note.at_us))


def days_of(window: Window) -> Iterator[date]:
    """The days of the building that some hours touch."""
    day = window.from_at.astimezone(ZONE).date()
    while hours(day).from_at < window.to_at:
        yield day
        day += _ONE


def hours(day: date) -> Window:
    ends = (datetime.combine(each, time(), ZONE).astimezone(UTC) for each in (day, day + _ONE))
    return Window(*ends)


def may_be_kept(
    history: History, act: Act, space: UUID, window: Window, person: UUID | None
) -> bool:
    """Whether an owner (but for ``person``) may have kept what a booking takes during a call."""
    return any(
        not stand.is_left and stand.may_stand(act)
        for desk, day in _claims(history, space, window, person)
        for stand in stands(history, desk, day)
    )


def over_owner(history: History, change: Change) -> Iterator[str]:
    """What was booked although it was surely its owner's all through the call."""
    was, made = change.before, change.after
    act = history.acts.get(history.number_of(change))
    if made is None or not made.is_live or act is None:
        return
    is_less = (
        was is not None
        and was.is_live
        and was.space == made.space
        and was.window.from_at <= made.window.from_at
        and made.window.to_at <= was.window.to_at
    )
    if is_less:
        return
    for desk, day in _claims(history, made.space, made.window, made.person):
        if any(not s.is_left and s.surely_stands(act) for s in stands(history, desk, day)):
            yield f"{act.number} {act.name}: {made.booking} on {day} has {desk}, which is kept"


def back_over_booking(history: History) -> Iterator[str]:
    """Days that their owner has back although somebody else has surely booked them."""
    desks = {assignment: desk for desk, assignment in history.ground.assignments.items()}
    for note in history.notes["assigned_day"]:
        if note.after is not None and note.after["is_released"]:
            continue
        desk, day = desks[UUID(note.row["assignment_id"])], date.fromisoformat(note.row["day"])
        owner, whole_day = history.ground.owners[desk], hours(day)
        for span in history.near(desk, whole_day):
            stood = span.sure_from <= note.at_us and done_by(history, note) <= span.sure_to
            version = span.version
            if stood and version.person != owner and overlap(version.window, whole_day):
                yield f"{desk} on {day} is its owner's again, over {version.booking}"


def _claims(
    history: History, space: UUID, window: Window, person: UUID | None
) -> Iterator[tuple[UUID, date]]:
    for desk, owner in history.ground.owners.items():
        if owner != person and history.ground.meet(desk, space):
            for day in days_of(window):
                yield desk, day
