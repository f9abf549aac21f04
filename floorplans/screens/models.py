"""The table of screens."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, Text, UniqueConstraint, Uuid

from floorplans.metadata import foreign, instant, metadata, uuid

screen = Table(
    "screen",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("name", Text, nullable=False),
    Column("shows_names", Boolean, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    instant("created_at"),
    foreign("screen_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    UniqueConstraint("digest", name="screen_digest_key"),
)
Index("screen_floor_idx", screen.c.organisation_id, screen.c.floor_id)
