"""Tables of check-in: where it is asked, and how long places were used."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, Uuid

from floorplans.metadata import foreign, instant, metadata, uuid

check_in_rule = Table(
    "check_in_rule",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("kind", Text),
    uuid("zone_id", nullable=True),
    Column("is_asked", Boolean, nullable=False),
    Column("opens_min", Integer, nullable=False),
    Column("grace_min", Integer, nullable=False),
    Column("frees_itself", Boolean, nullable=False),
    uuid("changed_by", nullable=True),
    instant("changed_at"),
    foreign("check_in_rule_zone_fkey", "zone_id", "zone", "id", ondelete="CASCADE"),
    foreign("check_in_rule_changed_by_fkey", "changed_by", "person", "id"),
)
Index(
    "check_in_rule_scope_idx",
    check_in_rule.c.organisation_id,
    check_in_rule.c.kind,
    check_in_rule.c.zone_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)

#: A stay at a booked place. Times only: where somebody was is the place that they had booked.
presence = Table(
    "presence",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("booking_id"),
    uuid("space_id"),
    instant("from_at"),
    instant("to_at", nullable=True),
    foreign("presence_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    foreign("presence_space_fkey", "space_id", "space", "id"),
)
Index("presence_booking_idx", presence.c.organisation_id, presence.c.booking_id)
Index("presence_space_idx", presence.c.organisation_id, presence.c.space_id, presence.c.from_at)
Index(
    "presence_open_idx",
    presence.c.organisation_id,
    presence.c.booking_id,
    unique=True,
    postgresql_where=presence.c.to_at.is_(None),
)
