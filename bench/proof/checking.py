"""The checker: from the log and the tables alone, whether all of a run can be explained.

The order of writing is the order that explains it: replayed in it, no two bookings meet, states go
only where they may, and each call's rows lie within the call. Calls that wrote nothing may stand at
any moment of themselves. Together that is linearizability, with the order as its witness.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from bench.proof import closed, owned, stock, waits
from bench.proof.history import History, ended, most_at_once, overlap
from bench.proof.judging import JUDGES, judge
from bench.proof.judging_requests import unapproved
from bench.proof.records import Act, Change, Evidence, Version

#: From each state where a booking may go; None is before it is there.
ALLOWED = {
    None: {"requested", "confirmed", "checked_in"},
    "requested": {"requested", "confirmed", "declined", "cancelled"},
    "confirmed": {"confirmed", "requested", "held", "checked_in", "cancelled", "released"},
    "held": {"held", "confirmed", "requested", "cancelled"},
    "checked_in": {"checked_in", "cancelled"},
}
#: These tell of bookings also where they stay as they are.
UNCHANGED = frozenset({"close", "reopen", "open over", "take an offer"})


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that cannot be explained, and what it is about."""

    what: str
    says: str


def flaws(evidence: Evidence) -> Iterator[Flaw]:
    """Everything that cannot be explained."""
    history = History(evidence)
    yield from _calls(history)
    yield from _order(history)
    yield from _meetings(history)
    yield from _states(history)
    yield from _tables(history)
    yield from _takings(history)
    yield from _dates(history)
    yield from _keys(history)
    yield from _messages(history)
    yield from (Flaw("stock", says) for says in stock.overdrawn(history))
    for change in evidence.changes:
        yield from (Flaw("unapproved", says) for says in unapproved(history, change))
        yield from (Flaw("owner", says) for says in owned.over_owner(history, change))
        yield from (Flaw("closed", says) for says in closed.in_closed(history, change))
        yield from (Flaw("turn", says) for says in waits.out_of_turn(history, change))
    yield from (Flaw("owner", says) for says in owned.back_over_booking(history))
    yield from (Flaw("closed", says) for says in closed.held_for_nothing(history))
    yield from (Flaw("turn", says) for says in waits.left_waiting(history))


def _calls(history: History) -> Iterator[Flaw]:
    for act in history.evidence.acts:
        for says in judge(history, act):
            yield Flaw("call", f"{act.number} {act.name}: {says}")


def _order(history: History) -> Iterator[Flaw]:
    """Every row was written within its call, and never before one of a call that was over."""
    latest: Act | None = None
    for change in history.evidence.changes:
        act = history.acts.get(history.number_of(change))
        if act is None:
            yield Flaw("order", f"nobody asked for change {change.number} of {change.booking}")
            continue
        if not act.began_us <= change.at_us <= ended(act):
            yield Flaw("order", f"{act.number} {act.name} wrote outside of its call")
        if latest is not None and ended(act) < latest.began_us:
            yield Flaw("order", f"{act.number} was over before {latest.number} began, and is after")
        if latest is None or act.began_us > latest.began_us:
            latest = act


def _meetings(history: History) -> Iterator[Flaw]:
    """Replay all changes: at no point two bookings take the same, or more than there are places."""
    live: dict[UUID, Version] = {}
    at: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
    for change in history.evidence.changes:
        gone = live.pop(change.booking, None)
        if gone is not None:
            for key in history.keys(gone.space, gone.window):
                at[key].discard(gone.booking)
        made = change.after
        if made is None or not made.is_live:
            continue
        keys = list(history.keys(made.space, made.window))
        near = [live[own] for own in {own for key in keys for own in at[key]}]
        yield from _met(history, change, made, near)
        live[made.booking] = made
        for key in keys:
            at[key].add(made.booking)


def _met(history: History, change: Change, made: Version, near: list[Version]) -> Iterator[Flaw]:
    others = [other for other in near if overlap(other.window, made.window)]
    for other in others:
        if history.ground.meet(made.space, other.space):
            kind = "double" if made.space == other.space else "containment"
            yield Flaw(kind, f"{made.booking} and {other.booking}, with change {change.number}")
    places = history.ground.places.get(made.space)
    mates = [other for other in others if other.space == made.space]
    if places is not None and most_at_once([made, *mates]) > places:
        yield Flaw("capacity", f"more than {places} with {made.booking} at change {change.number}")


def _states(history: History) -> Iterator[Flaw]:
    for own, chain in history.chains.items():
        before: Version | None = None
        for change in chain:
            if change.before != before:
                yield Flaw("state", f"{own} was changed unseen before change {change.number}")
            was = None if before is None else before.state
            if change.after is None:
                yield Flaw("lost", f"{own} was deleted")
            elif change.after.state not in ALLOWED.get(was, set()):
                yield Flaw("state", f"{own} went from {was} to {change.after.state}")
            before = change.after


def _tables(history: History) -> Iterator[Flaw]:
    """What is in the table is what was written last, and nothing is missing."""
    stored = {version.booking: version for version in history.evidence.bookings}
    written = {own: chain[-1].after for own, chain in history.chains.items()}
    for own in stored.keys() | written.keys():
        if stored.get(own) != written.get(own):
            yield Flaw("lost", f"{own} is {stored.get(own)}, and was written as {written.get(own)}")


def _takings(history: History) -> Iterator[Flaw]:
    """A live booking takes its space and all inside it, for its hours; no other takes anything."""
    taken: dict[UUID, set[UUID]] = defaultdict(set)
    stored = {version.booking: version for version in history.evidence.bookings}
    for taking in history.evidence.takings:
        own = stored.get(taking.booking)
        if own is None or not own.is_live or taking.window != own.window:
            yield Flaw("taking", f"{taking.booking} takes {taking.space} and should not")
        taken[taking.booking].add(taking.space)
    for own in stored.values():
        if own.is_live and not history.ground.inside[own.space] <= taken[own.booking]:
            yield Flaw("taking", f"{own.booking} does not take all of {own.space}")


def _dates(history: History) -> Iterator[Flaw]:
    """Each date of a series is booked once, and the jobs have left none behind."""
    bookings = Counter(d.booking for d in history.evidence.dates if d.booking is not None)
    for own, count in bookings.items():
        if count > 1 or own not in history.chains:
            yield Flaw("series", f"{own} is the booking of {count} dates")
    for date in history.evidence.dates:
        if date.state == "planned":
            yield Flaw("series", f"{date.on} of {date.series} is planned for ever")
        if (date.state == "booked") != (date.booking is not None):
            yield Flaw("series", f"{date.on} of {date.series} is {date.state}: {date.booking}")


def _keys(history: History) -> Iterator[Flaw]:
    """A request that was sent again was done once."""
    made = Counter(
        (change.after.person, change.after.key)
        for change in history.evidence.changes
        if change.before is None and change.after is not None and change.after.key is not None
    )
    for (person, key), count in made.items():
        if count > 1:
            yield Flaw("twice", f"{count} bookings of {person} under the key {key}")


def _messages(history: History) -> Iterator[Flaw]:
    """Of each event exactly who must be told, once, of how it is then."""
    told: dict[int, Counter[tuple[str, UUID, UUID]]] = defaultdict(Counter)
    for message in history.evidence.messages:
        number = history.ground.number(message.at)
        told[number][message.kind, message.booking, message.person] += 1
        written = [c.after for c in history.of_act.get(number, ()) if c.booking == message.booking]
        asked = history.acts.get(number)
        if asked is not None and asked.name in UNCHANGED:
            written += history.standing(message.booking, asked)
        if not any(v and (v.space, v.window) == (message.space, message.window) for v in written):
            yield Flaw("message", f"{number} told of {message.booking} as it was not")
    for number in told.keys() | history.of_act.keys():
        act = history.acts.get(number)
        known = JUDGES.get(act.name) if act is not None else None
        if act is None or known is None:
            yield Flaw("message", f"{sum(told[number].values())} that nobody asked for")
            continue
        wanted = known.told(history, act, history.of_act.get(number, []))
        if wanted != told[number]:
            more, less = told[number] - wanted, wanted - told[number]
            yield Flaw("message", f"{number} {act.name}: too many {more}, too few {less}")
