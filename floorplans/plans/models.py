"""Tables of plan revisions and of the shapes that belong to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
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

from floorplans.metadata import (
    earth,
    foreign,
    instant,
    local,
    metadata,
    of_organisation,
    of_plan,
    uuid,
)

source_file = Table(
    "source_file",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("sha256", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    uuid("uploaded_by", nullable=True),
    instant("uploaded_at"),
    of_organisation("source_file"),
    foreign("source_file_uploaded_by_fkey", "uploaded_by", "person", "id"),
    UniqueConstraint("organisation_id", "sha256", name="source_file_sha256_key"),
)

#: What a DWG was converted to; it belongs to the file and goes with it.
converted_file = Table(
    "converted_file",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("source_file_id", Uuid, primary_key=True),
    Column("converter", Text, nullable=False),
    Column("told", JSONB, nullable=False),
    Column("content", LargeBinary, nullable=False),
    foreign(
        "converted_file_source_file_fkey", "source_file_id", "source_file", "id", ondelete="CASCADE"
    ),
)

plan_revision = Table(
    "plan_revision",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    uuid("source_file_id"),
    Column("profile", JSONB, nullable=False, server_default=text("'{}'")),
    Column("progress_stage", Text, nullable=False, server_default=""),
    Column("progress_share", REAL, nullable=False, server_default="0"),
    Column("refusal", JSONB),
    Column("draft", JSONB),
    Column("engine_version", Text),
    Column("map_digest", Text),
    Column("map_document", LargeBinary),
    Column("state_hash", Text),
    Column("left_hash", Text),
    uuid("created_by", nullable=True),
    instant("created_at"),
    uuid("published_by", nullable=True),
    instant("published_at", nullable=True),
    instant("effective_from", nullable=True),
    foreign("plan_revision_floor_fkey", "floor_id srid", "floor", "id srid"),
    foreign("plan_revision_source_file_fkey", "source_file_id", "source_file", "id"),
    foreign("plan_revision_created_by_fkey", "created_by", "person", "id"),
    foreign("plan_revision_published_by_fkey", "published_by", "person", "id"),
    UniqueConstraint("organisation_id", "floor_id", "number", name="plan_revision_number_key"),
    UniqueConstraint("organisation_id", "id", "floor_id", "srid", name="plan_revision_floor_key"),
)
Index(
    "plan_revision_one_published",
    plan_revision.c.organisation_id,
    plan_revision.c.floor_id,
    unique=True,
    postgresql_where=plan_revision.c.state == "published",
)
Index(
    "plan_revision_scheduled",
    plan_revision.c.organisation_id,
    plan_revision.c.floor_id,
    plan_revision.c.effective_from,
    unique=True,
    postgresql_where=plan_revision.c.state == "scheduled",
)

#: Each time that a plan was in force, numbered by floor. The database writes it and nothing changes
#: it; ``plans_in_force`` tells of a floor from when until when.
plan_in_force = Table(
    "plan_in_force",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("floor_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    uuid("plan_revision_id"),
    instant("from_at"),
    uuid("published_by", nullable=True),
    foreign("plan_in_force_floor_fkey", "floor_id", "floor", "id"),
    foreign("plan_in_force_plan_revision_fkey", "plan_revision_id", "plan_revision", "id"),
    foreign("plan_in_force_published_by_fkey", "published_by", "person", "id"),
)


def _of_revision(table: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A row of a revision carries its floor and SRID, held equal to the revision's."""
    return foreign(
        f"{table}_plan_revision_fkey",
        "plan_revision_id floor_id srid",
        "plan_revision",
        "id floor_id srid",
        ondelete=ondelete,
    )


def _keys(*more: str) -> list[Column[Any]]:
    names = ("organisation_id", "plan_revision_id", *more)
    return [Column(name, Uuid, primary_key=True) for name in names]


georeference = Table(
    "georeference",
    metadata,
    *_keys(),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("scale", Double, nullable=False),
    Column("rotation_deg", Double, nullable=False),
    Column("mirrored", Boolean, nullable=False, server_default=text("false")),
    Column("origin_east", Double, nullable=False),
    Column("origin_north", Double, nullable=False),
    Column("rmse_m", Double),
    Column("control_points", JSONB, nullable=False, server_default=text("'[]'")),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'")),
    _of_revision("georeference"),
)

import_issue = Table(
    "import_issue",
    metadata,
    *_keys(),
    Column("number", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("handle", Text),
    Column("layer", Text),
    local("location", "POINT", nullable=True),
    local("segment", "LINESTRING", nullable=True),
    of_plan("import_issue"),
)
Index("import_issue_location_idx", import_issue.c.location, postgresql_using="gist")

plan_edit = Table(
    "plan_edit",
    metadata,
    *_keys(),
    Column("number", Integer, primary_key=True),
    Column("action", JSONB, nullable=False),
    Column("metres_per_unit", Double, nullable=False),
    Column("state", Text, nullable=False, server_default="done"),
    uuid("created_by", nullable=True),
    instant("created_at"),
    uuid("undone_by", nullable=True),
    of_plan("plan_edit"),
    foreign("plan_edit_created_by_fkey", "created_by", "person", "id"),
    foreign("plan_edit_undone_by_fkey", "undone_by", "person", "id"),
)

#: What the spaces of a scheduled plan will be like, beside what ``space`` says of the present one.
planned_space = Table(
    "planned_space",
    metadata,
    *_keys("space_id"),
    uuid("floor_id"),
    Column("category", Text, nullable=False),
    Column("number", Text),
    Column("name", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("bookable", Boolean, nullable=False),
    Column("features", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("places", Integer),
    of_plan("planned_space"),
    foreign("planned_space_space_fkey", "space_id floor_id", "space", "id floor_id"),
    Index("planned_space_space_idx", "organisation_id", "space_id"),
)

plan_background = Table(
    "plan_background",
    metadata,
    *_keys(),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    local("outline", "MULTIPOLYGON"),
    local("walls", "MULTILINESTRING"),
    _of_revision("plan_background"),
)

opening = Table(
    "opening",
    metadata,
    *_keys(),
    Column("number", Integer, primary_key=True),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("width_m", Double, nullable=False),
    local("geom", "LINESTRING"),
    _of_revision("opening"),
)

connector = Table(
    "connector",
    metadata,
    *_keys(),
    Column("number", Integer, primary_key=True),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    local("geom", "POLYGON"),
    _of_revision("connector"),
)

zone_shape = Table(
    "zone_shape",
    metadata,
    *_keys("zone_id"),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("is_live", Boolean, nullable=False),
    local("geom", "MULTIPOLYGON"),
    earth("geom_4326", "MULTIPOLYGON"),
    _of_revision("zone_shape", ondelete="RESTRICT"),
    foreign("zone_shape_zone_fkey", "zone_id floor_id", "zone", "id floor_id"),
)

space_shape = Table(
    "space_shape",
    metadata,
    *_keys("space_id"),
    uuid("floor_id"),
    Column("srid", Integer, nullable=False),
    Column("is_live", Boolean, nullable=False),
    uuid("within_space_id", nullable=True),
    Column("rotation_deg", Double),
    Column("handle", Text),
    Column("layer", Text),
    local("geom", "POLYGON"),
    local("anchor", "POINT"),
    earth("geom_4326", "POLYGON"),
    earth("anchor_4326", "POINT"),
    _of_revision("space_shape", ondelete="RESTRICT"),
    foreign("space_shape_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("space_shape_within_fkey", "within_space_id floor_id", "space", "id floor_id"),
)
Index(
    "space_shape_one_live",
    space_shape.c.organisation_id,
    space_shape.c.space_id,
    unique=True,
    postgresql_where=space_shape.c.is_live,
)


def _live_index(name: str, table: Table, column: str) -> None:
    """The spatial indexes hold published shapes only: those are what maps and searches read."""
    Index(
        name,
        table.c.organisation_id,
        table.c.floor_id,
        table.c[column],
        postgresql_using="gist",
        postgresql_where=table.c.is_live,
    )


_live_index("zone_shape_geom_idx", zone_shape, "geom")
_live_index("space_shape_anchor_idx", space_shape, "anchor")
_live_index("space_shape_geom_idx", space_shape, "geom")
