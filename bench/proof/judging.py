"""What each thing that is done may do and answer: one judge for each, by its name in ``doing``.

A judge is told a call and the rows that it wrote, and yields what cannot be explained. It knows
what booking promises, and nothing of how the service keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from bench.proof import explaining, shapes
from bench.proof.explaining import Explains
from bench.proof.history import History, is_elsewhere, person_of
from bench.proof.records import Act, Change
from bench.proof.shapes import Changes, Complaints

#: What is told of which booking to whom, and how often.
Kinds = Counter[tuple[str, UUID, UUID]]
Tells = Callable[[History, Act, Changes], Kinds]


@dataclass(frozen=True, slots=True)
class Judge:
    """``shape`` of what was written; ``codes`` explains refusals; ``told`` says who is told what.

    In which mail it is told, and whether with others, is no matter of the proof.
    """

    shape: Callable[[History, Act, Changes], Complaints]
    codes: Mapping[str, Explains]
    told: Tells


def judge(history: History, act: Act) -> Complaints:
    """All that is wrong with one call."""
    found = JUDGES.get(act.name)
    changes = history.of_act.get(act.number, [])
    if found is None:
        yield "nobody can judge this: it has no judge"
        return
    if act.outcome == "crash":
        yield f"ended in an error that is no refusal: {str(act.result)[-400:]}"
    if act.outcome in ("refused", "crash"):
        if changes:
            yield f"was refused ({act.code}) and changed {len(changes)} bookings all the same"
        if act.outcome == "refused":
            explained = found.codes.get(act.code or "")
            if explained is None:
                yield f"was refused with {act.code}, which nothing here can bring about"
            elif not explained(history, act):
                yield f"was refused with {act.code}, and at no moment of the call was that so"
        return
    yield from found.shape(history, act, changes)


def _each(kind: str) -> Tells:
    """The person of each booking that was written is told once."""
    return lambda _history, _act, changes: Counter(
        (kind, change.booking, person_of(change)) for change in changes
    )


def _all_and_staff(kind: str) -> Tells:
    """Everybody of a team is told of their own, and whoever booked for them of all."""

    def told(history: History, act: Act, changes: Changes) -> Kinds:
        staff = ((kind, change.booking, history.ground.staff) for change in changes)
        return _each(kind)(history, act, changes) + Counter(staff)

    return told


def _none(_history: History, _act: Act, _changes: Changes) -> Kinds:
    return Counter()


def _moves(_history: History, act: Act, changes: Changes) -> Kinds:
    """Its person is told, and who booked it for them, unless they moved it themselves."""
    told: Kinds = Counter()
    for change in changes:
        if is_elsewhere(change):
            told["changed", change.booking, person_of(change)] += 1
            if UUID(act.args["by"]) != person_of(change):
                told.update(_booker(change, "changed"))
    return told


def _ends(history: History, act: Act, changes: Changes) -> Kinds:
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


def _takings(_history: History, _act: Act, changes: Changes) -> Kinds:
    told: Kinds = Counter()
    for change in changes:
        if change.before is None:
            told["booked", change.booking, person_of(change)] += 1
        elif change.after is not None and change.after.state == "released":
            told["released", change.booking, person_of(change)] += 1
        elif is_elsewhere(change):
            told["changed", change.booking, person_of(change)] += 1
    return told


_BUSY: Mapping[str, Explains] = {"busy": explaining.always}

JUDGES: Mapping[str, Judge] = {
    "book": Judge(shapes.inserted, explaining.HOURS, _each("booked")),
    "book again": Judge(shapes.inserted, explaining.HOURS, _each("booked")),
    "move": Judge(shapes.moved, explaining.MOVE, _moves),
    "cancel": Judge(shapes.given_back, _BUSY, _ends),
    "check in": Judge(shapes.came, explaining.COME, _none),
    "check out": Judge(shapes.left, explaining.LEAVE, _none),
    "take": Judge(shapes.taken_there, explaining.TAKE, _takings),
    "release": Judge(shapes.released, _BUSY, _each("released")),
    "team": Judge(
        shapes.of_team,
        {**explaining.HOURS, "too_few_free": explaining.too_few},
        _all_and_staff("booked"),
    ),
    "end team": Judge(shapes.team_ended, _BUSY, _all_and_staff("cancelled")),
    "series": Judge(shapes.of_series, _BUSY, _each("booked")),
    "end series": Judge(shapes.series_ended, _BUSY, _ends),
    "series due": Judge(shapes.filled, _BUSY, _each("booked")),
}
