"""The table of directory tokens; what is said of people and groups stands in their own tables."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text, UniqueConstraint, Uuid

from floorplans.metadata import instant, metadata, of_organisation

directory_token = Table(
    "directory_token",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    instant("created_at"),
    instant("last_used_at", nullable=True),
    instant("revoked_at", nullable=True),
    of_organisation("directory_token"),
    UniqueConstraint("digest", name="directory_token_digest_key"),
)
