"""The plan while it is edited: finds the spaces that an action means, and names newcomers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from floorplans.plans.editing.actions import At
from floorplans.plans.spaces import PlannedSpace, PlannedZone, default_name

#: A click may miss a narrow desk by this much.
NEAR_M = 0.3


class NotThere(Exception):
    """No space, or no zone, is where an action looks for it."""


@dataclass(slots=True)
class Sheet:
    spaces: list[PlannedSpace]
    zones: list[PlannedZone]

    def copy(self) -> Sheet:
        return Sheet(list(self.spaces), list(self.zones))

    def find(self, at: At) -> int:
        """The index of the smallest space of the kind round the point, or of the nearest by it."""
        point = shapely.points(at.x, at.y)
        best: tuple[float, float, int] | None = None
        for index, space in enumerate(self.spaces):
            if space.kind != at.kind:
                continue
            away = float(space.polygon.distance(point))
            if away <= NEAR_M:
                found = (away, float(space.polygon.area), index)
                best = found if best is None else min(best, found)
        if best is None:
            raise NotThere(f"There is no {at.kind} at ({at.x:.2f}, {at.y:.2f}) any more.")
        return best[2]

    def find_all(self, places: Sequence[At]) -> list[int]:
        """The indices for several places, each once, in their order."""
        return list(dict.fromkeys(self.find(at) for at in places))

    def add(self, space: PlannedSpace) -> None:
        """Append a space; one without a name gets one that nobody has."""
        self.spaces.append(space if space.name else self._named(space))

    def _named(self, space: PlannedSpace) -> PlannedSpace:
        word = default_name(space)
        taken = {other.name for other in self.spaces if other.kind == space.kind}
        counts = [
            int(found[1])
            for name in taken
            if (found := re.fullmatch(rf"{re.escape(word)} ([0-9]{{1,9}})", name))
        ]
        return replace(space, name=f"{word} {max(counts, default=0) + 1}", named_by_us=True)
