"""What a call may write: each shape is told a call and its rows, and yields what is wrong.

They know what booking promises, and nothing of how the service keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bench.proof import closed, owned
from bench.proof.history import History, booking_of, ended, hours_of, is_elsewhere
from bench.proof.records import Act, Change, Version
from floorplans.bookings.views import Window

Changes = Sequence[Change]
Complaints = Iterator[str]
WAIT = timedelta(hours=3)


def inserted(history: History, act: Act, changes: Changes) -> Complaints:
    """A booking: written once as it was asked for, or there before under the same key."""
    asked = (UUID(act.args["by"]), UUID(act.args["space"]), act.window)
    for change in changes:
        made = change.after
        if change.before is not None or made is None:
            yield "booked, and changed another booking"
        elif (*_what(made), made.state, made.key) != (
            *asked,
            _begins_as(history, act),
            act.args["key"],
        ):
            yield f"booked something else than was asked for: {made}"
    if len(changes) > 1:
        yield f"booked {len(changes)} times"
    if act.outcome != "ok":
        return
    own = UUID(act.result["id"])
    if not changes:
        yield from _was_there(history, act, own)
    elif changes[0].booking != own:
        yield f"answered with the booking {own}, and made another one"


def _was_there(history: History, act: Act, own: UUID) -> Complaints:
    """A request that made no booking is answered with the one that it made when it came before."""
    first = history.first(own)
    asked = (UUID(act.args["by"]), UUID(act.args["space"]), act.window)
    if first is None or first.after is None or first.at_us > ended(act):
        yield f"acknowledged the booking {own}, which is lost"
    elif _what(first.after) != asked:
        yield f"answered with a booking of other hours or another place: {own}"
    elif act.args["key"] is None or first.after.key != act.args["key"]:
        yield f"answered with a booking that was made for another request: {own}"


def _begins_as(history: History, act: Act) -> str:
    """How what somebody books begins: facility staff must approve some of it."""
    return "requested" if UUID(act.args["space"]) in history.ground.asks else "confirmed"


def _what(version: Version) -> tuple[UUID, UUID, Window]:
    return version.person, version.space, version.window


def moved(history: History, act: Act, changes: Changes) -> Complaints:
    now, space = history.now(act), UUID(act.args["space"])
    if act.outcome == "ok" and len(changes) != 1:
        yield f"acknowledged a change and made {len(changes)}"
    for change in changes:
        was, is_now = change.before, change.after
        if change.booking != booking_of(act) or was is None or is_now is None:
            yield "changed another booking"
        elif was.is_over(now):
            yield f"changed what was over or ended: {was}"
        elif (is_now.space, is_now.window) != (space, act.window):
            yield f"is not as it was asked for: {is_now}"
        elif is_now.state not in _moved_as(history, act, was):
            yield f"was {was.state}, and became {is_now.state}"
        elif was.window.from_at <= now and is_now.window.from_at != was.window.from_at:
            yield "moved the begin of a booking that had begun"


def _moved_as(history: History, act: Act, was: Version) -> set[str]:
    """What may become of the state of a booking that is moved.

    More of what must be approved is asked for, but for what facility staff do. What is held stands
    again, unless it stays where it is closed.
    """
    place, hours = UUID(act.args["space"]), act.window
    is_less = was.window.from_at <= hours.from_at and hours.to_at <= was.window.to_at
    stays = {was.state}
    if was.state == "held":
        is_closed = place == was.space and closed.of(history).may_be(act, place, hours)
        stays = {"confirmed", "held"} if is_closed else {"confirmed"}
    if place == was.space and is_less:
        return stays
    if place not in history.ground.asks:
        return {"confirmed"} if was.state == "requested" else stays
    return stays if UUID(act.args["by"]) != was.person else {"requested"}


def given_back(history: History, act: Act, changes: Changes) -> Complaints:
    if len(changes) > 1:
        yield f"gave back {len(changes)} bookings"
    for change in changes:
        if change.booking != booking_of(act):
            yield "gave back another booking"
        yield from _gives_back(change, history.now(act))
    if act.outcome == "ok" and not changes:
        yield from _stood(history, act, lambda v: v.is_over(history.now(act)))


def _gives_back(change: Change, now: datetime) -> Complaints:
    """What lies ahead is cancelled; what runs ends now."""
    was, is_now = change.before, change.after
    if was is None or is_now is None or was.is_over(now):
        yield f"gave back what was not there to give: {was}"
    elif was.window.from_at >= now or was.state == "requested":
        if (is_now.state, is_now.window) != ("cancelled", was.window):
            yield f"should be cancelled: {is_now}"
    elif (is_now.state, is_now.window) != (was.state, Window(was.window.from_at, now)):
        yield f"should end now: {is_now}"


def came(history: History, act: Act, changes: Changes) -> Complaints:
    now = history.now(act)
    for change in changes:
        was, is_now = change.before, change.after
        if change.booking != booking_of(act) or was is None or is_now is None or len(changes) > 1:
            yield "checked in somebody else"
        elif (was.state, is_now.state) != ("confirmed", "checked_in"):
            yield f"checked in from {was.state} to {is_now.state}"
        elif (was.space, was.window) != (is_now.space, is_now.window):
            yield "checked in and moved"
        elif not was.window.from_at - history.ground.opens <= now < was.window.to_at:
            yield "checked in too early or too late"
    if act.outcome == "ok" and not changes:
        yield from _stood(history, act, lambda v: v.state == "checked_in")


def left(history: History, act: Act, changes: Changes) -> Complaints:
    for change in changes:
        was = change.before
        if change.booking != booking_of(act) or len(changes) > 1:
            yield "checked out somebody else"
        elif was is None or was.state != "checked_in":
            yield f"checked out of what nobody was checked in to: {was}"
        else:
            yield from _gives_back(change, history.now(act))
    if act.outcome == "ok" and not changes:
        # Whoever has left before has left, also where this call's clock is the earlier one.
        left = any(
            history.acts[history.number_of(change)].name == "check out"
            for change in history.chains.get(booking_of(act), ())
            if change.at_us <= ended(act) and history.number_of(change) in history.acts
        )
        if not left:
            now = history.now(act)
            yield from _stood(history, act, lambda v: v.is_over(now))


def released(history: History, act: Act, changes: Changes) -> Complaints:
    """Exactly what was due: nothing that was not, and of what surely was all."""
    now, freed = history.now(act), {change.booking for change in changes}
    for change in changes:
        was, is_now = change.before, change.after
        states = (was.state if was else None, is_now.state if is_now else None)
        if states != ("confirmed", "released"):
            yield f"released from {states[0]} to {states[1]}"
            continue
        before = [s for s in history.spans[change.booking] if s.version == was]
        if not any(s.release_at is not None and s.release_at <= now for s in before):
            yield f"released what was not due: {was}"
    if act.outcome != "ok":
        return
    if act.result != len(changes):
        yield f"says that it released {act.result}, and released {len(changes)}"
    for own, spans in history.spans.items():
        for span in spans:
            due = span.release_at is not None and span.release_at <= now
            if due and own not in freed and span.surely_stands(act):
                yield f"left {own}, which was due at {span.release_at}"


def taken_there(history: History, act: Act, changes: Changes) -> Complaints:
    """Sitting down: one booking of one's own is there and checked in; one unclaimed made way."""
    space, person, now = UUID(act.args["space"]), UUID(act.args["by"]), history.now(act)
    freed = [c for c in changes if c.after and c.after.state == "released"]
    own = [c for c in changes if c not in freed]
    if len(own) > 1 or len(freed) > 1 or (freed and not own):
        yield f"took one place with {len(changes)} changes"
    for change in own:
        made = change.after
        if made is None or (made.person, made.state) != (person, "checked_in"):
            yield f"took a place and made this of it: {made}"
        elif made.space != space and not _is_around(history, change, space):
            yield f"took another place: {made}"
        elif not made.window.from_at <= now + history.ground.opens <= made.window.to_at + WAIT:
            yield f"took a place for other hours: {made}"
    for change in freed:
        if change.before is None or change.before.state != "confirmed":
            yield f"freed a place of somebody who was there: {change.before}"
    if act.outcome == "ok" and not own:
        booking = UUID(act.result["id"])
        if not any(v.state == "checked_in" for v in history.standing(booking, act)):
            yield f"acknowledged {booking}, and nobody is checked in there"


def _is_around(history: History, change: Change, space: UUID) -> bool:
    """Whether this is a check-in to one's own booking of what the place lies in, or has in it."""
    was, is_now = change.before, change.after
    if was is None or is_now is None or was.state != "confirmed" or is_elsewhere(change):
        return False
    return history.ground.meet(is_now.space, space)


def of_team(history: History, act: Act, changes: Changes) -> Complaints:
    people = {UUID(own) for own in act.args["people"]}
    made = [change.after for change in changes if change.before is None and change.after]
    if len(made) != len(changes):
        yield "booked for a team, and changed something else"
    if act.outcome == "ok" and not made:
        yield "acknowledged a team, which is lost"
    if not made:
        return
    if {one.person for one in made} != people or len(made) != len(people):
        yield f"booked for {len(made)} of {len(people)}"
    if len({one.team for one in made}) != 1 or len({c.transaction for c in changes}) != 1:
        yield "booked a team in pieces"
    if any(one.window != act.window or one.state != "confirmed" for one in made):
        yield "booked a team for other hours"
    if act.outcome == "ok":
        seats = {(UUID(s["id"]), UUID(s["person"]), UUID(s["space"])) for s in act.result["seats"]}
        if seats != {(one.booking, one.person, one.space) for one in made}:
            yield "says that the team sits where it does not"


def team_ended(history: History, act: Act, changes: Changes) -> Complaints:
    now, own = history.now(act), UUID(act.args["team"])
    for change in changes:
        if change.after is None or change.after.team != own:
            yield "gave back a booking of another team"
        yield from _gives_back(change, now)
    if len({change.transaction for change in changes}) > 1:
        yield "gave back a team in pieces"
    if act.outcome == "ok" and act.result != len(changes):
        yield f"says that it gave back {act.result}, and gave back {len(changes)}"


def of_series(history: History, act: Act, changes: Changes) -> Complaints:
    person, space = UUID(act.args["by"]), UUID(act.args["space"])
    for change in changes:
        made = change.after
        if change.before is not None or made is None:
            yield "booked a series, and changed another booking"
        elif (made.person, made.space, made.state) != (person, space, _begins_as(history, act)):
            yield f"booked something else than was asked for: {made}"
    if act.outcome == "ok":
        yield from _series_told(history, act, changes)


def _series_told(history: History, act: Act, changes: Changes) -> Complaints:
    """Every date is as the answer says, or was so while it was given."""
    told = {UUID(date["booking"]): date for date in act.result["dates"] if date["booking"]}
    for change in changes:
        if change.booking not in told:
            yield f"booked {change.booking}, and does not say so"
    for own, date in told.items():
        if all(version.window != hours_of(date) for version in history.standing(own, act)):
            yield f"acknowledged {own} of a series, which is lost or other than said"
    for date in act.result["dates"]:
        yield from _date_told(history, act, date)


def _date_told(history: History, act: Act, date: dict[str, str]) -> Complaints:
    """A date that was not booked could not be, at some moment of the call."""
    person, space = UUID(act.args["by"]), UUID(act.args["space"])
    hours = hours_of(date)
    # What met somebody at work stays planned and is tried again; in the end nothing may be left so.
    if date["state"] in ("booked", "planned"):
        return
    if date["state"] == "clash":
        explained = history.may_be_taken(act, space, hours) or owned.may_be_kept(
            history, act, space, hours, person
        )
    elif date["code"] == "asked_already":
        explained = history.may_have_asked(act, person, space, hours)
    elif date["code"] == "closed":
        explained = closed.of(history).may_be(act, space, hours)
    else:
        explained = _is_ended(history, act, date)
    if not explained:
        yield f"left {date['on']} as {date['state']} ({date['code']}), and it was not so"


def _is_ended(history: History, act: Act, date: dict[str, str]) -> bool:
    """Whether somebody may have given back the series, or this date, while it was being booked."""
    if date["state"] != "cancelled":
        return False
    own = history.standing(UUID(date["booking"]), act) if date["booking"] else []
    return any(version.is_over(version.window.from_at) for version in own) or any(
        other.name == "end series"
        and other.args["series"] == act.result["series"]
        and other.began_us <= ended(act)
        for other in history.evidence.acts
    )


def series_ended(history: History, act: Act, changes: Changes) -> Complaints:
    own = {d.booking for d in history.evidence.dates if str(d.series) == act.args["series"]}
    for change in changes:
        if change.booking not in own:
            yield "gave back a booking of no date of the series"
        yield from _gives_back(change, history.now(act))


def filled(history: History, act: Act, changes: Changes) -> Complaints:
    dates = {date.booking for date in history.evidence.dates}
    for change in changes:
        if change.before is not None or change.booking not in dates:
            yield f"did something else than to book a date: {change.after}"


def _stood(history: History, act: Act, wanted: Callable[[Version], bool]) -> Complaints:
    if not any(map(wanted, history.standing(booking_of(act), act))):
        yield "changed nothing, and at no moment of the call was there nothing to change"
