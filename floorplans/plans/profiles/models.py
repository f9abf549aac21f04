"""Tables of saved profiles, and of the plans that are read with one."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.metadata import foreign, instant, metadata, of_organisation, of_plan, uuid

plan_profile = Table(
    "plan_profile",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("profile", JSONB, nullable=False),
    Column("fingerprint", JSONB, nullable=False),
    Column("file_name", Text, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    instant("changed_at"),
    of_organisation("plan_profile"),
    foreign("plan_profile_created_by_fkey", "created_by", "person", "id"),
)
Index(
    "plan_profile_name_key",
    plan_profile.c.organisation_id,
    func.lower(plan_profile.c.name),
    unique=True,
)

plan_profile_use = Table(
    "plan_profile_use",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("plan_revision_id", Uuid, primary_key=True),
    uuid("profile_id"),
    Column("by_itself", Boolean, nullable=False),
    of_plan("plan_profile_use"),
    foreign(
        "plan_profile_use_profile_fkey", "profile_id", "plan_profile", "id", ondelete="CASCADE"
    ),
)
