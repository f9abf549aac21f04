"""A floor as its architect thinks of it: rooms between wall axes, openings, furniture.

Everything is in metres in the building's own axes (x to the right along the facade, y up) and
angles are degrees counter-clockwise. Nothing here knows DXF.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from shapely import LineString, Point, Polygon, box

#: Clear width of each door block.
DOOR_WIDTH_M = {"DOOR-90": 0.9, "DOOR-80": 0.8, "DOOR-DBL-180": 1.8, "DOOR-LIFT-90": 0.9}

#: The way a door leaf opens, as the rotation of its block.
FACING_DEG = {"n": 0.0, "w": 90.0, "s": 180.0, "e": 270.0}


class Use(StrEnum):
    """What a room is for; decides its furniture, its pattern and whether people book it."""

    OFFICE = "office"
    MEETING = "meeting"
    OPEN = "open plan"
    BOOTH = "booth"
    KITCHEN = "kitchen"
    TOILET = "toilet"
    CORRIDOR = "corridor"
    STAIR = "stair"
    LIFT = "lift"
    STORE = "store"
    LOUNGE = "lounge"
    FOYER = "foyer"
    GARAGE = "garage"


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float

    def polygon(self, grow_m: float = 0.0) -> Polygon:
        return Point(self.x, self.y).buffer(self.radius + grow_m, quad_segs=24)


@dataclass(frozen=True, slots=True)
class Room:
    """One room. ``shape`` runs along the wall axes; ``circle`` is set for a round room.

    ``well`` is a round room that stands free inside this one.
    """

    number: str
    name: str
    use: Use
    shape: Polygon
    circle: Circle | None = None
    well: Circle | None = None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = self.shape.bounds
        return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Opening:
    """A hole in a wall, ``width_m`` wide around (x, y) on the wall's axis.

    ``block`` fills it (a door or a window); without one the wall is simply absent.
    """

    x: float
    y: float
    rotation_deg: float
    width_m: float
    block: str | None = None
    mirrored: bool = False

    @property
    def line(self) -> LineString:
        c, s = math.cos(math.radians(self.rotation_deg)), math.sin(math.radians(self.rotation_deg))
        half = self.width_m / 2
        return LineString(
            [(self.x - half * c, self.y - half * s), (self.x + half * c, self.y + half * s)]
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A placed block: furniture, a stair, a parking place. ``labels`` are texts beside it."""

    block: str
    x: float
    y: float
    rotation_deg: float = 0.0
    mirrored: bool = False
    scale_x: float = 1.0
    scale_y: float = 1.0
    columns: int = 1
    column_m: float = 0.0
    attributes: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    shape: Polygon


@dataclass(slots=True)
class Sketch:
    """A floor being drawn. ``prefix`` starts every desk number, ``level`` every room number."""

    prefix: str
    level: str
    rooms: list[Room] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    demolished: list[LineString] = field(default_factory=list)
    desks: int = 0
    stalls: int = 0

    def room(
        self, name: str, bounds: tuple[float, float, float, float], use: Use, **more: Circle
    ) -> Room:
        """Add a rectangular room between wall axes: min x, min y, max x, max y."""
        return self.shaped_room(name, box(*bounds), use, **more)

    def shaped_room(self, name: str, shape: Polygon, use: Use, **more: Circle) -> Room:
        number = f"{self.level}.{len(self.rooms) + 1:02d}"
        room = Room(number, name, use, shape, **more)
        self.rooms.append(room)
        return room

    def door(
        self, x: float, y: float, facing: str, block: str = "DOOR-90", *, right: bool = False
    ) -> None:
        """A door around (x, y) on a wall axis whose leaf opens to ``facing`` (n, e, s or w)."""
        width = DOOR_WIDTH_M[block]
        self.openings.append(Opening(x, y, FACING_DEG[facing], width, block, mirrored=right))

    def gap(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Leave the wall out between two points on its axis."""
        width = math.hypot(x1 - x0, y1 - y0)
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        self.openings.append(Opening((x0 + x1) / 2, (y0 + y1) / 2, angle, width))

    def windows(
        self, x0: float, y0: float, x1: float, y1: float, *, count: int, share: float
    ) -> None:
        """``count`` equal windows along a facade, glass over ``share`` of its length."""
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        width = math.hypot(x1 - x0, y1 - y0) / count * share
        for i in range(count):
            t = (i + 0.5) / count
            x, y = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
            self.openings.append(Opening(x, y, angle, width, "WIN-100"))

    def put(self, block: str, x: float, y: float, rotation_deg: float = 0.0) -> None:
        """Place a piece that nobody books."""
        self.pieces.append(Piece(block, x, y, rotation_deg))

    def zone(self, name: str, x0: float, y0: float, x1: float, y1: float) -> None:
        self.zones.append(Zone(name, box(x0, y0, x1, y1)))

    def next_desk(self) -> str:
        """The number of the next desk, counted in drawing order: ``H1-007``."""
        self.desks += 1
        return f"{self.prefix}-{self.desks:03d}"

    def next_stall(self) -> str:
        self.stalls += 1
        return f"P{self.stalls:02d}"
