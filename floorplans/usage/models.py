"""The table of what was told of a site's month, in numbers about enough people each."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.metadata import foreign, instant, metadata

use_report = Table(
    "use_report",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("site_id", Uuid, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("least_people", Integer, nullable=False),
    instant("counted_at"),
    Column("document", JSONB, nullable=False),
    foreign("use_report_site_fkey", "site_id", "site", "id", ondelete="CASCADE"),
)
