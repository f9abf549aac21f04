"""What is told of doors, windows and walls once the rooms and the floor's edge are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon

from geo.shapes import polygons_of
from importers.draft import DraftDoor, DraftRoom, DraftWall, DraftWindow
from importers.dxf.understand.doors import Doors
from importers.dxf.understand.entrances import building_of, with_entrances
from importers.dxf.understand.jambs import with_clear_widths
from importers.dxf.understand.leaves import with_operations
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.sliding import with_sliding
from importers.dxf.understand.thickness import wall_pieces
from importers.dxf.understand.windows import find_windows

OUTSIDE = "terrace"  # a category of IMDF
AROUND_M = 0.1


@dataclass(frozen=True, slots=True)
class Fittings:
    doors: tuple[DraftDoor, ...] = ()
    windows: tuple[DraftWindow, ...] = ()
    walls: tuple[DraftWall, ...] = ()


def fittings(
    plan: Plan, found: Doors, rooms: Sequence[DraftRoom], edge: MultiPolygon | None
) -> Fittings:
    """Doors with how they open and how wide, windows, and walls with their thickness."""
    body = None if edge is None else _building(edge, rooms)
    doors = with_sliding(plan, with_operations(found.doors, found.leaves))
    doors = with_clear_widths(plan, found, with_entrances(doors, body))
    windows = find_windows(plan, doors, found.strokes, [r.polygon for r in rooms], body)
    return Fittings(tuple(doors), tuple(windows), tuple(wall_pieces(plan)))


def _building(edge: MultiPolygon, rooms: Sequence[DraftRoom]) -> MultiPolygon:
    """What the building covers; a terrace or a porch has a floor and is outside all the same."""
    body = building_of([*polygons_of(edge), *(r.polygon for r in rooms if r.category != OUTSIDE)])
    open_air = [r.polygon.buffer(AROUND_M) for r in rooms if r.category == OUTSIDE]
    return MultiPolygon(polygons_of(body.difference(shapely.union_all(open_air))))
