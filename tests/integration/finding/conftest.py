"""Fixtures of tests about finding a place."""

from __future__ import annotations

from datetime import datetime

import pytest

from floorplans.database import Database
from tests.integration.finding.campus import Campus, make_campus


@pytest.fixture
def campus(db: Database, now: datetime) -> Campus:
    return make_campus(db, now)
