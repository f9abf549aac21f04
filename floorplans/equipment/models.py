"""Tables of equipment, of what places and bookings have of it, and of what is out."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint

from floorplans.metadata import foreign, instant, metadata, uuid

equipment = Table(
    "equipment",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("site_id"),
    uuid("floor_id", nullable=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kept_at", Text),
    Column("owned", Integer, nullable=False),
    Column("broken", Integer, nullable=False, server_default=text("0")),
    instant("ended_at", nullable=True),
    instant("created_at", server_default=text("now()")),
    instant("changed_at", server_default=text("now()")),
    foreign("equipment_site_fkey", "site_id", "site", "id", ondelete="CASCADE"),
    foreign("equipment_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
)
Index("equipment_site_idx", equipment.c.organisation_id, equipment.c.site_id)
Index(
    "equipment_floor_idx",
    equipment.c.organisation_id,
    equipment.c.floor_id,
    postgresql_where=equipment.c.floor_id.is_not(None),
)

space_kit = Table(
    "space_kit",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    Column("equipment_id", Uuid, primary_key=True),
    Column("count", Integer, nullable=False),
    foreign("space_kit_space_fkey", "space_id", "space", "id", ondelete="CASCADE"),
    foreign("space_kit_equipment_fkey", "equipment_id", "equipment", "id", ondelete="CASCADE"),
)
Index("space_kit_equipment_idx", space_kit.c.organisation_id, space_kit.c.equipment_id)

bringing = Table(
    "bringing",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("equipment_id", Uuid, primary_key=True),
    Column("count", Integer, nullable=False),
    instant("created_at"),
    foreign("bringing_booking_fkey", "booking_id", "booking", "id", ondelete="CASCADE"),
    foreign("bringing_equipment_fkey", "equipment_id", "equipment", "id"),
)
Index("bringing_equipment_idx", bringing.c.organisation_id, bringing.c.equipment_id)

series_bringing = Table(
    "series_bringing",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("series_id", Uuid, primary_key=True),
    Column("equipment_id", Uuid, primary_key=True),
    Column("count", Integer, nullable=False),
    foreign("series_bringing_series_fkey", "series_id", "series", "id", ondelete="CASCADE"),
    foreign("series_bringing_equipment_fkey", "equipment_id", "equipment", "id"),
)
Index(
    "series_bringing_equipment_idx",
    series_bringing.c.organisation_id,
    series_bringing.c.equipment_id,
)

#: Which item is out with which booking; triggers write it, and its constraint has the last word.
lending = Table(
    "lending",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("equipment_id", Uuid, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("during", TSTZRANGE, nullable=False),
    foreign(
        "lending_bringing_fkey",
        "booking_id equipment_id",
        "bringing",
        "booking_id equipment_id",
        ondelete="CASCADE",
    ),
    ExcludeConstraint(
        ("organisation_id", "="),
        ("equipment_id", "="),
        ("item", "="),
        ("during", "&&"),
        name="lending_no_overlap",
    ),
)
