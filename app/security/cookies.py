"""The one cookie: signed, for this host alone, gone when the browser closes."""

from __future__ import annotations

from flask import Flask, session

from app.security.identity import SID
from app.settings import Settings


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


def begin(token: str) -> None:
    """Put a new session's secret into the cookie; nothing of an earlier session stays."""
    session.clear()
    session[SID] = token


def end() -> None:
    session.clear()
