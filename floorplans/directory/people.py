"""Use cases of the directory about people: found, made, changed, closed and opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.directory import leaving, queries, rules
from floorplans.directory.views import Directory, Page, PersonKept, PersonWish, Wanted
from floorplans.errors import Conflict
from floorplans.identities import queries as identities
from floorplans.ids import new_id
from floorplans.people import queries as people_queries
from floorplans.people import rules as people_rules

_TAKEN: dict[str, Callable[[], Conflict]] = {
    "person_email_key": rules.email_taken,
    "person_user_name_key": rules.user_name_taken,
    "person_external_id_key": rules.external_id_taken,
}


def people(
    db: Database, directory: Directory, wanted: Wanted, now: datetime, *, offset: int, count: int
) -> Page[PersonKept]:
    """Whom the directory sees of those wanted, in the order in which they were made.

    These are all who work here, whoever made them, and whom it closed itself not long ago.
    """
    with db.transaction(directory.organisation_id) as tx:
        total, found = queries.people(
            tx, directory, wanted, _since(now), offset=offset, count=count
        )
    return Page(total, tuple(found))


def person(db: Database, directory: Directory, person_id: UUID, now: datetime) -> PersonKept:
    """One of them; raises ``NotFound`` (``directory_person_not_found``)."""
    with db.transaction(directory.organisation_id) as tx:
        return _one(tx, directory, person_id, now)


def make_person(db: Database, directory: Directory, wish: PersonWish, now: datetime) -> PersonKept:
    """Make somebody, or open again who left with this address not long ago.

    Raises ``Conflict`` (``email_taken``, ``user_name_taken``, ``external_id_taken``), ``Invalid``
    (``email_domain_elsewhere`` and for what the values are).
    """
    with _taken_told(), db.transaction(directory.organisation_id) as tx:
        email = people_rules.email_of(wish.email)
        _check_domain(tx, directory, email)
        if queries.named(tx, directory, rules.user_name_of(wish.user_name), _since(now)):
            raise rules.user_name_taken()
        left = queries.closed_with(tx, directory, email, _since(now))
        if left is not None and not left[1]:
            queries.retire(tx, directory, left[0])
            left = None
        person_id = new_id() if left is None else left[0]
        values = _values(wish, now)
        if left is None:
            values |= {"role": str(wish.role or Role.EMPLOYEE), "created_at": now}
            key = {"organisation_id": directory.organisation_id, "id": person_id}
            queries.add(tx, key | values | {"left_at": None if wish.is_active else now})
        else:
            # Whoever comes back does so as what the directory says, not as what they were.
            values |= {"role": str(wish.role or Role.EMPLOYEE)}
            if wish.is_active:
                values |= {"left_at": None}
            queries.change(tx, person_id, values)
        return _one(tx, directory, person_id, now)


def change_person(
    db: Database,
    directory: Directory,
    person_id: UUID,
    wish_of: Callable[[PersonKept], PersonWish],
    now: datetime,
) -> PersonKept:
    """Make somebody what ``wish_of`` says of what they are now; what says the same changes nothing.

    Who is not active any more is closed as by hand: sessions and tokens end at once, and what they
    have booked is given back. Raises ``NotFound``, ``Conflict`` as ``make_person``, ``Refused``
    (``last_administrator``), ``Invalid``.
    """
    with _taken_told(), db.transaction(directory.organisation_id) as tx:
        present = _one(tx, directory, person_id, now, lock=True)
        wish = wish_of(present)
        _check(tx, directory, present, wish, now)
        values = _values(wish, now) | {"role": str(wish.role or present.role)}
        if values["email"] != present.email:
            _check_domain(tx, directory, values["email"])
        if present.is_active and not wish.is_active:
            people_queries.let_go(tx, person_id, now)
        if wish.is_active and not present.is_active:
            values |= {"left_at": None}
        queries.change(tx, person_id, _news(present, values))
        after = _one(tx, directory, person_id, now)
    if not after.is_active:
        _let_go_of_all(db, directory, after, now)
    return after


def remove_person(db: Database, directory: Directory, person_id: UUID, now: datetime) -> None:
    """Close somebody, and let the directory see them no more; what it kept of them is forgotten.

    Raises ``NotFound``, ``Refused`` (``last_administrator``).
    """
    with db.transaction(directory.organisation_id) as tx:
        present = _one(tx, directory, person_id, now, lock=True)
        if present.is_active:
            _check_stays(tx, directory, present)
            people_queries.let_go(tx, person_id, now)
            # Seen until all is given back, so that what was cut short is finished by asking again.
            queries.change(tx, person_id, {"directory_at": now})
    _let_go_of_all(db, directory, present, now)
    with db.transaction(directory.organisation_id) as tx:
        if _one(tx, directory, person_id, now, lock=True).is_active:
            return  # Opened again meanwhile.
        queries.leave_groups(tx, directory, person_id)
        forgotten = ("external_id", "user_name", "given_name", "family_name", "directory_at")
        queries.change(tx, person_id, dict.fromkeys(forgotten))


def _check(
    tx: Connection, directory: Directory, present: PersonKept, wish: PersonWish, now: datetime
) -> None:
    others = set(queries.named(tx, directory, rules.user_name_of(wish.user_name), _since(now)))
    if others - {present.id}:
        raise rules.user_name_taken()
    stays = wish.is_active and (wish.role or present.role) is Role.ADMIN
    if present.is_active and not stays:
        _check_stays(tx, directory, present)


def _check_domain(tx: Connection, directory: Directory, email: str) -> None:
    """Whose accounts speak for a domain says who has its addresses; nobody else's directory does.

    Who has such an address since before keeps it.
    """
    domain = email.rpartition("@")[2]
    if identities.speaks_elsewhere(tx, directory.organisation_id, domain):
        raise rules.domain_elsewhere()


def _check_stays(tx: Connection, directory: Directory, present: PersonKept) -> None:
    is_admin = present.role is Role.ADMIN
    if is_admin and queries.is_last_administrator(tx, directory, present.id):
        raise rules.last_administrator()


def _let_go_of_all(db: Database, directory: Directory, left: PersonKept, now: datetime) -> None:
    leaver = Actor(directory.organisation_id, left.id, left.role, left.name, left.email)
    leaving.settle(db, leaver, now)


def _values(wish: PersonWish, now: datetime) -> dict[str, Any]:
    return {
        "email": people_rules.email_of(wish.email),
        "user_name": rules.user_name_of(wish.user_name),
        "name": rules.person_name_of(wish.name),
        "given_name": rules.part_of_name(wish.given_name),
        "family_name": rules.part_of_name(wish.family_name),
        "external_id": rules.external_id_of(wish.external_id),
        "directory_at": now,
    }


def _news(present: PersonKept, values: dict[str, Any]) -> dict[str, Any]:
    """Without what stays as it is and would be news to everybody who remembers the person."""
    same = {"email": present.email, "name": present.name, "role": str(present.role)}
    return {name: value for name, value in values.items() if same.get(name, ...) != value}


def _one(
    tx: Connection, directory: Directory, person_id: UUID, now: datetime, *, lock: bool = False
) -> PersonKept:
    found = queries.one(tx, directory, person_id, _since(now), lock=lock)
    if found is None:
        raise rules.no_such_person()
    return found


def _since(now: datetime) -> datetime:
    return now - rules.REOPENS_WITHIN


@contextmanager
def _taken_told() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        told = _TAKEN.get(violated_constraint(error) or "")
        if told is None:
            raise
        raise told() from None
