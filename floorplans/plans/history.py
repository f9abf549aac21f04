"""Use cases that look back: a floor's plans with all that is known of them, and their files."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.places.service import no_such_floor
from floorplans.plans import history_queries, position_queries, queries
from floorplans.plans.positioning import georeference_view
from floorplans.plans.staging import no_such_plan
from floorplans.plans.views import HistoryEntry, TimeInForce


def history(db: Database, actor: Actor, floor_id: UUID) -> list[HistoryEntry]:
    """The plans of a floor, the latest first; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        if queries.floor_row(tx, organisation, floor_id) is None:
            raise no_such_floor()
        rows = history_queries.entries(tx, organisation, floor_id)
        placed = position_queries.georeferences(tx, organisation, floor_id)
        times = history_queries.times_in_force(tx, organisation, floor_id)
    positions = {own: georeference_view(row) for own, row in placed.items()}
    in_force: dict[UUID, list[TimeInForce]] = defaultdict(list)
    for time in times:
        in_force[time["plan_revision_id"]].append(
            TimeInForce(time["from_at"], time["to_at"], time["by"])
        )
    return [
        HistoryEntry(
            **row, georeference=positions.get(row["id"]), in_force=tuple(in_force[row["id"]])
        )
        for row in rows
    ]


def source_file(db: Database, actor: Actor, revision_id: UUID) -> tuple[str, bytes]:
    """Name and content of the drawing that a plan was read from, as it was sent.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = history_queries.file_of(tx, actor.organisation_id, revision_id)
    if found is None:
        raise no_such_plan()
    return found
