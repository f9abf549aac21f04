"""Tables of favourite places, and of what a person says they usually take."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Uuid, text

from floorplans.metadata import foreign, instant, metadata, uuid

favourite_place = Table(
    "favourite_place",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("space_id", Uuid, primary_key=True),
    instant("created_at", server_default=text("now()")),
    foreign("favourite_place_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("favourite_place_space_fkey", "space_id", "space", "id", ondelete="CASCADE"),
)
Index("favourite_place_space_idx", favourite_place.c.organisation_id, favourite_place.c.space_id)

usual_choice = Table(
    "usual_choice",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("from_minute", Integer),
    Column("to_minute", Integer),
    uuid("space_id", nullable=True),
    foreign("usual_choice_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
    foreign("usual_choice_space_fkey", "space_id", "space", "id", ondelete="CASCADE"),
)
Index("usual_choice_space_idx", usual_choice.c.organisation_id, usual_choice.c.space_id)
