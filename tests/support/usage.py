"""A site where people were in October 2026, and what they did there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.ids import new_id
from tests.support.factories import (
    EAST,
    NORTH,
    make_booking,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_published_revision,
    make_site,
    make_space,
)

#: Nine in the morning in Amsterdam, on the first Monday of the month.
MONDAY = datetime(2026, 10, 5, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UsedSite:
    facility: Actor
    admin: Actor
    people: tuple[Actor, ...]
    site_id: UUID
    floors: tuple[UUID, UUID]
    #: One desk for each person on each floor.
    desks: tuple[tuple[UUID, ...], tuple[UUID, ...]]


def make_used_site(
    db: Database, people: int = 8, *, facility: Actor | None = None, name: str = "Canal"
) -> UsedSite:
    """A site of two floors, in an organisation of its own or in that of ``facility``."""
    facility = facility or make_person(db, make_organisation(db), role=Role.FACILITY)
    organisation_id = facility.organisation_id
    site_id = make_site(db, facility, name=name)
    building_id = make_building(db, facility, site_id, name="Main")
    floors = tuple(make_floor(db, facility, building_id=building_id, ordinal=n) for n in (0, 1))
    desks = tuple(
        tuple(make_space(db, facility, floor_id, x=3.0 * n) for n in range(people))
        for floor_id in floors
    )
    return UsedSite(
        facility,
        make_person(db, organisation_id, role=Role.ADMIN),
        tuple(make_person(db, organisation_id, name=f"Person {n}") for n in range(people)),
        site_id,
        (floors[0], floors[1]),
        (desks[0], desks[1]),
    )


_ZONE = text("""
INSERT INTO zone (organisation_id, id, floor_id, name) VALUES (:organisation, :zone, :floor, :name)
""")
_ZONE_SHAPE = text("""
INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid, is_live, geom,
  geom_4326)
SELECT :organisation, :revision, :zone, f.id, f.srid, true, g.geom, ST_Transform(g.geom, 4326)
FROM floor f, LATERAL (SELECT ST_Multi(ST_MakeEnvelope(
  :x - 1, :y - 1, :x + :width, :y + 1, f.srid)) AS geom) g
WHERE f.id = :floor
""")


def make_zone(db: Database, used: UsedSite, name: str, *, desks: int) -> None:
    """A zone round the first desks of the first floor."""
    values = {
        "organisation": used.facility.organisation_id,
        "zone": new_id(),
        "floor": used.floors[0],
        "name": name,
        "revision": make_published_revision(db, used.facility, used.floors[0]),
        "x": EAST,
        "y": NORTH,
        "width": 3.0 * desks - 2,
    }
    with db.transaction(used.facility.organisation_id) as tx:
        tx.execute(_ZONE, values)
        tx.execute(_ZONE_SHAPE, values)


def stayed(
    db: Database, person: Actor, desk: UUID, from_at: datetime, hours: int = 8, *, left: int = 0
) -> UUID:
    """A booking of some hours whose person came; ``left`` is after how many they checked out."""
    made = make_booking(
        db, person, desk, from_at, from_at + (left or hours) * HOUR, state="checked_in"
    )
    with db.transaction(person.organisation_id) as tx:
        tx.execute(
            text(
                "INSERT INTO presence (organisation_id, id, booking_id, space_id, from_at, to_at)"
                " VALUES (:organisation, :id, :booking, :space, :from_at, :to_at)"
            ),
            {
                "organisation": person.organisation_id,
                "id": new_id(),
                "booking": made,
                "space": desk,
                "from_at": from_at,
                "to_at": from_at + left * HOUR if left else None,
            },
        )
    return made


def did_not_come(db: Database, person: Actor, desk: UUID, from_at: datetime) -> None:
    """A booking of eight hours that was released after its first one."""
    made = make_booking(db, person, desk, from_at, from_at + 8 * HOUR)
    with db.transaction(person.organisation_id) as tx:
        tx.execute(
            text("UPDATE booking SET state = 'released', changed_at = :at WHERE id = :id"),
            {"id": made, "at": from_at + HOUR},
        )
