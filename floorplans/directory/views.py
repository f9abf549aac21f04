"""The values that go into and come out of the use cases of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from floorplans.actor import Role

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Directory:
    """Who speaks for the directory of one organisation: a token, and no person."""

    organisation_id: UUID
    token_id: UUID


class About(StrEnum):
    """What people and groups can be looked for by."""

    ID = "id"
    USER_NAME = "user_name"
    EXTERNAL_ID = "external_id"
    EMAIL = "email"
    NAME = "name"
    IS_ACTIVE = "is_active"
    MEMBER = "member"
    #: Nobody and nothing: what was asked for cannot be.
    NOTHING = "nothing"


#: All of these hold at once.
Wanted = tuple[tuple[About, str | bool], ...]


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person as the directory sees them.

    ``user_name`` is what the directory calls them, their e-mail address where it never did.
    ``given_name`` and ``family_name`` are None unless the directory said them.
    """

    id: UUID
    user_name: str
    email: str
    name: str
    given_name: str | None
    family_name: str | None
    role: Role
    external_id: str | None
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonWish:
    """What the directory wants a person to be; ``role`` None leaves the role as it is."""

    user_name: str
    email: str
    name: str
    given_name: str | None = None
    family_name: str | None = None
    external_id: str | None = None
    role: Role | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class GroupKept:
    """A group that the directory keeps; ``members`` are people's ids, None where nobody asked."""

    id: UUID
    name: str
    external_id: str | None
    created_at: datetime
    members: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class GroupWish:
    """What the directory wants a whole group to be."""

    name: str
    external_id: str | None
    people: frozenset[UUID]


class Deed(StrEnum):
    """What is done to the members of a group."""

    ADD = "add"
    REMOVE = "remove"
    SET = "set"


@dataclass(frozen=True, slots=True)
class MemberStep:
    """Put these people in, take them out, or let nobody else be in the group."""

    deed: Deed
    people: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """``name`` None keeps the name; ``external_id`` counts where ``says_external_id``.

    The steps are done in their order.
    """

    name: str | None = None
    external_id: str | None = None
    says_external_id: bool = False
    steps: tuple[MemberStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[Kept]):
    """Some of all that was found, with how many there are."""

    total: int
    items: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class DirectoryToken:
    """A token without its secret.

    ``maker`` is the name of who made it; None where nobody knows, or where they have left, which
    ``maker_left`` tells. It goes on working then, until ``expires_at``.
    """

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    maker: str | None
    maker_left: bool

    def has_ended(self, now: datetime) -> bool:
        return self.expires_at <= now

    def days_left(self, now: datetime) -> int:
        """Whole days until it ends; 0 on its last day."""
        return max(0, (self.expires_at - now).days)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group on the administrator's page; ``kept_by`` is ``hand``, ``sign_in`` or ``scim``."""

    id: UUID
    name: str
    members: int
    rules: int
    kept_by: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What an administrator sees: live tokens, when one last spoke, and what is kept.

    ``people`` counts those who are not closed, ``others`` are the groups that it does not keep.
    """

    tokens: tuple[DirectoryToken, ...]
    last_used_at: datetime | None
    people: int
    groups: tuple[GroupRow, ...]
    others: tuple[GroupRow, ...]
