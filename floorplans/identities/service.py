"""Use cases of identity providers: set up by an administrator, found by who signs in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.identities import queries, rules
from floorplans.identities.arriving import arrive
from floorplans.identities.views import (
    Claims,
    Provider,
    ProviderRequest,
    Reliance,
    ShownProvider,
)
from floorplans.ids import new_id
from floorplans.people import queries as people_queries
from floorplans.sealing import SealBroken, Sealer

__all__ = [
    "Claims",
    "Provider",
    "ProviderRequest",
    "ShownProvider",
    "add_provider",
    "arrive",
    "change_provider",
    "let_passwords",
    "provider",
    "provider_for",
    "provider_shown",
    "providers",
    "providers_shown",
    "ready_provider",
    "reliance",
    "remove_provider",
    "secret_of",
    "takes_passwords",
    "unlink",
]


def providers_shown(db: Database) -> tuple[list[tuple[UUID, str]], bool]:
    """Ids and names for the buttons of the sign-in page, and whether an address leads to others.

    With providers of several organisations there are no buttons: who works where is not told.
    """
    return queries.shown(db)


def provider_for(db: Database, email: str) -> ShownProvider | None:
    """The provider that speaks for the domain of an address, in any organisation."""
    domain = email.strip().lower().rpartition("@")[2]
    return queries.for_domain(db, domain) if domain else None


def provider_shown(db: Database, provider_id: UUID) -> ShownProvider | None:
    """A provider that can be signed in with; its id is no secret."""
    return queries.by_id(db, provider_id)


def ready_provider(db: Database, provider_id: UUID) -> Provider:
    """A provider with all that signing in needs; raises NotFound ``provider_not_found``."""
    found = queries.by_id(db, provider_id)
    if found is not None:
        with db.transaction(found.organisation_id) as tx:
            whole = queries.provider(tx, found.organisation_id, provider_id)
        if whole is not None and whole.is_ready:
            return whole
    raise _no_such_provider()


def providers(db: Database, actor: Actor) -> list[Provider]:
    """The providers of the organisation by name. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.providers(tx, actor.organisation_id)


def provider(db: Database, actor: Actor, provider_id: UUID) -> Provider:
    """One of them; raises ``Forbidden``, NotFound ``provider_not_found``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return _present(tx, actor, provider_id)


def add_provider(db: Database, actor: Actor, asked: ProviderRequest, *, key: bytes) -> Provider:
    """Set up a provider; without a client id it is not offered yet.

    ``key`` is the installation's, under which the secret is sealed. Raises ``Forbidden``,
    ``Invalid``, Conflict (``provider_name_taken``, ``domain_taken``), Refused
    ``too_many_providers``.
    """
    actor.require(Role.ADMIN)
    made, values = new_id(), rules.values_of(asked)
    values |= _secret(asked, made, values["client_id"] is not None, key)
    with _told(), db.transaction(actor.organisation_id) as tx:
        if len(queries.providers(tx, actor.organisation_id)) >= rules.MOST_PROVIDERS:
            raise Refused(
                "too_many_providers",
                f"There are {rules.MOST_PROVIDERS} providers already, and there can be no more.",
                "Remove one that nobody uses.",
            )
        queries.add(tx, {"organisation_id": actor.organisation_id, "id": made, **values})
        _set_domains(tx, actor, made, asked)
        return _present(tx, actor, made)


def change_provider(
    db: Database, actor: Actor, provider_id: UUID, asked: ProviderRequest, *, key: bytes
) -> Provider:
    """Set a provider up anew; another issuer or client needs its secret again.

    Where that leaves no way in but passwords, they are taken again.
    Raises as ``add_provider``, and NotFound ``provider_not_found``.
    """
    actor.require(Role.ADMIN)
    values = rules.values_of(asked)
    values |= _secret(asked, provider_id, values["client_id"] is not None, key)
    with _told(), db.transaction(actor.organisation_id) as tx:
        queries.lock_organisation(tx, actor.organisation_id)
        before = _present(tx, actor, provider_id)
        if before.issuer != values["issuer"] or values["client_id"] is None:
            # The secret of one provider is never sent to another.
            values.setdefault("client_secret_sealed", None)
        queries.change(tx, actor.organisation_id, provider_id, values)
        _set_domains(tx, actor, provider_id, asked)
        if not _has_ready(tx, actor):
            people_queries.set_takes_passwords(tx, actor.organisation_id, True)
        return _present(tx, actor, provider_id)


def remove_provider(db: Database, actor: Actor, provider_id: UUID) -> None:
    """Take a provider away. With the last one, passwords are taken again.

    Raises ``Forbidden``, NotFound ``provider_not_found``.
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        queries.lock_organisation(tx, actor.organisation_id)
        if not queries.remove(tx, actor.organisation_id, provider_id):
            raise _no_such_provider()
        if not _has_ready(tx, actor):
            people_queries.set_takes_passwords(tx, actor.organisation_id, True)


def takes_passwords(db: Database, actor: Actor) -> bool:
    """Whether people of the organisation may sign in with passwords. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return people_queries.takes_passwords(tx, actor.organisation_id)


def reliance(db: Database, actor: Actor) -> Reliance:
    """How many people would be shut out without one way in or another. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.reliance(tx, actor.organisation_id)


def let_passwords(db: Database, actor: Actor, lets: bool) -> None:
    """Take passwords, or the organisation's own accounts alone, from the next sign-in on.

    Raises ``Forbidden``, Refused ``no_other_way_in``.
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        queries.lock_organisation(tx, actor.organisation_id)
        if not lets and not _has_ready(tx, actor):
            raise Refused(
                "no_other_way_in",
                "There is no other way to sign in yet, so passwords stay.",
                "Finish the set-up of your accounts and try it first.",
            )
        people_queries.set_takes_passwords(tx, actor.organisation_id, lets)


def unlink(db: Database, person: Actor) -> int:
    """Forget what providers call a person, who is then found by the address again."""
    with db.transaction(person.organisation_id) as tx:
        return queries.unlink(tx, person.organisation_id, person.person_id)


def secret_of(found: Provider, key: bytes) -> str | None:
    """The client's secret; None for a public client. Raises Refused ``secret_unreadable``."""
    if found.client_secret_sealed is None:
        return None
    try:
        return _sealer(key, found.id).open(found.client_secret_sealed)
    except SealBroken:
        raise Refused(
            "secret_unreadable",
            "The secret of this provider cannot be read: it was sealed by another installation.",
            "An administrator has to enter it again.",
        ) from None


def _secret(
    asked: ProviderRequest, provider_id: UUID, has_client: bool, key: bytes
) -> dict[str, Any]:
    if asked.client_secret is None:
        return {}
    secret = rules.line(asked.client_secret, "Client secret", rules.LONGEST_SCOPES)
    sealed = _sealer(key, provider_id).seal(secret) if secret and has_client else None
    return {"client_secret_sealed": sealed}


def _sealer(key: bytes, provider_id: UUID) -> Sealer:
    return Sealer(key, f"identity provider {provider_id}")


def _set_domains(tx: Connection, actor: Actor, provider_id: UUID, asked: ProviderRequest) -> None:
    domains = rules.domains_of(asked.domains)
    if any(queries.is_elsewhere(tx, domain) for domain in domains):
        raise _domain_taken()
    queries.set_domains(tx, actor.organisation_id, provider_id, domains)


def _has_ready(tx: Connection, actor: Actor) -> bool:
    return any(each.is_ready for each in queries.providers(tx, actor.organisation_id))


def _present(tx: Connection, actor: Actor, provider_id: UUID) -> Provider:
    found = queries.provider(tx, actor.organisation_id, provider_id)
    if found is None:
        raise _no_such_provider()
    return found


def _no_such_provider() -> NotFound:
    return NotFound(
        "provider_not_found",
        "There is no such way to sign in any more.",
        "Open the sign-in page again.",
    )


def _domain_taken() -> Conflict:
    return Conflict(
        "domain_taken",
        "One of the domains is in use elsewhere in this installation. Nothing was changed.",
        "A domain belongs to one provider; ask whoever runs the service.",
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        if constraint == "identity_provider_name_key":
            raise Conflict(
                "provider_name_taken",
                "There is a provider of this name already. Nothing was changed.",
                "Choose another name.",
            ) from None
        if constraint in ("identity_provider_domain_key", "identity_provider_domain_pkey"):
            raise _domain_taken() from None
        raise
