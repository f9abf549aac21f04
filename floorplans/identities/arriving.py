"""Somebody comes from a provider that has proved who they are: who is that here?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict
from floorplans.identities import queries, rules
from floorplans.identities.views import Claims, Provider
from floorplans.ids import new_id
from floorplans.people import queries as people_queries
from floorplans.people import signing_in
from floorplans.people.signing_in import Attempt
from floorplans.people.views import SignedIn
from floorplans.policies import keeping


def arrive(
    db: Database, provider: Provider, said: Claims, attempt: Attempt, now: datetime
) -> SignedIn:
    """Start a session for whom the provider's claims mean, in one transaction.

    The subject says who it is. Who comes for the first time is found by a verified address of one
    of the provider's domains, or made where the provider makes people. Groups kept by sign-in and
    the role become what the claim says, unless it was absent; the last administrator stays one.
    Nobody is ever looked for in another organisation.

    Raises ``Forbidden``: ``address_missing``, ``address_not_verified``, ``domain_not_of_provider``,
    ``not_known_here``, ``linked_to_another``, ``account_elsewhere``, ``account_closed``; Conflict
    ``came_twice`` when the same person came by two ways in one moment.
    """
    organisation_id = provider.organisation_id
    with _told(), db.transaction(organisation_id) as tx:
        wanted = rules.role_of(provider, said.values)
        if wanted is not None:
            queries.lock_organisation(tx, organisation_id)
        person_id = _person(tx, provider, said, now)
        found = queries.lock_person(tx, organisation_id, person_id)
        if found is None or found[1]:
            raise rules.closed()
        if said.values is not None:
            keeping.settle(tx, organisation_id, person_id, said.values)
        if wanted is not None:
            _settle_role(tx, provider, person_id, found[0], wanted)
        signing_in.forget_attempt(tx, attempt)
        signed_in = signing_in.start_session(tx, organisation_id, person_id, now)
    if signed_in is None:
        raise rules.closed()
    return signed_in


def _person(tx: Connection, provider: Provider, said: Claims, now: datetime) -> UUID:
    organisation_id = provider.organisation_id
    known = queries.person_of(tx, organisation_id, said.issuer, said.subject)
    if known is not None:
        return known
    email = rules.address_of(provider, said)
    # Two first sign-ins in one moment: the later one finds whom the earlier one made.
    queries.lock_organisation(tx, organisation_id)
    known = queries.person_of(tx, organisation_id, said.issuer, said.subject)
    if known is not None:
        return known
    person_id = queries.person_by_email(tx, organisation_id, email)
    if person_id is None:
        if not provider.makes_people:
            raise rules.unknown_here(provider)
        person_id = _make(tx, provider, said, email)
    try:
        with tx.begin_nested():
            key = (said.issuer, said.subject)
            queries.link(tx, organisation_id, person_id, key, now)
    except IntegrityError as error:
        if violated_constraint(error) == "person_identity_person_key":
            raise rules.linked_to_another(provider) from None
        raise
    return person_id


def _make(tx: Connection, provider: Provider, said: Claims, email: str) -> UUID:
    made = new_id()
    values = {
        "organisation_id": provider.organisation_id,
        "id": made,
        "email": email,
        "name": rules.name_of(said, email),
        "role": str(provider.default_role),
        "password_hash": None,
    }
    people_queries.add_person(tx, values)
    return made


def _settle_role(
    tx: Connection, provider: Provider, person_id: UUID, present: Role, wanted: Role
) -> None:
    if wanted is present:
        return
    is_admin = present is Role.ADMIN
    if is_admin and not queries.has_other_admins(tx, provider.organisation_id, person_id):
        return
    people_queries.update_person(tx, person_id, {"role": str(wanted)})


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        if constraint in ("person_identity_subject_key", "person_email_key"):
            raise rules.of_another_organisation() from None
        if constraint == "person_identity_pkey":
            raise Conflict(
                "came_twice",
                "You signed in by two ways in the same moment. This one was not taken.",
                "Sign in again.",
            ) from None
        raise
