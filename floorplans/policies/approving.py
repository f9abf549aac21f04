"""On which places of a floor a booking would be a request to a person's colleagues."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.policies.forbidding import RULED_PLACES
from floorplans.policies.terms import Approval, said_of_approval


def asking(db: Database, actor: Actor, floor_id: UUID, at: datetime) -> list[UUID]:
    """The places that others would have to approve if the actor booked them, as of an instant."""
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "floor": floor_id,
        "at": at,
        "terms": ["approval"],
    }
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(RULED_PLACES, values).all()
    found = ((row.id, said_of_approval(row.rules)) for row in rows)
    return [space for space, said in found if said is not None and said.value is Approval.NEEDED]
