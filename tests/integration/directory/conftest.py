"""Fixtures of tests about the organisation's directory."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from floorplans.database import Database
from tests.support.directory import Speaker, make_speaker


@pytest.fixture
def entra(web_app: Flask, db: Database, now: datetime) -> Speaker:
    return make_speaker(web_app, db, now)


@pytest.fixture
def other(web_app: Flask, db: Database, now: datetime) -> Speaker:
    """The directory of another organisation."""
    return make_speaker(web_app, db, now)
