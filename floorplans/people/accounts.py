"""Use cases about accounts: organisations, people, their profiles and API tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, Invalid, NotFound, Unauthenticated
from floorplans.ids import new_id
from floorplans.people import passwords, queries, rules
from floorplans.people.tokens import digest, new_api_token
from floorplans.people.views import PersonView, Profile, TokenView


def create_organisation(db: Database, name: str) -> UUID:
    """Make an organisation. Raises ``Conflict`` (``organisation_name_taken``)."""
    made = new_id()
    with _names_taken(), db.transaction(made) as tx:
        queries.add_organisation(tx, made, rules.name_of(name))
    return made


def create_person(
    db: Database,
    organisation_id: UUID,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
) -> Actor:
    """Make a person; without a password they can use API tokens only.

    Raises ``Conflict`` (``email_taken``: an address belongs to one person in one organisation),
    ``Invalid``.
    """
    if password is not None:
        passwords.check_new(password)
    made = Actor(organisation_id, new_id(), role, rules.name_of(name), rules.email_of(email))
    values = {
        "organisation_id": organisation_id,
        "id": made.person_id,
        "email": made.email,
        "name": made.name,
        "role": str(role),
        "password_hash": passwords.hashed(password) if password is not None else None,
    }
    with _names_taken(), db.transaction(organisation_id) as tx:
        queries.add_person(tx, values)
    return made


def person_by_email(db: Database, email: str) -> Actor | None:
    """The person with this address, in whichever organisation; for the command line only."""
    found = queries.login(db, rules.email_of(email))
    if found is None:
        return None
    with db.transaction(found.organisation_id) as tx:
        row = queries.person_row(tx, found.person_id)
    return (
        Actor(found.organisation_id, row.id, Role(row.role), row.name, row.email) if row else None
    )


def actor_of(db: Database, organisation_id: UUID, person_id: UUID) -> Actor | None:
    """The person of this id; None when there is none, or they left."""
    with db.transaction(organisation_id) as tx:
        row = queries.person_row(tx, person_id)
    if row is None or row.left_at is not None:
        return None
    return Actor(organisation_id, row.id, Role(row.role), row.name, row.email)


def people(db: Database, actor: Actor) -> list[PersonView]:
    """Everybody of the organisation who has not left, by name. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.people_rows(tx)
    return [PersonView(r.id, r.email, r.name, Role(r.role), r.last_used_on) for r in rows]


def profile(db: Database, actor: Actor) -> Profile:
    with db.transaction(actor.organisation_id) as tx:
        return _profile(actor, queries.person_row(tx, actor.person_id))


def update_profile(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    name: str | None = None,
    shows_name: bool | None = None,
    lets_book: bool | None = None,
) -> Profile:
    """Change what is given and leave the rest.

    A trigger (``person_shown``) tells open maps where the person's name may stand.
    """
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = rules.name_of(name)
    if shows_name is not None:
        values["shows_name"] = shows_name
    if lets_book is not None:
        values["lets_book"] = lets_book
    with db.transaction(actor.organisation_id) as tx:
        if values:
            queries.update_person(tx, actor.person_id, values)
        return _profile(actor, queries.person_row(tx, actor.person_id))


def change_password(
    db: Database, actor: Actor, old: str, new: str, *, session_token: str | None = None
) -> None:
    """Change one's own password; every other session of the person ends.

    Raises ``Unauthenticated`` (``wrong_password``), ``Invalid`` (``password_length``).
    """
    passwords.check_new(new)
    with db.transaction(actor.organisation_id) as tx:
        row = queries.person_row(tx, actor.person_id)
    if not passwords.is_right(row.password_hash if row else None, old):
        raise Invalid(
            "wrong_password",
            "The present password is not right. Nothing was changed.",
            "Type it again.",
        )
    fresh = passwords.hashed(new)
    with db.transaction(actor.organisation_id) as tx:
        queries.set_password(tx, actor.person_id, fresh)
        keep = digest(session_token) if session_token else None
        queries.end_sessions_of(tx, actor.person_id, keep=keep)


def reset_password(db: Database, person: Actor, new: str) -> None:
    """Give somebody a new password and end all their sessions; for the command line only."""
    passwords.check_new(new)
    fresh = passwords.hashed(new)
    with db.transaction(person.organisation_id) as tx:
        queries.set_password(tx, person.person_id, fresh)
        queries.end_sessions_of(tx, person.person_id)


def change_role(db: Database, person: Actor, role: Role) -> None:
    """Give somebody another role from their next request on; for the command line only."""
    with db.transaction(person.organisation_id) as tx:
        queries.update_person(tx, person.person_id, {"role": str(role)})


def let_go(db: Database, person: Actor, now: datetime) -> None:
    """Close an account: sessions end, tokens are revoked; bookings are given back apart from it."""
    with db.transaction(person.organisation_id) as tx:
        queries.let_go(tx, person.person_id, now)


def create_token(
    db: Database, email: str, name: str, now: datetime, expires_at: datetime | None = None
) -> str:
    """Make an API token that acts as the person with this address; it is shown only here.

    Raises ``NotFound`` (``person_unknown``), ``Invalid`` (``expires_in_the_past``).
    """
    if expires_at is not None and expires_at <= now:
        raise Invalid(
            "expires_in_the_past",
            "A token cannot expire before it is made. Nothing was changed.",
            "Name a later day.",
        )
    person = require_person(db, email)
    token = new_api_token()
    values = {
        "organisation_id": person.organisation_id,
        "id": new_id(),
        "person_id": person.person_id,
        "name": rules.name_of(name),
        "digest": digest(token),
        "created_at": now,
        "expires_at": expires_at,
    }
    with db.transaction(person.organisation_id) as tx:
        queries.add_token(tx, values)
    return token


def tokens(db: Database, person: Actor) -> list[TokenView]:
    """A person's API tokens, oldest first, the revoked ones too."""
    with db.transaction(person.organisation_id) as tx:
        rows = queries.tokens_of(tx, person.person_id)
    return [TokenView(r.id, r.name, r.created_at, r.expires_at, r.revoked_at) for r in rows]


def revoke_token(db: Database, person: Actor, token_id: UUID, now: datetime) -> None:
    """End an API token at once. Raises ``NotFound`` (``token_unknown``)."""
    with db.transaction(person.organisation_id) as tx:
        if not queries.revoke_token(tx, person.person_id, token_id, now):
            raise NotFound(
                "token_unknown",
                f"{person.email} has no such token. Nothing was changed.",
                "See their tokens with: floorplans token list --person " + person.email,
            )


def require_person(db: Database, email: str) -> Actor:
    """The person with this address, or ``NotFound`` (``person_unknown``)."""
    person = person_by_email(db, email)
    if person is None:
        raise NotFound(
            "person_unknown",
            "Nobody has this e-mail address. Nothing was changed.",
            "Check its spelling.",
        )
    return person


def _profile(actor: Actor, row: Row[*tuple[Any, ...]] | None) -> Profile:
    if row is None:
        raise Unauthenticated("signed_out", "Your account was closed.", "Ask your administrator.")
    return Profile(
        person_id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        shows_name=row.shows_name,
        lets_book=row.lets_book,
        organisation_id=actor.organisation_id,
        organisation_name=row.organisation_name,
        has_password=row.password_hash is not None,
    )


@contextmanager
def _names_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        if constraint == "organisation_name_key":
            raise Conflict(
                "organisation_name_taken",
                "There is an organisation of this name already. Nothing was changed.",
                "Choose another name.",
            ) from error
        if constraint == "person_email_key":
            raise Conflict(
                "email_taken",
                "Somebody has this e-mail address already. Nothing was changed.",
                "Use another address.",
            ) from error
        raise
