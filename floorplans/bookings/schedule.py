"""What takes the spaces of a floor over some days, and the availability that follows from it.

A schedule is read once for each version of a floor and each day people look at. Every window of
that day is then answered from memory, for everybody, without asking the database for its rows
again: the version says whether anything changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window

#: Midnight in UTC is at most 14 hours from any local midnight, so one more day covers a local day.
MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taking:
    """A booking as availability sees it. Instants are seconds since 1970, half-open.

    ``status`` is the finished text for everybody else while nothing but this takes the space.
    """

    from_s: float
    to_s: float
    person_id: str
    booking_id: str
    is_occupied: bool
    who: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Closed:
    from_s: float
    to_s: float
    status: str


@dataclass(frozen=True, slots=True)
class SpaceSchedule:
    """One bookable space: the opening of its entry, and what takes it, by time."""

    head: str
    takings: tuple[Taking, ...]
    closures: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class FloorSchedule:
    """All bookable spaces of a floor over ``span``, as they were at ``version``."""

    floor_id: UUID
    version: int
    time_zone: str
    span: Window
    spaces: tuple[SpaceSchedule, ...]

    def document(self, window: Window, person_id: UUID) -> str:
        """The availability document of a window inside ``span``, as JSON text for one person.

        A free space says until when, looking no further than the end of the window's last day.
        """
        from_s, to_s = window.from_at.timestamp(), window.to_at.timestamp()
        until_s = max(to_s, self._day_ends_at(window.to_at).timestamp())
        person = str(person_id)
        entries = [
            space.head + _status(space, from_s, to_s, until_s, person) for space in self.spaces
        ]
        opening = json.dumps(
            {
                "floor_id": str(self.floor_id),
                "from": _told(from_s),
                "to": _told(to_s),
                "time_zone": self.time_zone,
                "version": self.version,
            }
        )
        return f'{opening[:-1]}, "spaces":[{",".join(entries)}]}}'

    def _day_ends_at(self, at: datetime) -> datetime:
        zone = ZoneInfo(self.time_zone)
        tomorrow = at.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(), zone)


def span_of(window: Window) -> Window:
    """The whole days in UTC that a schedule must cover to answer for this window."""
    begins = window.from_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = window.to_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Window(begins, ends + MARGIN + timedelta(days=1))


def schedule_of(
    floor_id: UUID,
    version: int,
    time_zone: str,
    span: Window,
    *,
    spaces: Iterable[str],
    takings: Iterable[list[Any]],
    closures: Iterable[list[Any]],
) -> FloorSchedule:
    """Sort rows of bookings and closures (see ``floor_schedule`` in the database) by space."""
    taken: dict[str, list[Taking]] = {}
    for space_id, *row in takings:
        taken.setdefault(space_id, []).append(_taking(*row))
    closed: dict[str, list[Closed]] = {}
    for space_id, *row in closures:
        closed.setdefault(space_id, []).append(_closed(*row))
    by_time = attrgetter("from_s", "booking_id")
    return FloorSchedule(
        floor_id,
        version,
        time_zone,
        span,
        tuple(
            SpaceSchedule(
                f'{{"id":"{space_id}","status":',
                tuple(sorted(taken.get(space_id, ()), key=by_time)),
                tuple(closed.get(space_id, ())),
            )
            for space_id in spaces
        ),
    )


def _taking(
    from_s: float, to_s: float, state: str, person_id: str, booking_id: str, who: str | None
) -> Taking:
    is_occupied = state == "checked_in"
    status = _taken(to_s, who, is_occupied=is_occupied)
    return Taking(from_s, to_s, person_id, booking_id, is_occupied, who, status)


def _closed(from_s: float, to_s: float, reason: str) -> Closed:
    return Closed(from_s, to_s, f'"closed","until":"{_told(to_s)}","reason":{json.dumps(reason)}}}')


def _status(  # noqa: PLR0917 - keywords would cost a tenth of a floor's answer
    space: SpaceSchedule, from_s: float, to_s: float, until_s: float, person_id: str
) -> str:
    """The rest of a space's entry. Runs for every space of a floor at every request."""
    found: list[Taking] = []
    next_s = until_s
    for taking in space.takings:
        if taking.from_s >= to_s:
            next_s = min(next_s, taking.from_s)
            break
        if taking.to_s > from_s:
            found.append(taking)
    if found:
        mine = [taking for taking in found if taking.person_id == person_id]
        if mine:
            return _yours(mine)
    if space.closures:
        closed = [each for each in space.closures if each.from_s < to_s and each.to_s > from_s]
        if closed:
            return max(closed, key=attrgetter("to_s")).status
    if len(found) == 1:
        return found[0].status
    if found:
        return _taken(
            max(taking.to_s for taking in found),
            min((taking.who for taking in found if taking.who is not None), default=None),
            is_occupied=any(taking.is_occupied for taking in found),
        )
    return f'"free","until":"{_told(next_s)}"}}' if next_s < until_s else '"free"}'


def _yours(mine: list[Taking]) -> str:
    booking_id = min(taking.booking_id for taking in mine)
    until = _told(max(taking.to_s for taking in mine))
    return f'"yours","booking_id":"{booking_id}","until":"{until}"}}'


def _taken(to_s: float, who: str | None, *, is_occupied: bool) -> str:
    status = "occupied" if is_occupied else "taken"
    shown = f',"who":{json.dumps(who)}' if who is not None else ""
    return f'"{status}","until":"{_told(to_s)}"{shown}}}'


def _told(instant_s: float) -> str:
    return datetime.fromtimestamp(instant_s, UTC).isoformat()
