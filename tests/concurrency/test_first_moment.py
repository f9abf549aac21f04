"""Those who need a new process's database at the same moment are all served."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from floorplans.database import Database

PEOPLE = 8
OPENING_S = 0.2


def test_nobody_meets_connections_that_are_being_opened(
    cloned_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = ConnectionPool.open

    def slowly(pool: ConnectionPool[Any], *rest: Any, **more: Any) -> None:
        time.sleep(OPENING_S)
        begin(pool, *rest, **more)

    monkeypatch.setattr(ConnectionPool, "open", slowly)
    ready = Barrier(PEOPLE)

    def ask(number: int) -> tuple[Any, ...] | None:
        ready.wait()
        if number:
            time.sleep(OPENING_S / 2)
        return cloned_db.look_up("SELECT %s", (number,))

    with ThreadPoolExecutor(PEOPLE) as people:
        assert [*people.map(ask, range(PEOPLE))] == [(number,) for number in range(PEOPLE)]
