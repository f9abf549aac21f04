"""What an action does to outlines. Lengths are metres in the drawing's own axes."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import LineString, Polygon, affinity

from floorplans.plans.editing.actions import Point
from geo.repair import repair
from geo.shapes import polygons_of

#: Rooms with a wall this thick between them can be made one.
WALL_M = 0.6
SMALLEST_M2 = 0.05
#: A cutting line is drawn on by this much: people stop at the wall they see, or just before.
OVERSHOOT_M = 0.5
#: Copies of one space may have this many corners together.
COPIED_POINTS = 200_000
#: Spaces with more corners than this together are no rooms that people merge; it takes seconds.
MERGED_POINTS = 5_000
#: The same for spaces that are put in a zone together: half a floor of desks.
ZONED_POINTS = 50_000
MOST_PARTS = 100
#: Corners of an outline times those of the line that cuts it; they may all cross.
CUT_POINTS = 20_000


class Impossible(Exception):
    """The shape that an action asks for does not exist."""


def ring(points: Sequence[Point]) -> Polygon:
    """The area inside a drawn outline; raises ``Impossible`` when it has none."""
    if len(points) < 3:
        raise Impossible("An area needs three corners at least.")
    drawn = Polygon(points)
    if not drawn.is_valid:
        parts = [part for part in repair(drawn).parts if part.area >= SMALLEST_M2]
        if len(parts) != 1:
            raise Impossible("The outline crosses itself.")
        drawn = parts[0]
    if drawn.area < SMALLEST_M2:
        raise Impossible("The area is too small.")
    return drawn


def moved(shape: Polygon, dx: float, dy: float) -> Polygon:
    return affinity.translate(shape, dx, dy)


def turned(shapes: Sequence[Polygon], degrees: float) -> list[Polygon]:
    """All ``shapes`` turned counter-clockwise about the middle of their common box."""
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    middle = ((west + east) / 2, (south + north) / 2)
    return [affinity.rotate(shape, degrees, origin=middle) for shape in shapes]


def check_copies(shape: Polygon, copies: int) -> None:
    """Raise ``Impossible`` for copies that no plan could hold."""
    if shapely.get_num_coordinates(shape) * copies > COPIED_POINTS:
        raise Impossible("The outline has too many corners for so many copies.")


def merged(shapes: Sequence[Polygon]) -> Polygon:
    """One area of several, with the walls between them; raises ``Impossible`` if they lie apart."""
    if len(shapes) < 2:
        raise Impossible("To merge takes two spaces at least.")
    if shapely.get_num_coordinates(list(shapes)).sum() > MERGED_POINTS:
        raise Impossible("The outlines have too many corners to be made one.")
    reach = WALL_M / 2
    closed = shapely.union_all(
        [shape.buffer(reach, join_style="mitre") for shape in shapes]
    ).buffer(-reach, join_style="mitre")
    whole = polygons_of(shapely.union_all([closed, *shapes]))
    if len(whole) != 1:
        raise Impossible("The spaces do not lie beside each other.")
    return whole[0]


def split(shape: Polygon, line: Sequence[Point]) -> list[Polygon]:
    """The parts on both sides of ``line``, the largest first."""
    if len(line) < 2 or LineString(line).length == 0:
        raise Impossible("A cut needs a line.")
    if shapely.get_num_coordinates(shape) * len(line) > CUT_POINTS:
        raise Impossible("The outline has too many corners to be cut along such a line.")
    parts = [part for part in _parts(shape, _longer(line)) if part.area >= SMALLEST_M2]
    if len(parts) < 2:
        raise Impossible("The line does not cut the space in two.")
    if len(parts) > MOST_PARTS:
        raise Impossible("The line cuts the space into too many parts.")
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def _parts(shape: Polygon, line: LineString) -> list[Polygon]:
    """What lies between the line and the outline, inside; as shapely's own, for many at once."""
    between = shapely.get_parts(shapely.polygonize([shapely.union(shape.boundary, line)]))
    shapely.prepare(shape)
    inside = shapely.contains(shape, shapely.point_on_surface(between))
    return list(between[inside])


def _longer(line: Sequence[Point]) -> LineString:
    points = [*line]
    return LineString([_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])])


def _beyond(start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return end
    return end[0] + dx / length * OVERSHOOT_M, end[1] + dy / length * OVERSHOOT_M
