"""The plan while it is edited: finds the spaces that an action means, and names newcomers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import is_

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from floorplans.plans.editing.actions import At
from floorplans.plans.editing.said import Said
from floorplans.plans.spaces import PlannedSpace, PlannedZone, default_name

#: A click may miss a narrow desk by this much.
NEAR_M = 0.3


class NotThere(Exception):
    """No space, or no zone, is where an action looks for it."""


@dataclass(frozen=True, slots=True)
class _Index:
    """The outlines of one kind, ready to be searched."""

    polygons: list[Polygon]
    shapes: NDArray[np.object_]
    tree: STRtree

    @classmethod
    def over(cls, polygons: list[Polygon]) -> _Index:
        shapes = np.array(polygons, dtype=object)
        return cls(polygons, shapes, STRtree(shapes))

    def is_over(self, polygons: list[Polygon]) -> bool:
        return len(self.polygons) == len(polygons) and all(map(is_, self.polygons, polygons))


@dataclass(slots=True)
class Sheet:
    """``entry`` is the number of the action at work: newcomers have their keys from it."""

    spaces: list[PlannedSpace]
    zones: list[PlannedZone]
    entry: int = 0
    said: Said = field(default_factory=Said)
    _made: int = field(default=0, init=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False)
    _indexes: dict[str, _Index] = field(default_factory=dict, init=False)

    def copy(self, entry: int) -> Sheet:
        made = Sheet(list(self.spaces), list(self.zones), entry, self.said)
        made._indexes = self._indexes  # most actions leave every outline where it is
        return made

    def find(self, at: At) -> int:
        """The index of the smallest space of the kind round the point, or of the nearest by it."""
        return self.find_all([at])[0]

    def find_all(self, places: Sequence[At]) -> list[int]:
        """The indices for several places, each once, in their order."""
        return list(dict.fromkeys(self.find_each(places)))

    def find_each(self, places: Sequence[At]) -> list[int]:
        """The index for each of several places."""
        found: dict[int, int] = {}
        for kind in {at.kind for at in places}:
            found |= self._of_kind(kind, places)
        for number, at in enumerate(places):
            if number not in found:
                raise NotThere(f"There is no {at.kind} at ({at.x:.2f}, {at.y:.2f}) any more.")
        return [found[number] for number in range(len(places))]

    def _of_kind(self, kind: str, places: Sequence[At]) -> dict[int, int]:
        """By the place of each point in ``places`` the index of its space, where there is one."""
        own = [index for index, space in enumerate(self.spaces) if space.kind == kind]
        asked = [number for number, at in enumerate(places) if at.kind == kind]
        points = shapely.points([(places[number].x, places[number].y) for number in asked])
        index = self._index(kind, [self.spaces[place].polygon for place in own])
        which, near = index.tree.query(points, predicate="dwithin", distance=NEAR_M)
        shapes = index.shapes[near]
        away = shapely.distance(points[which], shapes)
        # The last key counts first: the nearest, then the smallest, then the first of the plan.
        order = np.lexsort((near, shapely.area(shapes), away))[::-1]
        return {asked[which[k]]: own[near[k]] for k in order.tolist()}

    def _index(self, kind: str, polygons: list[Polygon]) -> _Index:
        present = self._indexes.get(kind)
        if present is None or not present.is_over(polygons):
            present = self._indexes[kind] = _Index.over(polygons)
        return present

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
