"""What waiting for a place may do and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from bench.proof import closed, explaining, telling, waits
from bench.proof.explaining import Explains
from bench.proof.history import History, overlap, person_of
from bench.proof.judges import BUSY, Judge
from bench.proof.records import Act, Change
from bench.proof.shapes import Changes, Complaints
from bench.proof.telling import Kinds

MOST_WAITS = 20
_GONE = ("cancelled", "released", "declined")


def joined(history: History, act: Act, changes: Changes) -> Complaints:
    """On the list, and for something that was not to be had."""
    if changes:
        yield "waits, and changed a booking"
    if act.outcome != "ok":
        return
    found = waits.of(history)
    chain = found.chains.get(act.result["wait"])
    if chain is None:
        yield "acknowledged a wait, which is lost"
    elif found.number_of(chain[0]) != act.number:
        # Asked again for the same, it is the wait that there was, whatever is free by now.
        return
    hours = closed.left(act.window, history.now(act))
    space, person = UUID(act.args["space"]), UUID(act.args["by"])
    if hours is None or not waits.may_be_out_of_reach(history, act, space, hours, person):
        yield "waits for what was free all the time"


def gone(history: History, act: Act, changes: Changes) -> Complaints:
    """Off the list; what was offered is given back."""
    if len(changes) > 1:
        yield f"left a list, and changed {len(changes)} bookings"
    for change in changes:
        note = waits.of(history).of_change(change)
        if note is None or note.row["id"] != act.args["wait"]:
            yield "gave back what was not offered"
        elif change.after is None or change.after.state != "cancelled":
            yield f"left a list, and made this of the offer: {change.after}"
    if act.outcome == "ok" and all(
        one.state in waits.OPEN for one in waits.of(history).standing(act.args["wait"], act)
    ):
        yield "acknowledged that somebody waits no longer, who does"


def taken(history: History, act: Act, changes: Changes) -> Complaints:
    if changes:
        yield "took an offer, and changed a booking"
    if act.outcome == "ok" and not _may_be(history, act, "booked"):
        yield "acknowledged an offer as taken, which is not"


def served(history: History, act: Act, changes: Changes) -> Complaints:
    """Each in their turn, for the hours that are left; what nobody took in time is given up."""
    made = [change for change in changes if change.before is None]
    if act.outcome == "ok" and act.result != len(made):
        yield f"says that it served {act.result}, and served {len(made)}"
    for change in changes:
        if change.before is None:
            yield from _served(history, act, change)
        else:
            yield from _given_up(history, act, change)


def _served(history: History, act: Act, change: Change) -> Complaints:
    note, made = waits.of(history).of_change(change), change.after
    if note is None or made is None or note.before is None or note.before["state"] != "waiting":
        yield f"booked for nobody who waits: {made}"
        return
    asks = made.space in history.ground.asks
    hours = closed.left(closed.hours_of(note.row), history.now(act))
    wanted = (UUID(note.row["person_id"]), UUID(note.row["space_id"]), hours)
    if (made.person, made.space, made.window) != wanted:
        yield f"booked something else than what was waited for: {made}"
    if made.state != ("requested" if asks else "confirmed"):
        yield f"served somebody, and made this of it: {made}"
    if note.row["state"] == "booked" and not note.row["books_itself"] and not asks:
        yield f"booked without asking: {made}"


def _given_up(history: History, act: Act, change: Change) -> Complaints:
    note = waits.of(history).of_change(change)
    if note is None or note.before is None or note.before["state"] != "offered":
        yield f"gave up what nobody was offered: {change.before}"
    elif datetime.fromisoformat(note.before["answer_by"]) > history.now(act):
        yield f"gave up an offer before its time: {change.before}"
    elif change.after is None or change.after.state != "cancelled":
        yield f"gave up an offer, and made this of it: {change.after}"


def _told_served(history: History, _act: Act, changes: Changes) -> Kinds:
    return Counter(
        (_kind(history, change), change.booking, person_of(change)) for change in changes
    )


def _kind(history: History, change: Change) -> str:
    if change.before is not None:
        return "offer_ended"
    if change.after is not None and change.after.state == "requested":
        return "requested"
    note = waits.of(history).of_change(change)
    return "offered" if note is not None and note.row["state"] == "offered" else "waited"


def _told_taken(history: History, act: Act, _changes: Changes) -> Kinds:
    """Whoever takes an offer is told so, once."""
    told: Kinds = Counter()
    found = waits.of(history)
    for note in found.chains.get(act.args["wait"], ()):
        is_taken = note.before is not None and note.before["state"] == "offered"
        if is_taken and note.row["state"] == "booked" and found.number_of(note) == act.number:
            told["booked", UUID(note.row["booking_id"]), UUID(note.row["person_id"])] += 1
    return told


def _may_be(history: History, act: Act, *states: str) -> bool:
    return any(o.state in states for o in waits.of(history).standing(act.args["wait"], act))


def _offer_over(history: History, act: Act) -> bool:
    """It has ended, or its booking was given back in another way."""
    if _may_be(history, act, "declined", "unanswered", "left", "over"):
        return True
    return any(
        version.state in _GONE
        for one in waits.of(history).standing(act.args["wait"], act)
        if one.row["booking_id"]
        for version in history.standing(UUID(one.row["booking_id"]), act)
    )


def _may_be_free(history: History, act: Act) -> bool:
    """Whether nothing was surely in the way all through the call."""
    hours = closed.left(act.window, history.now(act))
    space = UUID(act.args["space"])
    return hours is not None and not history.is_surely_taken(act, space, hours)


def _waits_already(history: History, act: Act) -> bool:
    return any(
        one.person == UUID(act.args["by"])
        and one.state in waits.OPEN
        and overlap(one.hours, act.window)
        and one.may_stand(act)
        for one in waits.of(history).by_space[UUID(act.args["space"])]
    )


def _too_many(history: History, act: Act) -> bool:
    own = {
        one.row["id"]
        for versions in waits.of(history).of.values()
        for one in versions
        if one.person == UUID(act.args["by"]) and one.state in waits.OPEN and one.may_stand(act)
    }
    return len(own) >= MOST_WAITS


_JOIN: Mapping[str, Explains] = {
    **{code: why for code, why in explaining.HOURS.items() if code not in ("taken", "closed")},
    "free_now": _may_be_free,
    "waiting_already": _waits_already,
    "too_many_waits": _too_many,
    "too_late_to_wait": lambda h, a: waits.is_over(a.window, h.now(a)),
}
WAITS: Mapping[str, Judge] = {
    "wait": Judge(joined, _JOIN, telling.none),
    "leave a list": Judge(gone, BUSY, telling.none),
    "take an offer": Judge(
        taken,
        {
            **BUSY,
            "not_offered": lambda h, a: _may_be(h, a, "waiting"),
            "offer_over": _offer_over,
        },
        _told_taken,
    ),
    "serve": Judge(served, BUSY, _told_served),
}
