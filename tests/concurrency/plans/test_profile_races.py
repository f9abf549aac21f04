"""A profile is removed while a colleague uses it, with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

import pytest

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.plans import service as plans
from floorplans.plans.profiles import queries
from floorplans.plans.profiles import service as profiles
from tests.concurrency.plans.test_date_races import waiting
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_profile
from tests.support.slowness import eventually


def test_a_profile_that_is_removed_at_the_same_moment_is_not_there(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    plan = stage_draft(cloned_db, staff, floor, make_draft(desks=[make_draft_desk("1", 2, 2)]), now)
    profile = make_profile(cloned_db, staff)
    with ThreadPoolExecutor(1) as pool:
        with cloned_db.transaction(staff.organisation_id) as tx:
            assert queries.remove(tx, staff.organisation_id, profile)
            used = pool.submit(profiles.read_with, cloned_db, staff, plan, profile)
            assert eventually(lambda: waiting(cloned_db, 1))
        with pytest.raises(NotFound) as refused:
            used.result()
    assert refused.value.code == "no_such_profile"
    assert plans.revision(cloned_db, staff, plan).state == "draft"
