"""The use case of finding floors that a plan can be laid on; changes nothing."""

from __future__ import annotations

import math
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import position_queries, queries, rules
from floorplans.plans.aligning.storeys import storey_of
from floorplans.plans.aligning.told import refused, sentence
from floorplans.plans.ground import ground_of, other_floors, similarity_of
from floorplans.plans.known import plan_of
from floorplans.plans.matching.planar import then
from floorplans.plans.placed import OtherFloor, floor_corners
from floorplans.plans.placing import usual_placement
from floorplans.plans.position_views import AlignmentView
from floorplans.plans.staging import no_such_plan
from floorplans.plans.stored import from_stored
from geo.alignment import Aligned, Alignment, Storey, align
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft


def alignments(db: Database, actor: Actor, revision_id: UUID) -> tuple[AlignmentView, ...]:
    """How a draft can be laid on each other floor of its building, the nearest storey first.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft",), "aligned")
        stored = queries.draft_of(tx, organisation, revision_id)
        if stored is None:
            raise no_such_plan()
        floors = other_floors(tx, organisation, row["floor_id"])
        present = position_queries.georeference(tx, organisation, revision_id)
        ground = ground_of(tx, organisation, row["floor_id"], revision_id)
    draft = from_stored(stored)
    lies = similarity_of(present) if present else usual_placement(draft, ground).transform
    own = storey_of(draft)
    return tuple(_view(own, draft, other, lies) for other in floors)


def _view(own: Storey, draft: FloorPlanDraft, other: OtherFloor, lies: Similarity) -> AlignmentView:
    aligned = align(own, storey_of(other.draft))
    if aligned.found is None:
        return _no_way(aligned, other)
    found = aligned.found
    return AlignmentView(
        floor_id=other.floor_id,
        floor_name=other.name,
        code=None,
        sentence=sentence(found),
        advice="",
        matched=dict(found.matched),
        left_over_cm=round(100 * found.left_over_m, 1),
        worst_cm=round(100 * found.worst_m, 1),
        offset_cm=round(100 * _offset_m(found, draft, other, lies), 1),
        turned_deg=round(found.transform.rotation_deg, 3),
        mirrored=found.transform.mirrored,
        lead=round(found.lead, 3),
    )


def _no_way(aligned: Aligned, other: OtherFloor) -> AlignmentView:
    if aligned.refusal is None:
        raise ValueError("an alignment is found or refused")
    message, advice = refused(aligned.refusal)
    code = f"floors_{aligned.refusal.value}"
    return AlignmentView(other.floor_id, other.name, code, message, advice, {})


def _offset_m(
    found: Alignment, draft: FloorPlanDraft, other: OtherFloor, lies: Similarity
) -> float:
    """How far the plan lies from its place on the other floor now, at its farthest corner."""
    there = then(found.transform, other.lies)
    return max(math.dist(lies.point(*c), there.point(*c)) for c in floor_corners(draft))
