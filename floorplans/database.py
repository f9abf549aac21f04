"""One way into PostgreSQL: a transaction that knows its organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from floorplans.errors import Busy

POOL_SIZE = 10
POOL_WAIT_S = 5.0
STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 5_000

#: SQLSTATE classes and codes after which trying again may work: connection trouble, resources,
#: shutdown, lock or statement timeout, deadlock, serialization failure.
_BUSY_CLASSES = ("08", "53", "57")
_BUSY_CODES = ("55P03", "40P01", "40001")

_ENTER = text("SELECT set_config('app.organisation_id', :organisation, true)")


class Database:
    """Hands out transactions. Every one is READ COMMITTED: lock-then-check needs it."""

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self._engine = _engine(url, pool_size)
        self._plain = self._engine.execution_options(isolation_level="AUTOCOMMIT")

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

    @contextmanager
    def look_up(self) -> Iterator[Connection]:
        """A connection without a transaction, for one reading statement in one round trip.

        It sees no tenant's rows; only the functions that name the organisation themselves answer.
        """
        with _told_as_busy(), self._autocommit() as connection:
            yield connection

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _autocommit(self) -> Iterator[Connection]:
        with self._plain.connect() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _told_as_busy() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if _is_busy(error):
            raise busy() from error
        raise


def busy() -> Busy:
    return Busy(
        "busy",
        "The service is busy right now. Nothing was changed.",
        "Try again in a few seconds.",
        retry_after_s=2,
    )


def sqlstate(error: DBAPIError) -> str | None:
    """The five-character code of PostgreSQL's manual, appendix A; None if there is none."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def violated_constraint(error: DBAPIError) -> str | None:
    """The name of the constraint that refused a row, None if none did."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None)


def _is_busy(error: DBAPIError | PoolTimeout) -> bool:
    if isinstance(error, PoolTimeout):
        return True
    state = sqlstate(error)
    if state is None:
        return isinstance(error, OperationalError) or error.connection_invalidated
    return state.startswith(_BUSY_CLASSES) or state in _BUSY_CODES


def _engine(url: str, pool_size: int) -> Engine:
    # hide_parameters keeps bound values, a position among them, out of every exception's text.
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_S,
        pool_pre_ping=False,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        connect_args={
            "connect_timeout": 5,
            "application_name": "floorplans",
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
                " -c timezone=UTC -c idle_in_transaction_session_timeout=30000"
            ),
        },
    )
