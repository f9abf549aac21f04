"""The shapes of a plan on the earth: transformed once, valid, right-handed, with anchors inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.plans.spaces import PlannedSpace, PlannedZone
from geo.anchor import anchor
from geo.crs import to_lonlat
from geo.georeference import Similarity
from geo.repair import repair
from geo.shapes import one_or_many, polygons_of
from importers.draft import DraftConnector, DraftDoor, FloorPlanDraft

CONVEX_SHARE = 0.999  # of its hull: then the centroid lies well inside
OUTLINE_MARGIN_M = 0.3
SHORTEST_DOOR_M = 0.01
WIDEST_DOOR_M = 99.0


@dataclass(frozen=True, slots=True)
class SpaceShape:
    """One space on the earth. ``within`` is the index of the space that holds it."""

    polygon: Polygon
    anchor: Point
    rotation_deg: float | None
    within: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole plan in metres of the site's CRS; sequences keep the order of their input."""

    srid: int
    spaces: tuple[SpaceShape, ...]
    zones: tuple[Polygon | MultiPolygon, ...]
    outline: MultiPolygon
    walls: MultiLineString
    doors: tuple[tuple[DraftDoor, LineString], ...]
    connectors: tuple[tuple[DraftConnector, Polygon], ...]

    @property
    def extent(self) -> Polygon:
        """The upright box round everything that people can see."""
        shapes = [self.outline, *(s.polygon for s in self.spaces)]
        return shapely.box(*shapely.total_bounds(shapes))


def lay_out(
    draft: FloorPlanDraft,
    spaces: Sequence[PlannedSpace],
    zones: Sequence[PlannedZone],
    transform: Similarity,
    srid: int,
) -> Layout:
    """Put a draft on the earth. ``spaces`` must not be empty."""
    polygons = _placed([space.polygon for space in spaces], transform)
    anchors = [anchor_of(polygon) for polygon in polygons]
    within = _containers(polygons, anchors)
    shapes = tuple(
        SpaceShape(polygon, point, _turned(space.rotation_deg, transform), holder)
        for polygon, point, space, holder in zip(polygons, anchors, spaces, within, strict=True)
    )
    doors = tuple((door, transform.apply(door.line)) for door in kept_doors(draft))
    stairs = [c for c in draft.connectors if c.polygon.area > 0]
    return Layout(
        srid=srid,
        spaces=shapes,
        zones=tuple(one_or_many(_areas(zone.shape, transform)) for zone in zones),
        outline=_outline(draft, polygons, transform),
        walls=_walls(transform.apply(draft.walls)),
        doors=doors,
        connectors=tuple(zip(stairs, _placed([c.polygon for c in stairs], transform), strict=True)),
    )


def kept_doors(draft: FloorPlanDraft) -> list[DraftDoor]:
    """The doors of a draft that a plan keeps, in its order."""
    return [
        door
        for door in draft.doors
        if door.line.length > SHORTEST_DOOR_M and 0 < door.width_m < WIDEST_DOOR_M
    ]


def lonlat(shapes: Sequence[BaseGeometry], srid: int) -> list[BaseGeometry]:
    """The same shapes in EPSG:4326; raises ``geo.crs.CrsError`` off the CRS's area of use."""
    if not len(shapes):
        return []
    moved = to_lonlat(shapely.GeometryCollection(list(shapes)), srid)
    return list(moved.geoms)


def _placed(polygons: Sequence[Polygon], transform: Similarity) -> list[Polygon]:
    if not polygons:
        return []
    moved = transform.apply(np.array(polygons, dtype=object))
    sound = [_largest(shape) for shape in moved]
    return list(shapely.orient_polygons(np.array(sound, dtype=object), exterior_cw=False))


def _areas(shape: BaseGeometry, transform: Similarity) -> list[Polygon]:
    """The pieces of an area on the earth."""
    sound = polygons_of(shapely.make_valid(transform.apply(shape)))
    return [shapely.orient_polygons(part, exterior_cw=False) for part in sound]


def _largest(shape: Polygon) -> Polygon:
    return shape if shape.is_valid else repair(shape).parts[0]


def anchor_of(polygon: Polygon) -> Point:
    """The point that stands for a space: where it is in a zone or another space."""
    if not polygon.interiors and polygon.area >= CONVEX_SHARE * polygon.convex_hull.area:
        return polygon.centroid
    return anchor(polygon)


def _containers(polygons: Sequence[Polygon], anchors: Sequence[Point]) -> list[int | None]:
    """For each shape the smallest larger one round its anchor."""
    areas = shapely.area(np.array(polygons, dtype=object))
    tree = shapely.STRtree(polygons)
    inner, outer = tree.query(np.array(anchors, dtype=object), predicate="within")
    found: list[int | None] = [None] * len(polygons)
    for i, j in zip(inner.tolist(), outer.tolist(), strict=True):
        present = found[i]
        if areas[j] > areas[i] and (present is None or areas[j] < areas[present]):
            found[i] = j
    return found


def _turned(rotation_deg: float | None, transform: Similarity) -> float | None:
    if rotation_deg is None:
        return None
    own = -rotation_deg if transform.mirrored else rotation_deg
    return (own + transform.rotation_deg + 180.0) % 360.0 - 180.0


def _outline(
    draft: FloorPlanDraft, polygons: Sequence[Polygon], transform: Similarity
) -> MultiPolygon:
    """The drawing's own outline, else the hull of the spaces with a little margin."""
    if draft.outline is not None and draft.outline.area > 0:
        return MultiPolygon(_areas(draft.outline, transform))
    hull = shapely.GeometryCollection(list(polygons)).convex_hull.buffer(OUTLINE_MARGIN_M)
    return MultiPolygon([shapely.orient_polygons(hull, exterior_cw=False)])


def _walls(walls: BaseGeometry) -> MultiLineString:
    lines: NDArray[np.object_] = shapely.get_parts(walls)
    return MultiLineString([line for line in lines if line.length > 0])
