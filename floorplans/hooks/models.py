"""Tables of webhooks, of what is told, and of how the telling went."""

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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from floorplans.metadata import foreign, instant, metadata, of_organisation, uuid

webhook = Table(
    "webhook",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    uuid("site_id", nullable=True),
    Column("tells_person", Boolean, nullable=False, server_default=text("false")),
    # Sealed; for a day after a new one was made, the former signs as well.
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("former_sealed", LargeBinary),
    instant("former_until", nullable=True),
    instant("created_at"),
    Column("paused", Text),
    instant("paused_at", nullable=True),
    # Attempts that failed since the last one that did not, and until when none is made.
    Column("failures", Integer, nullable=False, server_default=text("0")),
    instant("rests_until", nullable=True),
    instant("succeeded_at", nullable=True),
    of_organisation("webhook"),
    foreign("webhook_site_fkey", "site_id", "site", "id", ondelete="CASCADE"),
)
Index(
    "webhook_site_idx",
    webhook.c.organisation_id,
    webhook.c.site_id,
    postgresql_where=webhook.c.site_id.is_not(None),
)

#: Triggers write it; ``number_webhook_events`` gives it its sequence and the names of its place.
webhook_event = Table(
    "webhook_event",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("sequence", BigInteger),
    Column("kind", Text, nullable=False),
    uuid("site_id", nullable=True),
    uuid("floor_id", nullable=True),
    uuid("space_id", nullable=True),
    # Only where a webhook of the organisation was told to carry it.
    uuid("person_id", nullable=True),
    uuid("for_webhook", nullable=True),
    Column("facts", JSONB, nullable=False),
    Column("place", JSONB),
    instant("created_at", server_default=text("clock_timestamp()")),
    UniqueConstraint("organisation_id", "sequence", name="webhook_event_sequence_key"),
)
Index(
    "webhook_event_fresh_idx",
    webhook_event.c.number,
    postgresql_where=webhook_event.c.sequence.is_(None),
)
Index("webhook_event_age_idx", webhook_event.c.created_at)

webhook_count = Table(
    "webhook_count",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("last", BigInteger, nullable=False),
    of_organisation("webhook_count"),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("webhook_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    instant("due_at"),
    instant("leased_until", nullable=True),
    instant("first_tried_at", nullable=True),
    instant("tried_at", nullable=True),
    Column("status", Integer),
    Column("trouble", Text),
    Column("answer", Text),
    Column("took_ms", Integer),
    foreign("webhook_delivery_webhook_fkey", "webhook_id", "webhook", "id", ondelete="CASCADE"),
    foreign("webhook_delivery_event_fkey", "event_id", "webhook_event", "id", ondelete="CASCADE"),
)
Index(
    "webhook_delivery_waiting_idx",
    webhook_delivery.c.organisation_id,
    webhook_delivery.c.webhook_id,
    webhook_delivery.c.sequence,
    postgresql_where=text("state = 'waiting'"),
)
Index(
    "webhook_delivery_last_idx",
    webhook_delivery.c.organisation_id,
    webhook_delivery.c.webhook_id,
    webhook_delivery.c.sequence.desc(),
)
Index(
    "webhook_delivery_event_idx",
    webhook_delivery.c.organisation_id,
    webhook_delivery.c.event_id,
)
