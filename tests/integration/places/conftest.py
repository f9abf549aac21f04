"""Fixtures of tests about places."""

from __future__ import annotations

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.support.factories import make_organisation, make_person


@pytest.fixture
def staff(db: Database) -> Actor:
    return make_person(db, make_organisation(db), role=Role.FACILITY)
