"""Use cases of the directory about groups, and who keeps a group: the directory or a hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.directory import group_queries as queries
from floorplans.directory import queries as people_queries
from floorplans.directory import rules
from floorplans.directory.views import (
    Deed,
    Directory,
    GroupChange,
    GroupKept,
    GroupWish,
    MemberStep,
    Overview,
    Page,
    Wanted,
)
from floorplans.errors import Conflict, NotFound
from floorplans.ids import new_id
from floorplans.policies.groups import OF_RULES

_NAME_KEY = "person_group_name_key"


def groups(
    db: Database,
    directory: Directory,
    wanted: Wanted,
    now: datetime,
    *,
    offset: int,
    count: int,
    with_members: bool,
) -> Page[GroupKept]:
    """Groups that the directory keeps of those wanted, in the order in which they were made.

    With members there are fewer of them where together they would have too many; at least one.
    """
    with db.transaction(directory.organisation_id) as tx:
        total, found = queries.groups(tx, directory, wanted, offset, count)
        if with_members:
            found = _with_members(tx, directory, _fitting(tx, directory, found), now)
    return Page(total, tuple(found))


def group(
    db: Database, directory: Directory, group_id: UUID, now: datetime, *, with_members: bool
) -> GroupKept:
    """One of them; raises ``NotFound`` (``directory_group_not_found``)."""
    with db.transaction(directory.organisation_id) as tx:
        found = _one(tx, directory, group_id)
        return _with_members(tx, directory, [found], now)[0] if with_members else found


def make_group(db: Database, directory: Directory, wish: GroupWish, now: datetime) -> GroupKept:
    """Make a group that the directory keeps, with these people in it.

    Raises ``Conflict`` (``group_name_taken``, ``group_kept_by_hand``, ``external_id_taken``),
    ``Invalid``.
    """
    made, name = new_id(), rules.group_name_of(wish.name)
    values = {"name": name, "external_id": rules.external_id_of(wish.external_id), "now": now}
    with _told(db, directory, name), db.transaction(directory.organisation_id) as tx:
        queries.insert(tx, directory, made, values)
        _do(tx, directory, made, MemberStep(Deed.ADD, wish.people), now)
        return _one(tx, directory, made)


def change_group(
    db: Database, directory: Directory, group_id: UUID, change: GroupChange, now: datetime
) -> GroupKept:
    """Change name, external id and members in one act, after whoever changes the group now.

    Raises ``NotFound``, ``Conflict`` as ``make_group``, ``Invalid``.
    """
    name = None if change.name is None else rules.group_name_of(change.name)
    with _told(db, directory, name or ""), db.transaction(directory.organisation_id) as tx:
        present = _one(tx, directory, group_id, lock=True)
        external_id = present.external_id
        if change.says_external_id:
            external_id = rules.external_id_of(change.external_id)
        if (name or present.name, external_id) != (present.name, present.external_id):
            queries.change(tx, directory, group_id, name or present.name, external_id)
        for step in change.steps:
            _do(tx, directory, group_id, step, now)
        return _one(tx, directory, group_id)


def remove_group(db: Database, directory: Directory, group_id: UUID) -> None:
    """Remove a group of which no rule speaks; raises ``NotFound``, ``Conflict`` (``group_in_use``).

    Emptying it instead would loosen a rule that holds for its members, and let nobody book what a
    rule keeps for them, without anybody having decided so.
    """
    with _told(db, directory, ""), db.transaction(directory.organisation_id) as tx:
        _one(tx, directory, group_id, lock=True)
        queries.delete(tx, directory, group_id)


def overview(db: Database, actor: Actor) -> Overview:
    """What the directory keeps, and what it could. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.rows(tx, actor.organisation_id)
        return Overview(
            tokens=tuple(people_queries.live_tokens(tx, actor.organisation_id)),
            last_used_at=people_queries.last_use(tx),
            people=people_queries.count_people(tx),
            groups=tuple(row for row in rows if row.kept_by == "scim"),
            others=tuple(row for row in rows if row.kept_by != "scim"),
        )


def hand_over(db: Database, actor: Actor, group_id: UUID) -> None:
    """Let the directory keep a group, with its members and the rules that speak of it.

    Needs the role admin. Raises ``NotFound`` (``group_not_found``).
    """
    _keep(db, actor, group_id, "scim", ("hand", "sign_in"))


def take_back(db: Database, actor: Actor, group_id: UUID) -> None:
    """Keep a group by hand again, with its members; raises as ``hand_over``."""
    _keep(db, actor, group_id, "hand", ("scim",))


def _keep(
    db: Database, actor: Actor, group_id: UUID, kept_by: str, before: tuple[str, ...]
) -> None:
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.keep(tx, actor.organisation_id, group_id, kept_by, before):
            raise NotFound(
                "group_not_found",
                "This group is not there any more, or was handed over before. Nothing was changed.",
                "Open the page again.",
            )


def _do(
    tx: Connection, directory: Directory, group_id: UUID, step: MemberStep, now: datetime
) -> None:
    if step.deed is not Deed.REMOVE and step.people:
        rules.check_members(len(step.people))
        since = now - rules.REOPENS_WITHIN
        if unknown := queries.unknown(tx, directory, step.people, since):
            raise rules.no_such_members(unknown)
    if step.people or step.deed is Deed.SET:
        queries.step(tx, directory, group_id, step.deed, step.people)


def _fitting(tx: Connection, directory: Directory, found: list[GroupKept]) -> list[GroupKept]:
    sizes = queries.counts(tx, directory, [each.id for each in found])
    together = 0
    fitting: list[GroupKept] = []
    for each in found:
        together += sizes.get(each.id, 0)
        if fitting and together > rules.MOST_MEMBERS:
            break
        fitting.append(each)
    return fitting


def _with_members(
    tx: Connection, directory: Directory, found: list[GroupKept], now: datetime
) -> list[GroupKept]:
    since = now - rules.REOPENS_WITHIN
    members = queries.members(tx, directory, [each.id for each in found], since)
    return [replace(each, members=tuple(members.get(each.id, ()))) for each in found]


def _one(tx: Connection, directory: Directory, group_id: UUID, *, lock: bool = False) -> GroupKept:
    found = queries.one(tx, directory, group_id, lock=lock)
    if found is None:
        raise rules.no_such_group()
    return found


@contextmanager
def _told(db: Database, directory: Directory, name: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error)
        if constraint == _NAME_KEY:
            raise _name_taken(db, directory, name) from None
        if constraint == "person_group_external_id_key":
            raise rules.external_id_taken() from None
        if constraint in OF_RULES:
            raise rules.group_in_use() from None
        raise


def _name_taken(db: Database, directory: Directory, name: str) -> Conflict:
    with db.transaction(directory.organisation_id) as tx:
        kept_by = queries.keeper_of_name(tx, directory.organisation_id, name)
    return rules.group_name_taken(kept_by or "scim")
