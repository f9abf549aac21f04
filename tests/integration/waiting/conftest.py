"""One desk that somebody else has, for each test."""

from __future__ import annotations

from datetime import datetime

import pytest

from floorplans.database import Database
from tests.support.waiting import Queue, make_queue


@pytest.fixture
def queue(db: Database, now: datetime) -> Queue:
    return make_queue(db, now)
