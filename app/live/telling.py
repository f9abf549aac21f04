"""What open maps are told: that a floor changed, and what of it for the hours that they show.

A thousand maps that each asked for the whole floor after each booking would keep the service busy
for longer than the time to the next one. So the floor is read once, compared with what it was, and
everybody is told the few entries that are different for them.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from app.live.open_map import OpenMap
from app.live.shelf import MOST_SCHEDULES, Place, Shelf
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.changes import Changes
from floorplans.bookings.schedule import FloorSchedule
from floorplans.bookings.views import Window
from floorplans.database import Database


class Teller:
    """Knows of each floor and day what the maps that show it were last told from.

    Not for several threads at once. ``clock`` answers with the present instant, in UTC.
    """

    def __init__(self, db: Database, shelf: Shelf, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._shelf = shelf
        self._clock = clock
        self._told: OrderedDict[Place, FloorSchedule] = OrderedDict()

    def expect(self, one: OpenMap, version: int) -> None:
        """Make ready for the news after ``version`` of what a map shows."""
        if one.place is not None:
            known = self._told.get(one.place)
            if known is None or known.version < version:
                self._read(one.place, one.look.person, version)

    def changes(self, one: OpenMap, version: int) -> Changes | None:
        """What is different since the maps of this place were told; None where that is not known.

        Asked once for each piece of news: it is then what the maps of the place were told from.
        """
        if one.place is None:
            return None
        before = self._told.get(one.place)
        after = self._read(one.place, one.look.person, version)
        return None if before is None else Changes.between(before, after)

    def news(self, one: OpenMap, version: int, changes: Changes | None) -> bytes:
        """An event that says so; with ``changes`` also what it means for this map's hours."""
        told = f'"version": {version}'
        if changes is not None and one.look.window is not None:
            told += self._differences(changes, one.look.window, one.look.person)
        return f"event: version\ndata: {{{told}}}\n\n".encode()

    def _differences(self, changes: Changes, window: Window, person: Actor) -> str:
        hours = changes.after.hours(window, self._clock())
        entries = changes.entries(hours, person.person_id)
        if entries is None:
            return ""
        plan = json.dumps(changes.after.plan_in(hours))
        return (
            f', "since": {changes.before.version}, "plan": {plan}, "spaces": [{",".join(entries)}]'
        )

    def _read(self, place: Place, person: Actor, version: int) -> FloorSchedule:
        found = self._shelf.take(place, version)
        if found is None:
            found = bookings.schedule(self._db, person, place.floor_id, place.span)
            self._shelf.put(place, found)
        self._told[place] = found
        self._told.move_to_end(place)
        if len(self._told) > MOST_SCHEDULES:
            self._told.popitem(last=False)
        return found
