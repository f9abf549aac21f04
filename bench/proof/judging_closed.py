"""What closing and opening may do and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from bench.proof import closed
from bench.proof.history import History
from bench.proof.judges import BUSY, Judge
from bench.proof.records import Act, Change
from bench.proof.shapes import Changes, Complaints
from bench.proof.telling import Kinds


def settled(history: History, act: Act, changes: Changes) -> Complaints:
    """Bookings are held where it is closed, and stand again where it is not, and nothing else."""
    for change in changes:
        was, is_now = change.before, change.after
        states = (was.state if was else None, is_now.state if is_now else None)
        if (
            was is None
            or is_now is None
            or (was.space, was.window) != (is_now.space, is_now.window)
        ):
            yield f"was about a closure, and made this of a booking: {is_now}"
        elif states in (("confirmed", "held"), ("requested", "declined")):
            hours = closed.left(was.window, history.now(act))
            if hours is None or not closed.of(history).may_be(act, was.space, hours):
                yield f"held or declined what no closure meets: {was}"
        elif states != ("held", "confirmed"):
            yield f"was about a closure, and went from {states[0]} to {states[1]}"


def shut(history: History, act: Act, changes: Changes) -> Complaints:
    """All that surely stood in these hours is held."""
    yield from settled(history, act, changes)
    if act.outcome != "ok":
        return
    if not any(note.row["id"] == act.result["closure"] for note in history.notes["closure"]):
        yield "acknowledged a closure, which is lost"
    hours = closed.left(act.window, history.now(act))
    if hours is None:
        return
    for space in history.ground.closes[UUID(act.args["desk"])]:
        for span in history.near(space, hours):
            version = span.version
            meets = version.space == space and version.window.from_at < hours.to_at
            if not meets or version.window.to_at <= hours.from_at or version.state != "confirmed":
                continue
            if span.surely_stands(act):
                yield f"closed {space}, and left {version.booking} standing"


def opened(history: History, act: Act, changes: Changes) -> Complaints:
    yield from settled(history, act, changes)
    back = _returned(history, act)
    if act.outcome == "ok" and act.result["returned"] != back:
        yield f"says that {act.result['returned']} stand again, and {back} do"


def opened_by_time(history: History, act: Act, changes: Changes) -> Complaints:
    yield from settled(history, act, changes)
    back = _returned(history, act)
    if act.outcome == "ok" and act.result != back:
        yield f"says that {act.result} stand again, and {back} do"


def _returned(history: History, act: Act) -> int:
    return sum(kind == "reopened" for kind, _, _ in _told(history, act, ()).elements())


def _told(history: History, act: Act, changes: Changes) -> Kinds:
    """Whose booking is held, or was while they sat there, and whose stands again; and who could go
    back to where they were.
    """
    told: Kinds = Counter()
    for note in history.holds.get(act.number, ()):
        booking = UUID(note.row["booking_id"])
        person = _person(history, history.chains[booking])
        before = note.before or {}
        if note.before is None:
            told["closed", booking, person] += 1
        elif not before["answer"] and note.row["answer"] == "returned":
            told["reopened", booking, person] += 1
        elif not before["back_told_at"] and note.row["back_told_at"]:
            told["free_again", booking, person] += 1
    held = {own for kind, own, _ in told if kind == "closed"}
    back = {own for kind, own, _ in told if kind == "reopened"}
    for change in changes:
        if change.after is not None and change.after.state == "declined":
            told["declined", change.booking, _person(history, [change])] += 1
            continue
        is_held = change.after is not None and change.after.state == "held"
        if change.booking not in (held if is_held else back):
            kind = "closed" if is_held else "reopened"
            told[kind, change.booking, _person(history, [change])] += 1
    return told


def _person(_history: History, chain: list[Change]) -> UUID:
    found = chain[0].after or chain[0].before
    assert found is not None
    return found.person


def _was_opened(history: History, act: Act) -> bool:
    """Whether it may have been opened before it began, and so be gone."""
    return any(
        note.after is None and note.row["id"] == act.args["closure"]
        for note in history.notes["closure"]
    )


CLOSED: Mapping[str, Judge] = {
    "close": Judge(shut, {**BUSY, "in_the_past": lambda h, a: a.window.to_at <= h.now(a)}, _told),
    "reopen": Judge(opened, {**BUSY, "closure_not_found": _was_opened}, _told),
    "open over": Judge(opened_by_time, BUSY, _told),
}
