"""The table of teams that were asked for with a key; what is booked for them are bookings."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.metadata import foreign, instant, metadata, uuid

team_asked = Table(
    "team_asked",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("idempotency_key", Text, primary_key=True),
    Column("idempotency_digest", LargeBinary, nullable=False),
    uuid("team_id"),
    Column("seats", JSONB, nullable=False, server_default=text("'[]'")),
    instant("created_at"),
    foreign("team_asked_person_fkey", "person_id", "person", "id"),
)
