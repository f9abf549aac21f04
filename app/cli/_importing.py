"""What `floorplans import` does: find or make the floor, read the drawing, publish it."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from shapely import Point

from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound, Refused
from floorplans.places import service as places
from floorplans.places.views import NewSite, SiteView
from floorplans.plans import service as plans
from floorplans.plans.views import PublishReport, RevisionView
from geo.crs import CrsError, to_lonlat
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.profile import Profile, load_profile
from importers.refusals import not_readable


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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file and what it holds."""

    path: Path
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done: a text for a person, fields for a program."""

    sentence: str
    fields: Mapping[str, object]


def profile_of(file: Path | None, units: str | None) -> dict[str, Any] | None:
    """The decisions made on the command line, None when there are none.

    Raises ``ImportRefused`` (PROFILE_INVALID).
    """
    if file is None and units is None:
        return None
    given = load_profile(file) if file else Profile()
    return (given.with_units(units) if units else given).to_mapping()


def open_drawing(path: Path) -> Drawing:
    """The file's content, with one byte over the limit at most.

    Raises ``ImportRefused`` (FILE_NOT_READABLE).
    """
    try:
        # A pipe or a device would make its reader wait for ever.
        if not path.is_file():
            raise OSError
        with path.open("rb") as opened:
            return Drawing(path, opened.read(Limits().file_bytes + 1))
    except OSError:
        raise not_readable() from None


def import_file(
    db: Database,
    owner_url: str,
    drawing: Drawing,
    target: Target,
    *,
    profile: Mapping[str, Any] | None,
    publish: bool,
    now: datetime,
) -> Answer:
    """Do it all. Raises ``DomainError``, or ``ImportRefused`` with the importer's own words."""
    acting = _acting(db, _organisations(owner_url), target)
    actor = acting.actor
    known = places.sites(db, actor)
    # What is not there yet is made only for a drawing that can be read.
    draft = None if _floor_is_known(known, target) else _read(drawing.path, profile)
    new_site = None if draft is None else _new_site(known, target, draft)
    floor_id = places.find_floor(
        db,
        actor,
        target.site,
        target.building,
        target.floor,
        ordinal=target.ordinal,
        new_site=new_site,
    )
    revision_id = _upload(db, actor, floor_id, drawing, profile, now=now)
    plans.read(db, actor.organisation_id, revision_id, now, draft=draft)
    seen = plans.revision(db, actor, revision_id)
    if seen.refusal is not None:
        told = seen.refusal
        raise ImportRefused(told["code"], told["message"], told["advice"])
    report = None
    if publish and seen.state == "draft":
        report = _publish(db, actor, seen, now)
        seen = plans.revision(db, actor, revision_id)
    made = f"“{target.site}” is a new site of {acting.organisation}." if new_site else None
    return _answer(target, seen, report, made)


def _upload(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    drawing: Drawing,
    profile: Mapping[str, Any] | None,
    *,
    now: datetime,
) -> UUID:
    """The revision of the drawing; a draft of it that only lacks its unit is told it."""
    name, content = drawing.path.name, drawing.content
    if profile is None or set(profile) != {"units"}:
        return plans.upload(db, actor, floor_id, name, content, now, profile=profile)
    present = plans.upload(db, actor, floor_id, name, content, now)
    seen = plans.revision(db, actor, present)
    if seen.profile.get("units") == profile["units"]:
        return present
    if seen.state == "published":
        return plans.upload(db, actor, floor_id, name, content, now, profile=profile)
    # What was decided about layers and blocks in the meantime stays decided.
    plans.redraw(db, actor, present, {**seen.profile, **profile}, now)
    return present


def _read(file: Path, profile: Mapping[str, Any] | None) -> FloorPlanDraft:
    return read_in_child(file, Profile.from_mapping(profile or {}))


def _organisations(owner_url: str) -> list[tuple[UUID, str]]:
    """Every organisation, the oldest first; only the database's owner may ask."""
    plain = owner_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain) as connection:
        found = connection.execute("SELECT id, name FROM operator_organisations()")
        return [(row[0], row[1]) for row in found]


@dataclass(frozen=True, slots=True)
class _Acting:
    actor: Actor
    organisation: str


def _acting(db: Database, organisations: list[tuple[UUID, str]], target: Target) -> _Acting:
    """The operator in the organisation that is meant.

    By its name, by its site, else the one that was made first: the installation's own.
    """
    if not organisations:
        raise NotFound(
            "no_organisation",
            "There is no organisation yet.",
            "Make one with: floorplans person create EMAIL --name NAME --role admin "
            "--new-organisation NAME",
        )
    names = ", ".join(f"“{name}”" for _, name in organisations)
    if target.organisation is not None:
        for found, name in organisations:
            if _same(name, target.organisation):
                return _Acting(operator(found), name)
        raise NotFound(
            "no_such_organisation",
            f"There is no organisation “{target.organisation}”.",
            f"Use one of: {names}.",
        )
    having = [
        _Acting(operator(found), name)
        for found, name in organisations
        if any(_same(s.name, target.site) for s in places.sites(db, operator(found)))
    ]
    if len(having) > 1:
        raise Invalid(
            "organisation_needed",
            f"Several organisations have a site “{target.site}”: {names}.",
            "Name one with --organisation.",
        )
    first, name = organisations[0]
    return having[0] if having else _Acting(operator(first), name)


def _floor_is_known(known: Sequence[SiteView], target: Target) -> bool:
    return any(
        _same(site.name, target.site)
        and _same(house.name, target.building)
        and _same(floor.name, target.floor)
        for site in known
        for house in site.buildings
        for floor in house.floors
    )


def _new_site(known: Sequence[SiteView], target: Target, draft: FloorPlanDraft) -> NewSite | None:
    """The site to be made, None when it is there."""
    if any(_same(site.name, target.site) for site in known):
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


def _publish(db: Database, actor: Actor, seen: RevisionView, now: datetime) -> PublishReport:
    try:
        return plans.publish(db, actor, seen.id, now)
    except Refused as error:
        if error.code != "units_unconfirmed":
            raise
        unit = seen.units.get("name", "mm")
        message = f"{error.message} The drawing waits as a draft on the page “Plans”."
        advice = (
            f"Run the same command again with --units {unit} if that is right, "
            "or with the unit it is drawn in."
        )
        raise Refused(error.code, message, advice) from error


def _answer(
    target: Target, seen: RevisionView, report: PublishReport | None, made: str | None
) -> Answer:
    counts = seen.counts
    place = f"{target.building}, {target.floor}"
    understood = ", ".join(
        f"{counts.get(name, 0)} {name}" for name in ("rooms", "desks", "parking", "zones")
    )
    state = {"draft": "is a draft of", "published": "is now the map of"}.get(seen.state, "waits at")
    lines = [made] if made else []
    lines.append(f"{seen.file_name} {state} {place}: {understood}.")
    if report is not None:
        lines += [f"{w.message} {w.advice}" for w in report.warnings]
        if report.held_bookings:
            lines.append(f"{report.held_bookings} bookings are held: their places are gone.")
    many = len(seen.issues)
    lines += [f"{many} finding{'' if many == 1 else 's'}."] if many else []
    if seen.state == "draft":
        lines.append("Look at it on the page “Plans”, or import it again with --publish.")
    fields: dict[str, object] = {
        "revision_id": str(seen.id),
        "floor_id": str(seen.floor_id),
        "state": seen.state,
        "units": dict(seen.units),
        "counts": dict(counts),
        "issues": [asdict(issue) for issue in seen.issues],
        "map_digest": seen.map_digest,
    }
    if report is not None:
        fields["changes"] = dict(report.counts)
        fields["held_bookings"] = report.held_bookings
        fields["warnings"] = [asdict(warning) for warning in report.warnings]
    return Answer("\n".join(lines), fields)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
