from __future__ import annotations

from datetime import datetime

import pytest

from floorplans.database import Database
from tests.support.assigned import AssignedOffice, make_assigned_office


@pytest.fixture
def office(db: Database, now: datetime) -> AssignedOffice:
    return make_assigned_office(db, now)
