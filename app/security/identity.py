"""Who sends this request: a bearer token, else the session whose secret the cookie carries."""

from __future__ import annotations

from uuid import UUID

from flask import g, request, session

from app.context import context, not_signed_in
from floorplans.actor import Actor
from floorplans.errors import Unauthenticated
from floorplans.people import service as people
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
    found = _look_up()
    g.actor = found
    return found


def is_by_token() -> bool:
    """Whether the request proves itself by header, which no other site can make a browser send."""
    return "Authorization" in request.headers


def _look_up() -> Actor | None:
    parts = context()
    token = bearer_token()
    if token is not None:
        actor = people.actor_of_token(parts.db, token, parts.clock())
        if actor is None:
            raise token_invalid()
        return actor
    sid = session_token()
    return people.actor_of_session(parts.db, sid, parts.clock()) if sid else None


def token_invalid() -> Unauthenticated:
    return Unauthenticated(
        "token_invalid",
        "The token of this request is unknown, was revoked or has expired.",
        "Send a live one as: Authorization: Bearer TOKEN",
    )


def identify_at_floor(floor_id: UUID) -> tuple[Actor, int]:
    """Recognise the person and read the floor's version in one round trip, for the hot views.

    Raises ``Unauthenticated``, and ``NotFound`` for a floor that is not the organisation's.
    """
    parts = context()
    token = bearer_token()
    if token is not None:
        found = people.token_at_floor(parts.db, token, floor_id, parts.clock())
        if found is None:
            raise token_invalid()
    else:
        sid = session_token()
        found = people.session_at_floor(parts.db, sid, floor_id, parts.clock()) if sid else None
        if found is None:
            raise not_signed_in()
    if found.version is None:
        raise no_such_floor()
    g.actor = found.actor
    return found.actor, found.version
