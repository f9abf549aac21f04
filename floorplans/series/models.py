"""Tables of series. A date's row is there before it is booked, and tells what became of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE

from floorplans.metadata import foreign, instant, metadata, uuid

series = Table(
    "series",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("person_id"),
    uuid("space_id"),
    Column("from_minute", Integer, nullable=False),
    Column("to_minute", Integer, nullable=False),
    Column("rule", Text),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("idempotency_key", Text),
    Column("idempotency_digest", LargeBinary),
    Column("is_private", Boolean, nullable=False, server_default=text("false")),
    Column("note", Text),
    uuid("booked_by", nullable=True),
    instant("created_at"),
    instant("changed_at"),
    foreign("series_person_fkey", "person_id", "person", "id"),
    foreign("series_booked_by_fkey", "booked_by", "person", "id"),
    foreign("series_space_fkey", "space_id", "space", "id"),
)
Index("series_person_idx", series.c.organisation_id, series.c.person_id, series.c.ends_on)
Index(
    "series_booked_by_idx",
    series.c.organisation_id,
    series.c.booked_by,
    series.c.ends_on,
    postgresql_where=series.c.booked_by.is_not(None),
)
Index(
    "series_idempotency_key_idx",
    series.c.organisation_id,
    series.c.person_id,
    series.c.idempotency_key,
    unique=True,
    postgresql_where=series.c.idempotency_key.is_not(None),
)

series_date = Table(
    "series_date",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("series_id", Uuid, primary_key=True),
    Column("on_date", Date, primary_key=True),
    uuid("space_id"),
    Column("from_minute", Integer, nullable=False),
    Column("to_minute", Integer, nullable=False),
    Column("state", Text, nullable=False),
    uuid("booking_id", nullable=True),
    Column("during", TSTZRANGE),
    Column("refusal", JSONB(none_as_null=True)),
    instant("try_at", nullable=True),
    instant("changed_at"),
    foreign("series_date_series_fkey", "series_id", "series", "id", ondelete="CASCADE"),
    foreign("series_date_space_fkey", "space_id", "space", "id"),
    foreign("series_date_booking_fkey", "booking_id", "booking", "id"),
)
Index(
    "series_date_booking_idx",
    series_date.c.organisation_id,
    series_date.c.booking_id,
    unique=True,
    postgresql_where=series_date.c.booking_id.is_not(None),
)
Index(
    "series_date_due_idx",
    series_date.c.try_at,
    postgresql_where=series_date.c.state == "planned",
)
