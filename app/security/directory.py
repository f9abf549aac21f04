"""Which organisation's directory sends this request: by its token, which is nobody's."""

from __future__ import annotations

from typing import cast

from flask import g

from app.context import context
from app.security.identity import bearer_token
from floorplans.directory import service
from floorplans.directory.views import Directory
from floorplans.errors import Unauthenticated


def identify_directory() -> Directory:
    """Recognise the directory and keep the answer for this request.

    Raises ``Unauthenticated`` (``directory_token_invalid``) without a live token, and for a token
    or a cookie of a person.
    """
    parts = context()
    try:
        token = bearer_token()
    except Unauthenticated:
        token = None
    g.directory = service.recognise(parts.db, token, parts.clock())
    return directory()


def directory() -> Directory:
    """Who speaks, in a view of the directory."""
    return cast("Directory", g.directory)
