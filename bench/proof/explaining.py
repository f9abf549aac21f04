"""What explains a refusal: by its code, whether it was so at some moment of the call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from bench.proof import closed, owned, stock
from bench.proof.history import History, Span, booking_of, overlap
from bench.proof.records import Act, Version
from bench.proof.shapes import WAIT
from floorplans.bookings.views import Window

Explains = Callable[[History, Act], bool]


def _seen(wanted: Callable[[Version, Act, datetime], bool]) -> Callable[[History, Act], bool]:
    """A refusal that is explained by a version of the booking that may have been seen."""

    def explained(history: History, act: Act) -> bool:
        now = history.now(act)
        return any(wanted(v, act, now) for v in history.standing(booking_of(act), act))

    return explained


def always(history: History, act: Act) -> bool:
    """Giving up under load is no lie: nothing was changed, and that is what the answer says."""
    return True


def may_be_had(
    history: History, act: Act, space: UUID, window: Window, person: UUID, but: UUID | None = None
) -> bool:
    """Whether somebody else may have had a place: by a booking, or because it is their own."""
    return history.may_be_taken(act, space, window, but) or owned.may_be_kept(
        history, act, space, window, person
    )


def too_few(history: History, act: Act) -> bool:
    ground = history.ground
    desks = [
        own for own, inside in ground.inside.items() if inside == {own} and own not in ground.asks
    ]
    free = sum(
        not closed.of(history).may_be(act, own, act.window)
        and not history.may_be_taken(act, own, act.window)
        and not owned.may_be_kept(history, act, own, act.window, None)
        for own in desks
    )
    return free < len(act.args["people"])


def _place_taken(history: History, act: Act) -> bool:
    now, space = history.now(act), UUID(act.args["space"])
    return may_be_had(history, act, space, Window(now, now + WAIT), UUID(act.args["by"]))


def _taken(history: History, act: Act) -> bool:
    space = UUID(act.args["space"])
    if "booking" not in act.args:
        return may_be_had(history, act, space, act.window, UUID(act.args["by"]))
    own = booking_of(act)
    people = {version.person for version in history.standing(own, act)}
    return any(may_be_had(history, act, space, act.window, each, own) for each in people)


def _is_over(version: Version, _act: Act, now: datetime) -> bool:
    return version.is_over(now)


def _asked_already(history: History, act: Act) -> bool:
    """One's own request is in the way: of whoever books, or of whose booking is moved."""
    space = UUID(act.args["space"])
    if "booking" not in act.args:
        return history.may_have_asked(act, UUID(act.args["by"]), space, act.window)
    found = history.standing(booking_of(act), act)
    return any(history.may_have_asked(act, v.person, space, act.window) for v in found)


def _closed(history: History, act: Act) -> bool:
    return closed.of(history).may_be(act, UUID(act.args["space"]), act.window)


def closed_where_it_is(history: History, act: Act) -> bool:
    """The place of the booking itself may have been closed in its hours."""
    found = history.standing(booking_of(act), act)
    return any(closed.of(history).may_be(act, v.space, v.window) for v in found)


def _closed_here(history: History, act: Act) -> bool:
    now, space = history.now(act), UUID(act.args["space"])
    return closed.of(history).may_be(act, space, Window(now, now + WAIT))


def _must_ask(history: History, act: Act) -> bool:
    """A place that must be approved cannot be had at once."""
    return UUID(act.args["space"]) in history.ground.asks


def out_of_stock(history: History, act: Act) -> bool:
    """Not so many of a thing may have been left as the booking was to bring along."""
    if "booking" not in act.args:
        wanted = {UUID(own): count for own, count in act.args["bring"]}
        return any(stock.may_be_out(history, act, w, act.window, None) for w in wanted.items())
    own = booking_of(act)
    hours = [act.window] if "from" in act.args else [v.window for v in history.standing(own, act)]
    things = (
        {UUID(one): count for one, count in act.args["bring"]}
        if "bring" in act.args
        else stock.most_of(history, own)
    )
    return any(
        stock.may_be_out(history, act, wanted, window, own)
        for wanted in things.items()
        for window in hours
    )


#: What a window alone explains.
HOURS: dict[str, Callable[[History, Act], bool]] = {
    "busy": always,
    "taken": _taken,
    "in_the_past": lambda h, a: a.window.to_at <= h.now(a),
    "starts_too_early": lambda h, a: a.window.from_at < h.now(a),
    "window_empty": lambda h, a: a.window.to_at <= a.window.from_at,
    "asked_already": _asked_already,
    "closed": _closed,
}
MOVE = {
    **HOURS,
    "booking_ended": _seen(_is_over),
    "already_started": _seen(
        lambda v, a, now: v.window.from_at <= now and v.window.from_at != a.window.from_at
    ),
    "moved_on": lambda h, a: len(h.standing(booking_of(a), a)) > 1,
    "approval_needed": _must_ask,
    "equipment_out": out_of_stock,
}
_CHECK_IN = {
    "busy": always,
    "booking_ended": _seen(_is_over),
    "booking_released": _seen(lambda v, _, __: v.state == "released"),
    "booking_held": _seen(lambda v, _, __: v.state == "held"),
    "not_approved_yet": _seen(lambda v, _, __: v.state == "requested"),
}
COME = {
    **_CHECK_IN,
    "check_in_not_open": lambda h, a: any(
        v.state == "confirmed" and h.now(a) < v.window.from_at - h.ground.opens
        for v in h.standing(booking_of(a), a)
    ),
}
LEAVE = {
    "busy": always,
    "booking_ended": _seen(_is_over),
    "not_checked_in": _seen(lambda v, _, now: not v.is_over(now) and v.state != "checked_in"),
}


def _held_here(history: History, act: Act) -> bool:
    """Their own booking of this moment was held."""
    return any(span.version.state == "held" for span in _own_now(history, act))


def _out_of_stock_here(history: History, act: Act) -> bool:
    """A booking that comes along brings things, which may be out for longer hours."""
    now = history.now(act)
    window = Window(now, now + WAIT)
    return any(
        stock.may_be_out(history, act, wanted, window, span.version.booking)
        for span in _own_now(history, act)
        for wanted in stock.most_of(history, span.version.booking).items()
    )


def _own_now(history: History, act: Act) -> Iterator[Span]:
    """Bookings of who acts, that may have run then or been about to."""
    now, person = history.now(act), UUID(act.args["by"])
    around = Window(now, now + WAIT)
    for spans in history.spans.values():
        for span in spans:
            is_own = span.version.person == person and overlap(span.version.window, around)
            if is_own and span.may_stand(act):
                yield span


#: Somebody was faster between the look and the lock, which the look cannot tell from the log.
TAKE = dict.fromkeys(("busy", "moved_on", "no_longer_unclaimed"), always) | {
    "taken": _place_taken,
    "approval_needed": _must_ask,
    "closed": _closed_here,
    "booking_held": _held_here,
    "equipment_out": _out_of_stock_here,
}
