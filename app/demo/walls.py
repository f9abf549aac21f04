"""From rooms to walls: what is solid between the rooms, less every opening. Metres."""

from __future__ import annotations

from shapely import MultiPolygon, Polygon, union_all
from shapely.geometry.polygon import orient

from app.demo.sketch import Opening, Room, Sketch

HALF_PARTITION_M = 0.06
FACADE_M = 0.24  # outside the axis
CUT_M = 0.4  # half the depth of the knife: more than any wall, less than any room
SPECK_M2 = 0.002  # what is left of a wall when two openings all but touch


def clear_shape(room: Room) -> Polygon:
    """The room between the faces of its walls."""
    return room.shape.buffer(-HALF_PARTITION_M, join_style="mitre")


def gross_outline(sketch: Sketch) -> Polygon:
    """The outer face of the facade."""
    axes = union_all([room.shape for room in sketch.rooms])
    return axes.buffer(FACADE_M, join_style="mitre")


def wall_pieces(sketch: Sketch) -> list[Polygon]:
    """Every solid piece of wall, sorted by place. Round rooms are left to the draughtsman."""
    inside = union_all([clear_shape(room) for room in sketch.rooms if room.circle is None])
    knives = union_all(
        [opening.line.buffer(CUT_M, cap_style="flat") for opening in _in_walls(sketch)]
    )
    return _sorted(gross_outline(sketch).difference(inside).difference(knives))


def _in_walls(sketch: Sketch) -> list[Opening]:
    round_rooms = [room.circle.polygon(CUT_M) for room in sketch.rooms if room.circle]
    return [
        opening
        for opening in sketch.openings
        if not any(area.intersects(opening.line) for area in round_rooms)
    ]


def _sorted(solid: Polygon | MultiPolygon) -> list[Polygon]:
    parts = list(solid.geoms) if isinstance(solid, MultiPolygon) else [solid]
    kept = [orient(part) for part in parts if part.area > SPECK_M2]
    return sorted(kept, key=lambda part: (*part.bounds, part.area))
