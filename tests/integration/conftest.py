"""Fixtures of tests that talk to the application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from floorplans.database import Database
from tests.support.web import Browser, Client, Clock, World, client_of, make_world, running_app


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def web_app(db: Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The whole application over the test's database and clock."""
    with running_app(db, tmp_path, clock) as app:
        yield app


@pytest.fixture
def world(db: Database) -> World:
    return make_world(db)


@pytest.fixture
def browser(web_app: Flask, world: World) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(web_app)


@pytest.fixture
def signed_in(browser: Browser, world: World) -> Browser:
    """A browser in which the employee is signed in."""
    browser.sign_in(world.employee.email)
    return browser


@pytest.fixture
def employee(web_app: Flask, db: Database, world: World, now: datetime) -> Client:
    return client_of(web_app, db, world.employee, now)


@pytest.fixture
def facility(web_app: Flask, db: Database, world: World, now: datetime) -> Client:
    return client_of(web_app, db, world.facility, now)


@pytest.fixture
def stranger(web_app: Flask, db: Database, world: World, now: datetime) -> Client:
    """An administrator of another organisation."""
    return client_of(web_app, db, world.stranger, now)


@pytest.fixture
def anybody(web_app: Flask, world: World) -> Client:
    """A client without a token."""
    return Client(web_app, None)
