"""A visitor's own drawings: floors of a building of their own beside the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.demo.campus import FIRST_ORGANISATION, HARBOUR
from app.demo.load import Say, confirm_unit, read_plan
from app.demo.people import PEOPLE
from app.demo.settling import facility_of
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.plans import service as plans
from importers.issues import ImportRefused
from importers.registry import importer_for

SITE, BUILDING = "Your drawings", "My building"
#: Free ground a little north of the campus, in metres of its axes.
BESIDE_M = (0.0, 400.0)


@dataclass(frozen=True, slots=True)
class OwnFloor:
    """What became of one drawing. ``notice`` tells a person what to look at, None if nothing."""

    file: str
    floor_id: UUID | None
    published: bool
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class _Visit:
    db: Database
    actor: Actor
    now: datetime
    say: Say


def load_own(db: Database, files: tuple[Path, ...], now: datetime, say: Say) -> list[OwnFloor]:
    """Import each drawing as a floor named after its file, and publish it if nothing hinders.

    One that cannot be published stays as a draft to look at; the others are not held up. The same
    file again on its floor is left alone.
    """
    visit = _Visit(db, _actor(db), now, say)
    _site(db, visit.actor)
    return [_load(visit, file) for file in files]


def _load(visit: _Visit, file: Path) -> OwnFloor:
    floor_id: UUID | None = None
    try:
        importer_for(file)  # before a floor is made for something that is no drawing
        floor_id = places.find_floor(visit.db, visit.actor, SITE, BUILDING, file.stem[:60])
        notice = _publish(visit, floor_id, file)
    except DomainError as error:
        notice = f"{error.message} {error.advice}"
        return OwnFloor(file.name, floor_id, published=False, notice=notice)
    except ImportRefused as refused:
        notice = f"{refused.message} {refused.advice}"
        return OwnFloor(file.name, floor_id, published=False, notice=notice)
    return OwnFloor(file.name, floor_id, published=True, notice=notice)


def _publish(visit: _Visit, floor_id: UUID, file: Path) -> str | None:
    """Publish with the likeliest unit: a visitor wants to see the floor before being asked."""
    visit.say(f"Reading {file.name}")
    seen = read_plan(visit.db, visit.actor, floor_id, file, visit.now)
    if seen.state == "published":
        return None
    notice = None
    if not seen.units.get("certain"):
        unit = str(seen.units["name"])
        confirm_unit(visit.db, visit.actor, seen, unit, visit.now)
        notice = f"Its unit is probably {unit}. If sizes look wrong, choose another under Plans."
    plans.publish(visit.db, visit.actor, seen.id, visit.now)
    return notice


def _actor(db: Database) -> Actor:
    staff = {
        person.email: people.require_person(db, person.email)
        for person in PEOPLE
        if person.organisation == FIRST_ORGANISATION
    }
    return facility_of(staff)


def _site(db: Database, actor: Actor) -> None:
    if not any(site.name == SITE for site in places.sites(db, actor)):
        lon, lat = HARBOUR.to_lonlat(*BESIDE_M)
        places.create_site(db, actor, name=SITE, time_zone="Europe/Berlin", lon=lon, lat=lat)
