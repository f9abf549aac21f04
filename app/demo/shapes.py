"""The few shapes that block definitions are made of, as data. Metres, in the block's axes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    x0: float
    y0: float
    x1: float
    y1: float
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Lines:
    """An open line through (x, y) pairs."""

    points: tuple[tuple[float, float], ...]
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Curve:
    """A closed polyline whose corners are (x, y, bulge)."""

    points: tuple[tuple[float, float, float], ...]
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Ring:
    x: float
    y: float
    radius: float
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Bow:
    x: float
    y: float
    radius: float
    start_deg: float
    end_deg: float
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Nested:
    block: str
    x: float
    y: float
    rotation_deg: float = 0.0
    mirrored: bool = False
    layer: str = "0"


@dataclass(frozen=True, slots=True)
class Tag:
    """An attribute definition; ``default`` is what an insert without a value shows."""

    name: str
    x: float
    y: float
    height_m: float = 0.18
    default: str = ""
    hidden: bool = False
    layer: str = "0"


Shape = Rect | Lines | Curve | Ring | Bow | Nested | Tag


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """A block: the layer it is placed on and what it is made of."""

    layer: str
    shapes: tuple[Shape, ...]


def around(block: str, radius_m: float, count: int) -> tuple[Nested, ...]:
    """``count`` (2 or 4) chairs round a table, each looking at its middle."""
    places = ((0.0, -radius_m, 0.0), (0.0, radius_m, 180.0),
              (radius_m, 0.0, 90.0), (-radius_m, 0.0, 270.0))  # fmt: skip
    return tuple(Nested(block, x, y, angle) for x, y, angle in places[:count])


def along(block: str, xs: tuple[float, ...], y: float) -> tuple[Nested, ...]:
    """Chairs on both long sides of a table."""
    below = tuple(Nested(block, x, -y, 0.0) for x in xs)
    return below + tuple(Nested(block, x, y, 180.0) for x in xs)
