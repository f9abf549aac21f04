"""What is compared, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from shapely import Polygon

from geo.georeference import Similarity

#: What a space of the new plan is told to be: the id of one of the floor's, or a new one.
Decision = UUID | Literal["new"]
Decisions = Mapping[int, Decision]


@dataclass(frozen=True, slots=True)
class Known:
    """A space there is or was; the polygon is in the frame of the comparison, in metres.

    ``name`` is None where nobody but us named it.
    """

    id: UUID
    kind: str
    number: str | None
    handle: str | None
    polygon: Polygon
    ended: bool = False
    name: str | None = None
    category: str | None = None
    capacity: int = 1
    features: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A space of the new plan, in the same frame.

    ``own_id`` is our id of it as the drawing carries it, None where it carries none.
    """

    kind: str
    number: str | None
    handle: str | None
    polygon: Polygon
    name: str | None = None
    category: str | None = None
    capacity: int = 1
    features: Sequence[str] = ()
    own_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """How one part of the old plan lies on the new: the whole floor, or a wing of it.

    ``members`` are indexes of known spaces; ``area`` is the hull of a wing, None for the floor.
    """

    transform: Similarity
    members: frozenset[int]
    area: Polygon | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a space, how sure that is (0 to 1), and why, in words.

    ``change`` is same, moved, resized, split, merged, gone or new. ``moved_m`` is the way between
    the two centres, apart from what the whole plan has moved; None for new and gone. ``other`` is
    the known space that a new one was split from.
    """

    change: str
    score: float
    why: str
    moved_m: float | None = None
    other: UUID | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """``wanted`` is an index of the new plan."""

    wanted: int
    known: UUID
    verdict: Verdict

    @property
    def moved_m(self) -> float:
        return self.verdict.moved_m or 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """Every space of both plans once: matched, new (by index) or gone (by id).

    ``frames`` has the floor's first, then those of wings. ``unheeded`` tells by the index of the
    new space why a decision on it was in vain.
    """

    matches: tuple[Match, ...]
    new: Mapping[int, Verdict]
    gone: Mapping[UUID, Verdict]
    frames: tuple[Frame, ...]
    unheeded: Mapping[int, str] = field(default_factory=dict)
