"""What is closed, and when it may have been and surely was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf
from typing import Any
from uuid import UUID

from bench.proof.history import History, ended, overlap
from bench.proof.records import Act, Change, Note, Version
from floorplans.bookings.views import Window

CALLS = frozenset({"close", "reopen"})


@dataclass(frozen=True, slots=True)
class Closed:
    """Hours in which closing a desk closed some spaces, and when that stood; microseconds."""

    spaces: frozenset[UUID]
    window: Window
    may_from: float
    may_to: float
    sure_from: float
    sure_to: float

    def may_stand(self, act: Act) -> bool:
        return self.may_from <= ended(act) and self.may_to >= act.began_us

    def surely_stands(self, act: Act) -> bool:
        return self.sure_from <= act.began_us and self.sure_to >= ended(act)


class Closures:
    """Everything that was ever closed in a run, by space."""

    def __init__(self, history: History) -> None:
        chains: dict[str, list[Note]] = defaultdict(list)
        for note in history.notes["closure"]:
            chains[note.row["id"]].append(note)
        self._of: dict[UUID, list[Closed]] = defaultdict(list)
        for chain in chains.values():
            for one in _versions(history, chain):
                for space in one.spaces:
                    self._of[space].append(one)

    def may_be(self, act: Act, space: UUID, window: Window) -> bool:
        """Whether a space may have been closed during a call, in some of these hours."""
        return any(one.may_stand(act) and overlap(one.window, window) for one in self._of[space])

    def surely(self, act: Act, space: UUID, window: Window) -> bool:
        return any(
            one.surely_stands(act) and overlap(one.window, window) for one in self._of[space]
        )


@lru_cache(maxsize=2)
def of(history: History) -> Closures:
    """Everything that was ever closed in a run."""
    return Closures(history)


def hours_of(row: dict[str, Any]) -> Window:
    """The hours of a row as it has them: a half-open range as text."""
    ends = row["during"].strip("[)").replace('"', "").split(",")
    return Window(*(datetime.fromisoformat(end) for end in ends))


def _versions(history: History, chain: list[Note]) -> Iterator[Closed]:
    for note, following in zip(chain, [*chain[1:], None], strict=True):
        if note.after is None:
            continue
        yield Closed(
            history.ground.closes[UUID(note.row["space_id"])],
            hours_of(note.row),
            note.at_us,
            inf if following is None else _done_by(history, following),
            _done_by(history, note),
            inf if following is None else float(following.at_us),
        )


def _done_by(history: History, note: Note) -> float:
    calls = history.by_name(CALLS)
    done = (ended(act) for act in calls if act.began_us <= note.at_us <= ended(act))
    return max(done, default=float(note.at_us))


def left(window: Window, now: datetime) -> Window | None:
    """What is left of some hours."""
    return None if window.to_at <= now else Window(max(window.from_at, now), window.to_at)


def in_closed(history: History, change: Change) -> Iterator[str]:
    """What was booked in a place that was surely closed all through the call."""
    was, made = change.before, change.after
    act = history.acts.get(history.number_of(change))
    if made is None or act is None or made.state not in ("confirmed", "checked_in", "requested"):
        return
    if was is not None and _keeps(was, made):
        return
    hours = left(made.window, history.now(act))
    if hours is not None and of(history).surely(act, made.space, hours):
        yield f"{act.number} {act.name}: {made.booking} has {made.space}, which is closed"


def _keeps(was: Version, made: Version) -> bool:
    """Whether it has no more than it had, and did not come back from a closure either."""
    is_less = (
        was.space == made.space
        and was.window.from_at <= made.window.from_at
        and made.window.to_at <= was.window.to_at
    )
    return is_less and was.is_live and was.state != "held"


def held_for_nothing(history: History) -> Iterator[str]:
    """In the end whoever is held has a place that is closed: the last job returned all others."""
    last = history.evidence.acts[-1]
    for version in history.evidence.bookings:
        hours = left(version.window, history.now(last))
        if version.state != "held" or hours is None:
            continue
        if not of(history).may_be(last, version.space, hours):
            yield f"{version.booking} is held, and {version.space} is open"
