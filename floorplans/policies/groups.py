"""Use cases of groups of people: list, make, rename, remove, and who is in them. Facility staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, NotFound
from floorplans.ids import new_id
from floorplans.places.rules import clean_name
from floorplans.policies import group_queries as queries
from floorplans.policies import keeping
from floorplans.policies.views import GroupView, MemberView

NAME_LENGTH = 80


OF_RULES = (
    "booking_rule_group_fkey",
    "booking_rule_group_group_fkey",
    "booking_rule_approvers_group_fkey",
)


def groups(db: Database, actor: Actor) -> list[GroupView]:
    """The groups of the organisation by name; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.groups(tx, actor)


def groups_with_members(db: Database, actor: Actor) -> list[tuple[GroupView, list[MemberView]]]:
    """The groups by name, each with who is in it, by name; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.all_members(tx, actor)
        return [(group, found.get(group.id, [])) for group in queries.groups(tx, actor)]


def make_group(db: Database, actor: Actor, name: str) -> GroupView:
    """Make a group with nobody in it; ``Forbidden``, ``Invalid``, Conflict ``group_name_taken``."""
    actor.require(Role.FACILITY)
    wanted = clean_name(name, "group", NAME_LENGTH)
    made = new_id()
    with _told(wanted), db.transaction(actor.organisation_id) as tx:
        queries.insert(tx, actor, made, wanted)
        return _present(tx, actor, made)


def rename_group(db: Database, actor: Actor, group_id: UUID, name: str) -> GroupView:
    """Call a group something else.

    Raises as ``make_group``, and NotFound ``group_not_found``, Refused ``group_kept_elsewhere``.
    """
    actor.require(Role.FACILITY)
    wanted = clean_name(name, "group", NAME_LENGTH)
    with _told(wanted), db.transaction(actor.organisation_id) as tx:
        _by_hand(tx, actor, group_id)
        queries.rename(tx, actor, group_id, wanted)
        return _present(tx, actor, group_id)


def remove_group(db: Database, actor: Actor, group_id: UUID) -> None:
    """Remove a group of which no rule speaks.

    Raises ``Forbidden``, NotFound ``group_not_found``, Conflict ``group_in_use``, Refused
    ``group_kept_elsewhere``.
    """
    actor.require(Role.FACILITY)
    with _told(""), db.transaction(actor.organisation_id) as tx:
        keeping.check_by_hand(_present(tx, actor, group_id).kept_by)
        queries.delete(tx, actor, group_id)


def members(db: Database, actor: Actor, group_id: UUID) -> list[MemberView]:
    """Who is in a group, by name; raises ``Forbidden``, NotFound ``group_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        _present(tx, actor, group_id)
        return queries.members(tx, actor, group_id)


def add_member(db: Database, actor: Actor, group_id: UUID, email: str) -> MemberView:
    """Put a person into a group, by the address they sign in with; again changes nothing.

    Raises ``Forbidden``, NotFound (``group_not_found``, ``person_not_found``), Refused
    ``group_kept_elsewhere``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        _by_hand(tx, actor, group_id)
        found = queries.add(tx, actor, group_id, email.strip())
    if found is None:
        raise NotFound(
            "person_not_found",
            "Nobody in your organisation has this address. Nothing was changed.",
            "Check how it is written; accounts are made by whoever runs the service.",
        )
    return found


def remove_member(db: Database, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    """Take a person out of a group; again changes nothing.

    Raises as ``members``, and Refused ``group_kept_elsewhere``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        _by_hand(tx, actor, group_id)
        queries.remove(tx, actor, group_id, person_id)


def _by_hand(tx: Connection, actor: Actor, group_id: UUID) -> None:
    """Hold a group that people keep, as it is, until the transaction ends."""
    queries.hold(tx, actor, group_id)
    keeping.check_by_hand(_present(tx, actor, group_id).kept_by)


def _present(tx: Connection, actor: Actor, group_id: UUID) -> GroupView:
    found = queries.group(tx, actor, group_id)
    if found is None:
        raise NotFound(
            "group_not_found",
            "This group does not exist any more. Nothing was changed.",
            "Open the list of groups again.",
        )
    return found


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        if constraint == "person_group_name_key":
            raise Conflict(
                "group_name_taken",
                f"There is a group called “{name}” already. Nothing was changed.",
                "Choose another name.",
            ) from None
        if constraint in OF_RULES:
            raise Conflict(
                "group_in_use",
                "Rules speak of this group. Nothing was changed.",
                "Change or remove those rules first.",
            ) from None
        raise
