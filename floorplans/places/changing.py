"""Putting places right: other names, another storey."""

from __future__ import annotations

from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.places import changing_queries as queries
from floorplans.places import rules
from floorplans.places.refusals import (
    names_are_unique,
    no_such_building,
    no_such_floor,
    no_such_site,
)


def rename_site(db: Database, actor: Actor, site_id: UUID, *, name: str | None = None) -> None:
    """Give a site another name; raises ``Forbidden``, ``Invalid``, ``NotFound``, ``Conflict``."""
    actor.require(Role.FACILITY)
    clean = None if name is None else rules.clean_name(name, "site")
    with names_are_unique(), db.transaction(actor.organisation_id) as tx:
        if not queries.rename_site(tx, actor.organisation_id, site_id, clean):
            raise no_such_site()


def rename_building(
    db: Database, actor: Actor, building_id: UUID, *, name: str | None = None
) -> None:
    """Give a building another name; raises what ``rename_site`` raises."""
    actor.require(Role.FACILITY)
    clean = None if name is None else rules.clean_name(name, "building")
    organisation = actor.organisation_id
    with names_are_unique(), db.transaction(organisation) as tx:
        if not queries.rename_building(tx, organisation, building_id, clean):
            raise no_such_building()
        queries.tell_maps(tx, organisation, building_id=building_id)


def head_up(db: Database, actor: Actor, building_id: UUID, heading_deg: float | None) -> None:
    """Let the maps of a building's floors show a bearing upwards; None is north.

    Degrees clockwise from true north, any turn of them. Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    # Twice: what turns back by next to nothing becomes 360 at first, which is no bearing.
    heading = None if heading_deg is None else heading_deg % 360.0 % 360.0
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        if not queries.set_heading(tx, organisation, building_id, heading):
            raise no_such_building()


def change_floor(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    *,
    name: str | None = None,
    ordinal: int | None = None,
    short_name: str | None = None,
) -> None:
    """Give a floor another name, storey or short name; what is None stays.

    A short name that follows from name and storey goes on following from them. Raises what
    ``rename_site`` raises.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with names_are_unique(), db.transaction(organisation) as tx:
        present = queries.locked_floor(tx, organisation, floor_id)
        if present is None:
            raise no_such_floor()
        wanted = rules.changed_floor(present, name=name, ordinal=ordinal, short_name=short_name)
        queries.change_floor(tx, organisation, floor_id, wanted)
        queries.tell_maps(tx, organisation, floor_id=floor_id)
