"""The checker finds each fault that is planted into what a faultless run left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bench.proof.checking import flaws
from bench.proof.records import Act, Change, Evidence, Version
from floorplans.bookings.views import Window
from floorplans.ids import new_id

Plant = Callable[[Evidence], Evidence]
HOUR = timedelta(hours=1)


def booked(evidence: Evidence) -> Change:
    """The first booking that was acknowledged with a key."""
    keyed = {a.result["id"] for a in evidence.acts if a.name == "book" and a.outcome == "ok"
             and a.args["key"]}  # fmt: skip
    return next(c for c in evidence.changes if c.before is None and str(c.booking) in keyed)


def made(change: Change) -> Version:
    assert change.after is not None
    return change.after


def with_change(evidence: Evidence, change: Change) -> Evidence:
    """One more row, and a booking that stands as it says."""
    return replace(
        evidence,
        changes=(*evidence.changes, change),
        bookings=(*evidence.bookings, made(change)),
    )


def again(evidence: Evidence, **other: object) -> Evidence:
    """The same booking once more, but for what is named, written right after it."""
    first = booked(evidence)
    twin = replace(made(first), booking=new_id(), **other)  # type: ignore[arg-type]
    found = list(evidence.changes)
    found.insert(found.index(first) + 1, replace(first, after=twin))
    return replace(evidence, changes=tuple(found), bookings=(*evidence.bookings, twin))


def lost(evidence: Evidence) -> Evidence:
    own = evidence.bookings[0].booking
    return replace(evidence, bookings=tuple(b for b in evidence.bookings if b.booking != own))


def never_written(evidence: Evidence) -> Evidence:
    own = booked(evidence).booking
    return replace(
        evidence,
        changes=tuple(c for c in evidence.changes if c.booking != own),
        bookings=tuple(b for b in evidence.bookings if b.booking != own),
    )


def crowded(evidence: Evidence) -> Evidence:
    """A fourth booking of a place for three."""
    pool, places = next(iter(evidence.ground.places.items()))
    for _ in range(places + 1):
        evidence = again(evidence, space=pool, key=None)
    return evidence


def inside(evidence: Evidence) -> Evidence:
    """Another space that this place turns out to lie in, in the same hours."""
    own = made(booked(evidence)).space
    ground = evidence.ground
    other = next(s for s in ground.inside if s != own)
    near = replace(ground, inside={**ground.inside, other: ground.inside[other] | {own}})
    return again(replace(evidence, ground=near), space=other, key=None)


def risen(evidence: Evidence) -> Evidence:
    ended = next(c for c in reversed(evidence.changes) if made(c).state == "cancelled")
    back = replace(made(ended), state="confirmed")
    return with_change(evidence, replace(ended, before=ended.after, after=back))


def told_twice(evidence: Evidence) -> Evidence:
    return replace(evidence, messages=(*evidence.messages, evidence.messages[-1]))


def not_told(evidence: Evidence) -> Evidence:
    return replace(evidence, messages=evidence.messages[1:])


def takes_nothing(evidence: Evidence) -> Evidence:
    return replace(evidence, takings=evidence.takings[1:])


def acts(evidence: Evidence, changed: Callable[[Act], Act | None]) -> Evidence:
    """With the first call changed that ``changed`` makes something of."""
    found = list(evidence.acts)
    for number, act in enumerate(found):
        other = changed(act)
        if other is not None:
            found[number] = other
            return replace(evidence, acts=tuple(found))
    raise AssertionError("there is no such call in this run")


def refused_for_nothing(evidence: Evidence) -> Evidence:
    """Somebody is told that a place is taken that nobody has, a year from now."""

    def far(act: Act) -> Act | None:
        if act.code != "taken" or act.name != "book":
            return None
        ends = {
            e: (getattr(act.window, f"{e}_at") + 8_760 * HOUR).isoformat() for e in ("from", "to")
        }
        return replace(act, args={**act.args, **ends})

    return acts(evidence, far)


def booked_other_hours(evidence: Evidence) -> Evidence:
    own = booked(evidence).booking

    def shifted(act: Act) -> Act | None:
        if act.name != "book" or act.outcome != "ok" or act.result["id"] != str(own):
            return None
        return replace(act, args={**act.args, "to": (act.window.to_at + HOUR).isoformat()})

    return acts(evidence, shifted)


def refused_and_done(evidence: Evidence) -> Evidence:
    def denied(act: Act) -> Act | None:
        is_done = act.name == "team" and act.outcome == "ok"
        return replace(act, outcome="refused", code="busy") if is_done else None

    return acts(evidence, denied)


def torn_team(evidence: Evidence) -> Evidence:
    seat = next(c for c in evidence.changes if c.before is None and made(c).team is not None)
    return replace(
        evidence,
        changes=tuple(c for c in evidence.changes if c.booking != seat.booking),
        bookings=tuple(b for b in evidence.bookings if b.booking != seat.booking),
    )


def out_of_order(evidence: Evidence) -> Evidence:
    """The first row was written after all others."""
    first, *others = evidence.changes
    return replace(evidence, changes=(*others, first))


def early(evidence: Evidence) -> Evidence:
    """A place was freed whose hours had not even begun."""
    found = list(evidence.changes)
    for number, change in enumerate(found):
        if change.after is not None and change.after.state == "released" and change.before:
            later = Window(change.before.window.from_at + HOUR, change.before.window.to_at + HOUR)
            found[number] = replace(
                change,
                before=replace(change.before, window=later),
                after=replace(change.after, window=later),
            )
            return replace(evidence, changes=tuple(found))
    raise AssertionError("nothing was released in this run")


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (lost, "lost"),
        (never_written, "call"),
        (lambda e: again(e, key=None), "double"),
        (again, "twice"),
        (inside, "containment"),
        (crowded, "capacity"),
        (risen, "state"),
        (told_twice, "message"),
        (not_told, "message"),
        (takes_nothing, "taking"),
        (refused_for_nothing, "call"),
        (refused_and_done, "call"),
        (booked_other_hours, "call"),
        (torn_team, "call"),
        (out_of_order, "order"),
        (early, "call"),
    ],
)
def test_a_planted_fault_is_found(evidence: Evidence, plant: Plant, what: str) -> None:
    assert what in {flaw.what for flaw in flaws(plant(evidence))}
