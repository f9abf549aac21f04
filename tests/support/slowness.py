"""How long something may take on whatever machine the tests run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.support.databases import Clone

#: How much slower than a machine of today another may be.
SLOWER = 8
#: Where a state is waited for: so long that whoever is still waiting then waits for ever.
PATIENCE_S = 120.0
LOOK_EVERY_S = 0.02


@contextmanager
def soon(usual_s: float) -> Iterator[None]:
    """Fail unless what is done inside takes this process ``usual_s`` seconds of processor time.

    Slow machines are allowed for, and what else a machine does is not counted. It tells work that
    grows with the square of its input, or that does not end, from work that takes its time.
    """
    began_s = time.process_time()
    yield
    assert time.process_time() - began_s < SLOWER * usual_s


def eventually(is_so: Callable[[], object]) -> bool:
    """Whether something comes to be so; it is looked at until then."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        if is_so():
            return True
        time.sleep(LOOK_EVERY_S)
    return False


def wait_for_quiet(clone: Clone) -> None:
    """Wait until the server is done with what a killed process had asked of it."""
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        assert eventually(lambda: connection.execute(_OTHERS).fetchone() == (0,))


_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'floorplans_app' AND state <> 'idle'
"""
