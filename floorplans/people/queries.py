"""The only SQL about people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people.models import api_token, organisation, person, session, sign_in_attempt


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose secret was shown, when it was last used, and the version of the floor they look at.

    ``until`` is when the secret must be looked up again though nothing was changed: it ends then,
    or its use is to be noted. ``version`` is None when no floor was named, or it is not one of
    their organisation.
    """

    actor: Actor
    seen_at: datetime
    until: datetime
    version: int | None


@dataclass(frozen=True, slots=True)
class Login:
    """The account behind an address, in any organisation."""

    organisation_id: UUID
    person_id: UUID
    password_hash: str | None = field(repr=False)


def session_actor(
    db: Database,
    digest: bytes,
    now: datetime,
    *,
    idle: timedelta,
    lasts: timedelta,
    step: timedelta,
    floor_id: UUID | None = None,
) -> Recognised | None:
    """Who holds the session; its use is to be noted ``step`` after the last time."""
    return _recognised(
        db.look_up(
            "SELECT organisation_id, person_id, role, name, email, seen_at,"
            " LEAST(seen_at + %s, started_at + %s), version"
            " FROM session_at_floor(%s, %s, %s, %s)",
            (step, lasts, digest, now - idle, now - lasts, floor_id),
        )
    )


def token_actor(
    db: Database, digest: bytes, now: datetime, *, step: timedelta, floor_id: UUID | None = None
) -> Recognised | None:
    """Whose token it is; looked up again after ``step`` in any case."""
    return _recognised(
        db.look_up(
            "SELECT organisation_id, person_id, role, name, email, seen_at,"
            " LEAST(expires_at, %s), version FROM token_at_floor(%s, %s, %s)",
            (now + step, digest, now, floor_id),
        )
    )


def login(db: Database, email: str) -> Login | None:
    """Organisation, person and password hash of an address, in any organisation."""
    row = db.look_up(
        "SELECT organisation_id, person_id, password_hash FROM sign_in_lookup(%s)", (email,)
    )
    return Login(*row) if row is not None else None


def _recognised(row: tuple[Any, ...] | None) -> Recognised | None:
    if row is None:
        return None
    organisation_id, person_id, role, name, email, *others = row
    return Recognised(Actor(organisation_id, person_id, Role(role), name, email), *others)


def add_attempt(tx: Connection, login_digest: bytes, network_digest: bytes, at: datetime) -> int:
    """Count one attempt and return its id."""
    added = tx.execute(
        insert(sign_in_attempt)
        .values(login_digest=login_digest, network_digest=network_digest, attempted_at=at)
        .returning(sign_in_attempt.c.id)
    )
    return int(added.scalar_one())


def forget_attempts(tx: Connection, before: datetime) -> None:
    tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.attempted_at <= before))


def forget_attempt(tx: Connection, attempt_id: int) -> None:
    tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.id == attempt_id))


def forget_attempts_of(tx: Connection, login_digest: bytes, network_digest: bytes) -> None:
    """Forget a login's attempts from one network, once it has proved itself there."""
    tx.execute(
        delete(sign_in_attempt).where(
            sign_in_attempt.c.login_digest == login_digest,
            sign_in_attempt.c.network_digest == network_digest,
        )
    )


def latest_attempts(
    tx: Connection, login_digest: bytes, network_digest: bytes, after: datetime, limit: int
) -> tuple[list[datetime], list[datetime]]:
    """The newest attempts of a login and of a network, each newest first."""
    at = sign_in_attempt.c.attempted_at
    parts = [
        select(literal(number).label("source"), at)
        .where(column == value, at > after)
        .order_by(at.desc())
        .limit(limit)
        .subquery()
        .select()
        for number, column, value in (
            (0, sign_in_attempt.c.login_digest, login_digest),
            (1, sign_in_attempt.c.network_digest, network_digest),
        )
    ]
    found: tuple[list[datetime], list[datetime]] = ([], [])
    for source, attempted_at in tx.execute(union_all(*parts)):
        found[source].append(attempted_at)
    return sorted(found[0], reverse=True), sorted(found[1], reverse=True)


def takes_passwords(tx: Connection, organisation_id: UUID) -> bool:
    """Whether the organisation lets its people sign in with passwords."""
    own = organisation.c.id == organisation_id
    return bool(tx.execute(select(organisation.c.takes_passwords).where(own)).scalar_one())


def set_takes_passwords(tx: Connection, organisation_id: UUID, takes: bool) -> None:
    own = organisation.c.id == organisation_id
    tx.execute(update(organisation).where(own).values(takes_passwords=takes))


def add_session(
    tx: Connection, organisation_id: UUID, person_id: UUID, digest: bytes, now: datetime
) -> None:
    tx.execute(
        insert(session).values(
            organisation_id=organisation_id,
            person_id=person_id,
            digest=digest,
            started_at=now,
            seen_at=now,
        )
    )


def touch_session(tx: Connection, digest: bytes, now: datetime, seen_before: datetime) -> None:
    tx.execute(
        update(session)
        .where(session.c.digest == digest, session.c.seen_at <= seen_before)
        .values(seen_at=now)
    )


def end_session(tx: Connection, digest: bytes) -> None:
    tx.execute(delete(session).where(session.c.digest == digest))


def end_sessions_of(tx: Connection, person_id: UUID, *, keep: bytes | None = None) -> None:
    of_person = delete(session).where(session.c.person_id == person_id)
    tx.execute(of_person if keep is None else of_person.where(session.c.digest != keep))


def end_old_sessions(
    tx: Connection, person_id: UUID, seen_before: datetime, started_before: datetime
) -> None:
    tx.execute(
        delete(session).where(
            session.c.person_id == person_id,
            (session.c.seen_at <= seen_before) | (session.c.started_at <= started_before),
        )
    )


def set_last_used(tx: Connection, person_id: UUID, on: date) -> None:
    tx.execute(
        update(person)
        .where(person.c.id == person_id, person.c.last_used_on.is_distinct_from(on))
        .values(last_used_on=on)
    )


def set_password(tx: Connection, person_id: UUID, password_hash: str) -> None:
    tx.execute(update(person).where(person.c.id == person_id).values(password_hash=password_hash))


def add_organisation(tx: Connection, organisation_id: UUID, name: str) -> None:
    tx.execute(insert(organisation).values(id=organisation_id, name=name))


def add_person(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(insert(person).values(values))


def update_person(tx: Connection, person_id: UUID, values: dict[str, Any]) -> None:
    tx.execute(update(person).where(person.c.id == person_id).values(values))


def person_row(tx: Connection, person_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """A person with the name of their organisation."""
    return tx.execute(
        select(
            person.c.id,
            person.c.email,
            person.c.name,
            person.c.role,
            person.c.shows_name,
            person.c.lets_book,
            person.c.password_hash,
            person.c.left_at,
            organisation.c.name.label("organisation_name"),
        )
        .join(organisation, organisation.c.id == person.c.organisation_id)
        .where(person.c.id == person_id)
    ).one_or_none()


def people_rows(tx: Connection) -> list[Row[Any]]:
    columns = (person.c.id, person.c.email, person.c.name, person.c.role, person.c.last_used_on)
    still_here = select(*columns).where(person.c.left_at.is_(None))
    return list(tx.execute(still_here.order_by(func.lower(person.c.name), person.c.id)))


def add_token(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(insert(api_token).values(values))


def tokens_of(tx: Connection, person_id: UUID) -> list[Row[Any]]:
    columns = (
        api_token.c.id,
        api_token.c.name,
        api_token.c.created_at,
        api_token.c.expires_at,
        api_token.c.revoked_at,
    )
    return list(
        tx.execute(
            select(*columns)
            .where(api_token.c.person_id == person_id)
            .order_by(api_token.c.created_at, api_token.c.id)
        )
    )


def revoke_token(tx: Connection, person_id: UUID, token_id: UUID, now: datetime) -> bool:
    """Whether there was such a token; one that was revoked before keeps its instant."""
    found = tx.execute(
        update(api_token)
        .where(api_token.c.person_id == person_id, api_token.c.id == token_id)
        .values(revoked_at=func.coalesce(api_token.c.revoked_at, now))
    )
    return found.rowcount == 1


def revoke_tokens_of(tx: Connection, person_id: UUID, now: datetime) -> None:
    tx.execute(
        update(api_token)
        .where(api_token.c.person_id == person_id, api_token.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def let_go(tx: Connection, person_id: UUID, now: datetime) -> None:
    """Close an account: nobody is signed in with it any more, and no token acts for it."""
    update_person(tx, person_id, {"left_at": now})
    end_sessions_of(tx, person_id)
    revoke_tokens_of(tx, person_id, now)
