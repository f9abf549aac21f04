"""Tables of places. Identity only: shapes belong to plan revisions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from floorplans.metadata import earth, foreign, instant, local, metadata, of_organisation, uuid

site = Table(
    "site",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("srid", Integer, nullable=False),
    earth("position", "POINT"),
    of_organisation("site"),
    UniqueConstraint("organisation_id", "id", "srid", name="site_srid_key"),
    UniqueConstraint("organisation_id", "name", name="site_name_key"),
)

building = Table(
    "building",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("site_id"),
    Column("name", Text, nullable=False),
    Column("heading_deg", Double),
    foreign("building_site_fkey", "site_id", "site", "id"),
    UniqueConstraint("organisation_id", "id", "site_id", name="building_site_key"),
    UniqueConstraint("organisation_id", "site_id", "name", name="building_name_key"),
)

floor = Table(
    "floor",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("building_id"),
    uuid("site_id"),
    Column("srid", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    local("extent", "POLYGON", nullable=True),
    foreign("floor_building_fkey", "building_id site_id", "building", "id site_id"),
    foreign("floor_site_fkey", "site_id srid", "site", "id srid"),
    UniqueConstraint("organisation_id", "id", "srid", name="floor_srid_key"),
    UniqueConstraint("organisation_id", "building_id", "ordinal", name="floor_ordinal_key"),
    UniqueConstraint("organisation_id", "building_id", "name", name="floor_name_key"),
)
Index(
    "floor_extent_idx",
    floor.c.organisation_id,
    floor.c.site_id,
    floor.c.extent,
    postgresql_using="gist",
)

floor_version = Table(
    "floor_version",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("floor_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False, server_default="0"),
    foreign("floor_version_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
)

zone = Table(
    "zone",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("name", Text, nullable=False),
    instant("ended_at", nullable=True),
    foreign("zone_floor_fkey", "floor_id", "floor", "id"),
    UniqueConstraint("organisation_id", "id", "floor_id", name="zone_floor_key"),
)

space = Table(
    "space",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("kind", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("number", Text),
    Column("name", Text, nullable=False),
    Column("capacity", Integer, nullable=False, server_default="1"),
    Column("bookable", Boolean, nullable=False),
    Column("places", Integer, nullable=False, server_default="1"),
    uuid("zone_id", nullable=True),
    Column("is_composite", Boolean, nullable=False, server_default=text("false")),
    Column("features", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    instant("created_at", server_default=text("now()")),
    instant("ended_at", nullable=True),
    foreign("space_floor_fkey", "floor_id", "floor", "id"),
    foreign("space_zone_fkey", "zone_id floor_id", "zone", "id floor_id"),
    UniqueConstraint("organisation_id", "id", "floor_id", name="space_floor_key"),
    Index("space_floor_idx", "organisation_id", "floor_id"),
    Index(
        "space_kind_idx",
        "organisation_id",
        "floor_id",
        "kind",
        postgresql_where=text("bookable AND ended_at IS NULL"),
    ),
    Index(
        "space_zone_key",
        "organisation_id",
        "zone_id",
        unique=True,
        postgresql_where=text("zone_id IS NOT NULL"),
    ),
    Index("space_places_idx", "organisation_id", "floor_id", postgresql_where=text("places > 1")),
    Index(
        "space_composite_idx", "organisation_id", "floor_id", postgresql_where=text("is_composite")
    ),
)

joined_space = Table(
    "joined_space",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    Column("part_id", Uuid, primary_key=True),
    uuid("floor_id"),
    foreign("joined_space_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("joined_space_part_fkey", "part_id floor_id", "space", "id floor_id"),
)

space_part = Table(
    "space_part",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("whole_id", Uuid, primary_key=True),
    Column("part_id", Uuid, primary_key=True),
    uuid("floor_id"),
    foreign(
        "space_part_whole_fkey", "whole_id floor_id", "space", "id floor_id", ondelete="CASCADE"
    ),
    foreign("space_part_part_fkey", "part_id floor_id", "space", "id floor_id", ondelete="CASCADE"),
    Index("space_part_part_idx", "organisation_id", "part_id"),
    Index("space_part_floor_idx", "organisation_id", "floor_id"),
)
