"""Tables of assigned spaces, of days that differ from the rest, and of absences."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import DATERANGE, INT4MULTIRANGE, ExcludeConstraint

from floorplans.metadata import foreign, instant, metadata, uuid

assignment = Table(
    "assignment",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("space_id"),
    uuid("floor_id"),
    uuid("person_id"),
    Column("weekdays", INT4MULTIRANGE, nullable=False),
    Column("days", DATERANGE, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at", server_default=text("now()")),
    foreign("assignment_space_fkey", "space_id floor_id", "space", "id floor_id"),
    foreign("assignment_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("assignment_created_by_fkey", "created_by", "person", "id"),
)
assignment.append_constraint(
    ExcludeConstraint(
        (assignment.c.organisation_id, "="),
        (assignment.c.space_id, "="),
        (assignment.c.weekdays, "&&"),
        (assignment.c.days, "&&"),
        name="assignment_no_overlap",
        using="gist",
    )
)
Index("assignment_floor_idx", assignment.c.organisation_id, assignment.c.floor_id)
Index("assignment_person_idx", assignment.c.organisation_id, assignment.c.person_id)

assigned_day = Table(
    "assigned_day",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("assignment_id", Uuid, primary_key=True),
    uuid("floor_id"),
    Column("day", Date, primary_key=True),
    Column("is_released", Boolean, nullable=False),
    foreign(
        "assigned_day_assignment_fkey", "assignment_id", "assignment", "id", ondelete="CASCADE"
    ),
)

absence = Table(
    "absence",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    uuid("person_id"),
    Column("days", DATERANGE, nullable=False),
    Column("source", Text, nullable=False),
    uuid("created_by", nullable=True),
    instant("created_at", server_default=text("now()")),
    foreign("absence_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("absence_created_by_fkey", "created_by", "person", "id"),
)
Index(
    "absence_person_idx",
    absence.c.organisation_id,
    absence.c.person_id,
    func.lower(absence.c.days),
)
