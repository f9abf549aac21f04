"""A fault at a place, for tests that need one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.mending import service as mending
from floorplans.mending.views import ReportRequest, What


def make_fault(
    db: Database, by: Actor, space_id: UUID, now: datetime, note: str | None = "the left screen"
) -> UUID:
    """The id of a fault that somebody has just reported: equipment is broken."""
    return mending.report(db, by, ReportRequest(space_id, What.BROKEN, note), now).id
