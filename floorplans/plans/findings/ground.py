"""The plan below the findings: which spaces are where, and how an edit names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import hypot
from typing import Any

import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from floorplans.plans.categories import PLACES, ROOMS
from floorplans.plans.editing import shapes
from floorplans.plans.editing.actions import At
from floorplans.plans.editing.sheet import NotThere, Sheet
from floorplans.plans.findings.values import Finding
from floorplans.plans.map_document import geometry
from floorplans.plans.spaces import PlannedSpace

#: A pin may stand this far outside of what it is about.
NEAR_M = 0.05
#: What lies on both sides of a gap is looked for this far from its middle: across a thick wall.
SIDE_M = 0.4
#: Two places overlap when they share so much of the smaller one; two rooms are one within the
#: other when they share more than the second.
OVERLAP_SHARE, NESTED_SHARE = 0.02, 0.95
DECIMALS = 3


class Ground:
    """The spaces of a plan as they would be published, ready to be searched."""

    def __init__(self, spaces: Sequence[PlannedSpace]) -> None:
        self.spaces = spaces
        self._tree = STRtree([space.polygon for space in spaces])

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet(list(self.spaces), [])

    def at(self, point: tuple[float, float], kinds: Sequence[str]) -> list[PlannedSpace]:
        """The spaces of some kinds at a point, the smallest first."""
        near = self._tree.query(Point(point), predicate="dwithin", distance=NEAR_M).tolist()
        found = [self.spaces[i] for i in sorted(near) if self.spaces[i].kind in kinds]
        return sorted(found, key=lambda space: space.polygon.area)

    def room(self, finding: Finding) -> PlannedSpace | None:
        """The room that a finding is in."""
        return next(iter(self.at(finding.place, ROOMS)), None) if finding.place else None

    def place(self, finding: Finding) -> PlannedSpace | None:
        """The desk, parking place or locker that a finding is about."""
        return next(iter(self.at(finding.place, PLACES)), None) if finding.place else None

    def across(self, finding: Finding) -> tuple[PlannedSpace, PlannedSpace] | None:
        """The two rooms on both sides of a gap; None where it does not lie between two."""
        if finding.segment is None:
            return None
        x0, y0, x1, y1 = finding.segment
        length = hypot(x1 - x0, y1 - y0)
        if length == 0:
            return None
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        dx, dy = (y0 - y1) / length * SIDE_M, (x1 - x0) / length * SIDE_M
        sides = [self.at(point, ROOMS) for point in ((x + dx, y + dy), (x - dx, y - dy))]
        if not all(sides) or sides[0][0] is sides[1][0]:
            return None
        return sides[0][0], sides[1][0]

    def cut(self, finding: Finding) -> PlannedSpace | None:
        """The room that the line of a finding cuts in two."""
        if finding.segment is None:
            return None
        x0, y0, x1, y1 = finding.segment
        for space in self.at(((x0 + x1) / 2, (y0 + y1) / 2), ROOMS):
            try:
                shapes.split(space.polygon, ((x0, y0), (x1, y1)))
            except shapes.Impossible:
                continue
            return space
        return None

    def overlapping(self, finding: Finding) -> tuple[PlannedSpace, PlannedSpace] | None:
        """Two places, or two rooms, that lie partly on each other where the finding is."""
        if finding.place is None:
            return None
        kinds = PLACES if finding.code.startswith("DESK") else ROOMS
        for first in self.at(finding.place, kinds):
            near = self._tree.query(first.polygon, predicate="intersects").tolist()
            for index in sorted(near):
                second = self.spaces[index]
                if second is not first and second.kind in kinds and _overlap(first, second):
                    return first, second
        return None

    def copy(self, finding: Finding) -> PlannedSpace | None:
        """The second of two rooms in one place."""
        rooms = self.at(finding.place, ROOMS) if finding.place else []
        for one, two in pairwise(rooms):
            shared = one.polygon.intersection(two.polygon).area
            if shared > NESTED_SHARE * max(one.polygon.area, two.polygon.area):
                return one
        return None

    def name(self, space: PlannedSpace) -> At | None:
        """How an edit names this space; None where every point of it is also another's."""
        index = next(i for i, own in enumerate(self.spaces) if own is space)
        for shape in (space.polygon, self._alone(space)):
            if shape.is_empty:
                continue
            point = shape.representative_point()
            at = At(space.kind, round(point.x, DECIMALS), round(point.y, DECIMALS))
            try:
                if self._sheet.find(at) == index:
                    return at
            except NotThere:
                continue
        return None

    def _alone(self, space: PlannedSpace) -> BaseGeometry:
        """The part of a space that no other of its kind covers."""
        near = self._tree.query(space.polygon, predicate="intersects").tolist()
        others = [self.spaces[i] for i in near]
        covers = [o.polygon for o in others if o is not space and o.kind == space.kind]
        return space.polygon.difference(shapely.union_all(covers))


def line_of(finding: Finding) -> LineString | None:
    if finding.segment is None:
        return None
    x0, y0, x1, y1 = finding.segment
    return LineString([(x0, y0), (x1, y1)])


def shown(shape: BaseGeometry | None) -> Mapping[str, Any] | None:
    """GeoJSON of what a fix would make."""
    return None if shape is None or shape.is_empty else geometry(shape, DECIMALS)


def merged(spaces: Iterable[PlannedSpace]) -> Polygon | None:
    """The outline of several spaces made one; None where they cannot be."""
    try:
        return shapes.merged([space.polygon for space in spaces])
    except shapes.Impossible:
        return None


def _overlap(one: PlannedSpace, two: PlannedSpace) -> bool:
    shared = one.polygon.intersection(two.polygon).area
    smaller = min(one.polygon.area, two.polygon.area)
    if one.kind in ROOMS and shared > NESTED_SHARE * smaller:
        return False
    return bool(shared > OVERLAP_SHARE * smaller)
