"""What recognising people does when the database's connections die."""

from __future__ import annotations

from datetime import datetime

import psycopg
import pytest

from floorplans.database import LOOK_UP_CONNECTIONS, Database
from floorplans.errors import Busy
from floorplans.people import service as people
from tests.support.databases import Clone
from tests.support.factories import make_organisation
from tests.support.web import make_account


def cut_all(clone: Clone) -> None:
    with psycopg.connect(clone.admin_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            (clone.name,),
        )


def test_a_person_is_recognised_although_every_connection_died(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    noor = make_account(cloned_db, make_organisation(cloned_db))
    token = people.create_token(cloned_db, noor.email, "script", now)
    for _ in range(LOOK_UP_CONNECTIONS):
        assert people.actor_of_token(cloned_db, token, now) == noor
    cut_all(clone)
    assert people.actor_of_token(cloned_db, token, now) == noor


def test_a_database_that_is_away_is_busy_and_not_a_stranger() -> None:
    nowhere = Database("postgresql+psycopg://nobody@/nothing?host=/nowhere&port=1", wait_s=0.2)
    with pytest.raises(Busy):
        nowhere.look_up("SELECT 1", ())
    nowhere.close()
