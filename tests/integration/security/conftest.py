"""What the tests of signing in share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from tests.support import oidc
from tests.support.company import Company, usual
from tests.support.web import Browser, Clock, World


@pytest.fixture
def company(
    web_app: Flask, db: Database, world: World, browser: Browser, clock: Clock
) -> Iterator[Company]:
    person = {"sub": "u-1", "email": world.employee.email, "email_verified": True, "name": "Noor"}
    with oidc.openid_provider(person=person, now_s=lambda: clock().timestamp()) as there:
        key = web_app.extensions["floorplans"].key
        made = identities.add_provider(db, world.admin, ProviderRequest(**usual(there)), key=key)
        yield Company(web_app, db, world, browser, there, made.id)
