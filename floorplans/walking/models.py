"""The tables of ways, and of what people say of stairs and lifts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE

from floorplans.metadata import foreign, instant, metadata, of_plan, uuid

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
    uuid("one_floor_id"),
    Column("one_east", Double, nullable=False),
    Column("one_north", Double, nullable=False),
    uuid("other_floor_id"),
    Column("other_east", Double, nullable=False),
    Column("other_north", Double, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    foreign("connector_word_one_floor_fkey", "one_floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("connector_word_other_floor_fkey", "other_floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("connector_word_created_by_fkey", "created_by", "person", "id"),
    Index("connector_word_one_floor_idx", "organisation_id", "one_floor_id"),
    Index("connector_word_other_floor_idx", "organisation_id", "other_floor_id"),
)

connector_outage = Table(
    "connector_outage",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("east", Double, nullable=False),
    Column("north", Double, nullable=False),
    Column("during", TSTZRANGE, nullable=False),
    Column("reason", Text, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    foreign("connector_outage_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("connector_outage_created_by_fkey", "created_by", "person", "id"),
    Index("connector_outage_floor_idx", "organisation_id", "floor_id"),
)

#: What staff say of a connector itself; it goes before what the plan shows.
connector_fact = Table(
    "connector_fact",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("east", Double, nullable=False),
    Column("north", Double, nullable=False),
    Column("kind", Text, nullable=False),
    Column("goes", Text, nullable=False),
    Column("clear_m", Double),
    Column("is_for_wheelchairs", Boolean, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    foreign("connector_fact_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("connector_fact_created_by_fkey", "created_by", "person", "id"),
    Index("connector_fact_floor_idx", "organisation_id", "floor_id"),
)

#: A door leads to the street as its ``role`` tells, or does not, whatever the plan shows.
entrance_word = Table(
    "entrance_word",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("east", Double, nullable=False),
    Column("north", Double, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text),
    Column("has_steps", Boolean, nullable=False),
    Column("clear_m", Double),
    Column("opens_from_outside", Boolean, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    foreign("entrance_word_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("entrance_word_created_by_fkey", "created_by", "person", "id"),
    Index("entrance_word_floor_idx", "organisation_id", "floor_id"),
)

#: A way between two entrances as it is, or that there is none; ``line`` is east, north, east, ...
outdoor_way = Table(
    "outdoor_way",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("one_floor_id"),
    Column("one_east", Double, nullable=False),
    Column("one_north", Double, nullable=False),
    uuid("other_floor_id"),
    Column("other_east", Double, nullable=False),
    Column("other_north", Double, nullable=False),
    Column("is_barred", Boolean, nullable=False),
    Column("length_m", Double),
    Column("ground", Text, nullable=False),
    Column("is_covered", Boolean, nullable=False),
    Column("line", ARRAY(Double), nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at"),
    foreign("outdoor_way_one_floor_fkey", "one_floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("outdoor_way_other_floor_fkey", "other_floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("outdoor_way_created_by_fkey", "created_by", "person", "id"),
    Index("outdoor_way_one_floor_idx", "organisation_id", "one_floor_id"),
    Index("outdoor_way_other_floor_idx", "organisation_id", "other_floor_id"),
)
