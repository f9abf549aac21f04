"""One office with a desk for each need, and people who come or do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.presence import service
from floorplans.presence.views import CheckInRule
from tests.support.factories import make_floor, make_organisation, make_person, make_space


@dataclass(frozen=True, slots=True)
class Office:
    noor: Actor
    ben: Actor
    fatima: Actor
    floor_id: UUID
    desk: UUID
    next_desk: UUID
    room: UUID


def ask(
    db: Database, office: Office, now: datetime, *, grace_min: int = 15, **more: object
) -> UUID:
    """Check-in is asked for everything, or for what ``more`` names; the rule's id."""
    wanted = {
        "kind": None,
        "zone_id": None,
        "is_asked": True,
        "opens_min": 15,
        "grace_min": grace_min,
        "frees_itself": True,
    }
    rule = CheckInRule(**{**wanted, **more})  # type: ignore[arg-type]
    return service.set_rule(db, office.fatima, rule, now).id


def make_office(db: Database) -> Office:
    organisation_id = make_organisation(db)
    fatima = make_person(db, organisation_id, role=Role.FACILITY, name="Fatima Haddad")
    floor_id = make_floor(db, fatima)
    return Office(
        noor=make_person(db, organisation_id),
        ben=make_person(db, organisation_id, name="Ben Okafor"),
        fatima=fatima,
        floor_id=floor_id,
        desk=make_space(db, fatima, floor_id, name="Desk 1"),
        next_desk=make_space(db, fatima, floor_id, x=3, name="Desk 2"),
        room=make_space(db, fatima, floor_id, x=20, kind="room", name="Room 3", width_m=4),
    )
