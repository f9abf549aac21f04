"""Use cases that only look: revisions, what was understood of a drawing, and the map."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.places.service import no_such_floor
from floorplans.plans import position_queries, queries
from floorplans.plans.draft_document import document_of
from floorplans.plans.editing.log import log_of
from floorplans.plans.known import no_draft_yet, plan_of
from floorplans.plans.map_document import is_digest
from floorplans.plans.positioning import georeference_view
from floorplans.plans.stored import from_stored
from floorplans.plans.views import IssueView, RevisionSummary, RevisionView

_SHARED = (
    *("id", "floor_id", "number", "state", "file_name", "file_bytes", "begun_by", "created_at"),
    *("published_at", "effective_from", "progress_stage", "progress_share", "refusal"),
    *("profile", "map_digest"),
)

_IN_LISTS = (
    *("id", "floor_id", "number", "state", "file_name", "begun_by", "created_at"),
    *("published_at", "effective_from"),
)


def revision(db: Database, actor: Actor, revision_id: UUID) -> RevisionView:
    """One revision with its findings and its position; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        understood = queries.summary(tx, organisation, revision_id)
        found = queries.issues(tx, organisation, revision_id)
        placed = position_queries.georeference(tx, organisation, revision_id)
    counts = dict(understood["counts"]) if understood else {}
    return RevisionView(
        **{name: row[name] for name in _SHARED},
        units=(understood["units"] or {}) if understood else {},
        counts={**counts, "issues": len(found)},
        issues=tuple(IssueView(**dict(issue)) for issue in found),
        georeference=georeference_view(placed) if placed else None,
    )


def revisions(db: Database, actor: Actor, floor_id: UUID) -> list[RevisionSummary]:
    """The revisions of a floor, the latest first; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if queries.floor_row(tx, actor.organisation_id, floor_id) is None:
            raise no_such_floor()
        rows = queries.revisions(tx, actor.organisation_id, floor_id)
    return [_summary(row) for row in rows]


def present_revisions(db: Database, actor: Actor) -> list[RevisionSummary]:
    """Of all floors what is published, read, refused or waits to be looked at, the latest first.

    Raises ``Forbidden``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.present_revisions(tx, actor.organisation_id)
    return [_summary(row) for row in rows]


def map_document(db: Database, actor: Actor, floor_id: UUID, digest: str) -> bytes:
    """The gzipped JSON of a floor's present or earlier map; raises ``NotFound``."""
    if not is_digest(digest):
        # Text that the database cannot even hold comes here too.
        raise _no_such_map()
    with db.transaction(actor.organisation_id) as tx:
        content = queries.map_content(tx, actor.organisation_id, floor_id, digest)
    if content is None:
        raise _no_such_map()
    return content


def draft_document(db: Database, actor: Actor, revision_id: UUID) -> dict[str, object]:
    """What was understood of a drawing and what people made of it, in the drawing's own metres.

    Raises ``Forbidden``, ``NotFound`` (also while nothing has been understood yet).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        stored = queries.draft_of(tx, organisation, revision_id)
        found = queries.issues(tx, organisation, revision_id)
        placed = position_queries.georeference(tx, organisation, revision_id)
        log = log_of(tx, organisation, revision_id, row["state"])
    if stored is None:
        raise no_draft_yet()
    issues = [IssueView(**dict(issue)) for issue in found]
    position = georeference_view(placed) if placed else None
    return document_of(row, from_stored(stored), issues, position, log)


def _summary(row: RowMapping) -> RevisionSummary:
    return RevisionSummary(**{name: row[name] for name in _IN_LISTS})


def _no_such_map() -> NotFound:
    return NotFound("no_such_map", "There is no such map.", "Open the floor again.")
