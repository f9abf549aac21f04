"""Who waits for what, since when, and what became of it: by the order of asking and no number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Any
from uuid import UUID

from bench.proof import closed, explaining
from bench.proof.history import History, ended, overlap
from bench.proof.records import Act, Change, Note
from floorplans.bookings.views import Window

#: Less than this is left of what nobody waits for any more.
LEAST_LEFT = timedelta(minutes=15)
OPEN = frozenset({"waiting", "offered"})


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait as it stood, and when; microseconds."""

    row: dict[str, Any]
    may_from: float
    may_to: float
    sure_from: float
    sure_to: float

    @property
    def state(self) -> str:
        return str(self.row["state"])

    @property
    def space(self) -> UUID:
        return UUID(self.row["space_id"])

    @property
    def person(self) -> UUID:
        return UUID(self.row["person_id"])

    @property
    def hours(self) -> Window:
        return closed.hours_of(self.row)

    def may_stand(self, act: Act) -> bool:
        return self.may_from <= ended(act) and self.may_to >= act.began_us

    def surely_stands(self, act: Act) -> bool:
        return self.sure_from <= act.began_us and self.sure_to >= ended(act)


class Waits:
    """All waits of a run: ``of`` has what each has been, ``by_space`` those for each space."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.chains: dict[str, list[Note]] = defaultdict(list)
        for note in history.notes["wait"]:
            self.chains[note.row["id"]].append(note)
        self.of = {own: list(self._versions(chain)) for own, chain in self.chains.items()}
        self.by_space: dict[UUID, list[Wait]] = defaultdict(list)
        #: By booking, what the transaction that wrote it did to a wait.
        self.by_booking: dict[tuple[UUID, int], Note] = {}
        for versions in self.of.values():
            for one in versions:
                self.by_space[one.space].append(one)
        for note in history.notes["wait"]:
            if note.row["booking_id"]:
                self.by_booking[UUID(note.row["booking_id"]), note.transaction] = note

    def of_change(self, change: Change) -> Note | None:
        """What the transaction of a change did to the wait that the booking is for."""
        return self.by_booking.get((change.booking, change.transaction))

    def standing(self, own: str, act: Act) -> list[Wait]:
        return [one for one in self.of.get(own, ()) if one.may_stand(act)]

    def asked(self, one: Wait) -> tuple[float, float]:
        """Between when somebody went on the list."""
        first = self.chains[one.row["id"]][0]
        return first.at_us, self._done_by(first)

    def _versions(self, chain: list[Note]) -> Iterator[Wait]:
        for note, following in zip(chain, [*chain[1:], None], strict=True):
            if note.after is not None:
                to = (
                    (inf, inf) if following is None else (self._done_by(following), following.at_us)
                )
                yield Wait(note.after, note.at_us, to[0], self._done_by(note), to[1])

    def _done_by(self, note: Note) -> float:
        act = self.history.acts.get(self.number_of(note))
        return max(note.at_us, ended(act)) if act is not None else note.at_us

    def number_of(self, note: Note) -> int:
        return self.history.ground.number(datetime.fromisoformat(note.row["changed_at"]))


@lru_cache(maxsize=2)
def of(history: History) -> Waits:
    """All waits of a run."""
    return Waits(history)


def is_over(hours: Window, now: datetime) -> bool:
    """Whether too little is left to wait for."""
    return hours.to_at - min(LEAST_LEFT, (hours.to_at - hours.from_at) / 2) <= now


def may_be_out_of_reach(
    history: History, act: Act, space: UUID, hours: Window, person: UUID, but: UUID | None = None
) -> bool:
    """Whether a place may have been had by others, or closed, during a call."""
    return explaining.may_be_had(history, act, space, hours, person, but) or closed.of(
        history
    ).may_be(act, space, hours)


def out_of_turn(history: History, change: Change) -> Iterator[str]:
    """What somebody got although another one had surely asked earlier, and could have had it."""
    served, act = of(history).of_change(change), history.acts.get(history.number_of(change))
    if served is None or act is None or change.before is not None or change.after is None:
        return
    found, now = of(history), history.now(act)
    own = next(one for one in found.of[served.row["id"]])
    for other in found.by_space[change.after.space]:
        hours = closed.left(other.hours, now)
        if hours is None or other.row["id"] == own.row["id"] or other.row["refusal"]:
            continue
        if not overlap(other.hours, own.hours) or is_over(other.hours, now):
            continue
        earlier = found.asked(other)[1] < found.asked(own)[0]
        if not earlier or other.state != "waiting" or not other.surely_stands(act):
            continue
        if not may_be_out_of_reach(history, act, other.space, hours, other.person, change.booking):
            yield f"{change.booking} went to {own.person}, and {other.person} had asked earlier"


def left_waiting(history: History) -> Iterator[str]:
    """In the end nobody waits for what is free: the last round has served them."""
    last = history.evidence.acts[-1]
    for versions in of(history).of.values():
        one = versions[-1]
        hours = closed.left(one.hours, history.now(last))
        if one.state != "waiting" or one.row["refusal"] or hours is None:
            continue
        if is_over(one.hours, history.now(last)):
            continue
        if not may_be_out_of_reach(history, last, one.space, hours, one.person):
            yield f"{one.person} waits for {one.space}, which is free"
