"""The table of facts about the spaces of a plan."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Table, Uuid

from floorplans.metadata import foreign, metadata

space_fact = Table(
    "space_fact",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("plan_revision_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    Column("net_area_m2", Double),
    Column("window_m", Double),
    Column("near_window", Boolean),
    Column("door_m", Double),
    Column("near_door", Boolean),
    Column("back_to_wall", Boolean),
    Column("step_free", Boolean),
    Column("door_clear_m", Double),
    foreign(
        "space_fact_shape_fkey",
        "plan_revision_id space_id",
        "space_shape",
        "plan_revision_id space_id",
        ondelete="CASCADE",
    ),
)
