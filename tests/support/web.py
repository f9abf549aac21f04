"""A browser and an API client for tests, over the WSGI application itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.factory import create_app
from app.settings import RateLimits, Settings
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import service as people

PASSWORD = "correct horse battery"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def make_app(db: Database, home: Path, clock: Clock, *, https: bool = False, **rates: str) -> Flask:
    limits = RateLimits(**{"api": "100000 per minute", **rates})
    app = create_app(Settings(home=home, https=https, rate_limits=limits), db, clock=clock)
    app.testing = False
    return app


def make_account(
    db: Database,
    organisation_id: Any,
    *,
    role: Role = Role.EMPLOYEE,
    email: str = "noor@example.test",
    name: str = "Noor de Vries",
) -> Actor:
    """A person with a password."""
    return people.create_person(
        db, organisation_id, email=email, name=name, role=role, password=PASSWORD
    )


class Browser:
    """Keeps cookies and sends the CSRF token as our pages do."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def csrf(self) -> str:
        page = self.client.get("/sign-in", headers={"X-Test": "1"})
        if page.status_code != 200:
            page = self.client.get("/nowhere")
        found = _TOKEN.search(page.text)
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
