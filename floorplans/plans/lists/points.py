"""A point of each space at which an edit finds that space and no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import shapely

from floorplans.plans.editing.actions import At
from floorplans.plans.spaces import PlannedSpace


def points_of(spaces: Sequence[PlannedSpace], wanted: Iterable[int]) -> Mapping[int, At]:
    """By index the place of each wanted space; metres in the drawing's own axes."""
    asked = list(wanted)
    polygons = [space.polygon for space in spaces]
    if not asked:
        return {}
    tree = shapely.STRtree(polygons)
    over: dict[int, list[int]] = {index: [] for index in asked}
    which, others = tree.query([polygons[index] for index in asked], predicate="intersects")
    for k, other in zip(which.tolist(), others.tolist(), strict=True):
        index = asked[k]
        same_kind = spaces[other].kind == spaces[index].kind
        if other != index and same_kind and polygons[other].area <= polygons[index].area:
            over[index].append(other)
    return {index: _at(spaces[index], [polygons[o] for o in over[index]]) for index in asked}


def _at(space: PlannedSpace, smaller: Sequence[shapely.Polygon]) -> At:
    free = space.polygon
    if smaller:
        # An edit means the smallest space at its point: one that no smaller space covers.
        left = free.difference(shapely.union_all(list(smaller)))
        free = left if left.area > 0 else free
    point = free.representative_point()
    return At(space.kind, float(point.x), float(point.y))
