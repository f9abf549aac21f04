"""The values that go into and come out of the use cases about messages and calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.equipment.views import Brought
from floorplans.messages.kinds import FaultKind, Kind, TokenNews
from floorplans.wording import OfPlace


class By(StrEnum):
    """Who did it, as far as the person who is told should know."""

    THEMSELVES = "themselves"
    FACILITY = "facility"
    COLLEAGUE = "colleague"
    #: A plan that was published, or a clock.
    NOBODY = "nobody"


def by_of(row: Mapping[Any, Any]) -> By:
    """Who did what a row of a message tells, as seen by its ``person_id``."""
    if row["by_person_id"] is None:
        return By.NOBODY
    if row["by_person_id"] == row["person_id"]:
        return By.THEMSELVES
    return By.FACILITY if Role(row["by_role"]).covers(Role.FACILITY) else By.COLLEAGUE


class Outcome(StrEnum):
    """How a message ended."""

    SENT = "sent"
    #: What it would have told is not so any more.
    NEEDLESS = "needless"
    #: The mail server does not take it, and will not later.
    REFUSED = "refused"
    #: It could not be sent while it was of use.
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Entry(OfPlace):
    """One booking as a calendar has it. ``sequence`` grows with every change of it (RFC 5545)."""

    booking_id: UUID
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    window: Window
    state: str
    sequence: int
    changed_at: datetime
    brings: tuple[Brought, ...] = ()
    is_private: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """Where and when a booking was before it was changed."""

    space_name: str
    window: Window


@dataclass(frozen=True, slots=True)
class Part:
    """What happened to one of several bookings; ``whose`` is its person, None for one's own."""

    kind: Kind
    entry: Entry
    whose: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message with all that its text is made of; the address never prints.

    ``entry`` is the booking as it was when the message was written, ``state_now`` its present one.
    ``check_in_by`` is when its person should have checked in, None where nobody asks for that.
    ``lost`` is what it does not bring along any more, where the message tells of that.
    ``whose`` is the person of the booking, None if it is the recipient's own. ``parts`` are the
    bookings of a message about several, by time.
    """

    id: UUID
    kind: Kind
    to: Actor = field(repr=False)
    entry: Entry
    state_now: str
    by: By
    before: Before | None
    check_in_by: datetime | None
    details: dict[str, Any]
    created_at: datetime
    due_at: datetime
    attempts: int
    lost: str | None = None
    whose: str | None = None
    parts: tuple[Part, ...] = ()
    #: Of a request: until when it can be answered, and what was written with the answer.
    answer_by: datetime | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """What became of a place that is, or was, assigned to somebody: given, changed or lost.

    Of a lost one the days begin with the first on which it is not theirs.
    """

    did: str
    space_id: UUID
    space_name: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    weekdays: tuple[int, ...]
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about places that are assigned to somebody; the address never prints."""

    id: UUID
    to: Actor = field(repr=False)
    by: By
    places: tuple[OwnPlace, ...]
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class FaultNotice:
    """A message about a fault at a place; the address never prints.

    ``what`` and ``note`` say what is wrong, ``word`` what staff wrote when it was done.
    """

    id: UUID
    kind: FaultKind
    to: Actor = field(repr=False)
    by: By
    what: str
    note: str | None
    word: str | None
    reported_at: datetime
    is_done: bool
    space_id: UUID
    space_name: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """A message about a webhook that was paused by itself; addresses never print.

    ``paused`` is why, None when it was let go on meanwhile.
    """

    id: UUID
    to: Actor = field(repr=False)
    webhook_id: UUID
    name: str
    url: str = field(repr=False)
    paused: str | None
    paused_at: datetime | None
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class TokenNotice:
    """A message about a directory's token; addresses never print."""

    id: UUID
    to: Actor = field(repr=False)
    why: TokenNews
    name: str
    expires_at: datetime
    is_revoked: bool
    due_at: datetime
    attempts: int


#: Whatever a message can be made of.
Sendable = Letter | Notice | FaultNotice | WebhookNotice | TokenNotice


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that this process alone may send until its lease ends."""

    organisation_id: UUID
    message_id: UUID


@dataclass(frozen=True, slots=True)
class PostState:
    """How the sending of mail stands, over all organisations.

    ``tried`` counts those that wait and failed at least once; ``trouble`` is why most of them did.
    """

    sends: bool
    waiting: int
    tried: int
    trouble: str | None
    oldest_at: datetime | None
    refused: int
    too_late: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A person's calendar: their bookings by time, and when any of it last changed."""

    person: Actor
    entries: tuple[Entry, ...]
    changed_at: datetime
