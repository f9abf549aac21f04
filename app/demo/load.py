"""Load the demo the way anybody's building comes in: upload, read, place, publish, book."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.demo.campus import PLOTS, FloorPlot
from app.demo.everyday import campus_of, settle_after, settle_before
from app.demo.extras import EXTRAS
from app.demo.lending import settle_equipment
from app.demo.month import tell_last_month
from app.demo.password import DemoPassword
from app.demo.settling import (
    facility_of,
    missing_plots,
    settle_floor,
    settle_mates,
    settle_people,
)
from app.demo.telling import tell_bookings
from app.demo.together import settle_together
from app.demo.write import write_floor
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.plans.position import ControlPoints, PointAndBearing
from floorplans.plans.views import PublishReport, RevisionView
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused

#: Called with one sentence at the start of each long step.
Say = Callable[[str], None]
#: The floors are as old as the month before this one, wherever it is still the day before.
OPEN_SINCE = timedelta(days=2 * 31 + 2)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What a load did; both zero when the demo was there already."""

    floors: int
    bookings: int


def load_demo(
    db: Database,
    password: DemoPassword,
    now: datetime,
    say: Say,
    *,
    plots: Sequence[FloorPlot] = PLOTS,
) -> DemoReport:
    """Bring in whatever of the demo is missing; a second load changes nothing.

    Raises ``DomainError``; what was brought in until then stays, and the next load goes on.
    """
    staffs = settle_people(db, password, now)
    # The story begins on days that are over, and those are shown on the plan of then.
    opened_at = now - OPEN_SINCE
    floors = booked = 0
    for name, leading in staffs.items():
        ours = [plot for plot in plots if plot.organisation == name]
        desks = sum(plot.sketch().desks for plot in ours)
        staff = settle_mates(db, name, leading, now, desks=desks)
        missing = missing_plots(db, name, facility_of(staff), plots)
        _load_floors(db, facility_of(staff), missing, opened_at, say)
        floors += len(missing)
        settle_equipment(db, staff, now)
        own = {(plot.site, plot.building, plot.floor) for plot in ours}
        campus = campus_of(db, name, staff, now)
        if campus:
            settle_before(campus)
        booked += tell_last_month(db, staff, own, now, say)
        booked += tell_bookings(db, staff, own, now, say)
        if campus:
            settle_together(campus)
            settle_after(campus, say)
    return DemoReport(floors, booked)


def read_plan(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    file: Path,
    now: datetime,
    *,
    draft: FloorPlanDraft | None = None,
) -> RevisionView:
    """Upload a drawing to a floor and read it here and now, unless ``draft`` is what it holds.

    Raises ``DomainError``, and ``ImportRefused`` when it is not understood.
    """
    revision_id = plans.upload(db, actor, floor_id, file.name, file.read_bytes(), now)
    plans.read(db, actor.organisation_id, revision_id, now, draft=draft)
    seen = plans.revision(db, actor, revision_id)
    if seen.refusal is not None:
        told = seen.refusal
        raise ImportRefused(told["code"], told["message"], told["advice"])
    return seen


def confirm_unit(db: Database, actor: Actor, seen: RevisionView, unit: str, now: datetime) -> None:
    """Answer the question after the drawing's unit, and read it again with the answer."""
    plans.redraw(db, actor, seen.id, {**seen.profile, "units": unit}, now)
    plans.read(db, actor.organisation_id, seen.id, now)


def _load_floors(
    db: Database, actor: Actor, missing: Sequence[FloorPlot], now: datetime, say: Say
) -> None:
    with tempfile.TemporaryDirectory(prefix="floorplans-demo-") as folder:
        for plot in missing:
            say(f"Drawing, reading and publishing {plot.building}, {plot.floor}")
            _publish(db, actor, plot, Path(folder), now)


def _publish(
    db: Database, actor: Actor, plot: FloorPlot, folder: Path, now: datetime
) -> PublishReport:
    drawn = write_floor(plot, folder)
    floor_id, _ = settle_floor(db, actor, plot)
    seen = read_plan(db, actor, floor_id, drawn.path, now)
    if not seen.units.get("certain"):
        confirm_unit(db, actor, seen, drawn.unit, now)  # as a person would who knows the drawing
    if isinstance(drawn.position, ControlPoints | PointAndBearing):
        plans.place(db, actor, seen.id, drawn.position, now)
    if plot.file in EXTRAS:
        plans.edit(db, actor, seen.id, EXTRAS[plot.file], 0, now)
    return plans.publish(db, actor, seen.id, now)
