"""The plan while it is edited: finds the spaces that an action means, and names newcomers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from floorplans.plans.editing.actions import At
from floorplans.plans.spaces import PlannedSpace, PlannedZone, default_name

#: A click may miss a narrow desk by this much.
NEAR_M = 0.3


class NotThere(Exception):
    """No space, or no zone, is where an action looks for it."""


@dataclass(slots=True)
class Sheet:
    """``entry`` is the number of the action at work: newcomers have their keys from it."""

    spaces: list[PlannedSpace]
    zones: list[PlannedZone]
    entry: int = 0
    _made: int = field(default=0, init=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False)

    def copy(self, entry: int) -> Sheet:
        return Sheet(list(self.spaces), list(self.zones), entry)

    def find(self, at: At) -> int:
        """The index of the smallest space of the kind round the point, or of the nearest by it."""
        return self.find_all([at])[0]

    def find_all(self, places: Sequence[At]) -> list[int]:
        """The indices for several places, each once, in their order."""
        found: dict[int, int] = {}
        for kind in {at.kind for at in places}:
            found |= self._of_kind(kind, places)
        for number, at in enumerate(places):
            if number not in found:
                raise NotThere(f"There is no {at.kind} at ({at.x:.2f}, {at.y:.2f}) any more.")
        return list(dict.fromkeys(found[number] for number in range(len(places))))

    def _of_kind(self, kind: str, places: Sequence[At]) -> dict[int, int]:
        """By the place of each point in ``places`` the index of its space, where there is one."""
        own = [index for index, space in enumerate(self.spaces) if space.kind == kind]
        asked = [number for number, at in enumerate(places) if at.kind == kind]
        shapes = np.array([self.spaces[index].polygon for index in own], dtype=object)
        points = shapely.points([(places[number].x, places[number].y) for number in asked])
        which, near = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=NEAR_M)
        away = shapely.distance(points[which], shapes[near])
        # The last key counts first: the nearest, then the smallest, then the first of the plan.
        order = np.lexsort((near, shapely.area(shapes[near]), away))[::-1]
        return {asked[which[k]]: own[near[k]] for k in order.tolist()}

    def add(self, space: PlannedSpace) -> None:
        """Append a space; one without a name gets one that nobody has."""
        self._made += 1
        named = replace(space, key=f"e{self.entry}.{self._made}")
        self.spaces.append(named if named.name else self._named(named))

    def _named(self, space: PlannedSpace) -> PlannedSpace:
        word = default_name(space)
        counter = f"{space.kind} {word}"
        if counter not in self._counts:
            self._counts[counter] = self._highest(space.kind, word)
        self._counts[counter] += 1
        return replace(space, name=f"{word} {self._counts[counter]}", named_by_us=True)

    def _highest(self, kind: str, word: str) -> int:
        pattern = re.compile(rf"{re.escape(word)} ([0-9]{{1,9}})")
        names = (other.name for other in self.spaces if other.kind == kind)
        return max((int(m[1]) for name in names if (m := pattern.fullmatch(name))), default=0)
