"""Fixtures of every test. A test that needs PostGIS fails without it; none is skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.cluster import Connections
from floorplans.database import Database
from tests.support.databases import (
    SHARED,
    Clone,
    SavepointDatabase,
    clone_of,
    migrated_cluster,
)
from tests.support.processes import left_since, running
from tests.support.slowness import eventually

# The same examples at every run and no clock, so that no test fails by chance or on a slow machine.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

#: A Wednesday morning, in winter time everywhere in Europe.
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    """A process that a test leaves would be found by another, of the same run by chance."""
    before = running()
    yield
    if left_since(before) and not eventually(lambda: not left_since(before)):
        pytest.fail(f"left behind: {left_since(before)}")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def cluster() -> Iterator[Connections]:
    with migrated_cluster() as connections:
        yield connections


@pytest.fixture(scope="session")
def shared_database(cluster: Connections) -> Iterator[Clone]:
    with clone_of(cluster, SHARED) as clone:
        yield clone


@pytest.fixture(scope="session")
def shared_db(shared_database: Clone) -> Iterator[SavepointDatabase]:
    with closing(SavepointDatabase(shared_database.engine_url)) as database:
        yield database


@pytest.fixture
def db(shared_db: SavepointDatabase) -> Iterator[Database]:
    """The app's view of a migrated, empty database; whatever the test does is rolled back."""
    with shared_db.undone():
        yield shared_db


@pytest.fixture
def clone(cluster: Connections) -> Iterator[Clone]:
    """A database of the test's own, for real commits."""
    with clone_of(cluster) as copy:
        yield copy


@pytest.fixture
def cloned_db(clone: Clone) -> Iterator[Database]:
    database = Database(clone.engine_url, pool_size=80)
    try:
        yield database
    finally:
        database.close()


@pytest.hookimpl(trylast=True)  # after they were put into an order of chance
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest begin first: else one worker is at them when the other has nothing left to do.

    They are those that have to be given more time than any other.
    """
    usual = float(config.getini("timeout"))

    def allowed(item: pytest.Item) -> float:
        own = item.get_closest_marker("timeout")
        return max(usual, *own.args) if own else usual

    items.sort(key=allowed, reverse=True)


def plans_folder() -> Path | None:
    """Where drawings made by strangers lie on this machine, None where there are none."""
    named = os.environ.get("FLOORPLANS_PLANS")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "plans"
    return folder if folder.is_dir() else None


def pytest_report_header() -> str:
    folder = plans_folder()
    return f"real drawings: {'found' if folder else 'NOT FOUND; their tests are left out'}"
