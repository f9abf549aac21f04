"""One way into PostgreSQL: a transaction that knows its organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from floorplans.errors import Busy, DomainError, Invalid
from floorplans.liveness import check_at_checkout, lent

POOL_SIZE = 10
POOL_WAIT_S = 5.0
LOOK_UP_CONNECTIONS = 4
DECIDING_CONNECTIONS = 8
STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 5_000

_OPTIONS = (
    f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    " -c timezone=UTC -c idle_in_transaction_session_timeout=30000"
)

#: SQLSTATE classes and codes after which trying again may work: connection trouble, resources,
#: shutdown, lock or statement timeout, deadlock, serialization failure.
_BUSY_CLASSES = ("08", "53", "57")
_BUSY_CODES = ("55P03", "40P01", "40001")
_DISK_FULL = "53100"
#: Refusals of triggers that may come with any statement, by the code that they raise.
_REFUSALS: dict[str, Callable[[str], DomainError]] = {}

_ENTER = text("SELECT set_config('app.organisation_id', :organisation, true)")
_ENTER_AS = "SELECT set_config('app.organisation_id', %s, true)"

Row = tuple[Any, ...]
Driver = psycopg.Connection[Row]


@dataclass(frozen=True, slots=True)
class Query:
    """A statement in the driver's own form (``%(name)s``); its values never print."""

    statement: LiteralString
    values: Mapping[str, Any] = field(repr=False)


class Database:
    """Hands out transactions. Every one is READ COMMITTED: lock-then-check needs it."""

    #: Whether what it writes is committed, so that others see it and are notified.
    commits = True

    def __init__(
        self, url: str, *, pool_size: int = POOL_SIZE, wait_s: float = POOL_WAIT_S
    ) -> None:
        """``wait_s`` is how long a request waits for a free connection before it is ``Busy``."""
        self._engine = _engine(url, pool_size, wait_s)
        self._wait_s = wait_s
        self._pools: dict[str, ConnectionPool[Driver]] = {}
        self._opening = Lock()
        self._closed = False
        event.listen(self._engine, "checkin", self._given_back)

    @property
    def engine(self) -> Engine:
        return self._engine

    @contextmanager
    def transaction(self, organisation_id: UUID | None) -> Iterator[Connection]:
        """A transaction that sees one organisation's rows, committed unless the body raises.

        With None it sees no tenant's rows at all. Raises ``Busy`` when the database is overloaded,
        shutting down or away; whatever the body did is then undone.
        """
        with _told_as_busy(), self._begin() as connection:
            if organisation_id is not None:
                connection.execute(_ENTER, {"organisation": str(organisation_id)})
            yield connection

    def alone(self, query: Query) -> Row | None:
        """The one row of a statement that is a transaction by itself, or None; one round trip.

        The statement names its organisation. Never sent twice: when the connection is lost nobody
        knows whether it was done. Raises ``Busy``, and psycopg's own errors for a constraint.
        """
        with _told_as_busy(), self._deciding() as connection:
            return connection.execute(query.statement, query.values).fetchone()

    def read(self, organisation_id: UUID, query: Query) -> list[Row]:
        """The rows of one reading statement in an organisation; one round trip.

        Raises ``Busy``, and psycopg's own errors for what the statement itself refuses.
        """
        with _told_as_busy(), self._deciding() as connection:
            return _read(connection, organisation_id, query)

    def look_up(self, statement: LiteralString, values: Row) -> Row | None:
        """The one row of a reading statement (``%s`` for values), or None; one round trip.

        It runs outside any transaction and sees no tenant's rows: only the functions that name
        the organisation themselves answer. A connection that died is replaced and the statement
        sent again. Raises ``Busy``.
        """
        with _told_as_busy():
            return self._look_up(statement, values)

    def _look_up(self, statement: LiteralString, values: Row) -> Row | None:
        tries_left = LOOK_UP_CONNECTIONS
        while True:
            with lent(self._driven("look-up", LOOK_UP_CONNECTIONS)) as connection:
                try:
                    return connection.execute(statement, values).fetchone()
                except psycopg.OperationalError:
                    # Every connection of the pool may have died with the server.
                    if not connection.broken or not tries_left:
                        raise
            tries_left -= 1

    @contextmanager
    def _deciding(self) -> Iterator[Driver]:
        # Apart from the look-ups: who waits for a lock must not keep others from being recognised.
        with lent(self._driven("deciding", DECIDING_CONNECTIONS)) as connection:
            yield connection

    def _driven(self, name: str, size: int) -> ConnectionPool[Driver]:
        # Opened at the first use: its threads would not survive the fork of a web worker.
        if name not in self._pools:
            with self._opening:
                if name not in self._pools:
                    pool = _driver_pool(self._engine.url, name, size, self._wait_s)
                    # Whoever comes at the same moment finds it open, or waits for that.
                    pool.open()
                    self._pools[name] = pool
        return self._pools[name]

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection: those that are lent out, when they are given back."""
        self._closed = True
        self._engine.dispose()
        for pool in self._pools.values():
            pool.close()

    def _given_back(self, connection: Driver | None, _record: object) -> None:
        # The pool that this one came from is gone, and would leave it open.
        if self._closed and connection is not None:
            connection.close()


def _read(connection: Driver, organisation_id: UUID, query: Query) -> list[Row]:
    try:
        with connection.pipeline():
            connection.execute("BEGIN")
            connection.execute(_ENTER_AS, (str(organisation_id),))
            found = connection.execute(query.statement, query.values)
            connection.execute("COMMIT")
    except BaseException:
        if not connection.broken:
            connection.rollback()
        raise
    return found.fetchall()


@contextmanager
def _told_as_busy() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, psycopg.Error) as error:
        if _state(error) == _DISK_FULL:
            raise _disk_full() from error
        if _is_busy(error):
            raise busy() from error
        if _is_unwritable(error):
            raise _unwritable() from None
        refusal = _REFUSALS.get(_state(error) or "")
        if refusal is not None:
            raise refusal(_detail(error)) from None
        raise


def refuses(code: str, refusal: Callable[[str], DomainError]) -> None:
    """Have a trigger's own SQLSTATE told as a refusal, which is made of its DETAIL.

    For what a trigger may refuse whichever statement makes it run; a statement's own codes are
    read by who sends it.
    """
    _REFUSALS[code] = refusal


def busy() -> Busy:
    return Busy(
        "busy",
        "The service is busy right now. Nothing was changed.",
        "Try again in a few seconds.",
        retry_after_s=2,
    )


def _disk_full() -> Busy:
    return Busy(
        "disk_full",
        "The disk of the database is full. Nothing was changed.",
        "Whoever runs the service has to free some space there; then try again.",
        retry_after_s=60,
    )


def _unwritable() -> Invalid:
    return Invalid(
        "text_unwritable",
        "A text has a character that cannot be stored (NUL). Nothing was changed.",
        "Write or paste the text again without it.",
    )


def sqlstate(error: DBAPIError) -> str | None:
    """The five-character code of PostgreSQL's manual, appendix A; None if there is none."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def violated_constraint(error: DBAPIError) -> str | None:
    """The name of the constraint that refused a row, None if none did."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None)


def _detail(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(getattr(cause, "diag", None), "message_detail", None) or "{}"


def _state(error: Exception) -> str | None:
    if isinstance(error, psycopg.Error):
        return error.sqlstate
    return sqlstate(error) if isinstance(error, DBAPIError) else None


def _is_busy(error: Exception) -> bool:
    """Whether trying again may help: no connection was free, or the server said something alike."""
    if not isinstance(error, DBAPIError | psycopg.Error):
        return True
    state = _state(error)
    if state is None:
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        return lost or isinstance(error, OperationalError | psycopg.OperationalError)
    return state.startswith(_BUSY_CLASSES) or state in _BUSY_CODES


def _is_unwritable(error: Exception) -> bool:
    """Whether the driver refused a text with NUL in it, which PostgreSQL has no place for.

    It says so by itself, without a code; most texts are checked before, in the words of their form.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.DataError) and cause.sqlstate is None and "NUL" in str(cause)


def _driver_pool(url: URL, name: str, size: int, wait_s: float) -> ConnectionPool[Driver]:
    # SQLAlchemy costs more than these statements themselves.
    return ConnectionPool(
        url.set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=1,
        max_size=size,
        timeout=wait_s,
        open=False,
        kwargs={
            "autocommit": True,
            "connect_timeout": 5,
            "application_name": f"floorplans {name}",
            "options": _OPTIONS,
        },
    )


def _engine(url: str, pool_size: int, wait_s: float) -> Engine:
    # hide_parameters keeps bound values, a position among them, out of every exception's text.
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=wait_s,
        pool_pre_ping=False,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        connect_args={
            "connect_timeout": 5,
            "application_name": "floorplans",
            "options": _OPTIONS,
        },
    )
    check_at_checkout(engine)
    return engine
