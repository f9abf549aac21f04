"""One office for each test."""

from __future__ import annotations

import pytest

from floorplans.database import Database
from tests.support.presence import Office, make_office


@pytest.fixture
def office(db: Database) -> Office:
    return make_office(db)
