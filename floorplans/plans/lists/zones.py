"""Zones that a list names: drawn round the spaces that are said to lie in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from floorplans.plans.editing import shapes
from floorplans.plans.editing.actions import DrawZone
from floorplans.plans.editing.folded import Folded
from floorplans.plans.lists.place import folded
from importers.space_list import Listed, RowProblem


def zones_of(plan: Folded, meant: Mapping[int, Listed]) -> Iterator[DrawZone | RowProblem]:
    """The zones to be drawn, and those that cannot be; one that holds all its spaces stays."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, row in meant.items():
        if row.zone:
            members[folded(row.zone)].append(index)
    present = {folded(zone.name): zone.polygon for zone in plan.zones}
    middles = shapely.point_on_surface([space.polygon for space in plan.spaces])
    for key, those in members.items():
        row = meant[those[0]]
        known = present.get(key)
        if known is not None and bool(shapely.covers(known, middles[those]).all()):
            continue
        area = _area(plan, those, middles, known)
        if area is None:
            yield RowProblem(
                row.line,
                "LIST_ZONE_SCATTERED",
                f"Other spaces lie between those of the zone “{row.zone}”; it was not drawn.",
                "Draw the zone in the studio.",
            )
        else:
            ring = tuple((float(x), float(y)) for x, y in area.exterior.coords[:-1])
            yield DrawZone(row.zone or "", ring)


def _area(
    plan: Folded, those: Sequence[int], middles: NDArray[np.object_], known: Polygon | None
) -> Polygon | None:
    """One area round the spaces that holds the middle of no space of the same kinds but them."""
    parts = [plan.spaces[index].polygon for index in those] + ([known] if known else [])
    kinds = {plan.spaces[index].kind for index in those}
    inside = set(those)
    others = [
        middle
        for index, middle in enumerate(middles)
        if index not in inside and plan.spaces[index].kind in kinds
    ]
    hull = shapely.union_all(parts).convex_hull
    if isinstance(hull, Polygon) and not shapely.contains(hull, others).any():
        return hull
    try:
        return shapes.merged(parts)
    except shapes.Impossible:
        return None
