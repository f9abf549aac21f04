"""The values that go into and come out of the use cases of walking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from floorplans.errors import DomainError
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin, NearSpace, Precision, SpaceOrigin

WalkOrigin = Position | SpaceOrigin | EntranceOrigin
Measured = Literal["way", "straight"]
#: Why an order is proven or not: those of ``geo.ways.nearest``, and what only the plans tell.
Why = Literal[
    "proven",
    "order_differs",
    "not_decided",
    "too_wide",
    "out_of_doors",
    "more_beyond",
    "nowhere",
    "no_ways",
    "no_start",
    "not_worked_out",
    "elsewhere",
    "closed",
    "estimated",
]
SAID: dict[Why, str] = {
    "proven": "This is the order from everywhere that you may be.",
    "order_differs": "From some places where you may be, the order is another.",
    "not_decided": "The times are too close to each other to be sure of the order.",
    "too_wide": "Your position is too vague to be sure of the order.",
    "out_of_doors": "You are out of doors; the way to the entrance is taken to be straight.",
    "more_beyond": "Places farther off were not all looked at; one may be nearer.",
    "nowhere": "No way is known to what is free, for this way of moving.",
    "no_ways": "The ways on this floor are not worked out yet; distances are straight lines.",
    "no_start": "No way is known from where you are; distances are straight lines.",
    "not_worked_out": "The ways could not be worked out; distances are straight lines.",
    "elsewhere": "A place on a floor or in a building without known ways may be nearer.",
    "closed": "What is free cannot be reached now: every way there is closed or out of order.",
    "estimated": "How one goes between buildings is estimated; another order is possible.",
}
#: Said after it where some places are told, and others only closures keep out of reach.
MORE_CLOSED = "More is free, and every way there is closed or out of order."


@dataclass(frozen=True, slots=True)
class WalkRequest:
    """What is wanted, where, when, and who walks: a name of ``geo.ways.profiles.PROFILES``."""

    origin: WalkOrigin
    floor_id: UUID | None
    from_at: datetime
    to_at: datetime
    profile: str = "on_foot"
    kind: str | None = None
    features: tuple[str, ...] = ()
    limit: int = 3
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """A free space and the way there.

    ``measured`` is "straight" where no way is known: then ``walk_s`` is an estimate and ``walk_m``
    the straight line. ``least_s`` and ``most_s`` hold from anywhere within the position's circle;
    ``most_s`` is None where no bound is known. ``floors`` are the short names of the floors that
    the way passes, in order.
    """

    space: NearSpace
    measured: Measured
    walk_s: float
    walk_m: float
    least_s: float
    most_s: float | None
    floors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntranceBegun:
    """The entrance that somebody begins at: the ``number``-th door of its floor's plan, from 1."""

    floor_id: UUID
    number: int
    name: str | None


@dataclass(frozen=True, slots=True)
class WalkAnswer:
    """The nearest free spaces by the way there; ``exact`` only where this order is proven.

    ``looked_m``: everything that is no farther in a straight line was looked at. ``from_entrance``
    where one begins at an entrance that ways lead from.
    """

    spaces: tuple[Walk, ...]
    from_floor_id: UUID
    precision: Precision
    exact: bool
    why: Why
    said: str
    looked_m: float
    next_free_at: datetime | None
    refusal: DomainError | None
    from_entrance: EntranceBegun | None = None


@dataclass(frozen=True, slots=True)
class ExitRef:
    """A door that leads outside, by its number on its floor's plan; the first is 1."""

    floor_id: UUID
    door: int


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """From where to which space or out by which door, who walks, and when; without ``at`` now."""

    origin: WalkOrigin
    floor_id: UUID | None
    to: UUID | ExitRef
    profile: str = "on_foot"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RouteLeg:
    """A stretch on one floor (None: out of doors), as longitudes and latitudes.

    The first one from a position begins after it, and may have a single point.
    """

    floor_id: UUID | None
    floor_short_name: str | None
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """A way to draw and to read; ``directions`` are sentences in the order they are done."""

    walk_s: float
    walk_m: float
    floors: tuple[str, ...]
    legs: tuple[RouteLeg, ...]
    directions: tuple[str, ...]
