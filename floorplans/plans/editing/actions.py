"""The actions of the studio as values. Points and lengths are metres in the drawing's own axes."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class At:
    """The smallest space of ``kind`` that holds the point."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Change:
    """Set what is not None; an empty ``number`` takes the number away.

    ``features`` are those that each space has from now on.
    """

    spaces: tuple[At, ...]
    number: str | None = None
    name: str | None = None
    kind: str | None = None
    category: str | None = None
    capacity: int | None = None
    bookable: bool | None = None
    features: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Renumber:
    """Number ``spaces`` in the order given: ``A-{}`` from 7 with two digits gives A-07, A-08."""

    spaces: tuple[At, ...]
    pattern: str
    first: int = 1
    step: int = 1
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Draw:
    """A space that the drawing does not have; ``ring`` is its outline without the end repeated."""

    kind: str
    category: str
    ring: tuple[Point, ...]
    number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    spaces: tuple[At, ...]


@dataclass(frozen=True, slots=True)
class Move:
    spaces: tuple[At, ...]
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn counter-clockwise, all together about the middle of their common box."""

    spaces: tuple[At, ...]
    degrees: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """Copies of a space in rows: ``columns`` along (dx, dy), ``rows`` along (row_dx, row_dy).

    The space itself is the first; both counts are at least 1.
    """

    space: At
    columns: int
    rows: int
    dx: float
    dy: float
    row_dx: float = 0.0
    row_dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one of several; the largest gives its number, name and the rest."""

    spaces: tuple[At, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Cut a space along a line; the larger part keeps its number and name."""

    space: At
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DrawZone:
    """A named area; one of the same name is replaced."""

    name: str
    ring: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DeleteZone:
    name: str


Action = (
    Change | Renumber | Draw | Delete | Move | Turn | Repeat | Merge | Split | DrawZone | DeleteZone
)
