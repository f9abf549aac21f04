"""Tables of identity providers, and of what they call our people."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)

from floorplans.metadata import foreign, instant, metadata, of_organisation, uuid

identity_provider = Table(
    "identity_provider",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text),
    Column("client_secret_sealed", LargeBinary),
    Column("scopes", Text, nullable=False, server_default="openid email profile"),
    Column("groups_claim", Text),
    Column("vouches_for_addresses", Boolean, nullable=False, server_default=text("false")),
    Column("makes_people", Boolean, nullable=False, server_default=text("false")),
    Column("default_role", Text, nullable=False, server_default="employee"),
    Column("facility_value", Text),
    Column("admin_value", Text),
    instant("created_at", server_default=text("now()")),
    of_organisation("identity_provider"),
    UniqueConstraint("id", name="identity_provider_id_key"),
)
Index(
    "identity_provider_name_key",
    identity_provider.c.organisation_id,
    func.lower(identity_provider.c.name),
    unique=True,
)

identity_provider_domain = Table(
    "identity_provider_domain",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("domain", Text, primary_key=True),
    uuid("provider_id"),
    foreign(
        "identity_provider_domain_provider_fkey",
        "provider_id",
        "identity_provider",
        "id",
        ondelete="CASCADE",
    ),
    UniqueConstraint("domain", name="identity_provider_domain_key"),
    Index("identity_provider_domain_provider_idx", "organisation_id", "provider_id"),
)

person_identity = Table(
    "person_identity",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    uuid("person_id"),
    instant("linked_at"),
    foreign("person_identity_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    UniqueConstraint("issuer", "subject", name="person_identity_subject_key"),
    UniqueConstraint("organisation_id", "person_id", "issuer", name="person_identity_person_key"),
)
