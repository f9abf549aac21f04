"""The table of beacons."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Table, Text, Uuid

from floorplans.metadata import foreign, metadata, uuid

#: A thing on a wall or a ceiling that is heard, in metres of the site's CRS.
beacon = Table(
    "beacon",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    uuid("floor_id"),
    Column("east", Double, nullable=False),
    Column("north", Double, nullable=False),
    Column("at_1_m_dbm", Double, nullable=False),
    foreign("beacon_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
)
Index("beacon_floor_idx", beacon.c.organisation_id, beacon.c.floor_id)
