"""The SQL of a plan's log of edits. One statement each, on a tenant's transaction.

Who writes holds the lock of the revision: numbers run on without gaps or doubles.
"""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.plans.editing.codec import from_plain, to_plain
from floorplans.plans.editing.folded import Entry

_OF_REVISION = "organisation_id = :organisation AND plan_revision_id = :revision"


def entries(tx: Connection, organisation_id: UUID, revision_id: UUID) -> list[Entry]:
    """What was done, and what was undone and can be taken up again, in order."""
    statement = text("""
        SELECT e.number, e.action, e.metres_per_unit, e.state, e.created_at, p.name AS by,
          u.name AS undone_by
        FROM plan_edit e
        LEFT JOIN person p ON p.organisation_id = e.organisation_id AND p.id = e.created_by
        LEFT JOIN person u ON u.organisation_id = e.organisation_id AND u.id = e.undone_by
        WHERE e.organisation_id = :organisation AND e.plan_revision_id = :revision
          AND e.state <> 'dropped'
        ORDER BY e.number
    """)
    return [
        Entry(
            number=row.number,
            action=from_plain(row.action),
            metres_per_unit=row.metres_per_unit,
            by=row.by,
            at=row.created_at,
            undone=row.state == "undone",
            undone_by=row.undone_by,
        )
        for row in tx.execute(statement, _key(organisation_id, revision_id))
    ]


def kind_of_known(
    tx: Connection, organisation_id: UUID, revision_id: UUID, space_id: UUID
) -> str | None:
    """The kind of a space that the revision's floor has or had, None when it never had it."""
    statement = text("""
        SELECT s.kind FROM plan_revision r
        JOIN space s ON s.organisation_id = r.organisation_id AND s.floor_id = r.floor_id
        WHERE r.organisation_id = :organisation AND r.id = :revision AND s.id = :space
    """)
    values = {**_key(organisation_id, revision_id), "space": space_id}
    kind: str | None = tx.execute(statement, values).scalar_one_or_none()
    return kind


def next_number(tx: Connection, organisation_id: UUID, revision_id: UUID) -> int:
    """One more than any entry ever had, those that were dropped among them."""
    statement = f"SELECT coalesce(max(number), 0) + 1 FROM plan_edit WHERE {_OF_REVISION}"  # noqa: S608
    number: int = tx.execute(text(statement), _key(organisation_id, revision_id)).scalar_one()
    return number


def add(
    tx: Connection, organisation_id: UUID, revision_id: UUID, entry: Entry, by: UUID | None
) -> None:
    statement = text("""
        INSERT INTO plan_edit (organisation_id, plan_revision_id, number, action,
          metres_per_unit, created_by, created_at)
        VALUES (:organisation, :revision, :number, CAST(:action AS jsonb), :unit, :by, :now)
    """)
    values = {
        **_key(organisation_id, revision_id),
        "number": entry.number,
        "action": json.dumps(to_plain(entry.action), ensure_ascii=False, allow_nan=False),
        "unit": entry.metres_per_unit,
        "by": by,
        "now": entry.at,
    }
    tx.execute(statement, values)


def drop_undone(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    """Nobody can take up again what was undone."""
    statement = f"UPDATE plan_edit SET state = 'dropped' WHERE {_OF_REVISION} AND state = 'undone'"  # noqa: S608
    tx.execute(text(statement), _key(organisation_id, revision_id))


def set_undone(
    tx: Connection, organisation_id: UUID, revision_id: UUID, number: int, by: UUID | None
) -> None:
    """Mark an entry as taken back by a person, or by the operator for None."""
    _set_state(tx, organisation_id, revision_id, number, ("undone", by))


def set_done(tx: Connection, organisation_id: UUID, revision_id: UUID, number: int) -> None:
    """An entry that was taken back is done again."""
    _set_state(tx, organisation_id, revision_id, number, ("done", None))


def _set_state(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    number: int,
    state: tuple[str, UUID | None],
) -> None:
    statement = f"""
        UPDATE plan_edit SET state = :state, undone_by = :by
        WHERE {_OF_REVISION} AND number = :number
    """  # noqa: S608
    values = {**_key(organisation_id, revision_id), "number": number}
    tx.execute(text(statement), {**values, "state": state[0], "by": state[1]})


def _key(organisation_id: UUID, revision_id: UUID) -> dict[str, UUID]:
    return {"organisation": organisation_id, "revision": revision_id}
