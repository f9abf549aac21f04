"""A floor with two rows of desks that stand side by side, people, and a second building."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.messages import service as messages
from tests.support.factories import (
    EAST,
    NORTH,
    SRID,
    make_booking,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROW = 10
#: Desks stand edge to edge.
WIDE_M = 1.6


@dataclass(frozen=True, slots=True)
class Hall:
    db: Database
    now: datetime
    staff: Actor
    people: tuple[Actor, ...]
    building_id: UUID
    floor_id: UUID
    desks: tuple[UUID, ...]

    @property
    def organisation_id(self) -> UUID:
        return self.staff.organisation_id

    def area(self, west: float, east: float, south: float = -0.4, north: float = 0.4) -> Any:
        """A rectangle in metres from the first desk, as GeoJSON in EPSG:4326."""
        with self.db.transaction(self.organisation_id) as tx:
            found = tx.execute(
                text(
                    "SELECT ST_AsGeoJSON(ST_Transform("
                    "ST_MakeEnvelope(:w, :s, :e, :n, :srid), 4326), 12)"
                ),
                {
                    "w": EAST + west,
                    "e": EAST + east,
                    "s": NORTH + south,
                    "n": NORTH + north,
                    "srid": SRID,
                },
            ).scalar_one()
        return json.loads(found)

    def closing(self, **what: Any) -> ClosureRequest:
        hours = {"from_at": self.now + DAY, "to_at": self.now + 2 * DAY}
        return ClosureRequest(**{"floor_id": self.floor_id, "reason": "carpet", **hours, **what})

    def book(self, person: int, desk: int, *, begins: timedelta = DAY, hours: int = 8) -> UUID:
        start = self.now + begins
        return make_booking(
            self.db, self.people[person], self.desks[desk], start, start + hours * HOUR
        )

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.db.transaction(self.organisation_id) as tx:
            return list(tx.execute(text(statement), values))

    def told(self, kind: str) -> list[UUID]:
        """The people who were told this, by mail, in their order."""
        rows = self.ask("SELECT person_id FROM message WHERE kind = :kind ORDER BY 1", kind=kind)
        return [row.person_id for row in rows]

    def state(self, booking_id: UUID) -> str:
        rows = self.ask("SELECT state FROM booking WHERE id = :id", id=booking_id)
        return str(rows[0].state)


@pytest.fixture
def hall(db: Database, now: datetime) -> Hall:
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY, name="Fay Boss")
    building = make_building(db, staff, make_site(db, staff))
    floor = make_floor(db, staff, building_id=building)
    messages.say_whether_sent(db, True)
    return Hall(
        db=db,
        now=now,
        staff=staff,
        people=tuple(make_person(db, organisation, name=f"Person {n}") for n in range(12)),
        building_id=building,
        floor_id=floor,
        desks=tuple(
            make_space(db, staff, floor, x=WIDE_M * (n % ROW), y=4.0 * (n // ROW), name=f"Desk {n}")
            for n in range(2 * ROW)
        ),
    )
