"""What is different between two readings of a floor, for everybody who looks at the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from floorplans.bookings.schedule import FloorSchedule
from floorplans.bookings.statuses import Hours, entry_of

#: Of a floor on which more is different it is cheaper to ask for everything.
MOST_CHANGED = 200


@dataclass(frozen=True, slots=True)
class Changes:
    """Which spaces are not taken as before; what follows for a window is worked out for each."""

    before: FloorSchedule
    after: FloorSchedule
    positions: tuple[int, ...]

    @classmethod
    def between(cls, before: FloorSchedule, after: FloorSchedule) -> Self | None:
        """None where more than what takes the spaces is different, or too much of it."""
        if before.plans != after.plans or len(before.spaces) != len(after.spaces):
            return None
        pairs = enumerate(zip(before.spaces, after.spaces, strict=True))
        changed = tuple(place for place, (was, now) in pairs if was != now)
        if len(changed) > MOST_CHANGED:
            return None
        if any(before.spaces[place].head != after.spaces[place].head for place in changed):
            return None
        return cls(before, after, changed)

    def entries(self, hours: Hours, person_id: UUID) -> list[str] | None:
        """The entries, as in the document of these hours, that are new to this person.

        None where a space is in only one of the two documents.
        """
        person = str(person_id)
        found = []
        for place in self.positions:
            was = entry_of(self.before.spaces[place], hours, person)
            now = entry_of(self.after.spaces[place], hours, person)
            if not was or not now:
                if was != now:
                    return None
            elif was != now:
                found.append(now)
        return found
