"""Fixtures of tests about plans."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.support.dated import Floor
from tests.support.factories import make_floor, make_organisation, make_person


@pytest.fixture
def staff(db: Database) -> Actor:
    return make_person(db, make_organisation(db), role=Role.FACILITY)


@pytest.fixture
def floor(db: Database, staff: Actor) -> UUID:
    return make_floor(db, staff)


@pytest.fixture
def hall(db: Database, staff: Actor, floor: UUID, now: datetime) -> Floor:
    """Desks A and B now; from Monday on A, moved by four metres, and C."""
    made = Floor(db, staff, make_person(db, staff.organisation_id), floor, now)
    made.publish("AB")
    return made
