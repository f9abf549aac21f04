"""What takes the spaces of a floor over some days, and the availability that follows from it.

A schedule is read once for each version of a floor and each day people look at. Every window of
that day is then answered from memory, for everybody, without asking the database for its rows
again: the version says whether anything changed.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from math import inf, isfinite
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window

#: Midnight in UTC is at most 14 hours from any local midnight, so one more day covers a local day.
MARGIN = timedelta(days=1)
#: About 180 KB each for a floor of 1,000 desks; people look at a few windows of a day.
MOST_CELLS = 32
#: No person has this id.
NOBODY = ""
_FREE = '"free"}'
_YOURS = '"yours"'
#: Of a space that a plan does not have which takes over before the hours end.
_LEAVING = '"closed","reason":"another plan of this floor takes over in these hours"}'


class Taking(NamedTuple):
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


class Closed(NamedTuple):
    from_s: float
    to_s: float
    status: str


class There(NamedTuple):
    """A time through which the plans in force let a space be booked; half-open."""

    from_s: float
    to_s: float


class PlanInForce(NamedTuple):
    """A plan of the floor, by the digest of its map, and from when on it holds."""

    from_s: float
    digest: str


class SpaceSchedule(NamedTuple):
    """One bookable space: the opening of its entry, and what takes it, by time.

    ``there`` is None for a space that all plans of these days have.
    """

    head: str
    takings: tuple[Taking, ...]
    closures: tuple[Closed, ...]
    there: tuple[There, ...] | None = None

    def stays_until(self, from_s: float) -> float | None:
        """Until when it can be booked from an instant on; None when it is not there then."""
        if self.there is None:
            return inf
        return next((each.to_s for each in self.there if each.from_s <= from_s < each.to_s), None)


@dataclass(frozen=True, slots=True)
class _Cell:
    """The entries that all windows of one cell share, for everybody who holds nothing there.

    A space that is not there when the windows begin has an empty one.
    """

    entries: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class FloorSchedule:
    """All bookable spaces of a floor over ``span``, as they were at ``version``.

    Nothing changes between two neighbouring instants at which something begins or ends. So the
    windows that begin between the same two, end between the same two and end on the same day form
    a cell, whose entries are worked out once. ``holdings`` tells where a person's entries differ.
    """

    floor_id: UUID
    version: int
    time_zone: str
    span: Window
    spaces: tuple[SpaceSchedule, ...]
    instants: tuple[float, ...] = ()
    plans: tuple[PlanInForce, ...] = ()
    holdings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    _cells: dict[tuple[int, int, float], _Cell] = field(default_factory=dict, compare=False)

    def document(self, window: Window, person_id: UUID) -> str:
        """The availability document of a window inside ``span``, as JSON text for one person.

        A free space says until when, looking no further than the end of the window's last day.
        """
        from_s, to_s = window.from_at.timestamp(), window.to_at.timestamp()
        until_s = self._day_ends_at(window.to_at).timestamp()
        cell = self._cell(from_s, to_s, until_s)
        entries, person = cell.joined, str(person_id)
        if person in self.holdings:
            own = list(cell.entries)
            for position in self.holdings[person]:
                own[position] = _entry(self.spaces[position], from_s, to_s, until_s, person)
            entries = _joined(own)
        opening = json.dumps(
            {
                "floor_id": str(self.floor_id),
                "from": _told(from_s),
                "to": _told(to_s),
                "time_zone": self.time_zone,
                "version": self.version,
                "plan": self._plan_at(from_s),
            }
        )
        return f'{opening[:-1]}, "spaces":[{entries}]}}'

    def _cell(self, from_s: float, to_s: float, until_s: float) -> _Cell:
        key = bisect_right(self.instants, from_s), bisect_left(self.instants, to_s), until_s
        found = self._cells.get(key)
        if found is None:
            entries = tuple(_entry(space, from_s, to_s, until_s) for space in self.spaces)
            found = _Cell(entries, _joined(entries))
            if len(self._cells) >= MOST_CELLS:
                self._cells.clear()
            self._cells[key] = found
        return found

    def _plan_at(self, instant_s: float) -> dict[str, str | None] | None:
        """The plan that holds then, since when and until when; None before the first."""
        place = bisect_right(self.plans, instant_s, key=attrgetter("from_s"))
        if place == 0:
            return None
        plan = self.plans[place - 1]
        after = self.plans[place] if place < len(self.plans) else None
        return {
            "digest": plan.digest,
            "from": None if plan.from_s == -inf else _told(plan.from_s),
            "until": None if after is None else _told(after.from_s),
        }

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
    plans: Iterable[list[Any]] = (),
    there: Iterable[list[Any]] | None = None,
) -> FloorSchedule:
    """Sort rows of bookings and closures (see ``floor_schedule`` in the database) by space."""
    known = tuple(PlanInForce(-inf if at is None else at, digest) for at, digest in plans)
    stays: dict[str, list[There]] = {}
    for space_id, from_s, to_s in there or ():
        time_there = There(-inf if from_s is None else from_s, inf if to_s is None else to_s)
        stays.setdefault(space_id, []).append(time_there)
    taken: dict[str, list[Taking]] = {}
    for space_id, *row in takings:
        taken.setdefault(space_id, []).append(_taking(row))
    closed: dict[str, list[Closed]] = {}
    for space_id, *row in closures:
        closed.setdefault(space_id, []).append(_closed(*row))
    names = list(spaces)
    by_time = attrgetter("from_s", "booking_id")
    scheduled = tuple(
        SpaceSchedule(
            f'{{"id":"{name}","status":',
            tuple(sorted(taken.get(name, ()), key=by_time)),
            tuple(closed.get(name, ())),
            None if there is None else tuple(stays.get(name, ())),
        )
        for name in names
    )
    return FloorSchedule(
        floor_id,
        version,
        time_zone,
        span,
        scheduled,
        tuple(sorted({instant for space in scheduled for instant in _instants(space)})),
        known,
        _holdings(scheduled),
    )


def _instants(space: SpaceSchedule) -> Iterator[float]:
    for taking in space.takings:
        yield taking.from_s
        yield taking.to_s
    for closed in space.closures:
        yield closed.from_s
        yield closed.to_s
    for stay in space.there or ():
        yield from (instant for instant in stay if isfinite(instant))


def _holdings(spaces: tuple[SpaceSchedule, ...]) -> dict[str, tuple[int, ...]]:
    """Where in the floor's list each person holds something."""
    found: dict[str, dict[int, None]] = {}
    for position, space in enumerate(spaces):
        for taking in space.takings:
            found.setdefault(taking.person_id, {})[position] = None
    return {person: tuple(positions) for person, positions in found.items()}


def _taking(row: list[Any]) -> Taking:
    from_s, to_s, state, person_id, booking_id, who = row
    is_occupied = state == "checked_in"
    status = _taken(to_s, who, is_occupied=is_occupied)
    return Taking(from_s, to_s, person_id, booking_id, is_occupied, who, status)


def _closed(from_s: float, to_s: float, reason: str) -> Closed:
    return Closed(from_s, to_s, f'"closed","until":"{_told(to_s)}","reason":{json.dumps(reason)}}}')


def _entry(
    space: SpaceSchedule, from_s: float, to_s: float, until_s: float, person_id: str = NOBODY
) -> str:
    stays_s = space.stays_until(from_s)
    if stays_s is None:
        return ""
    status = _status(space, from_s, to_s, until_s, person_id)
    return space.head + status if stays_s >= to_s or _is_held(status) else space.head + _LEAVING


def _joined(entries: Iterable[str]) -> str:
    return ",".join(filter(None, entries))


def _is_held(status: str) -> bool:
    """Whether a person's own booking is told, which goes before everything."""
    return status.startswith(_YOURS)


def _status(
    space: SpaceSchedule, from_s: float, to_s: float, until_s: float, person_id: str
) -> str:
    found = [each for each in space.takings if each.from_s < to_s and each.to_s > from_s]
    mine = [each for each in found if each.person_id == person_id]
    closed = [each for each in space.closures if each.from_s < to_s and each.to_s > from_s]
    if mine:
        return _yours(mine)
    if closed:
        return max(closed, key=attrgetter("to_s")).status
    if found:
        return _taken(
            max(each.to_s for each in found),
            min((each.who for each in found if each.who is not None), default=None),
            is_occupied=any(each.is_occupied for each in found),
        )
    next_s = min((each.from_s for each in space.takings if each.from_s >= to_s), default=until_s)
    if space.there is not None:
        next_s = min(next_s, space.stays_until(from_s) or next_s)
    return f'"free","until":"{_told(next_s)}"}}' if next_s < until_s else _FREE


def _yours(mine: list[Taking]) -> str:
    booking_id = min(taking.booking_id for taking in mine)
    until = _told(max(taking.to_s for taking in mine))
    return f'{_YOURS},"booking_id":"{booking_id}","until":"{until}"}}'


def _taken(to_s: float, who: str | None, *, is_occupied: bool) -> str:
    status = "occupied" if is_occupied else "taken"
    shown = f',"who":{json.dumps(who)}' if who is not None else ""
    return f'"{status}","until":"{_told(to_s)}"{shown}}}'


def _told(instant_s: float) -> str:
    return datetime.fromtimestamp(instant_s, UTC).isoformat()
