"""Fixtures of tests about messages: an installation that sends mail."""

from __future__ import annotations

import pytest

from floorplans.database import Database
from floorplans.messages import service as messages


@pytest.fixture
def posting(db: Database) -> Database:
    """A database in which it was said that somebody sends mail."""
    messages.say_whether_sent(db, True)
    return db
