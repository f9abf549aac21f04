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

from floorplans.bookings.statuses import (
    Claim,
    Closed,
    Hours,
    SpaceSchedule,
    Taking,
    There,
    claim_of,
    closing_of,
    entry_of,
    joined,
    takings_of,
    told,
)
from floorplans.bookings.views import Window

#: Midnight in UTC is at most 14 hours from any local midnight, so one more day covers a local day.
MARGIN = timedelta(days=1)
#: About 180 KB each for a floor of 1,000 desks; people look at a few windows of a day.
MOST_CELLS = 32


class PlanInForce(NamedTuple):
    """A plan of the floor, by the digest of its map, and from when on it holds."""

    from_s: float
    digest: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """The entries that all windows of one cell share, for everybody who holds nothing there.

    A space that the plan does not have on which they are shown has an empty one.
    """

    entries: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class FloorSchedule:
    """All bookable spaces of a floor over ``span``, as they were at ``version``.

    Nothing changes between two neighbouring instants at which something begins or ends. So the
    windows that begin between the same two, end between the same two, end on the same day and are
    shown on one plan form a cell, whose entries are worked out once. ``holdings`` tells where a
    person's entries differ. ``plans`` are in the order of time; before the first there was none.
    """

    floor_id: UUID
    version: int
    time_zone: str
    span: Window
    spaces: tuple[SpaceSchedule, ...]
    instants: tuple[float, ...] = ()
    plans: tuple[PlanInForce, ...] = ()
    holdings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    _cells: dict[tuple[int, int, float, int], _Cell] = field(default_factory=dict, compare=False)

    def document(self, window: Window, person_id: UUID, now: datetime) -> str:
        """The availability document of a window inside ``span``, as JSON text for one person.

        ``now`` decides on which plan hours are shown that run (``Window.plan_at``). A free space
        says until when, looking no further than the end of the window's last day.
        """
        hours = self.hours(window, now)
        cell = self._cell(hours)
        entries, person = cell.joined, str(person_id)
        if person in self.holdings:
            own = list(cell.entries)
            for position in self.holdings[person]:
                own[position] = entry_of(self.spaces[position], hours, person)
            entries = joined(own)
        opening = json.dumps(
            {
                "floor_id": str(self.floor_id),
                "from": told(hours.from_s),
                "to": told(hours.to_s),
                "time_zone": self.time_zone,
                "version": self.version,
                "plan": self.plan_in(hours),
            }
        )
        return f'{opening[:-1]}, "spaces":[{entries}]}}'

    def hours(self, window: Window, now: datetime) -> Hours:
        """What the entries of a window inside ``span`` depend on, besides the spaces."""
        return Hours(
            window.from_at.timestamp(),
            window.to_at.timestamp(),
            self._day_ends_at(window.to_at).timestamp(),
            window.plan_at(now).timestamp(),
        )

    def plan_in(self, hours: Hours) -> dict[str, str | None] | None:
        """The plan that hours are shown on, since when and until when; None before the first."""
        place = self._plan_place(hours.plan_s)
        if place == 0:
            return None
        plan = self.plans[place - 1]
        after = self.plans[place] if place < len(self.plans) else None
        return {
            "digest": plan.digest,
            "from": told(plan.from_s),
            "until": None if after is None else told(after.from_s),
        }

    def plan_ends_at(self, window: Window, now: datetime) -> datetime | None:
        """Until when the document of a window is shown on the same plan; None without an end."""
        plan_s = window.plan_at(now).timestamp()
        place = self._plan_place(plan_s)
        if place == len(self.plans) or window.to_at <= now:
            return None
        return datetime.fromtimestamp(self.plans[place].from_s, UTC)

    def _plan_place(self, instant_s: float) -> int:
        return bisect_right(self.plans, instant_s, key=attrgetter("from_s"))

    def _cell(self, hours: Hours) -> _Cell:
        key = (
            bisect_right(self.instants, hours.from_s),
            bisect_left(self.instants, hours.to_s),
            hours.until_s,
            self._plan_place(hours.plan_s),
        )
        found = self._cells.get(key)
        if found is None:
            entries = tuple(entry_of(space, hours) for space in self.spaces)
            found = _Cell(entries, joined(entries))
            if len(self._cells) >= MOST_CELLS:
                self._cells.clear()
            self._cells[key] = found
        return found

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
    places: Mapping[str, int] | None = None,
    booked: Mapping[str, str] | None = None,
    assigned: Iterable[list[Any]] = (),
) -> FloorSchedule:
    """Sort rows of bookings and closures (see ``floor_schedule`` in the database) by space.

    ``places`` has the spaces that several can book at once, ``booked`` the space of each booking
    that takes more than one. ``assigned`` are rows of ``assigned_spaces``.
    """
    known = tuple(PlanInForce(at, digest) for at, digest in plans)
    stays: dict[str, list[There]] = {}
    for space_id, from_s, to_s in there or ():
        time_there = There(-inf if from_s is None else from_s, inf if to_s is None else to_s)
        stays.setdefault(space_id, []).append(time_there)
    taken: dict[str, list[Taking]] = {}
    known_places = dict(places or {})
    for space_id, *row, of_places in takings:
        taken.setdefault(space_id, []).extend(takings_of(space_id, row, booked or {}))
        if of_places is not None:
            known_places[space_id] = of_places
    closed: dict[str, list[Closed]] = {}
    for space_id, *row in closures:
        closed.setdefault(space_id, []).append(closing_of(*row))
    claimed: dict[str, list[Claim]] = {}
    for space_id, *row in assigned:
        claimed.setdefault(space_id, []).append(claim_of(space_id, row))
    names = list(spaces)
    by_time = attrgetter("from_s", "booking_id")
    scheduled = tuple(
        SpaceSchedule(
            f'{{"id":"{name}","status":',
            tuple(sorted(taken.get(name, ()), key=by_time)),
            tuple(closed.get(name, ())),
            None if there is None else tuple(stays.get(name, ())),
            known_places.get(name, 1),
            tuple(sorted(claimed.get(name, ()), key=attrgetter("from_s"))),
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
        if isfinite(closed.to_s):
            yield closed.to_s
    for claim in space.claims:
        yield claim.from_s
        yield claim.to_s
    for stay in space.there or ():
        yield from (instant for instant in stay if isfinite(instant))


def _holdings(spaces: tuple[SpaceSchedule, ...]) -> dict[str, tuple[int, ...]]:
    """Where in the floor's list each person holds something."""
    found: dict[str, dict[int, None]] = {}
    for position, space in enumerate(spaces):
        for taking in space.takings:
            found.setdefault(taking.person_id, {})[position] = None
        for claim in space.claims:
            found.setdefault(claim.person_id, {})[position] = None
    return {person: tuple(positions) for person, positions in found.items()}
