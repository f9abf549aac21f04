"""The sheet of a floor: its plan in the drawing's own direction, and a foot with what it is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import shapely
from shapely import LineString, Polygon
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from app.exports.formats import Options
from app.exports.sheet import labels
from app.exports.sheet.fit import MARGIN_MM, MM, Fit, fit
from app.exports.sheet.foot import foot_of
from app.exports.sheet.marks import Area, Line, Mark, Points, Sheet
from floorplans.errors import NotFound
from floorplans.plans.exporting.exported import ExportedFloor, ExportedSpace
from floorplans.plans.layout import lonlat
from geo.crs import true_north_deg
from geo.shapes import polygons_of

PAPER, INK, WALL = "#ffffff", "#1c2430", "#2b3440"
_ROOM, _BOOKABLE, _WALKWAY, _WET = "#f3f1ec", "#e3eef9", "#faf9f7", "#e9ecef"
_DESK, _PLACE_LINE, _ROOM_LINE, _ZONE = "#ffffff", "#5a6675", "#8a94a1", "#7a4fb5"
_STAIR = "#d9dee4"
_QUIET = {"walkway": _WALKWAY, "lobby": _WALKWAY, "restroom": _WET, "stairs": _STAIR,
          "elevator": _STAIR, "storage": _WET}  # fmt: skip
WALL_MM, DOOR_MM, ROOM_MM, ZONE_MM = 0.3, 0.5, 0.1, 0.35
SIMPLE_MM = 0.02  # less than any printer shows


def compose(floor: ExportedFloor, options: Options) -> Sheet:
    """The floor on paper; raises ``Invalid`` (the scale), ``NotFound`` (nothing is drawn)."""
    upright, turn_deg = _upright(floor)
    shapes = [upright(s) for s in _all(floor)]
    if not shapes:
        raise NotFound(
            "nothing_to_draw", "This plan holds nothing that could be drawn.", "Take another plan."
        )
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    page = fit(east - west, north - south, options)
    on_paper = _Placed(upright, (west, south, east, north), page)
    marks = [*on_paper.plan(floor), *foot_of(floor, page, options, _north_deg(floor) - turn_deg)]
    title = f"{floor.building_name}, {floor.floor_name}"
    return Sheet(page.width_mm, page.height_mm, page.scale, title, tuple(marks))


class _Upright:
    """Turns shapes of the site's CRS so that the walls lie as in the drawing, in true metres."""

    def __init__(self, turn_deg: float, scale: float) -> None:
        angle = math.radians(-turn_deg)
        cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
        self.matrix = [cos, -sin, sin, cos, 0.0, 0.0]

    def __call__(self, shape: BaseGeometry) -> BaseGeometry:
        return affine_transform(shape, self.matrix)


def _upright(floor: ExportedFloor) -> tuple[_Upright, float]:
    if floor.drawing is None:
        return _Upright(0.0, 1.0), 0.0
    told = floor.drawing.transform
    return _Upright(told.rotation_deg, told.scale), told.rotation_deg


def _all(floor: ExportedFloor) -> list[BaseGeometry]:
    found = [floor.outline, floor.walls, *(s.polygon for s in floor.spaces)]
    return [shape for shape in found if not shape.is_empty]


def _north_deg(floor: ExportedFloor) -> float:
    """True north in degrees counter-clockwise from the CRS's own north."""
    middle = lonlat([_all(floor)[0].centroid], floor.srid)[0]
    return true_north_deg(middle.x, middle.y, floor.srid)


class _Placed:
    """The floor in the middle of its field."""

    def __init__(
        self, upright: _Upright, bounds: tuple[float, float, float, float], page: Fit
    ) -> None:
        west, south, east, north = bounds
        k = MM / page.scale
        field_w, field_h = page.field
        self.k, self.upright = k, upright
        self.x0 = MARGIN_MM + (field_w - (east - west) * k) / 2 - west * k
        self.y0 = MARGIN_MM + (field_h - (north - south) * k) / 2 + north * k

    def plan(self, floor: ExportedFloor) -> Iterator[Mark]:
        outline = [ring for part in floor.outline.geoms for ring in self.rings(part)]
        if outline:
            yield Area(tuple(outline), PAPER, WALL, WALL_MM)
        rooms = [s for s in floor.spaces if s.kind not in labels.PLACES]
        places = [s for s in floor.spaces if s.kind in labels.PLACES]
        # The larger lie below what they hold.
        for space in sorted(rooms, key=lambda s: -s.polygon.area):
            fill = _QUIET.get(space.category, _BOOKABLE if space.bookable else _ROOM)
            yield self.area(space, fill, _ROOM_LINE)
        for stair in floor.connectors:
            yield Area(self.rings(stair.polygon), _STAIR, _ROOM_LINE, ROOM_MM, title=stair.name)
        for wall in floor.walls.geoms:
            yield Line(self.points(wall), WALL, WALL_MM)
        for door in floor.openings:
            yield Line(self.points(door.line), PAPER, DOOR_MM)
            yield Line(self.points(door.line), _PLACE_LINE, ROOM_MM)
        for space in places:
            yield self.area(space, _DESK, _PLACE_LINE)
        for zone in floor.zones:
            for part in polygons_of(zone.shape):
                yield Area(self.rings(part), None, _ZONE, ZONE_MM, dashed=True, title=zone.name)
        yield from self.words(floor, rooms, places)

    def words(
        self, floor: ExportedFloor, rooms: list[ExportedSpace], places: list[ExportedSpace]
    ) -> Iterator[Mark]:
        for zone in floor.zones:
            for part in polygons_of(zone.shape):
                yield labels.of_zone(zone.name, self.rings(part)[0], _ZONE)
        held = defaultdict(list)
        for space in places:
            held[space.within].append(self.shape(space))
        for space in rooms:
            shape, at = labels.free_place(self.shape(space), held[space.id], self.point(space))
            yield from labels.of_room(space, shape, at, INK)
        for space in places:
            yield from labels.of_place(space, self.shape(space), self.point(space), INK)

    def area(self, space: ExportedSpace, fill: str, line: str) -> Area:
        return Area(self.rings(space.polygon), fill, line, ROOM_MM, title=space.name)

    def shape(self, space: ExportedSpace) -> Polygon:
        rings = self.rings(space.polygon)
        return Polygon(rings[0], rings[1:])

    def point(self, space: ExportedSpace) -> tuple[float, float]:
        return self._at(*self.upright(space.anchor).coords[0])

    def rings(self, shape: Polygon) -> tuple[Points, ...]:
        return tuple(self.points(ring) for ring in (shape.exterior, *shape.interiors))

    def points(self, line: LineString) -> Points:
        placed = [self._at(x, y) for x, y in self.upright(line).coords]
        thinned = LineString(placed).simplify(SIMPLE_MM)
        return tuple((x, y) for x, y in thinned.coords)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return round(self.x0 + x * self.k, 3), round(self.y0 - y * self.k, 3)
