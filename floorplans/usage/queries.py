"""The SQL of what was counted, and of what an organisation chose about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.database import Database
from floorplans.usage.views import Choice

_DUE = text("SELECT organisation_id, site_id, month FROM use_to_count(:now, :settled, :months)")
_CHOICE = text("""
SELECT use_is_counted, use_least_people FROM organisation WHERE id = :organisation
""")
_CHOOSE = text("""
UPDATE organisation SET use_is_counted = :is_counted, use_least_people = :least
WHERE id = :organisation
""")
# A report of a month is written once: whoever is later finds it there.
_KEEP = text("""
INSERT INTO use_report (organisation_id, site_id, month, least_people, counted_at, document)
VALUES (:organisation, :site, :month, :least, :now, CAST(:document AS jsonb))
ON CONFLICT DO NOTHING
""")
_REPORT = text("""
SELECT s.name AS site_name, r.month, r.least_people, r.counted_at, r.document
FROM use_report r
JOIN site s ON s.organisation_id = r.organisation_id AND s.id = r.site_id
WHERE r.organisation_id = :organisation AND r.site_id = :site
  AND (CAST(:month AS date) IS NULL OR r.month = :month)
ORDER BY r.month DESC LIMIT 1
""")
_MONTHS = text("""
SELECT s.id, s.name, coalesce(array_agg(r.month ORDER BY r.month DESC)
  FILTER (WHERE r.month IS NOT NULL), '{}') AS months
FROM site s
LEFT JOIN use_report r ON r.organisation_id = s.organisation_id AND r.site_id = s.id
WHERE s.organisation_id = :organisation
GROUP BY s.id, s.name ORDER BY s.name, s.id
""")


def due(
    db: Database, now: datetime, settled: timedelta, months: int
) -> list[tuple[UUID, UUID, date]]:
    """Organisation, site and month of all that is over and not counted, the earliest first."""
    with db.transaction(None) as tx:
        rows = tx.execute(_DUE, {"now": now, "settled": settled, "months": months})
        return [(row.organisation_id, row.site_id, row.month) for row in rows]


def choice(tx: Connection, organisation_id: UUID) -> Choice:
    row = tx.execute(_CHOICE, {"organisation": organisation_id}).one()
    return Choice(row.use_is_counted, row.use_least_people)


def choose(tx: Connection, organisation_id: UUID, wanted: Choice) -> None:
    values = {"is_counted": wanted.is_counted, "least": wanted.least_people}
    tx.execute(_CHOOSE, {"organisation": organisation_id, **values})


def keep(  # noqa: PLR0917 - one row
    tx: Connection,
    organisation_id: UUID,
    site_id: UUID,
    month: date,
    least_people: int,
    document: str,
    now: datetime,
) -> bool:
    """Keep what a month came to; False if it was kept before, which stays."""
    values = {"organisation": organisation_id, "site": site_id, "month": month}
    told = {"least": least_people, "document": document, "now": now}
    return tx.execute(_KEEP, {**values, **told}).rowcount == 1


def report(
    tx: Connection, organisation_id: UUID, site_id: UUID, month: date | None
) -> Mapping[Any, Any] | None:
    """What was told of a site's month, or of its latest; None where none was counted."""
    values = {"organisation": organisation_id, "site": site_id, "month": month}
    return tx.execute(_REPORT, values).mappings().one_or_none()


def months(tx: Connection, organisation_id: UUID) -> list[tuple[UUID, str, list[date]]]:
    rows = tx.execute(_MONTHS, {"organisation": organisation_id})
    return [(row.id, row.name, row.months) for row in rows]
