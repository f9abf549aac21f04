"""One Chromium for the session; one service, on a database of its own, for each module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from app.cluster import Connections
from floorplans.database import Database
from tests.browser.studio import reading
from tests.browser.world import PATIENCE_MS, Visitor, World, make_world, served, visiting
from tests.support.databases import clone_of

Visit = Callable[..., Visitor]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = os.environ.get("FLOORPLANS_CHROMIUM") or shutil.which("chromium")
    assert found, "These tests need Chromium: install it, or name it in FLOORPLANS_CHROMIUM."
    return found


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container often lacks; the pages are our own.
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def world(cluster: Connections, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home: Path = tmp_path_factory.mktemp("home")
    with clone_of(cluster) as clone:
        database = Database(clone.engine_url, pool_size=40)
        try:
            with served(database, home) as url:
                yield make_world(database, url)
        finally:
            database.close()


@pytest.fixture(autouse=True)
def empty_calendars(request: pytest.FixtureRequest) -> None:
    """What one test has booked is no booking that somebody in the next one has then."""
    if "world" in request.fixturenames:
        request.getfixturevalue("world").forget_bookings()


@pytest.fixture
def visit(chromium: Browser, world: World) -> Iterator[Visit]:
    """Open windows; each is checked for script errors and foreign hosts when the test ends."""
    with ExitStack() as windows:

        def open_window(email: str | None = "noor@example.test", **options: Any) -> Visitor:
            window: AbstractContextManager[Visitor] = visiting(chromium, world, **options)
            visitor = windows.enter_context(window)
            if email:
                visitor.sign_in(email)
            return visitor

        yield open_window


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()


@pytest.fixture
def staff(visit: Visit) -> Visitor:
    """A visitor who looks after the floors."""
    return visit("fatima@example.test")


@pytest.fixture(scope="module")
def reader(world: World) -> Iterator[None]:
    """Drawings that are sent get read, as by the worker."""
    with reading(world):
        yield
