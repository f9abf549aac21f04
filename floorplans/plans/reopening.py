"""The use case of going on with a plan that people see: a draft begins where it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.plans import queries, rules
from floorplans.plans.staging import lock_floor_of, no_such_plan

_OPEN = ("published", "superseded", "scheduled")
_REVISION = """
    INSERT INTO plan_revision (organisation_id, id, floor_id, srid, number, state, source_file_id,
      profile, progress_stage, progress_share, draft, engine_version, created_by, created_at)
    SELECT r.organisation_id, :new, r.floor_id, r.srid,
      (SELECT max(number) + 1 FROM plan_revision
       WHERE organisation_id = :organisation AND floor_id = r.floor_id),
      'draft', r.source_file_id, r.profile, 'done', 1, r.draft, r.engine_version, :by, :now
    FROM plan_revision r
    WHERE r.organisation_id = :organisation AND r.id = :old AND r.draft IS NOT NULL
"""
# What was said of matches was said about the plan before this one, and is done.
_EDITS = """
    INSERT INTO plan_edit (organisation_id, plan_revision_id, number, action, metres_per_unit,
      state, created_by, created_at)
    SELECT organisation_id, :new, number, action, metres_per_unit, state, created_by, created_at
    FROM plan_edit
    WHERE organisation_id = :organisation AND plan_revision_id = :old AND state = 'done'
      AND action->>'do' NOT IN ('same_as', 'is_new', 'is_gone', 'as_compared')
"""
_ISSUES = """
    INSERT INTO import_issue (organisation_id, plan_revision_id, number, code, severity, message,
      advice, handle, layer, location, segment)
    SELECT organisation_id, :new, number, code, severity, message, advice, handle, layer, location,
      segment
    FROM import_issue WHERE organisation_id = :organisation AND plan_revision_id = :old
"""
_POSITION = """
    INSERT INTO georeference (organisation_id, plan_revision_id, floor_id, srid, method, scale,
      rotation_deg, mirrored, origin_east, origin_north, rmse_m, control_points, detail)
    SELECT organisation_id, :new, floor_id, srid, method, scale, rotation_deg, mirrored,
      origin_east, origin_north, rmse_m, control_points, detail
    FROM georeference WHERE organisation_id = :organisation AND plan_revision_id = :old
"""
_UNDERLAY = """
    INSERT INTO plan_underlay (organisation_id, plan_revision_id, media_type, content)
    SELECT organisation_id, :new, media_type, content
    FROM plan_underlay WHERE organisation_id = :organisation AND plan_revision_id = :old
"""
_PROFILE = """
    INSERT INTO plan_profile_use (organisation_id, plan_revision_id, profile_id, by_itself)
    SELECT organisation_id, :new, profile_id, by_itself
    FROM plan_profile_use WHERE organisation_id = :organisation AND plan_revision_id = :old
"""


def reopen(db: Database, actor: Actor, revision_id: UUID, now: datetime) -> UUID:
    """A draft with everything that a published plan was made of; the plan itself stays as it is.

    A draft of the same drawing that the floor has already is given instead of another. Raises
    ``Forbidden``, ``NotFound``, ``Conflict`` (it was never published).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = lock_floor_of(tx, organisation, revision_id)
        rules.check_state(row["state"], _OPEN, "opened again")
        same = queries.revisions_of_file(tx, organisation, row["floor_id"], row["source_file_id"])
        present = next((each["id"] for each in same if each["state"] == "draft"), None)
        if present is not None:
            return UUID(str(present))
        return _copied(tx, actor, revision_id, now)


def _copied(tx: Connection, actor: Actor, revision_id: UUID, now: datetime) -> UUID:
    made = new_id()
    key = {"organisation": actor.organisation_id, "old": revision_id, "new": made}
    begun = tx.execute(text(_REVISION), {**key, "by": actor.recorded_id, "now": now})
    if begun.rowcount != 1:
        raise no_such_plan()
    for statement in (_EDITS, _ISSUES, _POSITION, _UNDERLAY, _PROFILE):
        tx.execute(text(statement), key)
    return made
