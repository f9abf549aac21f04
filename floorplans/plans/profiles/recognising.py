"""A drawing that comes in is read with the profile of its office, where that is clear."""

from __future__ import annotations

from uuid import UUID

from floorplans.database import Database
from floorplans.plans import queries as plan_queries
from floorplans.plans.profiles.service import clear_profile
from importers.draft import FloorPlanDraft
from importers.profile import Profile


def recognised(
    db: Database, organisation_id: UUID, revision_id: UUID, draft: FloorPlanDraft
) -> tuple[UUID, Profile] | None:
    """The saved profile with which a drawing is read at once, made to fit it; None for none.

    Only when it is read for the first time: later a person has seen it and decides.
    """
    if draft.fingerprint is None:
        return None
    with db.transaction(organisation_id) as tx:
        if plan_queries.unit_of_draft(tx, organisation_id, revision_id) is not None:
            return None
        return clear_profile(tx, organisation_id, draft.fingerprint)
