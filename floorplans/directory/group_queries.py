"""The SQL of the groups that the directory keeps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.directory.conditions import conditions
from floorplans.directory.queries import VISIBLE
from floorplans.directory.views import (
    About,
    Deed,
    Directory,
    GroupKept,
    GroupRow,
    Wanted,
)

_COLUMNS = "g.id, g.name, g.external_id, g.created_at"
_FROM = "FROM person_group g WHERE g.organisation_id = :organisation AND g.kept_by = 'scim'"
_ONE = f"SELECT {_COLUMNS} {_FROM} AND g.id = :group"
_BY = {
    About.ID: "g.id = :{0}",
    About.USER_NAME: "false",
    About.EXTERNAL_ID: "g.external_id = :{0}",
    About.EMAIL: "false",
    About.NAME: "lower(g.name) = lower(:{0})",
    About.IS_ACTIVE: "false",
    About.MEMBER: "EXISTS (SELECT FROM group_member m WHERE m.organisation_id = g.organisation_id"
    " AND m.group_id = g.id AND m.person_id = :{0})",
    About.NOTHING: "false",
}
_COUNTS = text("""
SELECT m.group_id, count(*) FROM group_member m
WHERE m.organisation_id = :organisation AND m.group_id = ANY(CAST(:groups AS uuid[]))
GROUP BY m.group_id
""")
_MEMBERS = text(f"""
SELECT m.group_id, p.id
FROM group_member m
JOIN person p ON p.organisation_id = m.organisation_id AND p.id = m.person_id
WHERE m.organisation_id = :organisation AND m.group_id = ANY(CAST(:groups AS uuid[]))
  AND {VISIBLE}
ORDER BY p.id
""")  # noqa: S608 - only the constants above
_UNKNOWN = text(f"""
SELECT count(*) FROM unnest(CAST(:people AS uuid[])) u (id)
WHERE NOT EXISTS (
  SELECT FROM person p WHERE p.organisation_id = :organisation AND p.id = u.id AND {VISIBLE})
""")  # noqa: S608 - only the constants above
_NAMED = text("""
SELECT g.kept_by FROM person_group g
WHERE g.organisation_id = :organisation AND lower(g.name) = lower(:name)
""")
_INSERT = text("""
INSERT INTO person_group (organisation_id, id, name, external_id, kept_by, created_at)
VALUES (:organisation, :group, :name, :external_id, 'scim', :now)
""")
_CHANGE = text("""
UPDATE person_group SET name = :name, external_id = :external_id
WHERE organisation_id = :organisation AND id = :group
""")
_DELETE = text("DELETE FROM person_group WHERE organisation_id = :organisation AND id = :group")
_KEEP = text("""
UPDATE person_group SET kept_by = :kept_by, external_id = NULL, claim_value = NULL
WHERE organisation_id = :organisation AND id = :group AND kept_by = ANY(:before)
""")
_IN = text("""
INSERT INTO group_member (organisation_id, group_id, person_id)
SELECT :organisation, :group, u.id FROM unnest(CAST(:people AS uuid[])) u (id)
ON CONFLICT DO NOTHING
""")
_OUT = text("""
DELETE FROM group_member
WHERE organisation_id = :organisation AND group_id = :group
  AND person_id IN (SELECT u.id FROM unnest(CAST(:people AS uuid[])) u (id))
""")
_OTHERS_OUT = text("""
DELETE FROM group_member
WHERE organisation_id = :organisation AND group_id = :group
  AND person_id NOT IN (SELECT u.id FROM unnest(CAST(:people AS uuid[])) u (id))
""")
_STATEMENTS = {Deed.ADD: (_IN,), Deed.REMOVE: (_OUT,), Deed.SET: (_OTHERS_OUT, _IN)}
_ROWS = text("""
SELECT g.id, g.name, g.kept_by,
  (SELECT count(*) FROM group_member m
   WHERE m.organisation_id = g.organisation_id AND m.group_id = g.id) AS members,
  (SELECT count(*) FROM booking_rule r
   WHERE r.organisation_id = g.organisation_id AND (
     r.group_id = g.id OR r.approvers_group_id = g.id OR EXISTS (
     SELECT FROM booking_rule_group y WHERE y.organisation_id = g.organisation_id
       AND y.rule_id = r.id AND y.group_id = g.id))) AS rules
FROM person_group g WHERE g.organisation_id = :organisation ORDER BY lower(g.name), g.id
""")


def groups(
    tx: Connection, directory: Directory, wanted: Wanted, offset: int, count: int
) -> tuple[int, list[GroupKept]]:
    """How many there are, and some of them in the order in which they were made."""
    condition, values = conditions(_BY, wanted)
    values |= {"organisation": directory.organisation_id}
    total: int = tx.execute(text(f"SELECT count(*) {_FROM} {condition}"), values).scalar_one()
    if not count or offset >= total:
        return total, []
    rows = tx.execute(
        text(f"SELECT {_COLUMNS} {_FROM} {condition} ORDER BY g.id LIMIT :count OFFSET :offset"),
        values | {"count": count, "offset": offset},
    )
    return total, [GroupKept(**row) for row in rows.mappings()]


def one(
    tx: Connection, directory: Directory, group_id: UUID, *, lock: bool = False
) -> GroupKept | None:
    """A group that the directory keeps, held for a change with ``lock``."""
    statement = _ONE + (" FOR NO KEY UPDATE" if lock else "")
    row = tx.execute(text(statement), _key(directory, group_id)).mappings().one_or_none()
    return None if row is None else GroupKept(**row)


def counts(tx: Connection, directory: Directory, groups: Sequence[UUID]) -> dict[UUID, int]:
    """How many members each of these groups has; one that has none is not among them."""
    values = {"organisation": directory.organisation_id, "groups": list(groups)}
    return {row[0]: row[1] for row in tx.execute(_COUNTS, values)}


def members(
    tx: Connection, directory: Directory, groups: Sequence[UUID], since: datetime
) -> dict[UUID, list[UUID]]:
    """Who is in which of these groups; one without members is not among them."""
    values = {"organisation": directory.organisation_id, "groups": list(groups), "since": since}
    found: dict[UUID, list[UUID]] = {}
    for row in tx.execute(_MEMBERS, values):
        found.setdefault(row.group_id, []).append(row.id)
    return found


def unknown(tx: Connection, directory: Directory, people: Collection[UUID], since: datetime) -> int:
    """How many of these are nobody whom the directory sees."""
    values = {"organisation": directory.organisation_id, "people": list(people), "since": since}
    found: int = tx.execute(_UNKNOWN, values).scalar_one()
    return found


def keeper_of_name(tx: Connection, organisation_id: UUID, name: str) -> str | None:
    """Who keeps the group of this name, if there is one."""
    values = {"organisation": organisation_id, "name": name}
    return tx.execute(_NAMED, values).scalar_one_or_none()


def insert(tx: Connection, directory: Directory, group_id: UUID, values: dict[str, Any]) -> None:
    """Make a group of this ``name`` and ``external_id``, at the instant ``now``."""
    tx.execute(_INSERT, _key(directory, group_id) | values)


def change(
    tx: Connection, directory: Directory, group_id: UUID, name: str, external_id: str | None
) -> None:
    tx.execute(_CHANGE, _key(directory, group_id) | {"name": name, "external_id": external_id})


def delete(tx: Connection, directory: Directory, group_id: UUID) -> None:
    tx.execute(_DELETE, _key(directory, group_id))


def step(
    tx: Connection, directory: Directory, group_id: UUID, deed: Deed, people: Collection[UUID]
) -> None:
    """Do one deed to the members of a group that is held."""
    for statement in _STATEMENTS[deed]:
        tx.execute(statement, _key(directory, group_id) | {"people": sorted(people)})


def keep(
    tx: Connection, organisation_id: UUID, group_id: UUID, kept_by: str, before: Sequence[str]
) -> bool:
    """Let somebody else keep a group; False when none of ``before`` keeps it now."""
    values = {
        "organisation": organisation_id,
        "group": group_id,
        "kept_by": kept_by,
        "before": list(before),
    }
    return tx.execute(_KEEP, values).rowcount == 1


def rows(tx: Connection, organisation_id: UUID) -> list[GroupRow]:
    """All groups of the organisation by name, whoever keeps them."""
    found = tx.execute(_ROWS, {"organisation": organisation_id}).mappings()
    return [GroupRow(**row) for row in found]


def _key(directory: Directory, group_id: UUID) -> dict[str, Any]:
    return {"organisation": directory.organisation_id, "group": group_id}
