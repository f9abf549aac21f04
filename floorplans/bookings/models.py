"""Tables of bookings and closures. The exclusion constraint is the last word on double booking."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint

from floorplans.metadata import foreign, instant, local, metadata, uuid

#: A booking in one of these states takes its space. Written out in SQL wherever an index depends
#: on it: a parameter would hide the partial index from the planner.
LIVE_STATES = ("held", "confirmed", "checked_in")
LIVE = text("state IN ('held', 'confirmed', 'checked_in')")

booking = Table(
    "booking",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("space_id"),
    uuid("floor_id"),
    uuid("person_id"),
    Column("during", TSTZRANGE, nullable=False),
    Column("state", Text, nullable=False),
    Column("idempotency_key", Text),
    Column("idempotency_digest", LargeBinary),
    instant("created_at", server_default=text("now()")),
    instant("changed_at", server_default=text("now()")),
    foreign("booking_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("booking_person_fkey", "person_id", "person", "id"),
    ExcludeConstraint(
        ("organisation_id", "="),
        ("space_id", "="),
        ("during", "&&"),
        name="booking_no_overlap",
        where=LIVE,
    ),
)
Index(
    "booking_floor_during_idx",
    booking.c.organisation_id,
    booking.c.floor_id,
    booking.c.during,
    postgresql_using="gist",
    postgresql_where=LIVE,
)
Index(
    "booking_person_idx",
    booking.c.organisation_id,
    booking.c.person_id,
    text("upper(during)"),
)
Index(
    "booking_idempotency_key_idx",
    booking.c.organisation_id,
    booking.c.person_id,
    booking.c.idempotency_key,
    unique=True,
    postgresql_where=booking.c.idempotency_key.is_not(None),
)

booking_hold = Table(
    "booking_hold",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("booking_id"),
    uuid("floor_id"),
    uuid("space_id"),
    Column("during", TSTZRANGE, nullable=False),
    uuid("plan_revision_id"),
    instant("held_at"),
    Column("answer", Text),
    instant("answered_at", nullable=True),
    uuid("moved_to", nullable=True),
    foreign("booking_hold_booking_fkey", "booking_id", "booking", "id"),
    foreign("booking_hold_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("booking_hold_plan_revision_fkey", "plan_revision_id", "plan_revision", "id"),
    foreign("booking_hold_moved_to_fkey", "moved_to", "space", "id"),
)
Index(
    "booking_hold_open_idx",
    booking_hold.c.organisation_id,
    booking_hold.c.booking_id,
    unique=True,
    postgresql_where=booking_hold.c.answer.is_(None),
)
Index("booking_hold_plan_idx", booking_hold.c.organisation_id, booking_hold.c.plan_revision_id)

closure = Table(
    "closure",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    uuid("space_id", nullable=True),
    uuid("zone_id", nullable=True),
    local("area", "POLYGON", nullable=True),
    Column("during", TSTZRANGE, nullable=False),
    Column("reason", Text, nullable=False),
    uuid("created_by"),
    instant("created_at", server_default=text("now()")),
    foreign("closure_floor_fkey", "floor_id srid", "floor", "id srid"),
    foreign("closure_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("closure_zone_fkey", "zone_id floor_id", "zone", "id floor_id"),
    foreign("closure_created_by_fkey", "created_by", "person", "id"),
)
Index(
    "closure_floor_during_idx",
    closure.c.organisation_id,
    closure.c.floor_id,
    closure.c.during,
    postgresql_using="gist",
)
