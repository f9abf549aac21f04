"""Where `floorplans import` puts a drawing: whose organisation, which site, known or to be made."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from shapely import Point

from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.places import service as places
from floorplans.places.views import NewSite, SiteView
from floorplans.plans import service as plans
from geo.crs import CrsError, to_lonlat
from importers.draft import FloorPlanDraft


@dataclass(frozen=True, slots=True)
class Target:
    """Where the drawing should go, in a person's words."""

    site: str
    building: str
    floor: str
    ordinal: int | None = None
    organisation: str | None = None
    at: str | None = None
    time_zone: str | None = None


def organisations(owner_url: str) -> list[tuple[UUID, str]]:
    """Every organisation, the oldest first; only the database's owner may ask."""
    plain = owner_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain) as connection:
        found = connection.execute("SELECT id, name FROM operator_organisations()")
        return [(row[0], row[1]) for row in found]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and the name of the organisation it is done in."""

    actor: Actor
    organisation: str


def acting_in(db: Database, present: list[tuple[UUID, str]], target: Target) -> Acting:
    """The operator in the organisation that is meant.

    By its name, by its site, else the one that was made first: the installation's own. Plans whose
    date has come are the floors' own from here on.
    """
    found = _meant(db, present, target)
    plans.take_over_all(db, found.actor.organisation_id, datetime.now(UTC))
    return found


def _meant(db: Database, present: list[tuple[UUID, str]], target: Target) -> Acting:
    if not present:
        raise NotFound(
            "no_organisation",
            "There is no organisation yet.",
            "Make one with: floorplans person create EMAIL --name NAME --role admin "
            "--new-organisation NAME",
        )
    names = ", ".join(f"“{name}”" for _, name in present)
    if target.organisation is not None:
        for found, name in present:
            if same_name(name, target.organisation):
                return Acting(operator(found), name)
        raise NotFound(
            "no_such_organisation",
            f"There is no organisation “{target.organisation}”.",
            f"Use one of: {names}.",
        )
    having = [
        Acting(operator(found), name)
        for found, name in present
        if any(same_name(s.name, target.site) for s in places.sites(db, operator(found)))
    ]
    if len(having) > 1:
        raise Invalid(
            "organisation_needed",
            f"Several organisations have a site “{target.site}”: {names}.",
            "Name one with --organisation.",
        )
    first, name = present[0]
    return having[0] if having else Acting(operator(first), name)


def floor_is_known(known: Sequence[SiteView], target: Target) -> bool:
    """Tell whether nothing has to be made for the target."""
    return any(
        same_name(site.name, target.site)
        and same_name(house.name, target.building)
        and same_name(floor.name, target.floor)
        for site in known
        for house in site.buildings
        for floor in house.floors
    )


def new_site_for(
    known: Sequence[SiteView], target: Target, draft: FloorPlanDraft
) -> NewSite | None:
    """The site to be made, None when it is there."""
    if any(same_name(site.name, target.site) for site in known):
        return None
    if target.at is not None:
        lon, lat = _degrees(target.at)
    else:
        told = _position_in(draft)
        if told is None and not known:
            raise NotFound(
                "no_such_site",
                f"There is no site “{target.site}”, and the drawing carries no position.",
                "Give the site's position with --at LON,LAT.",
            )
        # Without a position the new site starts beside one that is known; distances wait for it.
        lon, lat = told or (known[0].lon, known[0].lat)
    zone = target.time_zone or (known[0].time_zone if known else _zone_here())
    return NewSite(target.site, zone, lon, lat)


def _position_in(draft: FloorPlanDraft) -> tuple[float, float] | None:
    """Longitude and latitude of the middle of a drawing that carries GEODATA."""
    told = draft.geodata
    if told is None:
        return None
    try:
        origin = to_lonlat(Point(told.origin_east, told.origin_north), told.epsg)
    except CrsError:
        return None
    return round(float(origin.x), 6), round(float(origin.y), 6)


def _degrees(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in re.split(r"[,;\s]+", text.strip()))
    except ValueError:
        raise Invalid(
            "position_unusable",
            f"“{text}” is no position.",
            "Write longitude and latitude in degrees, like --at 4.9041,52.3676.",
        ) from None
    return lon, lat


def _zone_here() -> str:
    """This machine's IANA time zone where it says one, else UTC."""
    link = Path("/etc/localtime")
    found = re.search(r"zoneinfo/(?:posix/)?(.+)$", str(link.resolve())) if link.exists() else None
    name = found.group(1) if found else time.tzname[0]
    return name if "/" in name and not name.startswith("Etc/") else "UTC"


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to a person."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
