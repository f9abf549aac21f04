"""Use cases of places: looking at them, and making sites, buildings and floors."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.ids import new_id
from floorplans.places import queries, rules
from floorplans.places.changing import change_floor, head_up, rename_building, rename_site
from floorplans.places.refusals import (
    names_are_unique,
    no_site_named,
    no_such_building,
    no_such_floor,
    no_such_site,
)
from floorplans.places.removing import remove_building, remove_floor, remove_site
from floorplans.places.tree import site_views
from floorplans.places.views import (
    FloorView,
    FreeDesks,
    NewSite,
    PlanInTime,
    Sibling,
    SiteView,
    SpaceView,
)
from geo.crs import CrsError, metric_crs

__all__ = [
    "change_floor",
    "create_building",
    "create_floor",
    "create_site",
    "find_floor",
    "floor",
    "free_desks",
    "head_up",
    "no_such_building",
    "no_such_floor",
    "no_such_site",
    "remove_building",
    "remove_floor",
    "remove_site",
    "rename_building",
    "rename_site",
    "sites",
    "spaces",
]


def sites(db: Database, actor: Actor) -> list[SiteView]:
    """Every site of the organisation with its buildings and floors, in one query."""
    with db.transaction(actor.organisation_id) as tx:
        return site_views(queries.tree(tx, actor.organisation_id))


def free_desks(db: Database, actor: Actor, now: datetime) -> dict[UUID, FreeDesks]:
    """The free desks of every floor that has bookable desks, in one query."""
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.free_desks(tx, actor.organisation_id, now)
    return {row.id: FreeDesks(row.free, row.desks) for row in rows}


def floor(db: Database, actor: Actor, floor_id: UUID) -> FloorView:
    """One floor with its building, its site and the floors beside it; raises ``NotFound``."""
    with db.transaction(actor.organisation_id) as tx:
        row = queries.floor_row(tx, actor.organisation_id, floor_id)
        if row is None:
            raise no_such_floor()
        beside = queries.siblings(tx, actor.organisation_id, row["building_id"])
        plans = queries.plans(tx, actor.organisation_id, floor_id)
    siblings = tuple(Sibling(**found) for found in beside)
    return FloorView(**row, siblings=siblings, plans=tuple(PlanInTime(**plan) for plan in plans))


def spaces(db: Database, actor: Actor, floor_id: UUID) -> list[SpaceView]:
    """The live spaces of a floor, by kind and name; raises ``NotFound``."""
    with db.transaction(actor.organisation_id) as tx:
        if queries.floor_row(tx, actor.organisation_id, floor_id) is None:
            raise no_such_floor()
        rows = queries.live_spaces(tx, actor.organisation_id, floor_id)
    return [SpaceView(**{**row, "features": tuple(row["features"])}) for row in rows]


def create_site(
    db: Database, actor: Actor, *, name: str, time_zone: str, lon: float, lat: float
) -> UUID:
    """A new site at a place in EPSG:4326 degrees; its metric CRS is the UTM zone of that place.

    Raises ``Forbidden``, ``Invalid`` (name, time zone, place) or ``Conflict``.
    """
    actor.require(Role.FACILITY)
    with names_are_unique(), db.transaction(actor.organisation_id) as tx:
        return _add_site(tx, actor.organisation_id, NewSite(name, time_zone, lon, lat))


def create_building(db: Database, actor: Actor, *, site_id: UUID, name: str) -> UUID:
    """A new building of a site; raises ``Forbidden``, ``Invalid``, ``NotFound``, ``Conflict``."""
    actor.require(Role.FACILITY)
    with names_are_unique(), db.transaction(actor.organisation_id) as tx:
        return _add_building(tx, actor.organisation_id, site_id, name)


def create_floor(
    db: Database,
    actor: Actor,
    *,
    building_id: UUID,
    name: str,
    ordinal: int,
    short_name: str | None = None,
) -> UUID:
    """A new floor without a plan; ``ordinal`` 0 is the main entrance.

    Raises ``Forbidden``, ``Invalid``, ``NotFound`` or ``Conflict``.
    """
    actor.require(Role.FACILITY)
    name = rules.clean_name(name, "floor")
    rules.check_ordinal(ordinal)
    short = rules.short_name_of(name, ordinal, short_name)
    with names_are_unique(), db.transaction(actor.organisation_id) as tx:
        return _add_floor(
            tx, actor.organisation_id, building_id, name=name, ordinal=ordinal, short=short
        )


def find_floor(
    db: Database,
    actor: Actor,
    site: str,
    building: str,
    floor: str,
    *,
    ordinal: int | None = None,
    new_site: NewSite | None = None,
) -> UUID:
    """The floor of these names; building and floor are made when they are missing.

    So is the site when ``new_site`` says how; all of it is made or nothing. Names are compared
    without case. Raises ``NotFound`` when there is no such site, with the names there are in
    ``fields['sites']``; ``Invalid`` and ``Conflict`` as for making each by itself.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with names_are_unique(), db.transaction(organisation) as tx:
        known = site_views(queries.tree(tx, organisation))
        here = next((s for s in known if _same(s.name, site)), None)
        if here is not None:
            site_id = here.id
        elif new_site is not None:
            site_id = _add_site(tx, organisation, new_site)
        else:
            raise no_site_named(site, [s.name for s in known])
        houses = here.buildings if here else ()
        house = next((b for b in houses if _same(b.name, building)), None)
        storey = next((f for f in house.floors if _same(f.name, floor)), None) if house else None
        if storey is not None:
            return storey.id
        name = rules.clean_name(floor, "floor")
        building_id = house.id if house else _add_building(tx, organisation, site_id, building)
        wanted = _free_ordinal(queries.ordinals(tx, organisation, building_id), name, ordinal)
        short = rules.short_name_of(name, wanted)
        return _add_floor(tx, organisation, building_id, name=name, ordinal=wanted, short=short)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _free_ordinal(used: set[int], name: str, asked: int | None) -> int:
    """As asked, else what the name tells, else the next storey above the present ones."""
    if asked is not None:
        return rules.check_ordinal(asked)
    told = rules.guess_ordinal(name)
    if told is not None and told not in used:
        return told
    return max(used) + 1 if used else 0


def _add_site(tx: Connection, organisation_id: UUID, wanted: NewSite) -> UUID:
    made = new_id()
    queries.add_site(
        tx,
        organisation_id,
        made,
        name=rules.clean_name(wanted.name, "site"),
        time_zone=rules.check_time_zone(wanted.time_zone),
        srid=_metric_crs(wanted.lon, wanted.lat),
        lon=wanted.lon,
        lat=wanted.lat,
    )
    return made


def _add_building(tx: Connection, organisation_id: UUID, site_id: UUID, name: str) -> UUID:
    if queries.site_by_id(tx, organisation_id, site_id) is None:
        raise no_such_site()
    made = new_id()
    clean = rules.clean_name(name, "building")
    queries.add_building(tx, organisation_id, made, site_id=site_id, name=clean)
    return made


def _add_floor(
    tx: Connection, organisation_id: UUID, building_id: UUID, *, name: str, ordinal: int, short: str
) -> UUID:
    house = queries.building_by_id(tx, organisation_id, building_id)
    if house is None:
        raise no_such_building()
    made = new_id()
    queries.add_floor(
        tx,
        organisation_id,
        made,
        building_id=building_id,
        site_id=house.site_id,
        srid=house.srid,
        name=name,
        short_name=short,
        ordinal=ordinal,
    )
    return made


def _metric_crs(lon: float, lat: float) -> int:
    try:
        return metric_crs(lon, lat)
    except CrsError as error:
        raise Invalid(
            "position_unusable",
            "A site cannot lie at this position.",
            "Give longitude and latitude in degrees, between 80° south and 84° north.",
        ) from error
