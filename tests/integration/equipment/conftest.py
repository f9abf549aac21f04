"""A floor with two desks, two monitors, a projector, a colleague and facility staff."""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

import pytest

from floorplans.database import Database
from tests.integration.bookings import conftest as bookings
from tests.support.factories import make_equipment


@dataclass(frozen=True, slots=True)
class Office(bookings.Office):
    monitors: UUID
    projector: UUID


@pytest.fixture
def office(db: Database) -> Office:
    plain = bookings.make_office(db)
    facility, floor_id = plain.facility, plain.floor_id
    return Office(
        *(getattr(plain, each.name) for each in fields(plain)),
        monitors=make_equipment(db, facility, floor_id, owned=2, name="Monitor 27"),
        projector=make_equipment(db, facility, floor_id, owned=1, kind="projector", name="Beamer"),
    )
