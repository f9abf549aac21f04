"""What is really there on a drawn floor. Lengths are in metres, angles in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString, MultiPolygon, Point, Polygon

#: Stairs and lifts may be told as rooms or not: both are right.
OPTIONAL = ("stair", "lift")
#: Rooms that doors lead to from all others.
WAYS = ("corridor", "open", "pods", "cubicles", "mall", "parking")
PLACES = ("desk", "seat")


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a floor, to the middle of its walls."""

    kind: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class TrueRoom:
    number: str
    name: str
    kind: str
    polygon: Polygon  # the inner face of its walls


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture; at a turn of 0 its front, where one sits, is towards -y.

    ``form`` is "" for a plain one; a desk may have "arms" at 120 degrees, or be a "station" of a
    top, a wing and panels. A "tier" is a curved row: its radius, depth, and the angle in ``form``.
    """

    kind: str
    x: float
    y: float
    turn_deg: float
    width: float
    depth: float
    label: str | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class TrueDoor:
    """The gap in a wall, from hinge to latch; the leaf swings towards ``side`` (1: to the left)."""

    hinge: tuple[float, float]
    latch: tuple[float, float]
    side: int
    double: bool = False

    @property
    def line(self) -> LineString:
        return LineString([self.hinge, self.latch])

    @property
    def middle(self) -> Point:
        return self.line.centroid


@dataclass(frozen=True, slots=True)
class TrueFloor:
    rooms: Sequence[TrueRoom]
    pieces: Sequence[Piece]
    doors: Sequence[TrueDoor]
    walls: MultiPolygon  # with a hole at each door
    axes: Sequence[LineString]  # the middle lines of the walls, cut at each door
    windows: Sequence[LineString]  # in the middle of outer walls
    glass: MultiPolygon  # walls of glass
    columns: Sequence[Polygon]

    @property
    def desks(self) -> list[Piece]:
        """Places to sit: desks, and seats in rows."""
        return [piece for piece in self.pieces if piece.kind in PLACES]

    @property
    def bays(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == "bay"]
