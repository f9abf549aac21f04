"""The SQL of groups of people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.policies.views import GroupView, MemberView

_VIEW = """
SELECT g.id, g.name,
  (SELECT count(*) FROM group_member m
   WHERE m.organisation_id = g.organisation_id AND m.group_id = g.id) AS members,
  (SELECT count(*) FROM booking_rule r
   WHERE r.organisation_id = g.organisation_id AND (r.group_id = g.id OR EXISTS (
     SELECT FROM booking_rule_group y WHERE y.organisation_id = g.organisation_id
       AND y.rule_id = r.id AND y.group_id = g.id))) AS rules,
  g.kept_by, g.claim_value
FROM person_group g WHERE g.organisation_id = :organisation
"""
_ALL = text(_VIEW + " ORDER BY lower(g.name)")
_ONE = text(_VIEW + " AND g.id = :group")
_INSERT = text(
    "INSERT INTO person_group (organisation_id, id, name) VALUES (:organisation, :group, :name)"
)
_RENAME = text(
    "UPDATE person_group SET name = :name WHERE organisation_id = :organisation AND id = :group"
)
_DELETE = text("DELETE FROM person_group WHERE organisation_id = :organisation AND id = :group")
_MEMBERS = text("""
SELECT p.id AS person_id, p.name, p.email
FROM group_member m
JOIN person p ON p.organisation_id = m.organisation_id AND p.id = m.person_id
WHERE m.organisation_id = :organisation AND m.group_id = :group
ORDER BY lower(p.name), p.email
""")
_ALL_MEMBERS = text("""
SELECT m.group_id, p.id AS person_id, p.name, p.email
FROM group_member m
JOIN person p ON p.organisation_id = m.organisation_id AND p.id = m.person_id
WHERE m.organisation_id = :organisation
ORDER BY lower(p.name), p.email
""")
_HOLD = text("""
SELECT 1 FROM person_group
WHERE organisation_id = :organisation AND id = :group FOR KEY SHARE
""")
_ADD = text("""
INSERT INTO group_member (organisation_id, group_id, person_id)
SELECT p.organisation_id, :group, p.id FROM person p
WHERE p.organisation_id = :organisation AND p.email = lower(:email) AND p.left_at IS NULL
ON CONFLICT DO NOTHING
""")
_PERSON = text("""
SELECT id AS person_id, name, email FROM person
WHERE organisation_id = :organisation AND email = lower(:email) AND left_at IS NULL
""")
_REMOVE = text("""
DELETE FROM group_member
WHERE organisation_id = :organisation AND group_id = :group AND person_id = :person
""")


def groups(tx: Connection, actor: Actor) -> list[GroupView]:
    found = tx.execute(_ALL, {"organisation": actor.organisation_id}).mappings()
    return [GroupView(**row) for row in found]


def group(tx: Connection, actor: Actor, group_id: UUID) -> GroupView | None:
    row = tx.execute(_ONE, _key(actor, group_id)).mappings().one_or_none()
    return None if row is None else GroupView(**row)


def insert(tx: Connection, actor: Actor, group_id: UUID, name: str) -> None:
    tx.execute(_INSERT, _key(actor, group_id) | {"name": name})


def rename(tx: Connection, actor: Actor, group_id: UUID, name: str) -> None:
    tx.execute(_RENAME, _key(actor, group_id) | {"name": name})


def delete(tx: Connection, actor: Actor, group_id: UUID) -> None:
    tx.execute(_DELETE, _key(actor, group_id))


def members(tx: Connection, actor: Actor, group_id: UUID) -> list[MemberView]:
    found = tx.execute(_MEMBERS, _key(actor, group_id)).mappings()
    return [MemberView(**row) for row in found]


def all_members(tx: Connection, actor: Actor) -> dict[UUID, list[MemberView]]:
    """Who is in which group; a group without members is not among them."""
    found: dict[UUID, list[MemberView]] = {}
    for row in tx.execute(_ALL_MEMBERS, {"organisation": actor.organisation_id}):
        found.setdefault(row.group_id, []).append(MemberView(row.person_id, row.name, row.email))
    return found


def hold(tx: Connection, actor: Actor, group_id: UUID) -> None:
    """Keep a group, if it is there, from being removed until the transaction ends."""
    tx.execute(_HOLD, _key(actor, group_id))


def add(tx: Connection, actor: Actor, group_id: UUID, email: str) -> MemberView | None:
    """Make a person a member, also again; None when nobody has this address."""
    values = _key(actor, group_id) | {"email": email}
    tx.execute(_ADD, values)
    row = tx.execute(_PERSON, values).mappings().one_or_none()
    return None if row is None else MemberView(**row)


def remove(tx: Connection, actor: Actor, group_id: UUID, person_id: UUID) -> None:
    tx.execute(_REMOVE, _key(actor, group_id) | {"person": person_id})


def _key(actor: Actor, group_id: UUID) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "group": group_id}
