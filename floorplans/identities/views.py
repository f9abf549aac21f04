"""Providers of identities, and what they say about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from floorplans.actor import Role


@dataclass(frozen=True, slots=True)
class ShownProvider:
    """What the sign-in page may tell a stranger about a provider."""

    organisation_id: UUID
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """How a provider is set up, as an administrator typed it.

    ``client_secret`` None keeps the one that is there; empty takes it away.
    """

    name: str
    issuer: str
    client_id: str = ""
    client_secret: str | None = field(default=None, repr=False)
    scopes: str = ""
    groups_claim: str = ""
    domains: str = ""
    vouches_for_addresses: bool = False
    makes_people: bool = False
    default_role: str = "employee"
    facility_value: str = ""
    admin_value: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it is set up; its secret is sealed and never printed.

    Without ``client_id`` it is not finished, and not offered to anybody. It speaks for addresses of
    ``domains`` alone. ``vouches_for_addresses`` takes its addresses for verified where it does not
    say so. ``facility_value`` and ``admin_value`` are what its claim calls these roles.
    """

    organisation_id: UUID
    id: UUID
    name: str
    issuer: str
    client_id: str | None
    client_secret_sealed: bytes | None = field(repr=False)
    scopes: str
    groups_claim: str | None
    vouches_for_addresses: bool
    makes_people: bool
    default_role: Role
    facility_value: str | None
    admin_value: str | None
    domains: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return self.client_id is not None

    @property
    def tells_roles(self) -> bool:
        return self.facility_value is not None or self.admin_value is not None


@dataclass(frozen=True, slots=True)
class Reliance:
    """Who comes in by which way, as numbers of people who work in the organisation.

    ``strangers`` of ``people`` have never come with any of its providers. ``by_issuer`` has for
    each issuer how many came with it, and how many of these have no password.
    """

    people: int
    strangers: int
    by_issuer: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a checked ID token says about a person; it prints nothing of it.

    ``values`` is what the claim of groups holds: None where it was absent, which changes nothing,
    and empty where the provider says that there are none.
    """

    issuer: str = field(repr=False)
    subject: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    email_verified: bool = False
    name: str | None = field(default=None, repr=False)
    values: frozenset[str] | None = field(default=None, repr=False)
