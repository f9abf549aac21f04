"""The one cookie: signed, for this host alone, gone when the browser closes."""

from __future__ import annotations

from typing import cast

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app.security.identity import SID
from app.settings import Settings

_SERIALIZER = "floorplans_cookie_serializer"


def install(app: Flask, settings: Settings, key: bytes) -> None:
    app.config.update(
        SECRET_KEY=key,
        # Browsers accept the prefix only on Secure cookies of the whole host.
        SESSION_COOKIE_NAME="__Host-floorplans" if settings.https else "floorplans",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    app.session_interface = _Interface()


def begin(token: str) -> None:
    """Put a new session's secret into the cookie; nothing of an earlier session stays."""
    session.clear()
    session[SID] = token


def end() -> None:
    session.clear()


class _Interface(SecureCookieSessionInterface):
    """Flask's signed cookie, with its serializer made once and not for every request."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        known = app.extensions.get(_SERIALIZER)
        if known is None:
            known = app.extensions[_SERIALIZER] = super().get_signing_serializer(app)
        return cast("URLSafeTimedSerializer | None", known)
