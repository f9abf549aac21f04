"""What asking, approving and declining may do and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from bench.proof import explaining, shapes, telling
from bench.proof.explaining import Explains
from bench.proof.history import History, Span, booking_of, ended, overlap, person_of
from bench.proof.judges import BUSY, Judge
from bench.proof.records import Act, Change, Version
from bench.proof.shapes import Changes, Complaints
from bench.proof.telling import Kinds

#: Calls that may hold a request while what nobody answered is looked for.
HOLD = frozenset({
    "approve", "decline", "move", "cancel", "bring along", "end series", "expire",
    "close", "reopen", "open over",
})  # fmt: skip


def approved(history: History, act: Act, changes: Changes) -> Complaints:
    """The request stands, and exactly those that have no place any more are declined with it."""
    own = [change for change in changes if change.booking == booking_of(act)]
    if act.outcome == "ok" and len(own) != 1:
        yield f"acknowledged an approval, and made {len(own)}"
    if len({change.transaction for change in changes}) > 1:
        yield "approved in pieces"
    for change in own:
        yield from _answered(history, act, change, "confirmed")
    declined = [change for change in changes if change not in own]
    for change in declined:
        was = change.before
        yield from _answered(history, act, change, "declined")
        if was is not None and not history.may_be_taken(act, was.space, was.window):
            yield f"declined a request whose place was free: {was}"
    gone = {change.booking for change in declined}
    for change in own:
        for rival in _rivals(history, act, change):
            if rival.booking not in gone:
                yield f"left the request {rival.booking}, whose place is gone"


def _rivals(history: History, act: Act, change: Change) -> list[Version]:
    """The requests that surely stood and that meet the one that was approved."""
    made = change.after
    assert made is not None
    return [
        span.version
        for span in history.requests
        if span.version.booking != made.booking
        and overlap(span.version.window, made.window)
        and history.ground.meet(span.version.space, made.space)
        and span.surely_stands(act)
    ]


def declined(history: History, act: Act, changes: Changes) -> Complaints:
    if len(changes) > 1 or (act.outcome == "ok" and not changes):
        yield f"declined {len(changes)} requests"
    for change in changes:
        if change.booking != booking_of(act):
            yield "declined another request"
        yield from _answered(history, act, change, "declined")


def _answered(history: History, act: Act, change: Change, state: str) -> Complaints:
    was, is_now = change.before, change.after
    if was is None or is_now is None or was.state != "requested":
        yield f"answered what nobody asked for: {was}"
    elif (is_now.space, is_now.window, is_now.state) != (was.space, was.window, state):
        yield f"answered, and made this of it: {is_now}"
    elif state == "confirmed" and _is_late(_span(history, change), history, act):
        yield f"approved what nobody could answer any more: {was}"


def _span(history: History, change: Change) -> Span | None:
    """The version that a change ended."""
    spans = (span for span in history.spans[change.booking] if span.version == change.before)
    return next(spans, None)


def _is_late(span: Span | None, history: History, act: Act) -> bool:
    if span is None or span.answer_by is None:
        return False
    return min(span.answer_by, span.version.window.to_at) <= history.now(act)


def expired(history: History, act: Act, changes: Changes) -> Complaints:
    """Exactly what was due, but for what somebody may have been answering."""
    now, gone = history.now(act), {change.booking for change in changes}
    for change in changes:
        yield from _answered(history, act, change, "declined")
        span = _span(history, change)
        if span is None or span.answer_by is None or span.answer_by > now:
            yield f"declined what was not due: {change.before}"
    if act.outcome != "ok":
        return
    if act.result != len(changes):
        yield f"says that it declined {act.result}, and declined {len(changes)}"
    for span in history.requests:
        own = span.version.booking
        due = span.answer_by is not None and span.answer_by <= now
        if due and own not in gone and span.surely_stands(act) and not _may_be_held(history, act):
            yield f"left {own}, which was due at {span.answer_by}"


def _may_be_held(history: History, act: Act) -> bool:
    return any(
        other.name in HOLD
        and other.number != act.number
        and other.began_us <= ended(act)
        and ended(other) >= act.began_us
        for other in history.evidence.acts
    )


def unapproved(history: History, change: Change) -> Complaints:
    """A place that must be approved is had by approval, by what staff do, or as it was had."""
    was, is_now = change.before, change.after
    if is_now is None or not is_now.is_live or is_now.space not in history.ground.asks:
        return
    kept = (
        was is not None
        and was.is_live
        and was.space == is_now.space
        and was.window.from_at <= is_now.window.from_at
        and is_now.window.to_at <= was.window.to_at
    )
    act = history.acts.get(history.number_of(change))
    by_staff = act is not None and (
        act.name == "approve"
        or (act.name == "move" and UUID(act.args["by"]) == history.ground.staff)
    )
    if not kept and not by_staff:
        yield f"{is_now.booking} has {is_now.space}, and nobody approved it"


def _told(history: History, act: Act, changes: Changes) -> Kinds:
    return Counter(
        (
            "approved" if change.after and change.after.state == "confirmed" else "declined",
            change.booking,
            person_of(change),
        )
        for change in changes
    )


def _taken_by_now(history: History, act: Act) -> bool:
    return any(
        explaining.may_be_had(history, act, v.space, v.window, v.person, v.booking)
        for v in history.standing(booking_of(act), act)
    )


def _was(*states: str) -> Explains:
    return lambda h, a: any(v.state in states for v in h.standing(booking_of(a), a))


def _expired(history: History, act: Act) -> bool:
    return any(
        span.may_stand(act) and span.version.state == "requested" and _is_late(span, history, act)
        for span in history.spans.get(booking_of(act), ())
    )


def _never_asked(history: History, act: Act) -> bool:
    chain = history.chains.get(booking_of(act), ())
    return not any(c.after and c.after.state == "requested" for c in chain)


ANSWER: Mapping[str, Explains] = {
    "busy": explaining.always,
    "already_answered": _was("declined", "confirmed", "held", "checked_in", "released"),
    "request_withdrawn": _was("cancelled"),
    "request_expired": _expired,
    "request_not_found": _never_asked,
}

REQUESTS: Mapping[str, Judge] = {
    "ask": Judge(shapes.inserted, explaining.HOURS, telling.made),
    "approve": Judge(
        approved,
        {
            **ANSWER,
            "taken": _taken_by_now,
            "moved_on": explaining.MOVE["moved_on"],
            "equipment_out": explaining.out_of_stock,
            "closed": explaining.closed_where_it_is,
        },
        _told,
    ),
    "decline": Judge(declined, ANSWER, telling.each("declined")),
    "expire": Judge(expired, BUSY, telling.each("expired")),
}
