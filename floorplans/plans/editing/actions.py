"""The actions of the studio as values. Points and lengths are metres in the drawing's own axes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class At:
    """The smallest space of ``kind`` that holds the point."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding is: a point, or for one without a place the layer it is about, if any."""

    x: float | None = None
    y: float | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Set what is not None; an empty ``number`` takes the number away.

    ``features`` are those that each space has from now on; to several spaces with different ones
    ``add_features`` and ``remove_features`` give and take some. ``zone`` is the only one that they
    lie in from now on, drawn round them or grown to them; an empty one is none. ``places`` is how
    many people may book each at once.
    """

    spaces: tuple[At, ...]
    number: str | None = None
    name: str | None = None
    kind: str | None = None
    category: str | None = None
    capacity: int | None = None
    bookable: bool | None = None
    places: int | None = None
    features: tuple[str, ...] | None = None
    add_features: tuple[str, ...] | None = None
    remove_features: tuple[str, ...] | None = None
    zone: str | None = None


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
    """A space that the drawing does not have; ``ring`` is its outline without the end repeated.

    What is None is as usual for its kind and category.
    """

    kind: str
    category: str
    ring: tuple[Point, ...]
    number: str | None = None
    name: str | None = None
    capacity: int | None = None
    bookable: bool | None = None
    places: int | None = None
    features: tuple[str, ...] | None = None
    rotation_deg: float | None = None


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


@dataclass(frozen=True, slots=True)
class SameAs:
    """Whatever the comparison says: this space is the one of that id on the plan before.

    Its bookings come along. What was said before of either of the two is forgotten.
    """

    space: At
    known: UUID


@dataclass(frozen=True, slots=True)
class IsNew:
    """Whatever the comparison says: nobody has this space yet."""

    space: At


@dataclass(frozen=True, slots=True)
class IsGone:
    """Whatever the comparison says: the space of that id is on the new plan no more."""

    known: UUID


@dataclass(frozen=True, slots=True)
class AsCompared:
    """Forget what was said of a space of the new plan, or of one of the plan before, or of both."""

    space: At | None = None
    known: UUID | None = None


@dataclass(frozen=True, slots=True)
class DrawWall:
    """A wall that the drawing lacks: the drawing is read again with it."""

    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ignore:
    """Say of findings of one code that nothing needs to be done, and why."""

    code: str
    spots: tuple[Spot, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Ask again about findings that were ignored or settled."""

    code: str
    spots: tuple[Spot, ...]


PlanAction = (
    Change | Renumber | Draw | Delete | Move | Turn | Repeat | Merge | Split | DrawZone | DeleteZone
)


@dataclass(frozen=True, slots=True)
class Settle:
    """Do something about one finding, which is settled as long as this finds its place."""

    code: str
    spot: Spot
    action: PlanAction


@dataclass(frozen=True, slots=True)
class TakeOver:
    """What a list of spaces says, all of it at once; ``source`` is the name of the file."""

    source: str
    actions: tuple[PlanAction, ...]


Action = (
    PlanAction
    | TakeOver
    | SameAs
    | IsNew
    | IsGone
    | AsCompared
    | DrawWall
    | Ignore
    | Reopen
    | Settle
)
