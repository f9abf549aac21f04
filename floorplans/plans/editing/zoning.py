"""Which spaces lie in which zone; the shapes of the zones are what tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.plans.editing import shapes
from floorplans.plans.layout import anchor_of
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from geo.shapes import one_or_many, polygons_of

#: A zone goes round its spaces with some room for chairs.
AROUND_M = 0.3
#: Spaces that lie no further from each other are in one piece of their zone.
BESIDE_M = 1.5
#: So much is cut out round the middle of a room whose desks are put in a zone without it.
MIDDLE_M = 0.1
Shape: TypeAlias = Polygon | MultiPolygon
Shapes: TypeAlias = NDArray[np.object_]


def put(
    spaces: Sequence[PlannedSpace], zones: Sequence[PlannedZone], chosen: Sequence[int], name: str
) -> list[PlannedZone]:
    """The zones when ``chosen`` (indices) lie in the zone ``name`` and in no other.

    An empty name takes them out of all. A zone may be of several pieces; one that holds no space
    any more is gone. Raises ``Impossible`` for outlines with too many corners.
    """
    polygons: Shapes = np.array([space.polygon for space in spaces], dtype=object)
    members = polygons[list(chosen)]
    if shapely.get_num_coordinates(members).sum() > shapes.ZONED_POINTS:
        raise shapes.Impossible("The outlines have too many corners to be put in a zone.")
    made = []
    present: PlannedZone | None = None
    for zone in zones:
        if zone.name.casefold() == name.casefold():
            present = zone
            made.append(zone)
        elif left := _without(zone, polygons, set(chosen)):
            made.append(left)
    if not name:
        return made
    shape = _round(members, _others(spaces, polygons, chosen, present), present)
    whole = PlannedZone(present.name if present else name, _bare(shape, polygons, members, present))
    return [whole if zone is present else zone for zone in made] + ([] if present else [whole])


def held(polygons: Shapes, zone: Shape) -> set[int]:
    """The places of those whose anchor lies in a zone, as closures and maps take them."""
    near = np.flatnonzero(shapely.intersects(polygons, zone)).tolist()
    return {index for index in near if zone.intersects(anchor_of(polygons[index]))}


def _others(
    spaces: Sequence[PlannedSpace],
    polygons: Shapes,
    chosen: Sequence[int],
    present: PlannedZone | None,
) -> Shapes:
    """Spaces of the same kinds that must not come into the zone with those that were chosen."""
    kinds = {spaces[index].kind for index in chosen}
    inside = set(chosen) | (held(polygons, present.shape) if present else set())
    return polygons[
        [k for k, space in enumerate(spaces) if space.kind in kinds and k not in inside]
    ]


def _round(members: Shapes, others: Shapes, present: PlannedZone | None) -> Shape:
    """The zone with ``members``: in one piece where they lie beside each other or beside it."""
    around = _about(members, AROUND_M)
    both = shapely.union(around, present.shape) if present else around
    near = _about(members, BESIDE_M)
    reach = BESIDE_M / 2 - AROUND_M
    closed = _about(np.array([_about(np.array([both]), reach)]), -reach)
    grown = shapely.union(around, shapely.intersection(closed, near))
    shapely.prepare(grown)
    beside = others[shapely.intersects(grown, others)]
    free = shapely.difference(grown, shapely.union_all(beside)) if len(beside) else grown
    whole = shapely.union_all([free, *members, *([present.shape] if present else [])])
    return one_or_many([part for part in polygons_of(whole) if part.area >= shapes.SMALLEST_M2])


def _bare(shape: Shape, polygons: Shapes, members: Shapes, present: PlannedZone | None) -> Shape:
    """The zone without the middles of those that only lie round its spaces.

    Who lies in one that was chosen comes along, as the desks of a room.
    """
    known = held(polygons, present.shape) if present else set()
    whole = shapely.union_all(members)
    middles = [anchor_of(polygons[index]) for index in sorted(held(polygons, shape) - known)]
    strange = [middle for middle in middles if not whole.intersects(middle)]
    if not strange:
        return shape
    holes = shapely.buffer(strange, MIDDLE_M, cap_style="square")
    return one_or_many(polygons_of(shapely.difference(shape, shapely.union_all(holes))))


def _without(zone: PlannedZone, polygons: Shapes, leaving: set[int]) -> PlannedZone | None:
    """The zone without some of its spaces; None when no other is left in it."""
    inside = held(polygons, zone.shape)
    going = sorted(inside & leaving)
    if not going:
        return zone
    staying = polygons[sorted(inside - leaving)]
    gone = polygons[going]
    # Who lies round one that goes, as a room round its desk, cannot keep the place of it.
    beside = [each for each in staying if not shapely.covers(each, gone).any()]
    margin = shapely.difference(_about(gone, AROUND_M), shapely.union_all(beside))
    cut = shapely.union(margin, shapely.union_all(gone))
    parts = polygons_of(shapely.difference(zone.shape, cut))
    kept = [
        part for part in parts
        if part.area >= shapes.SMALLEST_M2 and (not part.intersects(cut) or held(staying, part))
    ]  # fmt: skip
    return replace(zone, shape=one_or_many(kept)) if kept else None


def _about(areas: Shapes, by_m: float) -> BaseGeometry:
    """All within ``by_m`` of some areas, with corners where these have corners."""
    return shapely.union_all(shapely.buffer(areas, by_m, join_style="mitre", mitre_limit=2.0))
