"""Making the ways of a plan, once for each width of person, and keeping them with it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.database import Database
from floorplans.plans import position_queries
from floorplans.plans import queries as plan_queries
from floorplans.plans.ground import similarity_of
from floorplans.plans.stored import from_stored
from floorplans.walking import queries
from floorplans.walking.findings import CODES, findings, not_made
from floorplans.walking.stored_plan import StoredPlan, Told, floor_plan, told_by
from geo.georeference import Similarity
from geo.ways.floor import Floor, floor_of
from geo.ways.packing import pack
from geo.ways.profiles import SLIM_M, WIDE_M
from importers.issues import ImportIssue

#: To be counted up whenever ``geo.ways`` makes something else of the same plan.
ENGINE = 1
RADII_M = (SLIM_M, WIDE_M)
#: A sweep ends after so many plans; the next goes on.
SWEPT = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What ways are made of: values, read in one transaction."""

    plan: StoredPlan
    told: Told
    names: Mapping[UUID, str]
    lies: Similarity


@dataclass(frozen=True, slots=True)
class _Made:
    """Bytes by the width in centimetres, None where there are none."""

    packed: Mapping[int, bytes | None]
    space_ids: Sequence[UUID]
    issues: Sequence[ImportIssue]


def radius_cm(radius_m: float) -> int:
    """A width as rows are named by it."""
    return round(radius_m * 100)


def make(db: Database, organisation_id: UUID, revision_id: UUID, now: datetime) -> bool:
    """Make what is missing of a revision's ways; whether anything was.

    It writes what follows from the revision alone, in one transaction: killed it leaves nothing,
    and doing it twice or at once with another changes nothing.
    """
    with db.transaction(organisation_id) as tx:
        row = queries.revision(tx, organisation_id, revision_id)
        if row is None or row["state"] not in ("published", "scheduled", "superseded"):
            return False
        if queries.is_made(tx, organisation_id, revision_id, ENGINE, len(RADII_M)):
            return False
        read = source(tx, organisation_id, revision_id)
    made = _made(read, revision_id)
    with db.transaction(organisation_id) as tx:
        return _kept(tx, organisation_id, revision_id, made, now)


def make_due(db: Database, now: datetime, *, at_most: int = SWEPT) -> int:
    """Make the ways of plans in force or to come that have none by this engine; how many."""
    due = queries.due(db, ENGINE, len(RADII_M), at_most)
    return sum(make(db, organisation, revision, now) for organisation, revision in due)


def source(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Source:
    """What the ways of a revision are made of."""
    present = position_queries.georeference(tx, organisation_id, revision_id)
    lies = similarity_of(present) if present is not None else Similarity(1.0, 0.0, 0.0, 0.0)
    stored = plan_queries.draft_of(tx, organisation_id, revision_id)
    return Source(
        plan=queries.stored_plan(tx, organisation_id, revision_id),
        told=_told(stored, lies) if present is not None else Told(),
        names=queries.names(tx, organisation_id, revision_id),
        lies=lies,
    )


def _told(stored: Mapping[str, Any] | None, lies: Similarity) -> Told:
    return told_by(from_stored(stored), lies) if stored else Told()


def _made(read: Source, revision_id: UUID) -> _Made:
    """A plan that geometry cannot cope with must not come again and again, nor end the worker."""
    ids = [space.id for space in read.plan.spaces]
    try:
        plan = floor_plan(read.plan, read.told)
        floors: dict[int, Floor] = {radius_cm(m): floor_of(plan, m) for m in RADII_M}
        slim = floors[radius_cm(SLIM_M)]
        issues = findings(plan, slim, ids, read.names, read.lies)
        return _Made({cm: pack(floor) for cm, floor in floors.items()}, ids, issues)
    except Exception:
        log.exception("plan %s: its ways could not be made", revision_id)
        return _Made(dict.fromkeys(map(radius_cm, RADII_M)), ids, [not_made()])


def _kept(
    tx: Connection, organisation_id: UUID, revision_id: UUID, made: _Made, now: datetime
) -> bool:
    if not queries.lock(tx, organisation_id, revision_id):
        return False
    kept = [
        queries.keep(
            tx,
            organisation_id,
            revision_id,
            radius_cm=cm,
            engine=ENGINE,
            packed=packed,
            space_ids=made.space_ids,
            now=now,
        )
        for cm, packed in made.packed.items()
    ]
    if not any(kept):
        return False
    first = queries.forget_issues(tx, organisation_id, revision_id, CODES)
    if made.issues:
        plan_queries.add_issues(tx, organisation_id, revision_id, made.issues, first=first)
    return True
