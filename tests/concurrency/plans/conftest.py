"""Fixtures of tests about plans whose commits are real."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.support.factories import make_floor, make_organisation, make_person


@pytest.fixture
def staff(cloned_db: Database) -> Actor:
    return make_person(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)


@pytest.fixture
def floor(cloned_db: Database, staff: Actor) -> UUID:
    return make_floor(cloned_db, staff)
