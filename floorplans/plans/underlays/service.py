"""Use cases of underlays: keep one with what was read, and show it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.plans.underlays import queries
from importers.draft import FloorPlanDraft


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    content: bytes


def keep(tx: Connection, organisation_id: UUID, revision_id: UUID, draft: FloorPlanDraft) -> None:
    """Store the picture of a draft that has one."""
    under = draft.underlay
    if under is not None and under.content is not None:
        queries.keep(tx, organisation_id, revision_id, under.media_type, under.content)


def picture(db: Database, actor: Actor, revision_id: UUID) -> Picture:
    """The picture under a plan; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        row = queries.picture(tx, actor.organisation_id, revision_id)
    if row is None:
        raise NotFound(
            "no_underlay",
            "There is no such plan, or it was not made of a picture.",
            "Look at the plan's draft: it says whether a picture lies under it.",
        )
    return Picture(row["media_type"], bytes(row["content"]))
