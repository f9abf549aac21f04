"""The import job: read a stored drawing in a child process and keep what it understood."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.plans import position_queries, queries, rules
from floorplans.plans.ground import ground_of, position_of
from floorplans.plans.placing import placement
from floorplans.plans.stored import to_stored
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.profile import Profile

#: Between two reports of the same stage; more would only be rows.
PROGRESS_INTERVAL_S = 0.5


def read(
    db: Database,
    organisation_id: UUID,
    revision_id: UUID,
    now: datetime,
    *,
    attempt: int = 1,
    limits: Limits | None = None,
    draft: FloorPlanDraft | None = None,
) -> str | None:
    """Read a waiting revision to its end: returns ``draft``, ``refused``, or None if it was not
    waiting (any more). Safe to repeat: a killed worker's revision is simply read again.

    ``attempt`` counts from 1; a drawing that ends its reader every time is refused. ``draft`` is
    what a caller understood who has read the same drawing with the same profile already.
    """
    with db.transaction(organisation_id) as tx:
        waiting = queries.to_read(tx, organisation_id, revision_id)
    if waiting is None:
        return None
    profile: dict[str, Any] = waiting["profile"]
    try:
        if attempt > rules.READ_ATTEMPTS:
            raise _given_up()
        if draft is None:
            report = _reporter(db, organisation_id, revision_id)
            draft = _read_file(waiting["name"], bytes(waiting["content"]), profile, limits, report)
    except ImportRefused as refused:
        said = {"code": refused.code, "message": refused.message, "advice": refused.advice}
        with db.transaction(organisation_id) as tx:
            queries.set_refused(tx, organisation_id, revision_id, said)
        return "refused"
    with db.transaction(organisation_id) as tx:
        kept = _keep(tx, organisation_id, revision_id, draft, profile)
    return "draft" if kept else None


def _read_file(
    name: str,
    content: bytes,
    profile: Mapping[str, Any],
    limits: Limits | None,
    report: Callable[[str, float], None],
) -> FloorPlanDraft:

    # The person's name for the file is never a path; only a plain suffix of it is kept.
    with tempfile.TemporaryDirectory(prefix="floorplans-") as folder:
        path = Path(folder) / f"plan{rules.file_suffix(name)}"
        path.write_bytes(content)
        return read_in_child(
            path,
            profile=Profile.from_mapping(profile),
            limits=limits or Limits(),
            progress=report,
        )


def _keep(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    draft: FloorPlanDraft,
    profile: Mapping[str, Any],
) -> bool:
    before = queries.unit_of_draft(tx, organisation_id, revision_id)
    stored = to_stored(draft)
    if not queries.set_draft(tx, organisation_id, revision_id, stored, profile):
        return False
    queries.replace_issues(tx, organisation_id, revision_id, draft.issues)
    factor = draft.units.metres_per_unit / before if before else 1.0
    if factor != 1.0:
        _keep_position(tx, organisation_id, revision_id, draft, factor)
    return True


def _keep_position(
    tx: Connection, organisation_id: UUID, revision_id: UUID, draft: FloorPlanDraft, factor: float
) -> None:
    """With another unit the points in the drawing have other metres: place the plan anew."""
    row = queries.revision(tx, organisation_id, revision_id)
    present = position_queries.georeference(tx, organisation_id, revision_id)
    if row is None or present is None:
        return
    ground = ground_of(tx, organisation_id, row["floor_id"], revision_id)
    try:
        placed = placement(position_of(present, factor), draft, ground)
    except DomainError:
        position_queries.forget_georeference(tx, organisation_id, revision_id)
    else:
        position_queries.set_georeference(tx, organisation_id, row, placed)


def _reporter(
    db: Database, organisation_id: UUID, revision_id: UUID
) -> Callable[[str, float], None]:
    """Writes stage and share in short transactions of their own, not too often."""
    last: tuple[str, float] = ("", 0.0)

    def report(stage: str, share: float) -> None:
        nonlocal last
        moment = time.monotonic()
        if stage == last[0] and moment - last[1] < PROGRESS_INTERVAL_S:
            return
        last = (stage, moment)
        with db.transaction(organisation_id) as tx:
            queries.set_progress(
                tx, organisation_id, revision_id, stage[:60], min(max(share, 0.0), 1.0)
            )

    return report


def _given_up() -> ImportRefused:
    return ImportRefused(
        "READING_GIVEN_UP",
        "Reading this drawing ended the reader several times.",
        "Save the drawing again as DXF 2013, purged and without embedded objects.",
    )
