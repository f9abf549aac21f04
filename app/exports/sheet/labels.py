"""Words on the plan: as large as their room allows, and left out where nobody could read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from shapely import LineString, Polygon

from app.exports.sheet.marks import Points, Words
from app.exports.words import bare_name
from floorplans.plans.exporting.exported import ExportedSpace
from geo.anchor import anchor
from geo.shapes import polygons_of
from importers.picture.letters import plain, width_of

PLACES = ("desk", "parking", "locker")
ROOM_MM = (2.2, 1.3)  # the largest and the smallest letters
PLACE_MM = (1.6, 0.8)
ZONE_MM = 2.0
FILL_SHARE = 0.92
LINE = 1.25  # from one base line to the next, in letters
_MEASURE_PX = 100


def text_width_mm(text: str, size_mm: float) -> float:
    """How wide a line of text is on paper."""
    return width_of(text, _MEASURE_PX) / _MEASURE_PX * size_mm


def of_room(
    space: ExportedSpace, shape: Polygon, at: tuple[float, float], colour: str
) -> Iterator[Words]:
    """Number above name; the number alone, or nothing, where both do not fit."""
    both = [plain(words) for words in (space.number, bare_name(space)) if words]
    for lines in (both, both[:1]) if len(both) > 1 else (both,):
        size = _size_for(lines, shape, at, ROOM_MM)
        if size is None:
            continue
        for number, text in enumerate(lines):
            y = at[1] + size * (LINE * (number - (len(lines) - 1) / 2) + 0.36)
            yield Words(text, at[0], y, size, colour)
        return


def of_place(
    space: ExportedSpace, shape: Polygon, at: tuple[float, float], colour: str
) -> Iterator[Words]:
    """The number of a desk or parking place, if it can be read."""
    lines = [plain(space.number or space.name)]
    size = _size_for(lines, shape, at, PLACE_MM)
    if size is not None:
        yield Words(lines[0], at[0], at[1] + 0.36 * size, size, colour)


def free_place(
    room: Polygon, taken: Sequence[Polygon], at: tuple[float, float]
) -> tuple[Polygon, tuple[float, float]]:
    """What the desks of a room leave of it, and the middle of the widest place there."""
    if not taken:
        return room, at
    left = polygons_of(shapely.make_valid(room).difference(shapely.union_all(list(taken))))
    if not left:
        return room, at
    widest = max(left, key=lambda part: part.area)
    point = anchor(widest)
    return widest, (round(point.x, 3), round(point.y, 3))


def of_zone(name: str, ring: Points, colour: str) -> Words:
    """The name in the zone's upper left corner."""
    x, y = min(ring, key=lambda point: (round(point[1]), point[0]))
    return Words(plain(name), x + 1.0, y + 1.0 + ZONE_MM, ZONE_MM, colour, align="start")


def _size_for(
    lines: list[str], shape: Polygon, at: tuple[float, float], sizes: tuple[float, float]
) -> float | None:
    """The largest letters in which the lines lie within the shape, None below the smallest."""
    largest, smallest = sizes
    wide = max((text_width_mm(line, 1.0) for line in lines), default=0.0)
    across, down = _room_across(shape, at), _room_down(shape, at)
    size = min(largest, FILL_SHARE * across / max(wide, 1e-6), down / (LINE * max(len(lines), 1)))
    return size if size >= smallest else None


def _room_across(shape: Polygon, at: tuple[float, float]) -> float:
    """How wide a line may be around the point before it leaves the shape."""
    west, _, east, _ = shape.bounds
    cut = shape.intersection(LineString([(west - 1, at[1]), (east + 1, at[1])]))
    return 2 * _reach(cut, at, 0)


def _room_down(shape: Polygon, at: tuple[float, float]) -> float:
    _, top, _, bottom = shape.bounds
    cut = shape.intersection(LineString([(at[0], top - 1), (at[0], bottom + 1)]))
    return 2 * _reach(cut, at, 1)


def _reach(cut: object, at: tuple[float, float], axis: int) -> float:
    """The shorter way from the point to the ends of the piece that it lies on."""
    for part in getattr(cut, "geoms", [cut]):
        ends = sorted(point[axis] for point in getattr(part, "coords", ()))
        if len(ends) > 1 and ends[0] <= at[axis] <= ends[-1]:
            return float(min(at[axis] - ends[0], ends[-1] - at[axis]))
    return 0.0
