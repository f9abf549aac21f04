"""What is told of doors, windows and walls once the rooms and the floor's edge are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import MultiPolygon, Polygon

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


@dataclass(frozen=True, slots=True)
class Fittings:
    doors: tuple[DraftDoor, ...] = ()
    windows: tuple[DraftWindow, ...] = ()
    walls: tuple[DraftWall, ...] = ()


def fittings(
    plan: Plan, found: Doors, rooms: Sequence[DraftRoom], edge: MultiPolygon | None
) -> Fittings:
    """Doors with how they open and how wide, windows, and walls with their thickness."""
    body = None if edge is None else building_of([*polygons_of(edge), *(r.polygon for r in rooms)])
    doors = with_sliding(plan, with_operations(found.doors, found.leaves))
    doors = with_clear_widths(plan, found, with_entrances(doors, body))
    windows = find_windows(plan, doors, [r.polygon for r in rooms], _largest(body))
    return Fittings(tuple(doors), tuple(windows), tuple(wall_pieces(plan)))


def _largest(body: MultiPolygon | None) -> Polygon | None:
    parts = () if body is None else polygons_of(body)
    return max(parts, key=lambda p: float(p.area), default=None)
