"""What a request needs from the application, in one typed place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from flask import current_app, g, request

from app.live.hub import Hub
from app.live.memory import Memory
from app.live.shelf import Shelf
from app.live.stamps import Stamps
from app.mail.links import Addresses
from app.oidc.discovery import Directory
from app.security.throttle import Throttle
from app.settings import Settings
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Unauthenticated
from floorplans.hooks.addresses import Network
from floorplans.hooks.service import PURPOSE
from floorplans.sealing import Sealer

EXTENSION = "floorplans"


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one running application. ``key`` signs and never prints.

    ``directory`` is what identity providers told of themselves.
    """

    settings: Settings
    db: Database
    clock: Callable[[], datetime]
    throttle: Throttle
    hub: Hub
    shelf: Shelf
    memory: Memory
    stamps: Stamps
    key: bytes = field(repr=False)
    directory: Directory = field(default_factory=Directory)


def utc_now() -> datetime:
    return datetime.now(UTC)


def context() -> Context:
    return cast("Context", current_app.extensions[EXTENSION])


def db() -> Database:
    return context().db


def now() -> datetime:
    """This instant, aware and in UTC."""
    return context().clock()


def sends_mail() -> bool:
    """Whether this installation has a mail server; without one nobody is told anything by mail."""
    return context().settings.mail is not None


def webhook_sealer() -> Sealer:
    """What opens and seals the secrets of webhooks."""
    return Sealer(context().key, PURPOSE)


def webhook_networks() -> tuple[Network, ...]:
    """Which networks beside the public ones webhooks may be sent to."""
    return context().settings.webhook_networks


def addresses() -> Addresses:
    """Where our pages are for who reads mail: as it was set, else as whoever asks calls us."""
    parts = context()
    return Addresses(parts.settings.public_url or request.url_root.rstrip("/"), parts.key)


def actor_or_none() -> Actor | None:
    """Who is signed in, None on pages that anybody may see."""
    return cast("Actor | None", g.get("actor"))


def actor() -> Actor:
    """Who is signed in. Raises ``Unauthenticated`` where nobody is."""
    found = actor_or_none()
    if found is None:
        raise not_signed_in()
    return found


def not_signed_in() -> Unauthenticated:
    return Unauthenticated(
        "signed_out",
        "You are not signed in, or your sign-in has ended.",
        "Sign in and try again; what you had saved is still there.",
    )
