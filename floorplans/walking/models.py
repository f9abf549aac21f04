"""The tables of ways, and of what people say of stairs and lifts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE
from sqlalchemy.schema import SchemaItem

from floorplans.metadata import foreign, instant, metadata, of_plan, uuid


def _where(table: str, end: str = "") -> tuple[SchemaItem, ...]:
    """Where on a floor something is, in metres of the site's CRS; ``end`` begins the names of one
    of two."""
    return (
        uuid(f"{end}floor_id"),
        Column(f"{end}east", Double, nullable=False),
        Column(f"{end}north", Double, nullable=False),
        foreign(f"{table}_{end}floor_fkey", f"{end}floor_id", "floor", "id", ondelete="CASCADE"),
        Index(f"{table}_{end}floor_idx", "organisation_id", f"{end}floor_id"),
    )


def _said_by(table: str) -> tuple[SchemaItem, ...]:
    """Who said it and when; None where they were forgotten."""
    return (
        uuid("created_by", nullable=True),
        instant("created_at"),
        foreign(f"{table}_created_by_fkey", "created_by", "person", "id"),
    )


#: The ways of a floor for one width of person; ``packed`` is None where they could not be made.
floor_ways = Table(
    "floor_ways",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("plan_revision_id", Uuid, primary_key=True),
    Column("radius_cm", Integer, primary_key=True),
    Column("engine", Integer, nullable=False),
    Column("packed", LargeBinary),
    Column("space_ids", ARRAY(Uuid), nullable=False),
    instant("made_at"),
    of_plan("floor_ways"),
)

#: A stair or lift of one floor goes on as that of another, or does not, whatever it looks like.
connector_word = Table(
    "connector_word",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("is_same", Boolean, nullable=False),
    *_where("connector_word", "one_"),
    *_where("connector_word", "other_"),
    *_said_by("connector_word"),
)

connector_outage = Table(
    "connector_outage",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    *_where("connector_outage"),
    Column("during", TSTZRANGE, nullable=False),
    Column("reason", Text, nullable=False),
    *_said_by("connector_outage"),
)

#: What staff say of a connector itself; it goes before what the plan shows.
connector_fact = Table(
    "connector_fact",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    *_where("connector_fact"),
    Column("kind", Text, nullable=False),
    Column("goes", Text, nullable=False),
    Column("clear_m", Double),
    Column("is_for_wheelchairs", Boolean, nullable=False),
    *_said_by("connector_fact"),
)

#: A door leads to the street as its ``role`` tells, or does not, whatever the plan shows.
entrance_word = Table(
    "entrance_word",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    *_where("entrance_word"),
    Column("role", Text, nullable=False),
    Column("name", Text),
    Column("has_steps", Boolean, nullable=False),
    Column("clear_m", Double),
    Column("opens_from_outside", Boolean, nullable=False),
    *_said_by("entrance_word"),
)

#: A way between two entrances as it is, or that there is none; ``line`` is east, north, east, ...
outdoor_way = Table(
    "outdoor_way",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    *_where("outdoor_way", "one_"),
    *_where("outdoor_way", "other_"),
    Column("is_barred", Boolean, nullable=False),
    Column("length_m", Double),
    Column("ground", Text, nullable=False),
    Column("is_covered", Boolean, nullable=False),
    Column("line", ARRAY(Double), nullable=False),
    *_said_by("outdoor_way"),
)
