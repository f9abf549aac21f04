"""Stored series as values: their rows, with those of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.series.bringing import with_brings
from floorplans.series.facts import Booked, DateFacts, Place, SeriesFacts
from floorplans.series.views import Hours, State

_DATES = text("""
SELECT d.series_id, d.on_date, d.space_id, s.name AS space_name, d.from_minute, d.to_minute,
  d.state, d.refusal, d.try_at, d.booking_id, b.space_id AS booked_space_id,
  c.name AS booked_space_name, lower(b.during) AS from_at, upper(b.during) AS to_at,
  b.state AS booking_state, b.booked_by, b.space_id <> d.space_id OR b.during <> d.during AS by_hand
FROM series_date d
JOIN space s ON s.organisation_id = d.organisation_id AND s.id = d.space_id
LEFT JOIN booking b ON b.organisation_id = d.organisation_id AND b.id = d.booking_id
LEFT JOIN space c ON c.organisation_id = d.organisation_id AND c.id = b.space_id
WHERE d.organisation_id = :organisation AND d.series_id = ANY(CAST(:series AS uuid[]))
ORDER BY d.series_id, d.on_date
""")


def with_dates(
    connection: Connection, actor: Actor, rows: Sequence[RowMapping]
) -> list[SeriesFacts]:
    """Stored series, each with all its dates by time and what it brings along."""
    values = {"organisation": actor.organisation_id, "series": [row["id"] for row in rows]}
    dates: dict[UUID, list[DateFacts]] = defaultdict(list)
    for row in connection.execute(_DATES, values).mappings():
        dates[row["series_id"]].append(_date(row))
    found = [_series(actor.organisation_id, row, tuple(dates[row["id"]])) for row in rows]
    return with_brings(connection, actor.organisation_id, found)


def _series(organisation_id: UUID, row: RowMapping, dates: tuple[DateFacts, ...]) -> SeriesFacts:
    owner = Actor(
        organisation_id, row["person_id"], Role(row["role"]), row["person_name"], row["email"]
    )
    named = ("name", "kind", "floor_id", "floor_name", "building_name", "time_zone")
    return SeriesFacts(
        id=row["id"],
        **{name: row[name] for name in ("person_id", "person_name", "booked_by")},
        owner=None if row["left_at"] else owner,
        place=Place(id=row["space_id"], **{name: row[name] for name in named}),
        hours=Hours(row["from_minute"], row["to_minute"]),
        rule=row["rule"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        idempotency_digest=row["idempotency_digest"],
        **{name: row[name] for name in ("note", "is_private")},
        dates=dates,
    )


def _date(row: RowMapping) -> DateFacts:
    booked = None
    if row["booking_id"] is not None:
        booked = Booked(
            id=row["booking_id"],
            space_id=row["booked_space_id"],
            space_name=row["booked_space_name"],
            window=Window(row["from_at"], row["to_at"]),
            state=row["booking_state"],
            by_hand=row["by_hand"],
            booked_by=row["booked_by"],
        )
    return DateFacts(
        on=row["on_date"],
        space_id=row["space_id"],
        space_name=row["space_name"],
        hours=Hours(row["from_minute"], row["to_minute"]),
        state=State(row["state"]),
        refusal=row["refusal"],
        try_at=row["try_at"],
        booked=booked,
    )
