"""Signed links that do one thing for one person, without a sign-in.

A link names an act, a booking and a person by their ids, and when it ends; nothing else is in it.
Who has it can do that act, so it goes to the person's own mail and calendar only. Asking for it
(GET) shows a page with a button; only the button (POST) acts, because programs that look for harm
in mail open every link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from itsdangerous import BadData, URLSafeSerializer

from floorplans.actor import Actor
from floorplans.bookings.windows import wall_time
from floorplans.errors import NotFound
from floorplans.messages.views import Entry

_SALT = "floorplans link"
#: More than any link has.
LONGEST_TOKEN = 1000


class Act(StrEnum):
    """What a link can do."""

    CANCEL = "cancel"
    CHECK_IN = "check_in"
    #: Move a booking to the place that the link names.
    MOVE = "move"
    #: Answer an offer from a wait list: the booking keeps its place, or gives it to the next one.
    TAKE = "take"
    NO_THANKS = "no_thanks"
    #: Answer somebody's request; these are for who may approve it.
    APPROVE = "approve"
    DECLINE = "decline"
    #: Move a booking back to the place that it had before that was closed.
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Link:
    """One act, for one person, on one booking, until ``expires_at``; ``space_id`` for a move."""

    act: Act
    organisation_id: UUID
    person_id: UUID
    booking_id: UUID
    expires_at: datetime
    space_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of this installation are, for whoever reads mail or a calendar."""

    base_url: str
    key: bytes = field(repr=False)

    def page(self, path: str) -> str:
        return self.base_url + path

    def on_map(self, entry: Entry) -> str:
        """The floor's map in the booked hours, with the place chosen."""
        zone = ZoneInfo(entry.time_zone)
        start, end = (
            wall_time(instant, zone) for instant in (entry.window.from_at, entry.window.to_at)
        )
        hours = {"from": f"{start:%Y-%m-%dT%H:%M}", "to": f"{end:%Y-%m-%dT%H:%M}"}
        query = urlencode({**hours, "space": str(entry.space_id)}, safe=":")
        return self.page(f"/floors/{entry.floor_id}?{query}")

    def act(self, act: Act, person: Actor, entry: Entry, space_id: UUID | None = None) -> str:
        """The link by which this person does this with this booking, until its hours are over."""
        link = Link(
            act,
            person.organisation_id,
            person.person_id,
            entry.booking_id,
            entry.window.to_at,
            space_id,
        )
        return self.page(f"/links/{token_of(link, self.key)}")


def token_of(link: Link, key: bytes) -> str:
    """The link as text; the same link gives the same text."""
    return _serializer(key).dumps(
        [
            str(link.act),
            link.organisation_id.hex,
            link.person_id.hex,
            link.booking_id.hex,
            int(link.expires_at.timestamp()),
            link.space_id.hex if link.space_id else "",
        ]
    )


def link_of(token: str, key: bytes, now: datetime) -> Link:
    """What a text stands for. Raises NotFound ``link_invalid`` or ``link_expired``."""
    if len(token) > LONGEST_TOKEN:
        raise _invalid()
    try:
        act, organisation, person, booking, expires_s, space = _serializer(key).loads(token)
        link = Link(
            Act(act),
            UUID(organisation),
            UUID(person),
            UUID(booking),
            datetime.fromtimestamp(expires_s, UTC),
            UUID(space) if space else None,
        )
    except (BadData, ValueError, TypeError):
        raise _invalid() from None
    if now >= link.expires_at:
        raise NotFound(
            "link_expired",
            "This link has expired: the booked hours are over. Nothing was changed.",
            "Sign in and open “My bookings” to see how things stand.",
        )
    return link


def _serializer(key: bytes) -> URLSafeSerializer:
    signing = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(key, salt=_SALT, signer_kwargs=signing)


def _invalid() -> NotFound:
    return NotFound(
        "link_invalid",
        "This link is not one of ours, or a part of it is missing. Nothing was changed.",
        "Open it from the mail again, or sign in and open “My bookings”.",
    )
