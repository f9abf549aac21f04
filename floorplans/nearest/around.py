"""What is around a position: buildings of one's organisation by distance, with what is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

import psycopg

from floorplans.actor import Actor
from floorplans.database import Database, Row
from floorplans.errors import Busy
from floorplans.nearest import around_queries, service
from floorplans.nearest.position import Position
from floorplans.nearest.refusing import told
from floorplans.nearest.views import NearestRequest


@dataclass(frozen=True, slots=True)
class AroundFloor:
    """A floor with a plan, and how many fitting places are free on it."""

    id: UUID
    name: str
    short_name: str
    free: int


@dataclass(frozen=True, slots=True)
class AroundBuilding:
    """A building, its straight distance (0 within its outline), and its floors from below.

    Far away, where the distance to the building is not worked out, it is that to the site.
    """

    id: UUID
    name: str
    site_id: UUID
    site_name: str
    distance_m: float
    free: int
    floors: tuple[AroundFloor, ...]


@dataclass(frozen=True, slots=True)
class AroundZone:
    """A zone of the floor that somebody says they are on, with what is free in it."""

    name: str
    free: int


@dataclass(frozen=True, slots=True)
class Around:
    """Buildings, nearest first. ``zones`` are those of the floor of the request, if it has one.

    What is told is free for everybody: the rules of booking are not asked.
    """

    buildings: tuple[AroundBuilding, ...]
    zones: tuple[AroundZone, ...]


def around(
    db: Database, actor: Actor, position: Position, request: NearestRequest, now: datetime
) -> Around:
    """What is free around a position, building by building. Its origin is the same position.

    The position is bound to one query and kept nowhere. Raises Invalid, Refused ``in_the_past``,
    Busy.
    """
    window = service.check(request, now)
    wanted = (window, request.kind, request.features)
    try:
        rows = db.read(
            actor.organisation_id,
            around_queries.around(actor.organisation_id, position, *wanted),
        )
        zones = (
            db.read(
                actor.organisation_id,
                around_queries.zones(actor.organisation_id, request.floor_id, *wanted),
            )
            if request.floor_id
            else []
        )
    except (psycopg.Error, Busy) as error:
        trouble = told(error, position)
    else:
        return Around(_buildings(rows), tuple(AroundZone(*zone) for zone in zones))
    raise trouble


def _buildings(rows: list[Row]) -> tuple[AroundBuilding, ...]:
    found = []
    for (site_id, site_name, _, id_, name, away_m), own in groupby(rows, lambda row: row[:6]):
        floors = tuple(AroundFloor(*row[6:]) for row in own)
        free = sum(floor.free for floor in floors)
        found.append(AroundBuilding(id_, name, site_id, site_name, away_m, free, floors))
    return tuple(found)
