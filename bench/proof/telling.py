"""Who must be told of what a call did, once each: told a call and the rows that it wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from bench.proof.history import History, is_elsewhere, person_of
from bench.proof.records import Act, Change
from bench.proof.shapes import Changes

#: What is told of which booking to whom, and how often.
Kinds = Counter[tuple[str, UUID, UUID]]
Tells = Callable[[History, Act, Changes], Kinds]


def each(kind: str) -> Tells:
    """The person of each booking that was written is told once."""
    return lambda _history, _act, changes: Counter(
        (kind, change.booking, person_of(change)) for change in changes
    )


def made(_history: History, _act: Act, changes: Changes) -> Kinds:
    """Whoever has booked is told so, or that it is asked for."""
    return Counter((_as_made(change), change.booking, person_of(change)) for change in changes)


def _as_made(change: Change) -> str:
    is_request = change.after is not None and change.after.state == "requested"
    return "requested" if is_request else "booked"


def all_and_staff(kind: str) -> Tells:
    """Everybody of a team is told of their own, and whoever booked for them of all."""

    def told(history: History, act: Act, changes: Changes) -> Kinds:
        staff = ((kind, change.booking, history.ground.staff) for change in changes)
        return each(kind)(history, act, changes) + Counter(staff)

    return told


def none(_history: History, _act: Act, _changes: Changes) -> Kinds:
    return Counter()


def moves(_history: History, act: Act, changes: Changes) -> Kinds:
    """Its person is told, and who booked it for them, unless they moved it themselves."""
    told: Kinds = Counter()
    for change in changes:
        if is_elsewhere(change):
            is_request = change.after is not None and change.after.state == "requested"
            kind = "requested" if is_request else "changed"
            told[kind, change.booking, person_of(change)] += 1
            if UUID(act.args["by"]) != person_of(change):
                told.update(_booker(change, kind))
    return told


def ends(history: History, act: Act, changes: Changes) -> Kinds:
    """Who gives back a place is told, and who booked it; who only leaves early knows it."""
    by = UUID(act.args["by"]) if "by" in act.args else history.ground.staff
    told: Kinds = Counter()
    for change in changes:
        is_cancelled = change.after is not None and change.after.state == "cancelled"
        if is_cancelled or person_of(change) != by:
            kind = "cancelled" if is_cancelled else "changed"
            told[kind, change.booking, person_of(change)] += 1
            told.update(_booker(change, kind))
    return told


def _booker(change: Change, kind: str) -> list[tuple[str, UUID, UUID]]:
    """Whoever had booked it for its person."""
    was = change.before
    if was is None or was.booked_by in (None, was.person):
        return []
    assert was.booked_by is not None
    return [(kind, change.booking, was.booked_by)]


def takings(_history: History, _act: Act, changes: Changes) -> Kinds:
    told: Kinds = Counter()
    for change in changes:
        if change.before is None:
            told["booked", change.booking, person_of(change)] += 1
        elif change.after is not None and change.after.state == "released":
            told["released", change.booking, person_of(change)] += 1
        elif is_elsewhere(change):
            told["changed", change.booking, person_of(change)] += 1
    return told
