"""Who sends this request: a bearer token, else the session whose secret the cookie carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import g, request, session

from app.context import actor_or_none, context, not_signed_in
from app.live.memory import Memory
from floorplans.actor import Actor
from floorplans.errors import Unauthenticated
from floorplans.people import service as people
from floorplans.people.service import Recognised
from floorplans.places.service import no_such_floor

SID = "sid"
_SCHEME = "bearer "


def bearer_token() -> str | None:
    """The API token of the Authorization header, None without that header.

    Raises ``Unauthenticated`` (``token_invalid``) for any other scheme. A request that carries
    the header is judged by it alone: its cookie is ignored.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    if not header.lower().startswith(_SCHEME):
        raise token_invalid()
    return header[len(_SCHEME) :].strip()


def session_token() -> str | None:
    """The secret of the browser's session, None where there is none."""
    sid = session.get(SID)
    return sid if isinstance(sid, str) else None


def identify() -> Actor | None:
    """Recognise the person and keep the answer for this request."""
    found = _recognise()
    g.actor = None if found is None else found.actor
    return actor_or_none()


def identify_at_floor(floor_id: UUID) -> tuple[Actor, int]:
    """Recognise the person and find the floor's version, for the hot views.

    From memory where both are known, else in one round trip. Raises ``Unauthenticated``, and
    ``NotFound`` for a floor that is not the organisation's.
    """
    memory = context().memory
    moment = memory.versions.moment()
    found = _recognise(floor_id)
    if found is None:
        raise not_signed_in()
    if found.version is None:
        raise no_such_floor()
    memory.versions.keep((found.actor.organisation_id, floor_id), found.version, moment)
    g.actor = found.actor
    return found.actor, found.version


def is_by_token() -> bool:
    """Whether the request proves itself by header, which no other site can make a browser send."""
    return "Authorization" in request.headers


def _recognise(floor_id: UUID | None = None) -> Recognised | None:
    """Who asks; None without any sign of them. Raises ``Unauthenticated`` for a wrong token."""
    token = bearer_token()
    secret = token if token is not None else session_token()
    if secret is None:
        return None
    parts = context()
    key, now = people.digest(secret), parts.clock()
    known = _remembered(parts.memory, key, floor_id, now)
    if known is not None:
        return known
    moment = parts.memory.people.moment()
    recognise = people.recognise_session if token is None else people.recognise_token
    found = recognise(parts.db, secret, now, floor_id)
    if found is not None:
        parts.memory.people.keep(key, found, moment)
    elif token is not None:
        raise token_invalid()
    return found


def _remembered(
    memory: Memory, key: bytes, floor_id: UUID | None, now: datetime
) -> Recognised | None:
    found = memory.person(key, now)
    if found is None or floor_id is None:
        return found
    version = memory.versions.recall((found.actor.organisation_id, floor_id))
    return None if version is None else replace(found, version=version)


def token_invalid() -> Unauthenticated:
    return Unauthenticated(
        "token_invalid",
        "The token of this request is unknown, was revoked or has expired.",
        "Send a live one as: Authorization: Bearer TOKEN",
    )
