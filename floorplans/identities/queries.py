"""The SQL of identity providers and of who is who there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, text, update

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.identities.models import (
    identity_provider,
    identity_provider_domain,
    person_identity,
)
from floorplans.identities.views import Provider, Reliance, ShownProvider

_P = identity_provider.c
_IS_ELSEWHERE = text("SELECT is_domain_elsewhere(:domain)")
_SPEAKS_FOR = text("SELECT organisation_id FROM identity_provider_for(:domain)")
# Whose roles are told waits for each other, so that two cannot both be the last administrator.
_LOCK_ORGANISATION = text("SELECT 1 FROM organisation WHERE id = :organisation FOR NO KEY UPDATE")
_LOCK_PERSON = text("""
SELECT id, role, left_at FROM person
WHERE organisation_id = :organisation AND id = :person FOR NO KEY UPDATE
""")
_BY_EMAIL = text("""
SELECT id FROM person WHERE organisation_id = :organisation AND email = :email
""")
_OTHER_ADMINS = text("""
SELECT count(*) FROM person
WHERE organisation_id = :organisation AND id <> :person AND role = 'admin' AND left_at IS NULL
""")

_STRANGERS = text("""
SELECT count(*) AS people, count(*) FILTER (WHERE NOT EXISTS (
  SELECT FROM person_identity i
  JOIN identity_provider o ON o.organisation_id = i.organisation_id AND o.issuer = i.issuer
  WHERE i.organisation_id = p.organisation_id AND i.person_id = p.id
    AND o.client_id IS NOT NULL)) AS strangers
FROM person p WHERE p.organisation_id = :organisation AND p.left_at IS NULL
""")
_CAME = text("""
SELECT i.issuer, count(*) AS came, count(*) FILTER (WHERE p.password_hash IS NULL) AS bare
FROM person_identity i JOIN person p ON p.organisation_id = i.organisation_id AND p.id = i.person_id
WHERE i.organisation_id = :organisation AND p.left_at IS NULL GROUP BY i.issuer
""")


def shown(db: Database) -> tuple[list[tuple[UUID, str]], bool]:
    """The providers for buttons, and whether there are others that are found by a domain."""
    row = db.look_up("SELECT ids, names, others FROM identity_providers_shown()", ())
    ids, names, others = row or (None, None, False)
    return list(zip(ids or (), names or (), strict=True)), bool(others)


def for_domain(db: Database, domain: str) -> ShownProvider | None:
    row = db.look_up("SELECT organisation_id, id, name FROM identity_provider_for(%s)", (domain,))
    return None if row is None else ShownProvider(*row)


def by_id(db: Database, provider_id: UUID) -> ShownProvider | None:
    row = db.look_up(
        "SELECT organisation_id, id, name FROM identity_provider_of(%s)", (provider_id,)
    )
    return None if row is None else ShownProvider(*row)


def providers(tx: Connection, organisation_id: UUID) -> list[Provider]:
    """All providers of the organisation by name."""
    d = identity_provider_domain.c
    own = select(d.provider_id, d.domain).where(d.organisation_id == organisation_id)
    domains: dict[UUID, list[str]] = {}
    for provider_id, domain in tx.execute(own.order_by(d.domain)):
        domains.setdefault(provider_id, []).append(domain)
    rows = tx.execute(
        select(
            *(each for each in identity_provider.c if each.name != "created_at"),
        )
        .where(_P.organisation_id == organisation_id)
        .order_by(func.lower(_P.name))
    ).mappings()
    return [
        Provider(
            **{**row, "default_role": Role(row["default_role"])},
            domains=tuple(domains.get(row["id"], ())),
        )
        for row in rows
    ]


def provider(tx: Connection, organisation_id: UUID, provider_id: UUID) -> Provider | None:
    return next((p for p in providers(tx, organisation_id) if p.id == provider_id), None)


def add(tx: Connection, values: Mapping[str, Any]) -> None:
    tx.execute(insert(identity_provider).values(**values))


def change(
    tx: Connection, organisation_id: UUID, provider_id: UUID, values: Mapping[str, Any]
) -> bool:
    own = (_P.organisation_id == organisation_id, _P.id == provider_id)
    return tx.execute(update(identity_provider).where(*own).values(**values)).rowcount == 1


def remove(tx: Connection, organisation_id: UUID, provider_id: UUID) -> bool:
    own = (_P.organisation_id == organisation_id, _P.id == provider_id)
    return tx.execute(delete(identity_provider).where(*own)).rowcount == 1


def is_elsewhere(tx: Connection, domain: str) -> bool:
    """Whether another organisation has people or a provider with this domain."""
    return bool(tx.execute(_IS_ELSEWHERE, {"domain": domain}).scalar_one())


def speaks_elsewhere(tx: Connection, organisation_id: UUID, domain: str) -> bool:
    """Whether the provider that speaks for a domain is another organisation's."""
    found = tx.execute(_SPEAKS_FOR, {"domain": domain}).scalar()
    return found is not None and found != organisation_id


def set_domains(
    tx: Connection, organisation_id: UUID, provider_id: UUID, domains: Iterable[str]
) -> None:
    d = identity_provider_domain.c
    tx.execute(
        delete(identity_provider_domain).where(
            d.organisation_id == organisation_id, d.provider_id == provider_id
        )
    )
    rows = [
        {"organisation_id": organisation_id, "provider_id": provider_id, "domain": domain}
        for domain in domains
    ]
    if rows:
        tx.execute(insert(identity_provider_domain), rows)


def person_of(tx: Connection, organisation_id: UUID, issuer: str, subject: str) -> UUID | None:
    """Who is linked to this subject."""
    i = person_identity.c
    wanted = (i.organisation_id == organisation_id, i.issuer == issuer, i.subject == subject)
    return tx.execute(select(i.person_id).where(*wanted)).scalar()


def person_by_email(tx: Connection, organisation_id: UUID, email: str) -> UUID | None:
    """Who has this address in the organisation, also when they have left."""
    named = {"organisation": organisation_id, "email": email}
    found: UUID | None = tx.execute(_BY_EMAIL, named).scalar()
    return found


def link(
    tx: Connection, organisation_id: UUID, person_id: UUID, key: tuple[str, str], now: datetime
) -> None:
    issuer, subject = key
    tx.execute(
        insert(person_identity).values(
            organisation_id=organisation_id,
            person_id=person_id,
            issuer=issuer,
            subject=subject,
            linked_at=now,
        )
    )


def unlink(tx: Connection, organisation_id: UUID, person_id: UUID) -> int:
    """Forget what providers call a person; how many there were."""
    i = person_identity.c
    own = (i.organisation_id == organisation_id, i.person_id == person_id)
    return tx.execute(delete(person_identity).where(*own)).rowcount


def reliance(tx: Connection, organisation_id: UUID) -> Reliance:
    """How many people come in by which way."""
    named = {"organisation": organisation_id}
    whole = tx.execute(_STRANGERS, named).one()
    came = {row.issuer: (row.came, row.bare) for row in tx.execute(_CAME, named)}
    return Reliance(whole.people, whole.strangers, came)


def lock_organisation(tx: Connection, organisation_id: UUID) -> None:
    tx.execute(_LOCK_ORGANISATION, {"organisation": organisation_id})


def lock_person(tx: Connection, organisation_id: UUID, person_id: UUID) -> tuple[Role, bool] | None:
    """The role of a person, and whether they have left; held until the transaction ends."""
    named = {"organisation": organisation_id, "person": person_id}
    row = tx.execute(_LOCK_PERSON, named).one_or_none()
    return None if row is None else (Role(row.role), row.left_at is not None)


def has_other_admins(tx: Connection, organisation_id: UUID, person_id: UUID) -> bool:
    named = {"organisation": organisation_id, "person": person_id}
    return bool(tx.execute(_OTHER_ADMINS, named).scalar_one())
