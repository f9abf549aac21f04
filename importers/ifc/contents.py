"""From the parts of a storey to the things of a floor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from importers.base import Progress
from importers.geographic.kinds import ESCALATOR, LIFT, RAMP, STAIR
from importers.geographic.things import Kind, Thing
from importers.ifc import furniture, openings, spaces
from importers.ifc.furniture import Furniture
from importers.ifc.load import Entity
from importers.ifc.openings import Opening
from importers.ifc.shapes import ShapeError, Shapes, joined
from importers.ifc.values import attribute, is_a, parts_of, text, type_of
from importers.roles import LayerRole

WALL, COLUMN = Kind(LayerRole.WALL), Kind(LayerRole.COLUMN)
#: What a wall of glass is put together from lies no further apart.
CURTAIN_M = 0.2
#: A stair that lies in a stairwell by this share is the one of it.
IN_WELL = 0.5
_SAID = {"ESCALATOR": ESCALATOR, "MOVINGWALKWAY": ESCALATOR, "MOVINGSIDEWALK": ESCALATOR}
_STAIRS = ("IfcStair", "IfcStairFlight")
_RAMPS = ("IfcRamp", "IfcRampFlight")
_RAILINGS = ("IfcRailing", "IfcMember", "IfcBeam")


@dataclass(slots=True)
class Contents:
    """What was understood of a storey, and which parts had no shape that could be read."""

    things: list[Thing] = field(default_factory=list)
    doors: dict[str, Opening] = field(default_factory=dict)  # by handle
    holes: list[BaseGeometry] = field(default_factory=list)  # of doors, in walls
    lost: list[Entity] = field(default_factory=list)


def contents_of(
    parts: Sequence[Entity],
    zones: Sequence[Entity],
    shapes: Shapes,
    square_m: float,
    progress: Progress,
) -> Contents:
    """The things of a storey; ``zones`` are those with shapes of their own."""
    reader = _Reader(shapes, square_m)
    for done, part in enumerate(parts):
        if done % 50 == 0:
            progress("Cutting the storey", 0.1 + 0.25 * done / len(parts))
        try:
            reader.take(part)
        except ShapeError:
            reader.found.lost.append(part)
    return reader.finished(zones)


class _Reader:
    def __init__(self, shapes: Shapes, square_m: float) -> None:
        self.found = Contents()
        self._shapes = shapes
        self._square_m = square_m
        self._rooms: list[tuple[Entity, BaseGeometry]] = []
        self._pieces: list[Furniture] = []
        self._wells: list[Thing] = []
        self._ways: tuple[tuple[tuple[str, ...], Callable[[Entity], None]], ...] = (
            (("IfcSpace",), self._space),
            (("IfcDoor",), self._door),
            (("IfcWindow",), self._window),
            (("IfcWall",), self._wall),
            (("IfcCurtainWall",), self._wall),
            (("IfcColumn",), self._column),
            ((*_STAIRS, *_RAMPS, "IfcTransportElement"), self._well),
            (("IfcFurnishingElement",), self._furniture),
        )

    def take(self, part: Entity) -> None:
        """Understand one part; raises ``ShapeError``."""
        for kinds, way in self._ways:
            if is_a(part, *kinds):
                way(part)
                return

    def finished(self, zones: Sequence[Entity]) -> Contents:
        found = self.found
        found.things += furniture.things_of(self._pieces, [shape for _, shape in self._rooms])
        shafts = [t.shape for t in found.things if t.kind.role in {LayerRole.STAIR, LayerRole.LIFT}]
        wells = shapely.union_all(shafts)
        found.things += [
            thing
            for thing in self._wells
            if thing.shape.intersection(wells).area < IN_WELL * thing.shape.area
        ]
        found.things += spaces.zones_of(self._rooms)
        here = shapely.union_all([shape for _, shape in self._rooms])
        for zone in zones:
            try:
                shape = self._shapes.area(zone)
            except ShapeError:
                continue
            if shape.intersects(here):
                found.things.append(spaces.spatial_zone(zone, shape))
        return found

    def _space(self, space: Entity) -> None:
        if spaces.is_group(space) or spaces.is_part(space):
            return
        shape = self._shapes.area(space, exact=True)
        self._rooms.append((space, shape))
        self.found.things.append(spaces.thing_of(space, shape, self._square_m))

    def _door(self, door: Entity) -> None:
        opening = openings.door_of(door, self._shapes)
        self.found.things.append(opening.thing)
        if opening.thing.handle is not None:
            self.found.doors[opening.thing.handle] = opening
        hole = openings.hole_of(door)
        if hole is not None:
            try:
                self.found.holes.append(self._shapes.area(hole))
            except ShapeError:
                return

    def _window(self, window: Entity) -> None:
        self.found.things.append(openings.window_of(window, self._shapes).thing)

    def _wall(self, wall: Entity) -> None:
        self._add(wall, WALL, joined([self._together(wall)], CURTAIN_M)
                  if is_a(wall, "IfcCurtainWall") else self._together(wall))  # fmt: skip

    def _column(self, column: Entity) -> None:
        self._add(column, COLUMN, self._shapes.area(column))

    def _well(self, element: Entity) -> None:
        shape = self._together(element)
        self._wells.append(_thing(element, _way_up(element), shape))

    def _furniture(self, element: Entity) -> None:
        self._pieces.append(furniture.piece_of(element, self._shapes))

    def _add(self, element: Entity, kind: Kind, shape: BaseGeometry) -> None:
        self.found.things.append(_thing(element, kind, shape))

    def _together(self, element: Entity) -> BaseGeometry:
        """The area of an element, or of the parts that it is put together from."""
        if self._shapes.has_shape(element):
            return self._shapes.area(element)
        found = []
        for part in parts_of(element):
            if is_a(part, *_RAILINGS) and not is_a(element, "IfcCurtainWall"):
                continue
            try:
                found.append(self._shapes.area(part))
            except ShapeError:
                continue
        if not found:
            raise ShapeError
        return shapely.union_all(found)


def _thing(element: Entity, kind: Kind, shape: BaseGeometry) -> Thing:
    name = text(element, "Name") if kind.role in {LayerRole.STAIR, LayerRole.LIFT} else None
    layer = element.is_a().removesuffix("StandardCase").removesuffix("ElementedCase")
    # Programs put the make before a colon and a number behind it, which nobody calls it by.
    name = name if name is not None and ":" not in name else None
    return Thing(layer, kind, shape, text(element, "GlobalId"), name=name)


def _way_up(element: Entity) -> Kind:
    if is_a(element, *_STAIRS):
        return STAIR
    if is_a(element, *_RAMPS):
        return RAMP
    for one in (element, type_of(element)):
        for name in ("PredefinedType", "OperationType"):
            told = attribute(one, name)
            if told in _SAID:
                return _SAID[told]
    return LIFT
