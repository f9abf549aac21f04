"""The table of pictures that lie under drafts."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text, Uuid

from floorplans.metadata import metadata, of_plan

plan_underlay = Table(
    "plan_underlay",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("plan_revision_id", Uuid, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    of_plan("plan_underlay"),
)
