"""The use case of a redline: a plan's drawing with its open findings marked in it, to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Lock
from typing import Any
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.plans import queries as plan_queries
from floorplans.plans import rules
from floorplans.plans.editing.folded import fold
from floorplans.plans.editing.log import log_of
from floorplans.plans.findings import queries
from floorplans.plans.findings.service import findings_of, said_of
from floorplans.plans.findings.values import Finding
from floorplans.plans.known import no_draft_yet
from floorplans.plans.staging import no_such_plan
from floorplans.plans.stored import from_stored
from importers.profile import Profile
from importers.redline import Redline, Redlined, RedMark, redline_of
from importers.redlining import redline
from importers.scratch import scratch_folder

#: A drawing takes three times its memory while it is written: one at a time in each process, and
#: who waits longer for the one before is told so.
PATIENCE_S = 20.0
_AT_WORK = Lock()


@dataclass(frozen=True, slots=True)
class RedlineFile:
    """A DXF to be sent to whoever drew the plan; ``whole`` tells that their drawing is in it."""

    name: str
    content: bytes
    whole: bool


def redlined(db: Database, actor: Actor, revision_id: UUID) -> RedlineFile:
    """The drawing as it was sent, with a layer of marks for each code of its open findings.

    Where it cannot be written again it is the marks alone. Raises ``Forbidden``, ``NotFound``
    (also while nothing has been understood yet), ``Busy``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_queries.revision(tx, organisation, revision_id)
        source = queries.source(tx, organisation, revision_id)
        if row is None or source is None:
            raise no_such_plan()
        stored = plan_queries.draft_of(tx, organisation, revision_id)
        if stored is None:
            raise no_draft_yet()
        draft = from_stored(stored)
        found = findings_of(tx, organisation, revision_id, draft)
        done = log_of(tx, organisation, revision_id, row["state"]).done
    said = said_of(found, done, fold(draft, done))
    asked = redline_of(draft, [_mark(each) for each in found if each.number not in said])
    made = _written(source["name"], bytes(source["content"]), asked, row["profile"])
    return RedlineFile(_name(source["name"], whole=made.whole), made.content, made.whole)


def _written(name: str, content: bytes, asked: Redline, profile: Mapping[str, Any]) -> Redlined:
    # Nothing of the database is held while the drawing is written.
    if not _AT_WORK.acquire(timeout=PATIENCE_S):
        raise Busy(
            "redline_busy",
            "Other redlines are being written. Nothing was changed.",
            "Try again in a minute.",
        )
    try:
        with scratch_folder() as folder:
            path = folder / f"plan{rules.file_suffix(name)}"
            path.write_bytes(content)
            return redline(path, asked, Profile.from_mapping(profile))
    finally:
        _AT_WORK.release()


def _mark(finding: Finding) -> RedMark:
    return RedMark(
        finding.code,
        finding.severity,
        finding.message,
        finding.advice,
        finding.x,
        finding.y,
        finding.segment,
    )


def _name(source: str, *, whole: bool) -> str:
    stem = PurePosixPath(source).stem or "drawing"
    return f"{stem}-redline.dxf" if whole else f"{stem}-redlines-alone.dxf"
