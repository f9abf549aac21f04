"""The demo's organisations, people, sites and floors: what is missing is made, the rest is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from app.demo.campus import PLOTS, FloorPlot
from app.demo.mates import MATES
from app.demo.password import DemoPassword
from app.demo.people import PEOPLE, DemoPerson, Part
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.places.views import BuildingView, FloorSummary, SiteView
from floorplans.plans import service as plans

PUBLISHED = "published"
#: All of the demo, those who sign in first.
EVERYBODY = PEOPLE + MATES
#: The acting people of one organisation by e-mail address, in the order of ``EVERYBODY``.
Staff = dict[str, Actor]
#: Of so many desks one has somebody of a team who may come to it.
DESKS_OF_A_MATE = 1.8


def settle_people(db: Database, password: DemoPassword, now: datetime) -> dict[str, Staff]:
    """Everyone of ``PEOPLE`` by organisation; accounts get the password if it is a new one."""
    return {
        organisation: _staff(
            db, organisation, [p for p in PEOPLE if p.organisation == organisation], password, now
        )
        for organisation in dict.fromkeys(person.organisation for person in PEOPLE)
    }


def settle_mates(
    db: Database, organisation: str, staff: Staff, now: datetime, *, desks: int
) -> Staff:
    """``staff``, and as many of the organisation's ``MATES`` as so many desks want."""
    left = int(desks / DESKS_OF_A_MATE)
    members = []
    for mate in MATES if desks else ():
        if mate.organisation != organisation:
            continue
        if mate.part is Part.TEAM:
            left -= 1
        if mate.part is not Part.TEAM or left >= 0:
            members.append(mate)
    return staff | _staff(db, organisation, members, None, now, beside=staff)


def facility_of(staff: Staff) -> Actor:
    """The one who draws, publishes and makes places."""
    return next(actor for actor in staff.values() if actor.role is Role.FACILITY)


def settle_floor(db: Database, actor: Actor, plot: FloorPlot) -> tuple[UUID, bool]:
    """The floor of a plot, and whether a plan of it is published already."""
    site = _site(db, actor, plot)
    house = next((b for b in site.buildings if b.name == plot.building), None)
    storey = _storey(house, plot) if house else None
    if storey is not None:
        return storey.id, storey.revision_id is not None
    building_id = (
        house.id
        if house
        else places.create_building(db, actor, site_id=site.id, name=plot.building)
    )
    made = places.create_floor(
        db,
        actor,
        building_id=building_id,
        name=plot.floor,
        ordinal=plot.ordinal,
        short_name=plot.short_name,
    )
    return made, False


def missing_plots(
    db: Database, organisation: str, actor: Actor, plots: Sequence[FloorPlot] = PLOTS
) -> list[FloorPlot]:
    """Those of an organisation's plots that have no published plan, in two queries.

    A place that people renamed is known by its drawing, or by its storey if that was replaced.
    """
    drawn = {p.file_name for p in plans.present_revisions(db, actor) if p.state == PUBLISHED}
    done = {
        (site.name, house.name, known_by)
        for site in places.sites(db, actor)
        for house in site.buildings
        for floor in house.floors
        if floor.revision_id is not None
        for known_by in (floor.name, floor.ordinal)
    }
    return [
        plot
        for plot in plots
        if plot.organisation == organisation
        and plot.file not in drawn
        and (plot.site, plot.building, plot.floor) not in done
        and (plot.site, plot.building, plot.ordinal) not in done
    ]


def _storey(house: BuildingView, plot: FloorPlot) -> FloorSummary | None:
    """The floor of the plot's name, else the one on its storey."""
    named = next((f for f in house.floors if f.name == plot.floor), None)
    return named or next((f for f in house.floors if f.ordinal == plot.ordinal), None)


def _staff(
    db: Database,
    organisation: str,
    members: list[DemoPerson],
    password: DemoPassword | None,
    now: datetime,
    *,
    beside: Staff | None = None,
) -> Staff:
    """``members``, made where they are missing; ``beside`` are others of the organisation."""
    known = {person.email: people.person_by_email(db, person.email) for person in members}
    organisation_id = _organisation(db, organisation, [*known.values(), *(beside or {}).values()])
    staff: Staff = {}
    for person in members:
        actor = known[person.email]
        if actor is None:
            actor = _hire(db, organisation_id, person, password, now)
        elif password and password.changed:
            people.reset_password(db, actor, password.text)
        staff[person.email] = actor
    return staff


def _organisation(db: Database, name: str, known: Iterable[Actor | None]) -> UUID:
    there = next((actor for actor in known if actor is not None), None)
    return there.organisation_id if there else people.create_organisation(db, name)


def _hire(
    db: Database,
    organisation_id: UUID,
    person: DemoPerson,
    password: DemoPassword | None,
    now: datetime,
) -> Actor:
    actor = people.create_person(
        db,
        organisation_id,
        email=person.email,
        name=person.name,
        role=person.role,
        password=password.text if password else None,
    )
    if person.shows_name or person.lets_book:
        people.update_profile(
            db, actor, now, shows_name=person.shows_name, lets_book=person.lets_book
        )
    return actor


def _site(db: Database, actor: Actor, plot: FloorPlot) -> SiteView:
    found = next((s for s in places.sites(db, actor) if s.name == plot.site), None)
    if found is not None:
        return found
    lon, lat = plot.stand.to_lonlat(0.0, 0.0)
    places.create_site(db, actor, name=plot.site, time_zone=plot.time_zone, lon=lon, lat=lat)
    return next(s for s in places.sites(db, actor) if s.name == plot.site)
