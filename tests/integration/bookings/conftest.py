"""One floor with two desks, a colleague, and somebody from facility staff."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.support.factories import make_floor, make_organisation, make_person, make_space


@dataclass(frozen=True, slots=True)
class Office:
    actor: Actor
    colleague: Actor
    facility: Actor
    floor_id: UUID
    desk: UUID
    next_desk: UUID


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)


def make_office(db: Database) -> Office:
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
    )
