"""The import job: read a stored drawing in a child process and keep what it understood."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.plans import position_queries, queries, rules
from floorplans.plans.conversions import StoredConversions
from floorplans.plans.editing.walls import walls_of, with_walls
from floorplans.plans.ground import ground_of, like_of, position_of
from floorplans.plans.placing import placement
from floorplans.plans.profiles import queries as profile_queries
from floorplans.plans.profiles.recognising import recognised
from floorplans.plans.stored import to_stored
from floorplans.plans.underlays import service as underlays
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.kept import KeptReader
from importers.profile import Profile
from importers.scratch import scratch_folder

#: Between two reports of the same stage; more would only be rows.
PROGRESS_INTERVAL_S = 0.5


class _NotWanted(Exception):
    """The plan was put away, or is to be read with another profile; this reading is for nothing."""


def read(
    db: Database,
    organisation_id: UUID,
    revision_id: UUID,
    now: datetime,
    *,
    attempt: int = 1,
    limits: Limits | None = None,
    draft: FloorPlanDraft | None = None,
    reader: KeptReader | None = None,
) -> str | None:
    """Read a waiting revision to its end: returns ``draft``, ``refused``, or None if it was not
    waiting (any more). Safe to repeat: a killed worker's revision is simply read again.

    ``attempt`` counts from 1; a drawing that ends its reader every time is refused. ``draft`` is
    what a caller understood who has read the same drawing with the same profile already; ``reader``
    keeps drawings open to be read otherwise. One that comes without a profile is read with that of
    its office, where a saved one is clearly it.
    """
    with db.transaction(organisation_id) as tx:
        waiting = queries.to_read(tx, organisation_id, revision_id)
        walls = walls_of(tx, organisation_id, revision_id)
    if waiting is None:
        return None
    profile: dict[str, Any] = waiting["profile"]
    report = _reporter(db, organisation_id, revision_id, profile)
    drawing = _Drawing(
        organisation_id,
        waiting["name"],
        bytes(waiting["content"]),
        limits,
        report,
        reader,
        StoredConversions(db, organisation_id, waiting["source_file_id"]),
    )
    try:
        if attempt > rules.READ_ATTEMPTS:
            raise _given_up()
        if draft is None:
            draft = drawing.read(with_walls(profile, walls))
        found = None if profile else _recognised(db, organisation_id, revision_id, draft, drawing)
        with db.transaction(organisation_id) as tx:
            if found is not None:
                draft, profile = found.draft, found.profile
                _use(tx, organisation_id, revision_id, found)
            kept = _keep(tx, organisation_id, revision_id, draft, profile)
            if kept and walls_of(tx, organisation_id, revision_id) != walls:
                # A worker that was thought dead comes late, and somebody drew a wall meanwhile.
                raise _NotWanted
    except _NotWanted:
        return None
    except ImportRefused as refused:
        with db.transaction(organisation_id) as tx:
            is_wanted = _refuse(tx, organisation_id, revision_id, refused, waiting["profile"])
        return "refused" if is_wanted else None
    return "draft" if kept else None


def _refuse(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    refused: ImportRefused,
    profile: Mapping[str, Any],
) -> bool:
    said = {"code": refused.code, "message": refused.message, "advice": refused.advice}
    return queries.set_refused(tx, organisation_id, revision_id, said, profile)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A stored file and how it is read."""

    organisation_id: UUID
    name: str
    content: bytes
    limits: Limits | None
    report: Callable[[str, float], None]
    reader: KeptReader | None
    conversions: StoredConversions

    def read(self, profile: Mapping[str, Any]) -> FloorPlanDraft:
        asked, limits = Profile.from_mapping(profile), self.limits or Limits()
        # The person's name for the file is never a path; only a plain suffix of it is kept.
        with scratch_folder() as folder:
            path = folder / f"plan{rules.file_suffix(self.name)}"
            path.write_bytes(self.content)
            if self.reader is None:
                return read_in_child(path, asked, limits, self.report, conversions=self.conversions)
            # One organisation's profiles never go to a child that reads for another.
            key = hashlib.sha256(self.organisation_id.bytes + self.content).digest()
            return self.reader.read(
                path, key, asked, limits, self.report, conversions=self.conversions
            )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a drawing is with the profile that was found for it."""

    profile_id: UUID
    profile: dict[str, Any]
    draft: FloorPlanDraft


def _recognised(
    db: Database,
    organisation_id: UUID,
    revision_id: UUID,
    draft: FloorPlanDraft,
    drawing: _Drawing,
) -> _Found | None:
    """The drawing with the profile of its office, None where no saved one is clearly it."""
    found = recognised(db, organisation_id, revision_id, draft)
    if found is None:
        return None
    profile_id, profile = found[0], found[1].to_mapping()
    try:
        return _Found(profile_id, profile, drawing.read(profile))
    except ImportRefused:
        # It was understood without: a profile that does not suit costs nothing.
        return None


def _use(tx: Connection, organisation_id: UUID, revision_id: UUID, found: _Found) -> None:
    if not profile_queries.take(tx, organisation_id, revision_id, found.profile):
        raise _NotWanted
    # Where somebody has removed the profile meanwhile, the plan stays as it was read.
    profile_queries.set_use(tx, organisation_id, revision_id, found.profile_id, by_itself=True)


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
    underlays.keep(tx, organisation_id, revision_id, draft)
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
    position = position_of(present, factor)
    like = like_of(position)
    ground = ground_of(tx, organisation_id, row["floor_id"], revision_id, like=like)
    try:
        placed = placement(position, draft, ground)
    except DomainError:
        position_queries.forget_georeference(tx, organisation_id, revision_id)
    else:
        position_queries.set_georeference(tx, organisation_id, row, placed)


def _reporter(
    db: Database, organisation_id: UUID, revision_id: UUID, profile: Mapping[str, Any]
) -> Callable[[str, float], None]:
    """Writes stage and share in short transactions of their own, not too often.

    What it returns raises ``_NotWanted``, and so ends the reader, when nobody waits for it now.
    """
    last: tuple[str, float] = ("", 0.0)

    def report(stage: str, share: float) -> None:
        nonlocal last
        moment = time.monotonic()
        if stage == last[0] and moment - last[1] < PROGRESS_INTERVAL_S:
            return
        last = (stage, moment)
        told = stage[:60], min(max(share, 0.0), 1.0)
        with db.transaction(organisation_id) as tx:
            is_wanted = queries.set_progress(tx, organisation_id, revision_id, told, profile)
        if not is_wanted:
            raise _NotWanted

    return report


def _given_up() -> ImportRefused:
    return ImportRefused(
        "READING_GIVEN_UP",
        "Reading this drawing ended the reader several times.",
        "Save the drawing again as DXF 2013, purged and without embedded objects.",
    )
