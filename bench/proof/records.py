"""What is known afterwards: what was called and answered, and what changed in the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from floorplans.bookings.views import Window

#: A booking in one of these states takes its place; no other does.
LIVE = frozenset({"held", "confirmed", "checked_in"})
ENDED = frozenset({"cancelled", "released", "declined"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What the office is, as it was set up: the checker believes this and no table.

    ``inside`` has every space with all that lies in it, itself among them; ``places`` how many at
    once may book a space that is no space for oneself, ``stock`` how many there are of each thing
    that goes along with a booking. What is in ``asks`` facility staff must approve. ``owners`` has
    whose a desk is on every day, by the assignment in ``assignments``, until they leave it to
    others. Closing a desk closes what ``closes`` has of it. The clock of call number n shows
    ``begins_at`` and n times ``step``.
    """

    engine_url: str
    owner_url: str
    organisation: UUID
    floor: UUID
    staff: UUID
    people: tuple[UUID, ...]
    inside: Mapping[UUID, frozenset[UUID]]
    places: Mapping[UUID, int]
    stock: Mapping[UUID, int]
    asks: frozenset[UUID]
    owners: Mapping[UUID, UUID]
    assignments: Mapping[UUID, UUID]
    closes: Mapping[UUID, frozenset[UUID]]
    begins_at: datetime
    step: timedelta
    opens: timedelta
    grace: timedelta

    def now(self, number: int) -> datetime:
        return self.begins_at + number * self.step

    def number(self, now: datetime) -> int:
        """The call whose clock showed ``now``."""
        return round((now - self.begins_at) / self.step)

    def meet(self, one: UUID, other: UUID) -> bool:
        """Whether two bookings of these spaces cannot be at once, but for places of one space."""
        if one == other and one in self.places:
            return False
        return not self.inside[one].isdisjoint(self.inside[other])

    def save(self, path: Path) -> None:
        said = asdict(self)
        for name in ("inside", "closes"):
            said[name] = {str(own): sorted(map(str, all_)) for own, all_ in said[name].items()}
        said["places"] = {str(own): count for own, count in self.places.items()}
        said["stock"] = {str(own): count for own, count in self.stock.items()}
        said["asks"] = sorted(map(str, self.asks))
        for name in ("owners", "assignments"):
            said[name] = {str(own): str(other) for own, other in said[name].items()}
        for name in ("step", "opens", "grace"):
            said[name] = said[name].total_seconds()
        path.write_text(json.dumps(said, default=str))

    @classmethod
    def load(cls, path: Path) -> Ground:
        said = json.loads(path.read_text())
        for name in ("organisation", "floor", "staff"):
            said[name] = UUID(said[name])
        said["people"] = tuple(map(UUID, said["people"]))
        for name in ("inside", "closes"):
            said[name] = {UUID(own): frozenset(map(UUID, all_)) for own, all_ in said[name].items()}
        for name in ("places", "stock"):
            said[name] = {UUID(own): count for own, count in said[name].items()}
        said["asks"] = frozenset(map(UUID, said["asks"]))
        for name in ("owners", "assignments"):
            said[name] = {UUID(own): UUID(other) for own, other in said[name].items()}
        said["begins_at"] = datetime.fromisoformat(said["begins_at"])
        for name in ("step", "opens", "grace"):
            said[name] = timedelta(seconds=said[name])
        return cls(**said)


@dataclass(frozen=True, slots=True)
class Act:
    """One call: ``outcome`` is ok, refused, crash, or unknown of a process that was killed.

    ``began_us`` and ``ended_us`` are microseconds of the machine's clock around the call.
    """

    number: int
    process: int
    name: str
    args: dict[str, Any]
    began_us: int
    ended_us: int | None = None
    outcome: str = "unknown"
    code: str | None = None
    result: Any = None

    @property
    def window(self) -> Window:
        return Window(*(datetime.fromisoformat(self.args[end]) for end in ("from", "to")))


@dataclass(frozen=True, slots=True)
class Version:
    """A booking as it stood after a change."""

    booking: UUID
    space: UUID
    person: UUID
    window: Window
    state: str
    key: str | None
    team: UUID | None
    booked_by: UUID | None
    changed_at: datetime

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended, or its hours have."""
        return self.state in ENDED or self.window.to_at <= now


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the table of bookings was written; all rows are numbered in the order of writing."""

    number: int
    at_us: int
    transaction: int
    before: Version | None
    after: Version | None

    @property
    def booking(self) -> UUID:
        found = self.after or self.before
        assert found is not None
        return found.booking


@dataclass(frozen=True, slots=True)
class Note:
    """A row of another table was written, as JSON before and after it."""

    number: int
    at_us: int
    transaction: int
    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def row(self) -> dict[str, Any]:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told of one booking, by itself or in a message about several."""

    booking: UUID
    person: UUID
    kind: str
    space: UUID
    window: Window
    at: datetime


@dataclass(frozen=True, slots=True)
class Taking:
    """A row that says what a booking takes."""

    booking: UUID
    space: UUID
    window: Window


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """A date of a series, as it stands in the end."""

    series: UUID
    on: str
    state: str
    booking: UUID | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of a run."""

    ground: Ground
    acts: tuple[Act, ...]
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    bookings: tuple[Version, ...]
    takings: tuple[Taking, ...]
    messages: tuple[Told, ...]
    dates: tuple[SeriesDate, ...]


def read_acts(paths: Iterator[Path]) -> tuple[Act, ...]:
    """The calls in the logs of all processes, by their numbers.

    A process that was killed may have left half a line; what it called is unknown then.
    """
    acts: dict[int, Act] = {}
    for path in paths:
        for said in _lines(path):
            number = said.pop("number")
            if number not in acts:
                acts[number] = Act(number=number, **said)
            else:
                begun = acts[number]
                acts[number] = Act(
                    number, begun.process, begun.name, begun.args, begun.began_us, **said
                )
    return tuple(acts[number] for number in sorted(acts))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue
