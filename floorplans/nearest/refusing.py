"""How the search says no: in words that hold neither a position nor a cause that does."""

from __future__ import annotations

import logging
from uuid import UUID

import psycopg

from floorplans.actor import Actor
from floorplans.bookings import rules
from floorplans.database import Database, busy
from floorplans.errors import Busy, DomainError, Invalid, NotFound, Refused
from floorplans.nearest import queries
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin, Origin, SpaceOrigin

_log = logging.getLogger(__name__)


def unplaced(db: Database, actor: Actor, origin: Origin, floor_id: UUID | None) -> DomainError:
    """Why an origin has no place: it does not exist, or is on none of the sites."""
    if isinstance(origin, SpaceOrigin):
        return rules.space_missing()
    if floor_id is None:
        return _not_on_any_site()
    known = queries.floor_known(actor.organisation_id, floor_id)
    if not db.read(actor.organisation_id, known):
        return NotFound(
            "floor_not_found",
            "This floor does not exist.",
            "Choose a floor from the list of places.",
        )
    if isinstance(origin, EntranceOrigin):
        return NotFound(
            "entrance_not_found",
            "No entrance is known on this floor.",
            "Search near a desk or a room instead.",
        )
    return _not_on_site()


def floor_needed() -> Invalid:
    return Invalid(
        "floor_needed",
        "An entrance is counted on its floor, and no floor was given.",
        "Give the floor too, or search near a desk or a room, whose floor is known.",
    )


def _not_on_site() -> Refused:
    return Refused(
        "not_on_site",
        "You do not seem to be at this site. Your position was not kept.",
        "Choose the site where you are, or search near a desk, a room or an entrance.",
    )


def _not_on_any_site() -> Refused:
    return Refused(
        "not_on_site",
        "You do not seem to be at any of your sites. Your position was not kept.",
        "Choose the floor where you are, or search near a desk, a room or an entrance.",
    )


def told(error: psycopg.Error | Busy, origin: Origin) -> DomainError:
    """What a database's error means to who asked; raise it outside the handler of that error."""
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    if state == queries.ORIGIN_UNPLACED and isinstance(origin, Position):
        return _not_on_site()
    if state is not None:
        # Its text could hold a coordinate; its code cannot.
        _log.error("the nearest search failed with SQLSTATE %s", state)
    return busy()
