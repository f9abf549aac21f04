"""What `floorplans import` does: read the drawing, find or make its floor, publish it."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app import cluster
from app.cli._decisions import Decisions
from app.cli._target import Target, acting_in, floor_is_known, new_site_for, organisations
from app.settings import Settings
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Invalid, Refused
from floorplans.places import service as places
from floorplans.plans import rules
from floorplans.plans import service as plans
from floorplans.plans.views import PublishReport, RevisionView
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.refusals import not_readable


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


def open_drawing(path: Path) -> Drawing:
    """The file's content; raises ``ImportRefused`` (FILE_NOT_READABLE, _EMPTY, _TOO_LARGE)."""
    try:
        # A pipe or a device would make its reader wait for ever.
        if not path.is_file():
            raise OSError
        with path.open("rb") as opened:
            content = opened.read(Limits().file_bytes + 1)
    except OSError:
        raise not_readable() from None
    try:
        rules.check_file(content, Limits())
    except Invalid as bad:
        raise ImportRefused(bad.code.upper(), bad.message, bad.advice) from None
    return Drawing(path, content)


def import_drawing(
    path: Path,
    target: Target,
    decisions: Decisions,
    *,
    publish: bool,
    effective_from: datetime | None = None,
) -> Answer:
    """Do it all, in the database of this installation.

    Raises ``DomainError``, or ``ImportRefused`` with the importer's own words.
    """
    profile = decisions.profile().to_mapping() or None
    drawing = open_drawing(path)
    now = datetime.now(UTC)
    urls = cluster.ensure_cluster(Settings.from_environment())
    with closing(Database(urls.app_url, pool_size=2)) as db:
        return import_file(
            db,
            urls.owner_url,
            drawing,
            target,
            profile=profile,
            publish=publish,
            now=now,
            effective_from=effective_from,
        )


def import_file(
    db: Database,
    owner_url: str,
    drawing: Drawing,
    target: Target,
    *,
    profile: Mapping[str, Any] | None,
    publish: bool,
    now: datetime,
    effective_from: datetime | None = None,
) -> Answer:
    """Read the drawing onto its floor, and publish it if that is wanted; raises as above."""
    acting = acting_in(db, organisations(owner_url), target)
    actor = acting.actor
    known = places.sites(db, actor)
    # What is not there yet is made only for a drawing that can be read.
    draft = None if floor_is_known(known, target) else _read(drawing.path, profile)
    new_site = None if draft is None else new_site_for(known, target, draft)
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
        report = _publish(db, actor, seen, now, effective_from)
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


def _publish(
    db: Database, actor: Actor, seen: RevisionView, now: datetime, effective_from: datetime | None
) -> PublishReport:
    try:
        return plans.publish(db, actor, seen.id, now, effective_from=effective_from)
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
    state = {
        "draft": "is a draft of",
        "scheduled": "waits for its date on",
        "published": "is now the map of",
    }.get(seen.state, "waits at")
    lines = [made] if made else []
    lines.append(f"{seen.file_name} {state} {place}: {understood}.")
    if report is not None:
        lines += [f"{w.message} {w.advice}" for w in report.warnings]
        if report.effective_from:
            lines.append(f"It takes over at {report.effective_from:%Y-%m-%d %H:%M} UTC.")
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
        "effective_from": seen.effective_from.isoformat() if seen.effective_from else None,
    }
    if report is not None:
        fields["changes"] = dict(report.counts)
        fields["held_bookings"] = report.held_bookings
        fields["warnings"] = [asdict(warning) for warning in report.warnings]
    return Answer("\n".join(lines), fields)
