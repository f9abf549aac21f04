"""What `floorplans import --check` does: tells what publishing would change, stores nothing."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import cluster
from app.cli._decisions import Decisions
from app.cli._exits import EXIT_CHANGES, EXIT_HOLDS, EXIT_REFUSED
from app.cli._importing import Drawing
from app.cli._target import Target, acting_in, organisations, same_name
from app.settings import Settings
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import rules
from floorplans.plans import service as plans
from floorplans.plans.difference import differs, is_different
from floorplans.plans.spaces import planned_spaces
from floorplans.plans.views import PublishPreview
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer for a program, and the exit status that sums it up."""

    fields: Mapping[str, object]
    status: int


def check_drawing(drawing: Drawing, target: Target, decisions: Decisions) -> Checked:
    """Compare a drawing with what its floor shows, in the database of this installation.

    Raises ``DomainError``, or ``ImportRefused`` with the importer's own words.
    """
    profile = decisions.profile()
    rules.check_file(drawing.content, Limits())
    draft = read_in_child(drawing.path, profile)
    urls = cluster.ensure_cluster(Settings.from_environment())
    with closing(Database(urls.app_url, pool_size=2)) as db:
        return check_draft(
            db, urls.owner_url, target, draft, profile=profile.to_mapping(), now=datetime.now(UTC)
        )


def check_draft(
    db: Database,
    owner_url: str,
    target: Target,
    draft: FloorPlanDraft,
    *,
    profile: Mapping[str, Any],
    now: datetime,
) -> Checked:
    """Compare what was understood with what the floor of the target shows; raises as above."""
    actor = acting_in(db, organisations(owner_url), target).actor
    floor_id = _floor(db, actor, target)
    if floor_id is None:
        return _of_new_floor(draft, profile)
    return _of_floor(plans.check(db, actor, floor_id, draft, profile, now))


def _floor(db: Database, actor: Actor, target: Target) -> UUID | None:
    """The floor that is meant, None where it would have to be made first."""
    return next(
        (
            floor.id
            for site in places.sites(db, actor)
            for house in site.buildings
            for floor in house.floors
            if same_name(site.name, target.site)
            and same_name(house.name, target.building)
            and same_name(floor.name, target.floor)
        ),
        None,
    )


def _of_floor(found: PublishPreview) -> Checked:
    changed = differs(found.changes, found.redrawn)
    fields: dict[str, object] = {
        "floor_id": str(found.floor_id),
        "sentence": found.sentence,
        "counts": dict(found.counts),
        "redrawn": list(found.redrawn),
        "changes": [_plain(asdict(change)) for change in found.changes if is_different(change)],
        "held_bookings": found.held_bookings,
        "affected": [_plain(asdict(each)) for each in found.affected],
        "hindrances": [asdict(notice) for notice in found.hindrances],
        "warnings": [asdict(notice) for notice in found.warnings],
    }
    return Checked(fields, _status(fields, changed=changed))


def _of_new_floor(draft: FloorPlanDraft, profile: Mapping[str, Any]) -> Checked:
    """All is new on a floor that is not there yet."""
    spaces = planned_spaces(draft)
    hindrances = rules.hindrances(
        units_certain=draft.units.certain,
        profile=profile,
        unit=draft.units.name,
        spaces=len(spaces),
    )
    fields: dict[str, object] = {
        "floor_id": None,
        "sentence": f"The floor is not known yet; all {len(spaces)} places would be new.",
        "counts": {"new": len(spaces)},
        "redrawn": [],
        "changes": [],
        "held_bookings": 0,
        "affected": [],
        "hindrances": [asdict(notice) for notice in hindrances],
        "warnings": [asdict(notice) for notice in rules.cautions(spaces)],
    }
    return Checked(fields, _status(fields, changed=True))


def _status(fields: Mapping[str, object], *, changed: bool) -> int:
    if fields["hindrances"]:
        return EXIT_REFUSED
    if fields["held_bookings"]:
        return EXIT_HOLDS
    return EXIT_CHANGES if changed else 0


def _plain(told: Mapping[str, Any]) -> dict[str, object]:
    """With ids and instants as text."""
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in told.items()
    }
