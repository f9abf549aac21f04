"""Fixtures of tests about the nearest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.nearest import costs
from tests.integration.nearest.campus import Campus
from tests.support.factories import (
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
)


@pytest.fixture
def campus(db: Database) -> Campus:
    actor = make_person(db, make_organisation(db), role=Role.FACILITY)
    site_id = make_site(db, actor)
    building_id = make_building(db, actor, site_id)
    return Campus(actor, site_id, building_id, make_floor(db, actor, building_id=building_id))


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not stop a search early where a test asks for the exact answer."""
    monkeypatch.setattr(costs, "BUDGET", timedelta(seconds=9))
