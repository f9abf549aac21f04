"""The values that go into and come out of the use cases of webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from floorplans.hooks.kinds import Event, Paused, State, Trouble


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A webhook as it is wanted. Without a site it hears of all of them.

    ``tells_person`` lets it carry the id of whoever a booking is for.
    """

    name: str
    url: str
    events: frozenset[Event]
    site_id: UUID | None = None
    tells_person: bool = False


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook without its secret. ``waiting`` is how much is still to be sent."""

    id: UUID
    name: str
    url: str
    events: tuple[Event, ...]
    site_id: UUID | None
    site_name: str | None
    tells_person: bool
    created_at: datetime
    paused: Paused | None
    paused_at: datetime | None
    failures: int
    succeeded_at: datetime | None
    former_until: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the sending of one event stands. ``answer`` is plain text of the other system."""

    event_id: UUID
    sequence: int
    kind: str
    state: State
    attempts: int
    happened_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    status: int | None
    trouble: Trouble | None
    answer: str | None
    took_ms: int | None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it was written; ``person_id`` only where a webhook may carry it."""

    id: UUID
    sequence: int
    kind: str
    at: datetime
    facts: dict[str, Any]
    place: dict[str, Any]
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class Taken:
    """One attempt that this process alone may make until its lease ends. Secrets never print."""

    organisation_id: UUID
    webhook_id: UUID
    event: Happened
    attempt: int
    first_tried_at: datetime
    url: str
    tells_person: bool
    sealed: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """How one attempt went; ``status`` is None where there was no answer."""

    status: int | None = None
    trouble: Trouble | None = None
    answer: str = ""
    took: timedelta = timedelta()

    @property
    def is_good(self) -> bool:
        return self.trouble is None
