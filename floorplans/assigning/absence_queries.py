"""The SQL of absences. What ends earlier leaves days that others have taken released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.assigning.views import Span
from floorplans.ids import new_id

_ONE_DAY = timedelta(days=1)
_VIEW = """
SELECT b.id, b.person_id, p.name AS person_name, lower(b.days) AS from_on,
  upper(b.days) - 1 AS to_on, b.source
FROM absence b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
WHERE b.organisation_id = :organisation
"""
_OF_PERSON = text(
    _VIEW + " AND b.person_id = :person AND upper(b.days) > :today ORDER BY lower(b.days), b.id"
)
_ONE = text(_VIEW + " AND b.id = :id FOR UPDATE OF b")
_INSERT = text("""
INSERT INTO absence (organisation_id, id, person_id, days, source, created_by, created_at)
VALUES (:organisation, :id, :person, daterange(:from_on, :until), :source, :by, :now)
""")
_SHORTEN = text("""
UPDATE absence SET days = daterange(lower(days), :today)
WHERE organisation_id = :organisation AND id = :id
""")
_DELETE = text("DELETE FROM absence WHERE organisation_id = :organisation AND id = :id")
_PEOPLE = text("""
SELECT id, lower(email) AS email FROM person
WHERE organisation_id = :organisation AND lower(email) = ANY(CAST(:emails AS text[]))
  AND left_at IS NULL
ORDER BY id
""")
_PERSON = text("""
SELECT id, name FROM person
WHERE organisation_id = :organisation AND id = :person AND left_at IS NULL FOR NO KEY UPDATE
""")
_ZONE = text("""
SELECT t.time_zone FROM assignment a
JOIN floor f ON f.organisation_id = a.organisation_id AND f.id = a.floor_id
JOIN site t ON t.organisation_id = a.organisation_id AND t.id = f.site_id
WHERE a.organisation_id = :organisation
ORDER BY a.person_id <> :person, a.created_at, a.id LIMIT 1
""")
_KEPT = text("""
SELECT count(*) FROM assignment a
JOIN assigned_day x ON x.organisation_id = a.organisation_id AND x.assignment_id = a.id
  AND x.is_released AND x.day >= :today
WHERE a.organisation_id = :organisation AND a.person_id = :person
""")


def of_person(
    tx: Connection, organisation_id: UUID, person_id: UUID, today: date
) -> Sequence[RowMapping]:
    """A person's absences that are not over, by day."""
    values = {"organisation": organisation_id, "person": person_id, "today": today}
    return tx.execute(_OF_PERSON, values).mappings().all()


def one(tx: Connection, organisation_id: UUID, absence_id: UUID) -> RowMapping | None:
    values = {"organisation": organisation_id, "id": absence_id}
    return tx.execute(_ONE, values).mappings().one_or_none()


def insert(
    tx: Connection,
    organisation_id: UUID,
    person_id: UUID,
    *,
    span: Span,
    source: str,
    by: UUID | None,
    now: datetime,
) -> UUID:
    made = new_id()
    values = {
        "organisation": organisation_id,
        "id": made,
        "person": person_id,
        "from_on": span.from_on,
        "until": span.to_on + _ONE_DAY,
        "source": source,
        "by": by,
        "now": now,
    }
    tx.execute(_INSERT, values)
    return made


def end(tx: Connection, organisation_id: UUID, absence: RowMapping, today: date) -> None:
    """What has begun had its last day yesterday; what is to come vanishes."""
    begun = absence["from_on"] < today
    values = {"organisation": organisation_id, "id": absence["id"]}
    tx.execute(_SHORTEN, values | {"today": today}) if begun else tx.execute(_DELETE, values)


def people(tx: Connection, organisation_id: UUID, emails: Sequence[str]) -> dict[str, UUID]:
    """Who has which address, in lower case."""
    rows = tx.execute(_PEOPLE, {"organisation": organisation_id, "emails": list(emails)})
    return {row.email: row.id for row in rows}


def lock_person(tx: Connection, organisation_id: UUID, person_id: UUID) -> RowMapping | None:
    """A person who is here, so that two calendars of one are taken over one after the other."""
    values = {"organisation": organisation_id, "person": person_id}
    return tx.execute(_PERSON, values).mappings().one_or_none()


def time_zone(tx: Connection, organisation_id: UUID, person_id: UUID) -> str:
    """Where the person's desk stands, or any that is assigned; UTC where none is."""
    values = {"organisation": organisation_id, "person": person_id}
    return tx.execute(_ZONE, values).scalar_one_or_none() or "UTC"


def released(tx: Connection, organisation_id: UUID, person_id: UUID, today: date) -> int:
    """How many days to come are released by a word of their own."""
    values = {"organisation": organisation_id, "person": person_id, "today": today}
    return int(tx.execute(_KEPT, values).scalar_one())
