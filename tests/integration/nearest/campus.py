"""A site for searches of the nearest, and where people stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.nearest.position import Position
from floorplans.nearest.service import nearest
from floorplans.nearest.views import NearestRequest
from tests.support.factories import EAST, NORTH, SRID

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Campus:
    actor: Actor
    site_id: UUID
    building_id: UUID
    floor_id: UUID

    def request(self, db: Database, now: datetime, *, x: float = 0.0) -> NearestRequest:
        position = position_at(db, x)
        return NearestRequest(position, self.floor_id, now, now + 8 * HOUR)


def position_at(db: Database, x: float, accuracy_m: float = 5.0) -> Position:
    """Where somebody is who stands ``x`` metres east of the factories' origin."""
    with db.transaction(None) as tx:
        row = tx.execute(
            text(
                "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform("
                "ST_SetSRID(ST_MakePoint(:x, :y), :srid), 4326) AS p) q"
            ),
            {"x": EAST + x, "y": NORTH, "srid": SRID},
        ).one()
    return Position(row[0], row[1], accuracy_m)


def names(db: Database, campus: Campus, request: NearestRequest, now: datetime) -> list[str]:
    return [near.name for near in nearest(db, campus.actor, request, now).spaces]
