"""Removing places that hold nothing. What was planned or booked is never lost this way."""

from __future__ import annotations

from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.places import removing_queries as queries
from floorplans.places import rules
from floorplans.places.refusals import no_such_building, no_such_floor, no_such_site


def remove_site(db: Database, actor: Actor, site_id: UUID) -> None:
    """Remove a site without buildings.

    Raises ``Forbidden``, ``NotFound``, or Refused ``site_has_buildings`` with their number.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        if not queries.lock_site(tx, organisation, site_id):
            raise no_such_site()
        rules.check_site_is_empty(queries.buildings_of(tx, organisation, site_id))
        queries.remove_site(tx, organisation, site_id)


def remove_building(db: Database, actor: Actor, building_id: UUID) -> UUID:
    """Remove a building without floors; its site's id.

    Raises ``Forbidden``, ``NotFound``, or Refused ``building_has_floors`` with their number.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        site_id = queries.lock_building(tx, organisation, building_id)
        if site_id is None:
            raise no_such_building()
        rules.check_building_is_empty(queries.floors_of(tx, organisation, building_id))
        queries.remove_building(tx, organisation, building_id)
    return site_id


def remove_floor(db: Database, actor: Actor, floor_id: UUID) -> UUID:
    """Remove a floor that never had a place or a booking and has no plan; its building's id.

    Plans that were refused or discarded go with it. Raises ``Forbidden``, ``NotFound``, or Refused
    ``floor_in_use`` with the number of each.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        building_id = queries.lock_floor(tx, organisation, floor_id)
        if building_id is None:
            raise no_such_floor()
        # Before the count: nobody can have one of them read again any more.
        queries.remove_put_away_plans(tx, organisation, floor_id)
        rules.check_floor_is_empty(queries.contents_of(tx, organisation, floor_id))
        queries.tell_of_removal(tx, organisation, floor_id)
        queries.remove_floor(tx, organisation, floor_id)
    return building_id
