"""The table of directory tokens; what is said of people and groups stands in their own tables."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table, Text, UniqueConstraint, Uuid, text

from floorplans.metadata import foreign, instant, metadata, of_organisation, uuid

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
    instant("expires_at", server_default=text("now() + interval '1 year'")),
    uuid("made_by", nullable=True),
    instant("warned_at", nullable=True),
    instant("left_told_at", nullable=True),
    of_organisation("directory_token"),
    foreign(
        "directory_token_made_by_fkey", "made_by", "person", "id", ondelete="SET NULL (made_by)"
    ),
    UniqueConstraint("digest", name="directory_token_digest_key"),
)
Index(
    "directory_token_made_by_idx",
    directory_token.c.organisation_id,
    directory_token.c.made_by,
    postgresql_where=text("made_by IS NOT NULL"),
)
