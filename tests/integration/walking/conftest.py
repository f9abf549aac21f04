"""Fixtures of tests about ways on foot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.nearest import costs
from tests.support.factories import make_organisation, make_person


@pytest.fixture
def staff(db: Database) -> Actor:
    return make_person(db, make_organisation(db), role=Role.FACILITY)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not stop a search early where a test asks for the exact answer."""
    monkeypatch.setattr(costs, "BUDGET", timedelta(seconds=9))
