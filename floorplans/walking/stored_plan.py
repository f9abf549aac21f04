"""A plan as it is stored, as the floor that ``geo.ways`` wants: in metres of the site's CRS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.plans.layout import kept_doors
from geo.georeference import Similarity
from geo.shapes import polygons_of
from geo.ways.floor import Connector, Door, FloorPlan
from importers.draft import FloorPlanDraft

OPENING, ENTRANCE = "opening", "entrance"
#: One walks round them; parking places are walked over.
FURNITURE = frozenset(("desk", "locker"))
NO_GROUND = frozenset((*FURNITURE, "parking"))


@dataclass(frozen=True, slots=True)
class StoredSpace:
    """A space of a plan; ``is_within`` tells that another one holds it."""

    id: UUID
    kind: str
    is_within: bool
    polygon: Polygon
    anchor: Point


@dataclass(frozen=True, slots=True)
class StoredOpening:
    kind: str
    width_m: float
    line: LineString


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan's rows, in their order: openings and connectors by number, spaces by id."""

    spaces: Sequence[StoredSpace]
    walls: BaseGeometry
    outline: MultiPolygon
    openings: Sequence[StoredOpening]
    connectors: Sequence[Connector]


@dataclass(frozen=True, slots=True)
class Told:
    """What only the draft knows: the clear width of each opening, and columns in the site's CRS."""

    clear_m: Sequence[float | None] = ()
    columns: Sequence[Polygon] = ()


def told_by(draft: FloorPlanDraft, lies: Similarity) -> Told:
    """``lies`` takes metres of the drawing to the site's CRS."""
    columns = [column.polygon for column in draft.columns if column.polygon.area > 0]
    moved = lies.apply(np.array(columns, dtype=object)) if columns else []
    return Told([door.clear_m for door in kept_doors(draft)], list(moved))


def floor_plan(plan: StoredPlan, told: Told) -> FloorPlan:
    """The floor to walk on. Its places are the anchors of all spaces, in their order.

    A plan without rooms is walked within its outline.
    """
    rooms = [space.polygon for space in plan.spaces if _is_ground(space)]
    things = [space.polygon for space in plan.spaces if _is_furniture(space)]
    known = len(told.clear_m) == len(plan.openings)
    clear = told.clear_m if known else [None] * len(plan.openings)
    return FloorPlan(
        rooms=rooms or polygons_of(plan.outline),
        walls=plan.walls,
        doors=[_door(each, own) for each, own in zip(plan.openings, clear, strict=True)],
        obstacles=[*things, *told.columns],
        places=[space.anchor for space in plan.spaces],
        connectors=plan.connectors,
    )


def _is_furniture(space: StoredSpace) -> bool:
    """A locker that stands in no room is a room full of them."""
    return space.kind == "desk" or (space.kind in FURNITURE and space.is_within)


def _is_ground(space: StoredSpace) -> bool:
    return space.kind not in NO_GROUND or (space.kind == "locker" and not space.is_within)


def _door(opening: StoredOpening, clear_m: float | None) -> Door:
    """An opening without a leaf is as clear as it is wide."""
    is_open = opening.kind == OPENING
    return Door(
        opening.line,
        opening.width_m if is_open and clear_m is None else clear_m,
        to_outside=opening.kind == ENTRANCE,
        leaf=not is_open,
    )


def shape(content: bytes | memoryview) -> BaseGeometry:
    """A geometry of the database, which comes as WKB."""
    return shapely.from_wkb(bytes(content))
