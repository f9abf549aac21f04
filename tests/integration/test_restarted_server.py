"""What everybody notices of a database server that was restarted while nobody asked: nothing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import psycopg
from sqlalchemy import text

from floorplans.database import Database, Query
from floorplans.ids import new_id
from tests.support.databases import Clone

AT_ONCE = 4
FAREWELL_S = 60.0


def use_every_way(db: Database, organisation: UUID) -> None:
    """Ask in each of the ways there are to the database."""
    with db.transaction(organisation) as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1
    with db.transaction(None) as tx:
        assert tx.execute(text("SELECT 2")).scalar_one() == 2
    assert db.alone(Query("SELECT 3", {})) == (3,)
    assert db.read(organisation, Query("SELECT 4", {})) == [(4,)]
    assert db.look_up("SELECT 5", ()) == (5,)


def open_connections(db: Database, organisation: UUID) -> None:
    """Make the pools hold more than one connection each."""
    together = Barrier(AT_ONCE)

    def hold(_: int) -> None:
        together.wait()
        with db.transaction(organisation) as tx:
            tx.execute(text("SELECT pg_sleep(0.2)"))
        db.alone(Query("SELECT 1 FROM pg_sleep(0.2)", {}))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(hold, range(AT_ONCE)))


def hang_up(clone: Clone) -> int:
    """End the server's side of every connection; returns how many there were."""
    others = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(clone.admin_url, autocommit=True) as admin:
        ended = admin.execute(f"SELECT pg_terminate_backend(pid) {others}", (clone.name,)).rowcount
        until_s = time.monotonic() + FAREWELL_S
        while admin.execute(f"SELECT {others}", (clone.name,)).rowcount:
            assert time.monotonic() < until_s
            time.sleep(0.01)
    return ended


def test_the_first_to_ask_after_a_restart_is_answered_whichever_way_they_ask(
    clone: Clone, cloned_db: Database
) -> None:
    organisation = new_id()
    use_every_way(cloned_db, organisation)
    open_connections(cloned_db, organisation)
    assert hang_up(clone) > AT_ONCE
    for _ in range(2 * AT_ONCE):
        use_every_way(cloned_db, organisation)


def test_a_connection_that_was_lent_out_when_the_database_closed_is_closed_on_its_return(
    clone: Clone,
) -> None:
    db = Database(clone.engine_url)
    with db.transaction(None) as tx:
        connection = tx.connection.driver_connection
        db.close()
        assert connection is not None
        assert not connection.closed
    assert connection.closed
