"""A browser and an API client for tests, over the WSGI application itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from werkzeug.test import TestResponse

from app.context import EXTENSION
from app.factory import assembled, furnish
from app.live.stamps import Stamps
from app.settings import RateLimits, Settings
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import queries
from floorplans.people import service as people
from floorplans.people.passwords import hashed
from tests.support.factories import (
    make_building,
    make_floor,
    make_organisation,
    make_site,
    make_space,
)

PASSWORD = "correct horse battery"
CSRF_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def make_app(
    db: Database,
    home: Path,
    clock: Clock,
    *,
    https: bool = False,
    stamps: Stamps | None = None,
    **rates: str,
) -> Flask:
    """An application with parts of its own; pages and rules it has in common with others.

    To put all of them together takes longer than most tests do. Nobody may add another to it.
    """
    limits = RateLimits(**{"api": "100000 per minute", **rates})
    settings = Settings(home=home, https=https, rate_limits=limits)
    app = copy(_assembled())
    app.config, app.extensions = copy(app.config), copy(app.extensions)
    furnish(app, settings, db, clock, stamps)
    app.testing = False
    return app


@cache
def _assembled() -> OpenAPI:
    return assembled()


@contextmanager
def running_app(db: Database, home: Path, clock: Clock) -> Iterator[Flask]:
    """An application that stops listening to the database in the end."""
    app = make_app(db, home, clock)
    try:
        yield app
    finally:
        app.extensions[EXTENSION].hub.close()


def make_account(
    db: Database,
    organisation_id: UUID,
    *,
    role: Role = Role.EMPLOYEE,
    email: str = "noor@example.test",
    name: str = "Noor de Vries",
) -> Actor:
    """A person with a password, whose hash is made once: to make one is slow on purpose."""
    made = people.create_person(
        db, organisation_id, email=email, name=name, role=role, password=None
    )
    with db.transaction(organisation_id) as tx:
        queries.set_password(tx, made.person_id, _password_hash())
    return made


@cache
def _password_hash() -> str:
    return hashed(PASSWORD)


class Browser:
    """Keeps cookies and sends the CSRF token as our pages do."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def csrf(self) -> str:
        page = self.client.get("/nowhere")
        found = CSRF_TOKEN.search(page.text)
        assert found, page.text
        return found[1]

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        form = {"email": email, "password": password, "csrf_token": self.csrf(), **more}
        return self.client.post("/sign-in", data=form)

    def sign_out(self) -> TestResponse:
        return self.client.post("/sign-out", headers={"X-CSRFToken": self.csrf()})

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.csrf(), **options.pop("headers", {})}
        return self.client.post(path, headers=headers, **options)


class Client:
    """A script with an API token."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self._client: FlaskClient = app.test_client(use_cookies=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**self._headers, **options.pop("headers", {})}
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.ask("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.ask("POST", path, **({"json": json} if json is not None else {}), **options)

    def patch(self, path: str, json: Any, **options: Any) -> TestResponse:
        return self.ask("PATCH", path, json=json, **options)

    def delete(self, path: str) -> TestResponse:
        return self.ask("DELETE", path)


@dataclass(frozen=True, slots=True)
class World:
    """Two organisations; the first has one of each role and a floor of three desks."""

    employee: Actor
    facility: Actor
    admin: Actor
    stranger: Actor
    site_id: UUID
    building_id: UUID
    floor_id: UUID
    desks: tuple[UUID, ...]


def make_world(db: Database) -> World:
    ours, theirs = make_organisation(db), make_organisation(db)
    people_of = {
        role: make_account(db, ours, role=role, email=f"{role}@example.test", name=str(role))
        for role in Role
    }
    facility = people_of[Role.FACILITY]
    site_id = make_site(db, facility)
    building_id = make_building(db, facility, site_id)
    floor_id = make_floor(db, facility, building_id=building_id)
    desks = tuple(make_space(db, facility, floor_id, x=3.0 * n, name=f"Desk {n}") for n in range(3))
    return World(
        employee=people_of[Role.EMPLOYEE],
        facility=facility,
        admin=people_of[Role.ADMIN],
        stranger=make_account(db, theirs, role=Role.ADMIN, email="stranger@other.test"),
        site_id=site_id,
        building_id=building_id,
        floor_id=floor_id,
        desks=desks,
    )


def client_of(app: Flask, db: Database, person: Actor, now: datetime) -> Client:
    """A client that acts as this person, by a fresh token."""
    return Client(app, people.create_token(db, person.email, "test", now))
