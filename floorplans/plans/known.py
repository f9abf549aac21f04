"""The plan that a use case is about, which must be there."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.errors import NotFound
from floorplans.plans import queries
from floorplans.plans.staging import no_such_plan


def plan_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping:
    """A revision's row without its heavy columns; raises ``NotFound``."""
    row = queries.revision(tx, organisation_id, revision_id)
    if row is None:
        raise no_such_plan()
    return row


def no_draft_yet() -> NotFound:
    """What is said of a plan of which nothing was read so far."""
    return NotFound(
        "no_draft_yet", "Nothing has been understood of this drawing yet.", "Wait a little."
    )
