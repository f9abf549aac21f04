"""What the use cases about people answer with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from floorplans.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person and the session's token, which is shown nowhere and stored nowhere else."""

    actor: Actor
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person may see and change about themselves."""

    person_id: UUID
    email: str
    name: str
    role: Role
    shows_name: bool
    lets_book: bool
    organisation_id: UUID
    organisation_name: str
    #: Whether there is a password to change.
    has_password: bool = True


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in an administrator's list."""

    id: UUID
    email: str
    name: str
    role: Role
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class TokenView:
    """An API token without its secret."""

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
