"""Tables of batches of files."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.metadata import foreign, instant, metadata, uuid

plan_batch = Table(
    "plan_batch",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("site_id"),
    Column("name", Text, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    instant("cancelled_at", nullable=True),
    foreign("plan_batch_site_fkey", "site_id", "site", "id", ondelete="CASCADE"),
    foreign("plan_batch_created_by_fkey", "created_by", "person", "id"),
)

plan_batch_file = Table(
    "plan_batch_file",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("batch_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("building", Text, nullable=False),
    Column("floor", Text, nullable=False),
    Column("view", Text),
    uuid("plan_revision_id", nullable=True),
    Column("is_own", Boolean, nullable=False, server_default=text("false")),
    Column("refusal", JSONB),
    foreign("plan_batch_file_batch_fkey", "batch_id", "plan_batch", "id", ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["organisation_id", "plan_revision_id"],
        ["plan_revision.organisation_id", "plan_revision.id"],
        name="plan_batch_file_plan_revision_fkey",
        ondelete="SET NULL (plan_revision_id)",
    ),
    Index("plan_batch_file_plan_idx", "organisation_id", "plan_revision_id"),
)
