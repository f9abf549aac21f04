"""A thing of the level that is read, in metres, and shapes made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.repair import repair
from geo.shapes import polygons_of, rectangle
from importers.dxf.findings import Findings
from importers.geographic.things import Kind, Thing
from importers.issues import Severity
from importers.profile import Profile
from importers.repairs import RepairName, Repairs
from importers.roles import LayerRole

#: A shape that a point stands for, where people see one: length and width in metres.
USUAL_M = {
    LayerRole.DESK: (1.6, 0.8),
    LayerRole.PARKING: (5.0, 2.5),
    LayerRole.LIFT: (1.8, 1.8),
    LayerRole.STAIR: (3.0, 1.5),
}
STAIR_WIDTH_M = 1.5
BY_HAND = "drawn by hand"
MIN_LINE_M = 0.2  # shorter lines are no stair and no wall


@dataclass(frozen=True, slots=True)
class Placed:
    """``thing`` with its role, which a profile may have changed, and its shape in metres."""

    thing: Thing
    role: LayerRole
    shape: BaseGeometry

    @property
    def is_point(self) -> bool:
        return self.shape.geom_type in {"Point", "MultiPoint"}


def with_role(placed: Iterable[Placed], *roles: LayerRole) -> list[Placed]:
    """Those of some roles, in the order of the file."""
    return [one for one in placed if one.role in roles]


def drawn_walls(profile: Profile) -> list[Placed]:
    """The walls that a person drew over the file, which are in metres already."""
    walls = [LineString(wall) for wall in profile.walls]
    kind = Kind(LayerRole.WALL, reason="A person drew it.")
    return [Placed(Thing(BY_HAND, kind, wall), LayerRole.WALL, wall) for wall in walls]


class Mender:
    """Makes valid polygons, and tells of each outline that crosses itself."""

    def __init__(self, findings: Findings, repairs: Repairs) -> None:
        self.findings = findings
        self.repairs = repairs

    def polygons(self, placed: Placed) -> list[Polygon]:
        """The valid polygons of a thing that is an area; none of a point or line."""
        found: list[Polygon] = []
        for polygon in polygons_of(placed.shape):
            mended = repair(polygon)
            if mended.was_valid or self._may(placed, mended.place):
                found += mended.parts
        return [shapely.orient_polygons(polygon) for polygon in found]

    def area(self, placed: Placed) -> list[Polygon]:
        """The polygons of a thing; a line is as wide as a stair, a point has the usual size."""
        if placed.is_point:
            self.findings.add(
                "SHAPE_ASSUMED",
                Severity.INFO,
                f"A thing of the kind {placed.thing.layer} is only a point; it was given a "
                "usual size.",
                "Draw its outline, if its size matters.",
                handle=placed.thing.handle,
                layer=placed.thing.layer,
                at=_middle(placed.shape),
            )
            return [_usual(placed, point) for point in shapely.get_parts(placed.shape)]
        if placed.shape.geom_type in {"LineString", "MultiLineString"}:
            width = placed.thing.width_m or STAIR_WIDTH_M
            if placed.shape.length < MIN_LINE_M:
                return [_usual(placed, placed.shape.centroid)]
            body = shapely.buffer(placed.shape, width / 2, cap_style="flat", join_style="mitre")
            return [shapely.orient_polygons(polygon) for polygon in polygons_of(body)]
        return self.polygons(placed)

    def _may(self, placed: Placed, place: tuple[float, float] | None) -> bool:
        at = place or _middle(placed.shape)
        allowed = self.repairs.allows(RepairName.MEND_CROSSINGS)
        self.repairs.note(RepairName.MEND_CROSSINGS, (placed.thing.handle, at))
        kept = "Its valid part was kept." if allowed else "It was left out, as asked."
        self.findings.add(
            "ROOM_SELF_CROSSING",
            Severity.WARNING if allowed else Severity.ERROR,
            f"An outline of the kind {placed.thing.layer} crosses or touches itself.",
            f"{kept} Check the shape at the pin and redraw the corner if needed.",
            handle=placed.thing.handle,
            layer=placed.thing.layer,
            at=at,
        )
        return allowed


def lines_of(shapes: Sequence[BaseGeometry]) -> list[LineString]:
    """The lines of lines, and the rings of polygons."""
    found: list[LineString] = []
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                found += [LineString(ring.coords) for ring in (part.exterior, *part.interiors)]
            elif part.geom_type == "LineString":
                found.append(part)
    return found


def _usual(placed: Placed, point: Point) -> Polygon:
    length, width = USUAL_M.get(placed.role, (1.0, 1.0))
    along = 0.0 if placed.thing.bearing_deg is None else -placed.thing.bearing_deg
    return rectangle(float(point.x), float(point.y), length, width, along)


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    middle = shape.centroid
    return float(middle.x), float(middle.y)
