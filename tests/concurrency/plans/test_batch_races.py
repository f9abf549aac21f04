"""A batch is cancelled while its files are still being stored, with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import queries
from floorplans.plans import service as plans
from floorplans.plans.batches import service as batches
from tests.concurrency.plans.test_date_races import waiting
from tests.support.factories import make_building, make_site
from tests.support.files import make_dxf
from tests.support.slowness import eventually

PATTERN = "{building}_{floor}.dxf"
FLOORS = ("1", "2", "3")


def test_nothing_is_brought_in_any_more_by_a_batch_that_was_cancelled_meanwhile(
    cloned_db: Database, staff: Actor, now: datetime
) -> None:
    site = make_site(cloned_db, staff, name="Quay")
    make_building(cloned_db, staff, site, name="North")
    second = places.find_floor(cloned_db, staff, "Quay", "North", "2", ordinal=2)
    sent = [(f"North_{name}.dxf", make_dxf(desks=int(name))) for name in FLOORS]
    with ThreadPoolExecutor(1) as pool:
        with cloned_db.transaction(staff.organisation_id) as tx:
            queries.floor_row(tx, staff.organisation_id, second, lock=True)
            brought = pool.submit(
                batches.bring_in, cloned_db, staff, site, sent, now, pattern=PATTERN
            )
            assert eventually(lambda: waiting(cloned_db, 1))
            (batch,) = batches.batches(cloned_db, staff, now)
            batches.cancel(cloned_db, staff, batch.id, now)
        told = brought.result()
    assert told.is_done
    assert [file.state for file in told.files] == ["discarded", "discarded", "waiting"]
    assert plans.present_revisions(cloned_db, staff) == []
