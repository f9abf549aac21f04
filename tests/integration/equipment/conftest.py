"""A floor with two desks, two monitors, a projector, a colleague and facility staff."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.support.factories import (
    make_equipment,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)


@dataclass(frozen=True, slots=True)
class Office:
    actor: Actor
    colleague: Actor
    facility: Actor
    floor_id: UUID
    desk: UUID
    next_desk: UUID
    monitors: UUID
    projector: UUID


@pytest.fixture
def office(db: Database) -> Office:
    organisation_id = make_organisation(db)
    facility = make_person(db, organisation_id, role=Role.FACILITY, name="Fay Boss")
    floor_id = make_floor(db, facility)
    return Office(
        actor=make_person(db, organisation_id),
        colleague=make_person(db, organisation_id, name="Sam Bakker"),
        facility=facility,
        floor_id=floor_id,
        desk=make_space(db, facility, floor_id, name="Desk 1"),
        next_desk=make_space(db, facility, floor_id, x=3.0, name="Desk 2"),
        monitors=make_equipment(db, facility, floor_id, owned=2, name="Monitor 27"),
        projector=make_equipment(db, facility, floor_id, owned=1, kind="projector", name="Beamer"),
    )
