"""Tables of organisations, people, and the proofs of who they are."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)

from floorplans.metadata import foreign, instant, metadata, of_organisation, uuid

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("book_ahead_days", Integer, nullable=False, server_default="180"),
    Column("longest_booking_hours", Integer, nullable=False, server_default="168"),
    Column("use_is_counted", Boolean, nullable=False, server_default=text("true")),
    Column("use_least_people", Integer, nullable=False, server_default="5"),
    Column("takes_passwords", Boolean, nullable=False, server_default=text("true")),
    instant("created_at", server_default=text("now()")),
    UniqueConstraint("name", name="organisation_name_key"),
)

person = Table(
    "person",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("shows_name", Boolean, nullable=False, server_default=text("false")),
    Column("lets_book", Boolean, nullable=False, server_default=text("false")),
    Column("last_used_on", Date),
    instant("created_at", server_default=text("now()")),
    instant("left_at", nullable=True),
    # What the organisation's directory calls them, and when it last wrote of them.
    Column("external_id", Text),
    Column("user_name", Text),
    Column("given_name", Text),
    Column("family_name", Text),
    instant("directory_at", nullable=True),
    of_organisation("person"),
    UniqueConstraint("email", name="person_email_key"),
)
Index(
    "person_external_id_key",
    person.c.organisation_id,
    person.c.external_id,
    unique=True,
    postgresql_where=person.c.external_id.is_not(None),
)
Index(
    "person_user_name_key",
    person.c.organisation_id,
    func.lower(person.c.user_name),
    unique=True,
    postgresql_where=person.c.user_name.is_not(None),
)

session = Table(
    "session",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    uuid("person_id"),
    instant("started_at"),
    instant("seen_at"),
    foreign("session_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    UniqueConstraint("digest", name="session_digest_key"),
    Index("session_person_idx", "organisation_id", "person_id"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("person_id"),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    instant("created_at"),
    instant("expires_at", nullable=True),
    instant("revoked_at", nullable=True),
    foreign("api_token_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    UniqueConstraint("digest", name="api_token_digest_key"),
    Index("api_token_person_idx", "organisation_id", "person_id"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("login_digest", LargeBinary, nullable=False),
    Column("network_digest", LargeBinary, nullable=False),
    instant("attempted_at"),
    Index("sign_in_attempt_login_idx", "login_digest", "attempted_at"),
    Index("sign_in_attempt_network_idx", "network_digest", "attempted_at"),
)
