"""What a process of the proof acts with: the office, the service, chance, and what it may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.proof.ground import staff_of
from bench.proof.peeking import Peek, Seen
from bench.proof.records import Ground
from floorplans.actor import Actor, Role
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingView
from floorplans.database import Database

Args = dict[str, Any]
QUARTER = timedelta(minutes=15)
LONGEST_QUARTERS = 12
#: How far ahead places are booked, in quarters of an hour.
AHEAD_QUARTERS = 40
STAFF_SHARE = 0.15
ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Scene:
    """What one process has; ``sent`` are its bookings with keys, to be sent once more."""

    ground: Ground
    db: Database
    peek: Peek
    random: Random
    known: KnownSpaces
    sent: list[Args]

    def actor(self, person: str | UUID) -> Actor:
        own = UUID(str(person))
        if own == self.ground.staff:
            return staff_of(self.ground)
        return Actor(self.ground.organisation, own, Role.EMPLOYEE, "Somebody", "s@example.test")

    def somebody(self) -> UUID:
        return self.random.choice(self.ground.people)

    def somewhere(self) -> UUID:
        return self.random.choice(list(self.ground.inside))

    def hours(self, now: datetime) -> tuple[datetime, datetime]:
        """Some hours from now on, on the quarters of the clock."""
        first = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
        start = first + self.random.randint(0, AHEAD_QUARTERS) * QUARTER
        return start, max(start, now) + self.random.randint(1, LONGEST_QUARTERS) * QUARTER

    def by(self, seen: Seen) -> str:
        """Who acts on a booking: mostly its person."""
        is_staff = self.random.random() < STAFF_SHARE
        return str(self.ground.staff if is_staff else seen.person)


@dataclass(frozen=True, slots=True)
class Doing:
    """How often, what exactly (None: nothing to do it to), and the call; its answer is JSON."""

    weight: int
    plan: Callable[[Scene, datetime], Args | None]
    do: Callable[[Scene, Args, datetime], Any]


def of_one(scene: Scene, seen: Seen | None) -> Args | None:
    return None if seen is None else plain({"by": scene.by(seen), "booking": seen.booking})


def hours(args: Args) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(args["from"]), datetime.fromisoformat(args["to"])


def plain(args: Args) -> Args:
    """As it is written down and read again."""
    return {name: _said(value) for name, value in args.items()}


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(each) for each in value]
    return value if value is None or isinstance(value, int) else str(value)


def told(view: BookingView) -> Args:
    said = {"id": view.id, "space": view.space_id, "state": view.state}
    return plain({**said, "from": view.from_at, "to": view.to_at})
