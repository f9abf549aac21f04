"""Use cases of facts: those of a floor as it is shown, and of a draft as it would be published."""

from __future__ import annotations

from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.places import queries as place_queries
from floorplans.places.service import no_such_floor
from floorplans.plans import queries as plan_queries
from floorplans.plans import rules
from floorplans.plans.editing.folded import fold
from floorplans.plans.editing.log import log_of
from floorplans.plans.facts import queries
from floorplans.plans.facts.computing import facts_of
from floorplans.plans.facts.values import NAMES, SpaceFacts
from floorplans.plans.staging import no_such_plan
from floorplans.plans.stored import from_stored


def of_floor(db: Database, actor: Actor, floor_id: UUID) -> dict[UUID, SpaceFacts]:
    """The facts of the spaces of a floor's present plan; raises ``NotFound``."""
    with db.transaction(actor.organisation_id) as tx:
        if place_queries.floor_row(tx, actor.organisation_id, floor_id) is None:
            raise no_such_floor()
        rows = queries.of_floor(tx, actor.organisation_id, floor_id)
    return {row["space_id"]: SpaceFacts(**{name: row[name] for name in NAMES}) for row in rows}


def of_draft(db: Database, actor: Actor, revision_id: UUID) -> dict[str, SpaceFacts]:
    """The facts of the spaces of a draft, by the ids of its ``spaces``, as edited until now.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (nothing was read yet).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_queries.revision(tx, organisation, revision_id)
        stored = plan_queries.draft_of(tx, organisation, revision_id)
        if row is None:
            raise no_such_plan()
        if stored is None:
            rules.check_state(row["state"], ("draft",), "looked at")
            raise no_such_plan()
        log = log_of(tx, organisation, revision_id, row["state"])
    draft = from_stored(stored)
    spaces = fold(draft, log.done).spaces
    found = facts_of(draft, spaces)
    return {space.key: facts for space, facts in zip(spaces, found, strict=True)}
