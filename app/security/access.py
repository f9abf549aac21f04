"""What each view asks of who calls it. Closed first: without a word here, sign-in is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ParamSpec, TypeVar

from app.live.stamps import Topic
from floorplans.actor import Role

P = ParamSpec("P")
R = TypeVar("R")

_ATTRIBUTE = "floorplans_access"

#: A JSON body or a small form.
BODY_LIMIT_BYTES = 1024 * 1024
#: A group of ten thousand people, with an address for each.
DIRECTORY_LIMIT_BYTES = 4 * 1024 * 1024
#: A drawing, with the form around it.
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Access:
    """One view's demands.

    ``role`` None lets everybody in, signed in or not. ``identifies_itself`` is for the few hot
    views that recognise the person and read what they need in one round trip. ``limit`` names the
    rate limit, of each person, or of each network where nobody need be signed in.
    ``largest_body`` is in bytes. ``is_directory`` lets in the directory of an organisation by its
    token, and no person. ``changes`` is what a request that may write can
    change, everything unless a view says less.
    """

    role: Role | None = Role.EMPLOYEE
    identifies_itself: bool = False
    limit: str | None = "api"
    changes: tuple[Topic, ...] = tuple(Topic)
    largest_body: int = BODY_LIMIT_BYTES
    is_directory: bool = False


SIGNED_IN = Access()


def access_of(view: Callable[..., Any] | None) -> Access:
    found = getattr(view, _ATTRIBUTE, SIGNED_IN)
    return found if isinstance(found, Access) else SIGNED_IN


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody in."""
    return _set(view, role=None, limit=None)


def by_secret(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody in as often as one network may ask: the address itself holds the secret."""
    return _set(view, role=None, limit="api")


def needs(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in who holds this role or a higher one."""
    return lambda view: _set(view, role=role)


def by_directory(view: Callable[P, R]) -> Callable[P, R]:
    """Let in nobody but an organisation's directory."""
    return _set(
        view,
        role=None,
        is_directory=True,
        limit="directory",
        largest_body=DIRECTORY_LIMIT_BYTES,
    )


def identifies_itself(view: Callable[P, R]) -> Callable[P, R]:
    """Leave recognising the person to the view, which must refuse who is not signed in."""
    return _set(view, identifies_itself=True, limit=None)


def changes(*topics: Topic) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say that a view that many use at once can change these only, so that the rest stays known."""
    return lambda view: _set(view, changes=topics)


def takes_upload(view: Callable[P, R]) -> Callable[P, R]:
    """Allow a body as large as a drawing, as often as the upload limit says."""
    return _set(view, largest_body=UPLOAD_LIMIT_BYTES, limit="upload")


def _set(view: Callable[P, R], **changes: Any) -> Callable[P, R]:
    setattr(view, _ATTRIBUTE, replace(access_of(view), **changes))
    return view
