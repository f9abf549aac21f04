"""Floors' schedules, kept in memory and checked against the floor's version at every request.

Who asks and which version the floor has is known for every request, so nothing old and nothing
foreign is ever handed out.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from floorplans.bookings.schedule import FloorSchedule
from floorplans.bookings.views import Window

#: About 600 KB each for a floor of 1,000 desks.
MOST_SCHEDULES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """What a schedule is about; the organisation is part of it, as of every key."""

    organisation_id: UUID
    floor_id: UUID
    span: Window


class Shelf:
    """The latest schedule of each place; what was not asked for longest goes first."""

    def __init__(self, most: int = MOST_SCHEDULES) -> None:
        self._most = most
        self._lock = Lock()
        self._schedules: OrderedDict[Place, FloorSchedule] = OrderedDict()

    def take(self, place: Place, version: int) -> FloorSchedule | None:
        """The schedule of this version or a later one, None when there is none."""
        with self._lock:
            found = self._schedules.get(place)
            if found is None or found.version < version:
                return None
            self._schedules.move_to_end(place)
            return found

    def put(self, place: Place, schedule: FloorSchedule) -> None:
        with self._lock:
            known = self._schedules.get(place)
            if known is None or known.version < schedule.version:
                self._schedules[place] = schedule
            self._schedules.move_to_end(place)
            if len(self._schedules) > self._most:
                self._schedules.popitem(last=False)
