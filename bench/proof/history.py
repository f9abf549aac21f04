"""A run, laid out so that one can ask what may have been so while a call was under way.

A version of a booking begins to stand between the writing of its row and the end of the call that
wrote it, and ends in the same way with the next one. What *may* have stood explains a refusal;
what *surely* stood must have been heeded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import inf
from uuid import UUID

from bench.proof.records import Act, Change, Evidence, Note, Version
from floorplans.bookings.views import Window

#: What a killed process asked for is done or undone in this time: the longest that a statement of
#: the service may take, and some more.
UNKNOWN_ENDS_US = 15_000_000
HOUR_S = 3_600
#: When a hold began, was answered, and was told to be over.
_SAID = ("held_at", "answered_at", "back_told_at")
#: A request waits at least so long for its answer.
ANSWERED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A version, and when it may have stood (outer) and surely stood (inner); microseconds."""

    version: Version
    change: Change
    may_from: float
    may_to: float
    sure_from: float
    sure_to: float
    #: When it frees itself, and by when somebody must have approved it.
    release_at: datetime | None
    answer_by: datetime | None

    def may_stand(self, act: Act) -> bool:
        return self.may_from <= ended(act) and self.may_to >= act.began_us

    def surely_stands(self, act: Act) -> bool:
        return self.sure_from <= act.began_us and self.sure_to >= ended(act)


class History:
    """``of_act`` are the changes that a call made; a change tells its call by the clock's time."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.ground = evidence, evidence.ground
        self._named: dict[frozenset[str], tuple[Act, ...]] = {}
        self.acts = {act.number: act for act in evidence.acts}
        self.of_act: dict[int, list[Change]] = defaultdict(list)
        self.chains: dict[UUID, list[Change]] = defaultdict(list)
        for change in evidence.changes:
            self.of_act[self.number_of(change)].append(change)
            self.chains[change.booking].append(change)
        self.notes: dict[str, list[Note]] = defaultdict(list)
        for note in evidence.notes:
            self.notes[note.table].append(note)
        #: What was written of each booking that has ever brought something along.
        self.bringers: dict[UUID, list[Note]] = defaultdict(list)
        for note in self.notes["bringing"]:
            self.bringers[UUID(note.row["booking_id"])].append(note)
        #: What was written of each day of an assignment.
        self.days: dict[tuple[UUID, str], list[Note]] = defaultdict(list)
        for note in self.notes["assigned_day"]:
            self.days[UUID(note.row["assignment_id"]), note.row["day"]].append(note)
        #: What was written of held bookings, by the call whose clock it has.
        self.holds: dict[int, list[Note]] = defaultdict(list)
        for number, note in map(self._of_hold, self.notes["booking_hold"]):
            self.holds[number].append(note)
        self.spans = {own: list(self._spans(chain)) for own, chain in self.chains.items()}
        self.requests = [
            span
            for spans in self.spans.values()
            for span in spans
            if span.version.state == "requested"
        ]
        self._at: dict[tuple[UUID, int], list[Span]] = defaultdict(list)
        for spans in self.spans.values():
            for span in spans:
                if span.version.is_live:
                    for key in self.keys(span.version.space, span.version.window):
                        self._at[key].append(span)

    def now(self, act: Act) -> datetime:
        return self.ground.now(act.number)

    def number_of(self, change: Change) -> int:
        stamped = change.after or change.before
        assert stamped is not None
        return self.ground.number(stamped.changed_at)

    def _of_hold(self, note: Note) -> tuple[int, Note]:
        """The call that said something with this note: held, answered or told of; -1 for none.

        What was said before may have a later clock: of two calls the later begun can write first.
        """
        before, now = note.before or {}, note.after or {}
        said = [now.get(name) for name in _SAID if now.get(name) != before.get(name)]
        said_at = [datetime.fromisoformat(at) for at in said if at]
        return (self.ground.number(max(said_at)) if said_at else -1), note

    def keys(self, space: UUID, window: Window) -> Iterator[tuple[UUID, int]]:
        """Where to look for what meets a space in a window: by its parts and by the hour."""
        first, last = (int(at.timestamp()) // HOUR_S for at in (window.from_at, window.to_at))
        for part in self.ground.inside[space]:
            for hour in range(first, last + 1):
                yield part, hour

    def first(self, booking: UUID) -> Change | None:
        """How a booking came to be; None when it never was."""
        chain = self.chains.get(booking)
        return chain[0] if chain else None

    def standing(self, booking: UUID, act: Act) -> list[Version]:
        """The versions of a booking that may have stood while a call was under way."""
        return [s.version for s in self.spans.get(booking, ()) if s.may_stand(act)]

    def may_be_taken(self, act: Act, space: UUID, window: Window, but: UUID | None = None) -> bool:
        """Whether something may have been in the way of a booking during a call."""
        mates: set[UUID] = set()
        for key in self.keys(space, window):
            for span in self._at[key]:
                other = span.version
                if other.booking == but or not overlap(other.window, window):
                    continue
                if not span.may_stand(act):
                    continue
                if self.ground.meet(space, other.space):
                    return True
                mates.add(other.booking)
        return len(mates) >= self.ground.places.get(space, 1) > 1

    def is_surely_taken(self, act: Act, space: UUID, window: Window) -> bool:
        """Whether something was in the way of a booking all through a call."""
        spans = {span for key in self.keys(space, window) for span in self._at[key]}
        sure = [s for s in spans if overlap(s.version.window, window) and s.surely_stands(act)]
        if any(self.ground.meet(space, span.version.space) for span in sure):
            return True
        if self.ground.places.get(space, 1) == 1:
            return False
        return most_at_once([span.version for span in sure]) >= self.ground.places[space]

    def by_name(self, names: frozenset[str]) -> tuple[Act, ...]:
        """The calls of these names."""
        if names not in self._named:
            found = tuple(act for act in self.evidence.acts if act.name in names)
            self._named[names] = found
        return self._named[names]

    def near(self, space: UUID, window: Window) -> set[Span]:
        """What has ever been booked that meets a space, in hours around a window."""
        found = {span for key in self.keys(space, window) for span in self._at[key]}
        return {span for span in found if self.ground.meet(space, span.version.space)}

    def may_have_asked(self, act: Act, person: UUID, space: UUID, window: Window) -> bool:
        """Whether somebody may have asked for a place already during a call."""
        return any(
            span.version.person == person
            and span.version.space == space
            and overlap(span.version.window, window)
            and span.may_stand(act)
            for span in self.requests
        )

    def _spans(self, chain: Sequence[Change]) -> Iterator[Span]:
        release_at = answer_by = None
        for change, following in zip(chain, [*chain[1:], None], strict=True):
            release_at = self._release_at(change, release_at)
            answer_by = _answer_by(change, answer_by)
            if change.after is None:
                continue
            if following is None:
                may_to, sure_to = inf, inf
            else:
                may_to, sure_to = self._done_by(following), float(following.at_us)
            yield Span(
                change.after,
                change,
                change.at_us,
                may_to,
                self._done_by(change),
                sure_to,
                release_at if change.after.state == "confirmed" else None,
                answer_by if change.after.state == "requested" else None,
            )

    def _done_by(self, change: Change) -> float:
        """When a change was there for everybody at the latest."""
        act = self.acts.get(self.number_of(change))
        known = act.ended_us if act is not None else None
        return change.at_us + UNKNOWN_ENDS_US if known is None else known

    def _release_at(self, change: Change, before: datetime | None) -> datetime | None:
        """When a booking frees itself: grace after its begin, or after it was put there.

        It is kept through changes of the end, and there is none where the hours are over before.
        """
        was, now = change.before, change.after
        if now is None:
            return None
        kept = (
            was is not None
            and before is not None
            and was.state == now.state
            and (was.space, was.window.from_at) == (now.space, now.window.from_at)
            and before < now.window.to_at
        )
        if kept:
            return before
        due = max(now.window.from_at, now.changed_at) + self.ground.grace
        return due if due < now.window.to_at else None


def _answer_by(change: Change, before: datetime | None) -> datetime | None:
    """By when a request must be answered: its begin, or an hour after it was asked."""
    was, now = change.before, change.after
    if now is None or now.state != "requested":
        return None
    is_same = was is not None and was.state == "requested" and not is_elsewhere(change)
    if is_same:
        return before
    return min(now.window.to_at, max(now.window.from_at, now.changed_at + ANSWERED_WITHIN))


def ended(act: Act) -> float:
    """When a call was over at the latest, microseconds."""
    return act.began_us + UNKNOWN_ENDS_US if act.ended_us is None else act.ended_us


def overlap(one: Window, other: Window) -> bool:
    return one.from_at < other.to_at and other.from_at < one.to_at


def most_at_once(versions: Iterable[Version]) -> int:
    """How many run together at most."""
    # Whoever leaves makes room before whoever comes at that moment.
    moments = sorted(
        moment for v in versions for moment in ((v.window.to_at, -1), (v.window.from_at, 1))
    )
    return max(accumulate(change for _, change in moments), default=0)


def instant(us: float) -> str:
    """A moment of the machine's clock, for a person who looks into a log."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=us)).time().isoformat()


def booking_of(act: Act) -> UUID:
    """The booking that a call is about."""
    return UUID(act.args["booking"])


def hours_of(date: dict[str, str]) -> Window:
    """The hours of a date in an answer."""
    return Window(datetime.fromisoformat(date["from"]), datetime.fromisoformat(date["to"]))


def is_elsewhere(change: Change) -> bool:
    """Whether a change moved a booking to another place or other hours."""
    was, is_now = change.before, change.after
    if was is None or is_now is None:
        return False
    return (was.space, was.window) != (is_now.space, is_now.window)


def person_of(change: Change) -> UUID:
    """Whose booking was written."""
    found = change.after or change.before
    assert found is not None
    return found.person
