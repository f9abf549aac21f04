"""Fixtures of tests about people."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.actor import Actor
from floorplans.database import Database
from tests.support.factories import make_organisation
from tests.support.web import make_account


@pytest.fixture
def organisation(db: Database) -> UUID:
    return make_organisation(db)


@pytest.fixture
def noor(db: Database, organisation: UUID) -> Actor:
    return make_account(db, organisation)
