"""The values that go into and come out of the use cases of indoor position."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from geo.beacons import USUAL_AT_1_M_DBM


@dataclass(frozen=True, slots=True)
class Beacon:
    """Where a beacon hangs, EPSG:4326, and how strongly it is heard at one metre.

    ``name`` is what its system calls it: an address, or UUID, major and minor. It counts in any
    case.
    """

    name: str
    lon: float
    lat: float
    at_1_m_dbm: float = USUAL_AT_1_M_DBM


@dataclass(frozen=True, slots=True)
class Reading:
    """A beacon that is heard: ``rssi_dbm``, or ``distance_m`` with its error, never both.

    What is heard tells where somebody is, so it prints without it.
    """

    beacon: str = field(repr=False)
    rssi_dbm: float | None = field(default=None, repr=False)
    distance_m: float | None = field(default=None, repr=False)
    error_m: float | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class IndoorPosition:
    """A point of a floor, EPSG:4326; ``accuracy_m`` is the radius with 95 %.

    ``heard`` is how many beacons of the floor counted. ``misfit`` is 1 where the readings are as
    wrong as such readings are, and more where they contradict each other.
    """

    floor_id: UUID
    lon: float = field(repr=False)
    lat: float = field(repr=False)
    accuracy_m: float
    heard: int
    misfit: float
