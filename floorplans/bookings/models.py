"""Tables of bookings, of what they take, and of closures.

The exclusion constraint on takings is the last word on double booking. A trigger writes them.
"""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Double,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE, ExcludeConstraint

from floorplans.metadata import foreign, instant, local, metadata, uuid

#: A booking in one of these states takes its space. Written out in SQL wherever an index depends
#: on it: a parameter would hide the partial index from the planner.
LIVE_STATES = ("held", "confirmed", "checked_in")
LIVE = text("state IN ('held', 'confirmed', 'checked_in')")
#: Asked for and not answered yet: it takes nothing.
REQUESTED = text("state = 'requested'")

booking = Table(
    "booking",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("space_id"),
    uuid("floor_id"),
    uuid("person_id"),
    uuid("booked_by", nullable=True),
    uuid("team_id", nullable=True),
    Column("during", TSTZRANGE, nullable=False),
    Column("state", Text, nullable=False),
    Column("idempotency_key", Text),
    Column("idempotency_digest", LargeBinary),
    # By when somebody must be there, and whether the place frees itself then: the database writes
    # both by ``check_in_rule``.
    instant("check_in_by", nullable=True),
    Column("frees_itself", Boolean, nullable=False, server_default=text("false")),
    instant("created_at", server_default=text("now()")),
    instant("changed_at", server_default=text("now()")),
    Column("sequence", Integer, nullable=False, server_default=text("0")),
    Column("is_private", Boolean, nullable=False, server_default=text("false")),
    Column("note", Text),
    # A request: of which rule's people, since when, until when, when they are told next, and the
    # answer. The database writes all but the answer.
    uuid("asked_of", nullable=True),
    instant("asked_at", nullable=True),
    instant("answer_by", nullable=True),
    instant("tell_at", nullable=True),
    uuid("answered_by", nullable=True),
    instant("answered_at", nullable=True),
    Column("answer", Text),
    foreign("booking_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("booking_person_fkey", "person_id", "person", "id"),
    foreign("booking_booked_by_fkey", "booked_by", "person", "id"),
    foreign(
        "booking_asked_of_fkey",
        "asked_of",
        "booking_rule",
        "id",
        ondelete="SET NULL (asked_of)",
    ),
    foreign("booking_answered_by_fkey", "answered_by", "person", "id"),
    ExcludeConstraint(
        ("organisation_id", "="),
        ("space_id", "="),
        ("person_id", "="),
        ("during", "&&"),
        where=REQUESTED,
        name="booking_asked_once",
    ),
)
Index(
    "booking_requested_idx",
    booking.c.organisation_id,
    booking.c.floor_id,
    postgresql_where=REQUESTED,
)
Index(
    "booking_asked_of_idx",
    booking.c.organisation_id,
    booking.c.asked_of,
    postgresql_where=booking.c.asked_of.is_not(None),
)
Index(
    "booking_answered_by_idx",
    booking.c.organisation_id,
    booking.c.answered_by,
    postgresql_where=booking.c.answered_by.is_not(None),
)
Index("booking_answer_due_idx", booking.c.answer_by, postgresql_where=REQUESTED)
Index(
    "booking_tell_due_idx",
    booking.c.tell_at,
    postgresql_where=text("state = 'requested' AND tell_at IS NOT NULL"),
)
Index(
    "booking_team_idx",
    booking.c.organisation_id,
    booking.c.team_id,
    postgresql_where=booking.c.team_id.is_not(None),
)
Index(
    "booking_booked_by_idx",
    booking.c.organisation_id,
    booking.c.booked_by,
    postgresql_where=booking.c.booked_by.is_not(None),
)
Index(
    "booking_floor_idx",
    booking.c.organisation_id,
    booking.c.floor_id,
    text("upper(during)"),
    postgresql_where=LIVE,
)
Index(
    "booking_person_idx",
    booking.c.organisation_id,
    booking.c.person_id,
    text("upper(during)"),
)
Index(
    "booking_check_in_due_idx",
    booking.c.check_in_by,
    postgresql_where=text("state = 'confirmed' AND frees_itself"),
)
Index(
    "booking_begins_idx",
    text("lower(during)"),
    postgresql_where=text("state = 'confirmed'"),
    _table=booking,
)
Index(
    "booking_idempotency_key_idx",
    booking.c.organisation_id,
    booking.c.person_id,
    booking.c.idempotency_key,
    unique=True,
    postgresql_where=booking.c.idempotency_key.is_not(None),
)

#: ``slots`` without ends is the whole space, ``[n,n+1)`` its n-th place (``is_place``); beyond all
#: places it is a slot of the booking's own, which only keeps others from taking the whole.
taking = Table(
    "taking",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("slots", INT8RANGE, nullable=False),
    Column("is_place", Boolean, nullable=False),
    Column("during", TSTZRANGE, nullable=False),
    foreign("taking_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    ExcludeConstraint(
        ("organisation_id", "="),
        ("space_id", "="),
        ("slots", "&&"),
        ("during", "&&"),
        name="taking_no_overlap",
    ),
)
Index(
    "taking_floor_during_idx",
    taking.c.organisation_id,
    taking.c.floor_id,
    taking.c.during,
    postgresql_using="gist",
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
    # A plan took the place, or a closure: one of both.
    uuid("plan_revision_id", nullable=True),
    uuid("closure_id", nullable=True),
    instant("held_at"),
    Column("answer", Text),
    instant("answered_at", nullable=True),
    uuid("moved_to", nullable=True),
    instant("back_told_at", nullable=True),
    foreign("booking_hold_booking_fkey", "booking_id", "booking", "id"),
    foreign("booking_hold_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("booking_hold_plan_revision_fkey", "plan_revision_id", "plan_revision", "id"),
    foreign("booking_hold_moved_to_fkey", "moved_to", "space", "id"),
    foreign("booking_hold_closure_fkey", "closure_id", "closure", "id", ondelete="CASCADE"),
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
    # What the area overlaps is closed, and what is within the margin; an area drawn along an edge
    # does not close what is on the other side of it.
    Column("margin_m", Double, nullable=False, server_default=text("0")),
    Column("is_list", Boolean, nullable=False, server_default=text("false")),
    Column(
        "reach",
        Geometry("GEOMETRY", srid=-1, spatial_index=False),
        Computed(
            "CASE WHEN ST_IsEmpty(ST_Buffer(area, margin_m - 0.05)) THEN area"
            " ELSE ST_Buffer(area, margin_m - 0.05) END",
            persisted=True,
        ),
    ),
    Column("during", TSTZRANGE, nullable=False),
    Column("reason", Text, nullable=False),
    uuid("created_by"),
    instant("created_at", server_default=text("now()")),
    foreign("closure_floor_fkey", "floor_id srid", "floor", "id srid"),
    foreign("closure_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("closure_zone_fkey", "zone_id floor_id", "zone", "id floor_id"),
    foreign("closure_created_by_fkey", "created_by", "person", "id"),
    UniqueConstraint("organisation_id", "id", "floor_id", name="closure_floor_key"),
)
Index(
    "closure_floor_during_idx",
    closure.c.organisation_id,
    closure.c.floor_id,
    closure.c.during,
    postgresql_using="gist",
)

closure_space = Table(
    "closure_space",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("closure_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    uuid("floor_id"),
    foreign(
        "closure_space_closure_fkey",
        "closure_id floor_id",
        "closure",
        "id floor_id",
        ondelete="CASCADE",
    ),
    foreign("closure_space_space_fkey", "space_id floor_id", "space", "id floor_id"),
)
Index("closure_space_space_idx", closure_space.c.organisation_id, closure_space.c.space_id)
Index(
    "booking_hold_closure_idx",
    booking_hold.c.organisation_id,
    booking_hold.c.closure_id,
    postgresql_where=booking_hold.c.closure_id.is_not(None),
)
Index(
    "booking_hold_closed_idx",
    booking_hold.c.closure_id,
    postgresql_where=text("closure_id IS NOT NULL AND answer IS NULL"),
)

#: What the person of a held booking was offered instead, the best first.
booking_offer = Table(
    "booking_offer",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    Column("rank", SmallInteger, nullable=False),
    instant("offered_at"),
    foreign("booking_offer_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    foreign("booking_offer_space_fkey", "space_id", "space", "id", ondelete="CASCADE"),
    UniqueConstraint("organisation_id", "booking_id", "rank", name="booking_offer_rank_key"),
)
Index("booking_offer_space_idx", booking_offer.c.organisation_id, booking_offer.c.space_id)
