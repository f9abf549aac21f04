"""One floor with desks, a room and zones, an employee, a colleague, and facility staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.ids import new_id
from floorplans.policies import service
from floorplans.policies.views import Rule
from tests.support.factories import (
    EAST,
    NORTH,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_published_revision,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Office:
    """Desks 1 and 2 three metres apart, a room twenty metres away, on one floor of one site."""

    db: Database
    now: datetime
    employee: Actor
    colleague: Actor
    facility: Actor
    site_id: UUID
    floor_id: UUID
    other_floor_id: UUID
    desk: UUID
    next_desk: UUID
    room: UUID
    desk_elsewhere: UUID

    def rule(self, name: str = "Desks", **said: Any) -> UUID:
        return service.make_rule(self.db, self.facility, Rule(name, **said), self.now).id

    def group(self, name: str, *people: Actor) -> UUID:
        made = service.make_group(self.db, self.facility, name).id
        for person in people:
            service.add_member(self.db, self.facility, made, person.email)
        return made

    def book(
        self,
        space: UUID | None = None,
        begins: timedelta = HOUR,
        length: timedelta = HOUR,
        *,
        by: Actor | None = None,
    ) -> BookingView:
        from_at = self.now + begins
        request = BookingRequest(space or self.desk, from_at, from_at + length)
        return bookings.book(self.db, by or self.employee, request, self.now)

    def refusal(self, act: Callable[[], object]) -> DomainError:
        with pytest.raises(DomainError) as refused:
            act()
        return refused.value

    def rules_of(self, space: UUID, person: Actor | None = None) -> dict[str, Any] | None:
        """What the database says of a space to a person."""
        values = {
            "space": space,
            "person": person.person_id if person else None,
            "at": self.now,
        }
        with self.db.transaction(self.facility.organisation_id) as tx:
            found: dict[str, Any] | None = tx.execute(
                text("SELECT booking_rules(:space, :person, :at)"), values
            ).scalar_one()
        return found

    def zone(self, name: str, *, x: float, width_m: float = 4.0) -> UUID:
        """A zone around ``x`` metres from the origin, as wide as it is deep."""
        made = new_id()
        revision = make_published_revision(self.db, self.facility, self.floor_id)
        values = {
            "organisation": self.facility.organisation_id,
            "zone": made,
            "floor": self.floor_id,
            "revision": revision,
            "name": name,
            "x": EAST + x,
            "y": NORTH,
            "half": width_m / 2,
        }
        with self.db.transaction(self.facility.organisation_id) as tx:
            tx.execute(_ZONE, values)
            tx.execute(_ZONE_SHAPE, values)
        return made


_ZONE = text("""
INSERT INTO zone (organisation_id, id, floor_id, name) VALUES (:organisation, :zone, :floor, :name)
""")
_ZONE_SHAPE = text("""
INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid, is_live, geom,
  geom_4326)
SELECT :organisation, :revision, :zone, f.id, f.srid, true, g.geom, ST_Transform(g.geom, 4326)
FROM floor f, LATERAL (SELECT ST_Multi(ST_MakeEnvelope(
  :x - :half, :y - :half, :x + :half, :y + :half, f.srid)) AS geom) g
WHERE f.id = :floor
""")


def make_office(db: Database, now: datetime) -> Office:
    organisation_id = make_organisation(db)
    facility = make_person(db, organisation_id, role=Role.FACILITY, name="Fay Boss")
    site_id = make_site(db, facility)
    building_id = make_building(db, facility, site_id)
    floor_id = make_floor(db, facility, building_id=building_id)
    other_floor_id = make_floor(db, facility, building_id=building_id, ordinal=1)
    return Office(
        db=db,
        now=now,
        employee=make_person(db, organisation_id),
        colleague=make_person(db, organisation_id, name="Sam Bakker"),
        facility=facility,
        site_id=site_id,
        floor_id=floor_id,
        other_floor_id=other_floor_id,
        desk=make_space(db, facility, floor_id, name="Desk 1"),
        next_desk=make_space(db, facility, floor_id, x=3.0, name="Desk 2"),
        room=make_space(db, facility, floor_id, x=20.0, kind="room", name="Room 3"),
        desk_elsewhere=make_space(db, facility, other_floor_id, name="Desk 4"),
    )


@pytest.fixture
def office(db: Database, now: datetime) -> Office:
    return make_office(db, now)
