"""Telling a team: each of their own place, and who booked of all places in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import Gathering


def tell_team(
    tx: Connection, kind: Kind, seats: Sequence[tuple[UUID, UUID]], actor: Actor, now: datetime
) -> None:
    """Tell of what the actor did to ``seats``, each a booking and its person."""
    by = actor.recorded_id
    others = [booking_id for booking_id, person_id in seats if person_id != by]
    queue.tell(tx, kind, others, now, by=by)
    if by is not None:
        gathering = Gathering()
        gathering.tell(tx, kind, [booking_id for booking_id, _ in seats], now, by=by, to=by)
        gathering.send(tx, actor.organisation_id, now)
