"""Tables of wait lists."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint

from floorplans.metadata import foreign, instant, metadata, uuid

_OPEN = text("state IN ('waiting', 'offered')")

wait = Table(
    "wait",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    # The order of asking.
    Column("number", BigInteger, Identity(always=True), nullable=False),
    uuid("person_id"),
    uuid("floor_id"),
    uuid("space_id", nullable=True),
    Column("kind", Text, nullable=False),
    uuid("zone_id", nullable=True),
    Column("during", TSTZRANGE, nullable=False),
    Column("books_itself", Boolean, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    uuid("booking_id", nullable=True),
    instant("answer_by", nullable=True),
    # Why it was gone past, and at which version of the floor.
    Column("refusal", JSONB),
    Column("passed_version", BigInteger, nullable=False, server_default=text("-1")),
    instant("over_at"),
    instant("created_at"),
    instant("changed_at"),
    foreign("wait_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("wait_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("wait_space_fkey", "space_id floor_id", "space", "id floor_id", ondelete="CASCADE"),
    foreign("wait_zone_fkey", "zone_id floor_id", "zone", "id floor_id", ondelete="CASCADE"),
    foreign("wait_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    ExcludeConstraint(
        ("organisation_id", "="),
        ("person_id", "="),
        ("floor_id", "="),
        ("kind", "="),
        (text("coalesce(space_id, zone_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "="),
        ("during", "&&"),
        name="wait_once",
        where=_OPEN,
    ),
)
Index(
    "wait_open_idx",
    wait.c.organisation_id,
    wait.c.floor_id,
    wait.c.number,
    postgresql_where=_OPEN,
)
Index("wait_person_idx", wait.c.organisation_id, wait.c.person_id, wait.c.changed_at)
Index(
    "wait_space_idx",
    wait.c.organisation_id,
    wait.c.space_id,
    postgresql_where=wait.c.space_id.is_not(None),
)
Index(
    "wait_zone_idx",
    wait.c.organisation_id,
    wait.c.zone_id,
    postgresql_where=wait.c.zone_id.is_not(None),
)
Index(
    "wait_ended_idx",
    wait.c.changed_at,
    postgresql_where=text("state NOT IN ('waiting', 'offered')"),
)
Index(
    "wait_booking_idx",
    wait.c.organisation_id,
    wait.c.booking_id,
    unique=True,
    postgresql_where=wait.c.booking_id.is_not(None),
)

#: Up to which version of a floor its list was gone through.
wait_floor = Table(
    "wait_floor",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("floor_id", Uuid, primary_key=True),
    Column("served_version", BigInteger, nullable=False, server_default=text("-1")),
    instant("served_at"),
    foreign("wait_floor_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
)
