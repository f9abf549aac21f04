"""What staff see of entrances and of ways out of doors, and what they say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from geo.ways.outdoors import Ground

#: ``none``: it is no entrance, whatever the plan shows.
EntranceRole = Literal["main", "side", "emergency", "none"]
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DoorNumber:
    """A door of the plan that a floor shows, by its number there, from 1."""

    floor_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class EntranceSaid:
    """What staff say of a door; ``clear_m`` None where nobody measured it."""

    role: EntranceRole
    name: str | None = None
    has_steps: bool = False
    clear_m: float | None = None
    opens_from_outside: bool = True


@dataclass(frozen=True, slots=True)
class OutdoorWaySaid:
    """What staff say of the way between two entrances.

    With a ``length_m`` (metres), or else a ``line`` drawn between the doors (longitudes and
    latitudes, from the first door on), it counts as measured; without both it is estimated.
    """

    is_barred: bool = False
    length_m: float | None = None
    line: tuple[LonLat, ...] = ()
    is_covered: bool = False
    ground: Ground = "level"


@dataclass(frozen=True, slots=True)
class DoorView:
    """A door with its place; ``beside`` is the room that it leads into, where that is known."""

    floor_id: UUID
    number: int
    floor_name: str
    building_id: UUID
    building_name: str
    beside: str | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class EntranceView:
    """A door that leads outside by the plan (``is_found``) or by what staff said (``word_id``).

    ``clear_m`` is what staff said, else what the plan tells; None where neither does.
    """

    door: DoorView
    role: EntranceRole
    name: str | None
    has_steps: bool
    clear_m: float | None
    is_clear_said: bool
    opens_from_outside: bool
    is_found: bool
    word_id: UUID | None

    @property
    def is_every_day(self) -> bool:
        return self.role in ("main", "side")

    @property
    def title(self) -> str:
        """What it is called, or what it is."""
        words = {"main": "Main entrance", "side": "Entrance", "emergency": "Emergency exit"}
        beside = "" if self.door.beside is None else f", {self.door.beside}"
        return self.name or f"{words.get(self.role, 'Door')} {self.door.number}{beside}"


@dataclass(frozen=True, slots=True)
class OutdoorWayView:
    """A way between entrances of two buildings as it is used; ``way_id`` None where nobody said.

    ``length_m`` from door to door, None where there is no way; ``said_m`` the length that staff
    wrote. ``line`` are the points between the doors. ``is_one_way``: only ``one`` to ``other``.
    """

    one: EntranceView
    other: EntranceView
    straight_m: float
    length_m: float | None
    said_m: float | None
    is_estimated: bool
    is_barred: bool
    is_covered: bool
    ground: Ground
    has_steps: bool
    is_one_way: bool
    line: tuple[LonLat, ...]
    way_id: UUID | None


@dataclass(frozen=True, slots=True)
class LostView:
    """What was said of doors that the plans show no longer, or that are entrances no longer."""

    id: UUID
    what: Literal["entrance", "way"]
    name: str | None
    floor_name: str


@dataclass(frozen=True, slots=True)
class EntrancesView:
    """The entrances of a building, and the ways from them to the buildings around.

    ``doors`` are those of the outer walls that are no entrances as far as is known.
    """

    building_id: UUID
    building_name: str
    floors: tuple[tuple[UUID, str], ...]
    entrances: tuple[EntranceView, ...]
    others: tuple[EntranceView, ...]
    ways: tuple[OutdoorWayView, ...]
    doors: tuple[DoorView, ...]
    lost: tuple[LostView, ...]


@dataclass(frozen=True, slots=True)
class WayIn:
    """An entrance that somebody can come in by from the street."""

    floor_id: UUID
    number: int
    name: str | None
    is_main: bool
    has_steps: bool
    lon: float
    lat: float
