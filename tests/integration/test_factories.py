"""The factories and the rolled-back database that every integration test stands on."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from floorplans.database import Database, violated_constraint
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)


def test_the_exclusion_constraint_refuses_an_overlap_by_name(db: Database, now: datetime) -> None:
    actor = make_person(db, make_organisation(db))
    desk = make_space(db, actor, make_floor(db, actor))
    make_booking(db, actor, desk, now)
    with pytest.raises(IntegrityError) as refused:
        make_booking(db, actor, desk, now)
    assert violated_constraint(refused.value) == "taking_no_overlap"


def test_a_booking_counts_the_floor_up_at_commit(db: Database, now: datetime) -> None:
    actor = make_person(db, make_organisation(db))
    floor = make_floor(db, actor)
    make_booking(db, actor, make_space(db, actor, floor), now)
    with db.transaction(actor.organisation_id) as tx:
        query = text("SELECT version FROM floor_version WHERE floor_id = :floor")
        assert tx.execute(query, {"floor": floor}).scalar() == 1


def test_a_transaction_without_an_organisation_sees_no_tenants_rows(db: Database) -> None:
    make_person(db, make_organisation(db))
    with db.transaction(None) as tx:
        assert tx.execute(text("SELECT count(*) FROM person")).scalar() == 0
