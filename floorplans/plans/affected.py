"""The use case of looking whose bookings a plan takes the place of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.bookings import affected as bookings
from floorplans.bookings.views import AffectedBooking
from floorplans.database import Database
from floorplans.plans import publishing
from floorplans.plans.known import plan_of


def affected(
    db: Database, actor: Actor, revision_id: UUID, now: datetime
) -> tuple[AffectedBooking, ...]:
    """Before a plan is published whose bookings it would hold; after it how each of them stands.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        if row["state"] != "draft":
            return bookings.of_plan(tx, organisation, revision_id, now)
    return publishing.preview(db, actor, revision_id, now).affected
