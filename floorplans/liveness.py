"""Whether the server at the other end of an idle connection has hung up; costs no round trip.

A server that was restarted has closed its end of every connection, and nobody notices before the
next statement, which then fails though the server is back. A closed connection can be told before
that: there is something to read on it, a last word or its end.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

Connected = TypeVar("Connected", bound=psycopg.Connection[Any])


def is_hung_up(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether the server of an idle connection has ended it.

    Whatever else the server says unasked, such as a setting that was changed, counts as that too:
    it is rare, and a new connection is cheap.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


@contextmanager
def lent(pool: ConnectionPool[Connected]) -> Iterator[Connected]:
    """A connection of the pool for a while, as ``pool.connection()``, that is still open.

    The pool's own check would wait a growing while between two dead connections.
    """
    connection = pool.getconn()
    while is_hung_up(connection):
        connection.close()
        pool.putconn(connection)
        connection = pool.getconn()
    try:
        with connection:
            yield connection
    finally:
        pool.putconn(connection)


def check_at_checkout(engine: Engine) -> None:
    """Let an engine replace what the server has closed before it hands out a connection."""

    @event.listens_for(engine, "checkout")
    def check(connection: Any, _record: Any, _proxy: Any) -> None:
        if is_hung_up(connection):
            raise DisconnectionError
