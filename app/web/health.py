"""Whether this process and its database answer: for watchdogs and for the start of a server."""

from __future__ import annotations

from flask import Blueprint, Response

from app.context import db
from app.security.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Answer 200 when the database answers, 503 when it does not."""
    db().look_up("SELECT 1", ())
    return Response("ok\n", content_type="text/plain; charset=utf-8")
