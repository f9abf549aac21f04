"""Tables of the outbox, of what people do not want to be told, and of calendar feeds."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE

from floorplans.metadata import foreign, instant, metadata, uuid

mail_post = Table(
    "mail_post",
    metadata,
    Column("id", Boolean, primary_key=True, server_default=text("true")),
    Column("sends", Boolean, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    # Of no booking, and without hours, is what tells somebody of places that are assigned to them.
    uuid("booking_id", nullable=True),
    uuid("person_id"),
    Column("kind", Text, nullable=False),
    uuid("by_person_id", nullable=True),
    Column("sequence", Integer, nullable=False),
    # Of no place is what tells administrators that a webhook was paused.
    uuid("space_id", nullable=True),
    Column("during", TSTZRANGE),
    Column("details", JSONB, nullable=False, server_default=text("'{}'")),
    uuid("gathers", nullable=True),
    instant("created_at"),
    instant("due_at"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    instant("leased_until", nullable=True),
    Column("trouble", Text),
    Column("outcome", Text),
    instant("ended_at", nullable=True),
    foreign("message_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    foreign("message_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("message_by_person_fkey", "by_person_id", "person", "id"),
    foreign("message_space_fkey", "space_id", "space", "id"),
)
_WAITING = message.c.ended_at.is_(None)
Index("message_due_idx", message.c.due_at, message.c.number, postgresql_where=_WAITING)
Index(
    "message_waiting_idx",
    message.c.organisation_id,
    message.c.person_id,
    message.c.booking_id,
    message.c.number,
    postgresql_where=_WAITING,
)
Index(
    "message_gathers_idx",
    message.c.organisation_id,
    message.c.gathers,
    message.c.person_id,
    postgresql_where=text("gathers IS NOT NULL AND ended_at IS NULL"),
)
Index(
    "message_reminder_idx",
    message.c.organisation_id,
    message.c.booking_id,
    message.c.during,
    unique=True,
    postgresql_where=text("kind = 'reminder'"),
)
Index("message_booking_idx", message.c.organisation_id, message.c.booking_id)
Index("message_ended_idx", message.c.ended_at, postgresql_where=message.c.ended_at.is_not(None))

#: What a message that ``gathers`` tells of each booking, as it was then.
message_part = Table(
    "message_part",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("message_id", Uuid, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    uuid("space_id"),
    Column("during", TSTZRANGE, nullable=False),
    foreign("message_part_message_fkey", "message_id", "message", "id", ondelete="CASCADE"),
    foreign("message_part_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    foreign("message_part_space_fkey", "space_id", "space", "id"),
)
Index("message_part_booking_idx", message_part.c.organisation_id, message_part.c.booking_id)

unwanted_message = Table(
    "unwanted_message",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("topic", Text, primary_key=True),
    foreign("unwanted_message_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    instant("created_at"),
    foreign("calendar_feed_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    UniqueConstraint("digest", name="calendar_feed_digest_key"),
)
