"""Databases for tests: one shared and always rolled back, and clones with real commits."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Connection, event

from app.cluster import Address, Connections, throwaway
from floorplans.database import Database, Driver, Query, Row
from tests.support.migrating import migrate

TEMPLATE = "floorplans"
SHARED = "floorplans_shared"


@dataclass(frozen=True, slots=True)
class Clone:
    """A private copy of the migrated database, by each of its logins."""

    name: str
    app_url: str
    owner_url: str
    admin_url: str

    @property
    def engine_url(self) -> str:
        """The app's login as SQLAlchemy spells it."""
        return sqlalchemy_url(self.app_url)


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def migrated_cluster() -> Iterator[Connections]:
    """A cluster whose database ``floorplans`` is migrated, empty, and left alone as a template."""
    folder = Path(tempfile.mkdtemp(prefix="floorplans-test-"))
    folder.chmod(0o711)
    try:
        with throwaway(folder) as connections:
            migrate(connections.owner_url, "head")
            yield connections
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def clone_of(cluster: Connections, name: str | None = None) -> Iterator[Clone]:
    """Copy the template database; the copy is dropped at the end, whoever still uses it."""
    name = name or f"clone_{uuid4().hex[:12]}"
    _administer(cluster, "CREATE DATABASE {} TEMPLATE {} OWNER floorplans_owner", name, TEMPLATE)
    try:
        yield Clone(name, *(_in(url, name) for url in _urls(cluster)))
    finally:
        _administer(cluster, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _urls(cluster: Connections) -> tuple[str, str, str]:
    assert cluster.admin_url is not None
    return cluster.app_url, cluster.owner_url, cluster.admin_url


def _in(url: str, database: str) -> str:
    return Address.parse(url).in_database(database).url()


def _administer(cluster: Connections, statement: str, *names: str) -> None:
    assert cluster.admin_url is not None
    with psycopg.connect(cluster.admin_url, autocommit=True) as connection:
        identifiers = [sql.Identifier(name) for name in names]
        connection.execute(sql.SQL(statement).format(*identifiers))


#: A real transaction begins without an organisation.
_BEGIN = "SAVEPOINT of_test; SELECT set_config('app.organisation_id', '', true)"
_COMMIT = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; RELEASE of_test"
_ROLLBACK = "ROLLBACK TO of_test; RELEASE of_test"


class SavepointDatabase(Database):
    """A Database whose every transaction is a savepoint in one that is rolled back.

    Deferred triggers run at the end of each, as they would at its commit. It cannot show races:
    those tests use a clone. One connection serves all tests of a run, one after another: a new one
    has to load PostGIS and to plan all functions anew.
    """

    commits = False

    def __init__(self, url: str) -> None:
        super().__init__(url, pool_size=1)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Roll back in the end whatever is done inside; only there it can be used."""
        with self._engine.connect() as self._connection:
            outer = self._connection.begin()
            try:
                yield
            finally:
                outer.rollback()

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        # In as few round trips as can be: most of what tests do is to begin and end these.
        self._driver.execute(_BEGIN)
        try:
            yield self._connection
            self._connection.exec_driver_sql(_COMMIT)
        except BaseException:
            self._driver.execute(_ROLLBACK)
            raise

    def _look_up(self, statement: LiteralString, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        # Outside a transaction there is no organisation either.
        self._driver.execute("SELECT set_config('app.organisation_id', '', true)")
        return self._driver.execute(statement, values).fetchone()

    def read(self, organisation_id: UUID, query: Query) -> list[Row]:
        with self.transaction(organisation_id):
            return self._driver.execute(query.statement, query.values).fetchall()

    def alone(self, query: Query) -> Row | None:
        with self.transaction(None):
            return self._driver.execute(query.statement, query.values).fetchone()

    @property
    def _driver(self) -> Driver:
        driver = self._connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        return driver


@contextmanager
def statements_of(db: Database) -> Iterator[list[str]]:
    """What is sent to the database inside, by way of SQLAlchemy."""
    found: list[str] = []

    def note(*told: Any) -> None:
        found.append(told[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
