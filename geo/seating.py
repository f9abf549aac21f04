"""What surrounds a place to sit: how far it is to a window or a door, and what is behind it.

Lengths are metres, angles degrees counter-clockwise from the x axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

#: A window or door lies in the wall round a room: so far beyond the room's edge.
IN_WALL_M = 0.7
SAME_POINT_M = 1e-6
#: Of a way through a wall to a window in it: how much longer than the wall is thick, and a slip.
SLANT, SLIP_M = 2.3, 0.05
#: A chair and the person on it are about so wide.
SEAT_M = 0.6
#: Where nothing is met so far behind a place, nothing is there.
LOOK_M = 3.0


def of_room(room: Polygon, lines: Sequence[LineString], tree: STRtree) -> list[int]:
    """The lines (windows or doors) in the wall round ``room``, by their middles."""
    near = tree.query(room, predicate="dwithin", distance=IN_WALL_M)
    middles = shapely.line_interpolate_point(
        np.array([lines[i] for i in near.tolist()], dtype=object), 0.5, normalized=True
    )
    close = shapely.distance(middles, room) <= IN_WALL_M if len(middles) else ()
    return sorted(i for i, ok in zip(near.tolist(), close, strict=True) if ok)


def nearest_seen_m(
    place: Point,
    lines: Sequence[LineString],
    room: Polygon | None,
    walls: BaseGeometry,
    around: Polygon | None = None,
) -> float | None:
    """How far it is from a place to the nearest of ``lines`` that nothing stands before.

    In a room the way may not leave it but into the wall the line lies in; without one it may cross
    no wall. None where none of the lines is seen.
    """
    best: float | None = None
    if room is not None and around is None:
        around = with_walls(room)
    for line in lines:
        if best is not None and line.distance(place) >= best:
            continue
        for point in _parts(line, place):
            distance = float(place.distance(point))
            if best is not None and distance >= best:
                continue
            if _is_free(LineString([place, point]), room, around, walls):
                best = distance
    return best


def with_walls(room: Polygon) -> Polygon:
    """A room with the walls round it, for those who ask ``nearest_seen_m`` often."""
    grown: Polygon = room.buffer(IN_WALL_M, quad_segs=2)
    return grown


def _parts(line: LineString, place: Point) -> tuple[Point, ...]:
    """The nearest point of a line, its middle and its ends: of a window that is half hidden."""
    nearest = line.interpolate(line.project(place))
    others = (line.interpolate(share, normalized=True) for share in (0.5, 0.0, 1.0))
    return (nearest, *others)


def _is_free(
    way: LineString, room: Polygon | None, around: Polygon | None, walls: BaseGeometry
) -> bool:
    if way.length == 0:
        return True
    if room is None or around is None:
        # The line itself lies in a wall: the last bit of the way may cross it.
        seen = substring(way, 0, max(0.0, way.length - IN_WALL_M))
        return not bool(shapely.intersects(walls, seen))
    # It may leave the room only at its end, where the wall is.
    outside = way.difference(room)
    through = SLANT * float(room.distance(Point(way.coords[-1]))) + SLIP_M
    if outside.length > through or not around.covers(way):
        return False
    return _at_end(outside, way)


def _at_end(outside: BaseGeometry, way: LineString) -> bool:
    if outside.is_empty:
        return True
    end = Point(way.coords[-1])
    return outside.geom_type == "LineString" and float(outside.distance(end)) < SAME_POINT_M


def back_m(
    seat: Polygon, rotation_deg: float, barriers: BaseGeometry, others: Sequence[Polygon]
) -> float | None:
    """From the seat's edge of a desk to the first of ``barriers`` (walls) behind who sits there.

    At a turn of 0 degrees the person sits towards -y and has their back there. What is measured is
    the room for the whole width of a seat: the furthest of three looks. None where there is nothing
    within ``LOOK_M``, or one of ``others`` (desks) stands before it.
    """
    turn = math.radians(rotation_deg - 90.0)
    back = np.array((math.cos(turn), math.sin(turn)))
    side = np.array((-back[1], back[0]))
    middle = np.array(seat.centroid.coords[0])
    corners = shapely.get_coordinates(seat)
    edge = float(((corners - middle) @ back).max())
    found = []
    # In the middle first: behind most seats there is nothing at all.
    for shift in (0.0, -SEAT_M / 2, SEAT_M / 2):
        start = middle + edge * back + shift * side
        met = _first_m(LineString([start, start + LOOK_M * back]), barriers)
        if met is None:
            return None
        before = LineString([start, start + met * back])
        if len(others) and bool(shapely.intersects(before, np.array(others, dtype=object)).any()):
            return None
        found.append(met)
    return max(found)


def _first_m(look: LineString, things: BaseGeometry) -> float | None:
    met = look.intersection(things)
    return None if met.is_empty else float(Point(look.coords[0]).distance(met))
