"""The tables of faults, and of who reported them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid, text

from floorplans.metadata import foreign, instant, metadata, uuid

#: What is wrong, at which place. It names nobody.
fault = Table(
    "fault",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("space_id"),
    Column("what", Text, nullable=False),
    Column("note", Text),
    Column("reports", Integer, nullable=False, server_default=text("1")),
    instant("reported_at"),
    instant("done_at", nullable=True),
    Column("word", Text),
    foreign("fault_space_fkey", "space_id", "space", "id", ondelete="CASCADE"),
)
Index("fault_space_idx", fault.c.organisation_id, fault.c.space_id)
Index("fault_done_idx", fault.c.done_at, postgresql_where=fault.c.done_at.is_not(None))

#: Who is told when it is done; the rows go with that, and when their person leaves.
fault_report = Table(
    "fault_report",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("fault_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    instant("reported_at"),
    foreign("fault_report_fault_fkey", "fault_id", "fault", "id", ondelete="CASCADE"),
    foreign("fault_report_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
)
Index("fault_report_person_idx", fault_report.c.organisation_id, fault_report.c.person_id)
