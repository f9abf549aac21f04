"""The use case of bringing an earlier plan back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shapely import Polygon
from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.bookings import settling
from floorplans.database import Database
from floorplans.plans import (
    floor_queries,
    map_document,
    queries,
    rules,
    schedule_queries,
    shape_queries,
)
from floorplans.plans.scheduling import take_over_due, turn_of
from floorplans.plans.settlement import returned
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.staging import locked, no_such_plan
from floorplans.plans.state_hash import keep_arrived, keep_left
from floorplans.plans.views import Notice, PublishReport

_OTHERWISE = Notice(
    "STATE_DIFFERS",
    "The plan is back, but not everything is as it was when it was published.",
    "Look at the floor. If something is missing, publish the drawing of this plan again.",
)


def bring_back(db: Database, actor: Actor, revision_id: UUID, now: datetime) -> PublishReport:
    """Publish an earlier plan of the floor again, exactly as it was; all of it, or nothing.

    Its own map says which space was which, so nothing is matched anew. Bookings that were held
    because their space was gone are confirmed again when it returns. Raises ``Forbidden``,
    ``NotFound``, ``Conflict`` (it is published, or never was).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = queries.revision(tx, organisation, revision_id)
        if row is None:
            raise no_such_plan()
        floor_id = row["floor_id"]
        document = _locked_document(tx, organisation, row)
        spaces, ids = spaces_of(document)
        floor_queries.lock_spaces(tx, organisation, floor_id)
        take_over_due(tx, organisation, floor_id, now)
        turn = turn_of(tx, organisation, floor_id, revision_id, None, now)
        known = floor_queries.known_spaces(tx, organisation, floor_id)
        shapes = floor_queries.shapes_of(tx, organisation, revision_id)
        booked = settling.upcoming_counts(tx, organisation, floor_id, now, turn.ends)
        found = returned(known, spaces, ids, shapes, booked)
        zones = {
            UUID(zone["id"]): zone["properties"]["name"] for zone in document["zones"]["features"]
        }
        keep_left(tx, organisation, floor_id, now)
        _replace(tx, actor, row, now)
        shape_queries.save_spaces(tx, organisation, floor_id, ids=ids, spaces=spaces, now=now)
        shape_queries.end_spaces(tx, organisation, found.gone, now)
        shape_queries.save_zones(tx, organisation, floor_id, list(zones.items()))
        shape_queries.end_zones_but(tx, organisation, floor_id, list(zones), now)
        floor_queries.extent_of_live_shapes(tx, organisation, floor_id)
        schedule_queries.cover_scheduled(tx, organisation, floor_id)
        held = settling.hold(tx, organisation, floor_id, now, revision_id=revision_id)
        restored = settling.restore(tx, organisation, floor_id, now)
        proof = keep_arrived(tx, organisation, floor_id, now)
    return PublishReport(
        revision_id=revision_id,
        floor_id=floor_id,
        map_digest=row["map_digest"],
        counts=found.counts,
        changes=found.changes,
        held_bookings=held,
        restored_bookings=restored,
        warnings=(*(() if proof.identical else (_OTHERWISE,)), *turn.notices),
        state_hash=proof.state.plan,
        identical=proof.identical,
        as_left=proof.as_left,
    )


def _locked_document(tx: Connection, organisation_id: UUID, row: RowMapping) -> dict[str, Any]:
    """The map of an earlier plan; floor and revision are locked, in the order of ``publish``."""
    queries.floor_row(tx, organisation_id, row["floor_id"], lock=True)
    state = locked(tx, organisation_id, row["id"])["state"]
    rules.check_state(state, ("superseded",), "brought back")
    content = queries.map_content(tx, organisation_id, row["floor_id"], row["map_digest"])
    if content is None:
        raise no_such_plan()
    return map_document.read(content)


def _replace(tx: Connection, actor: Actor, row: RowMapping, now: datetime) -> None:
    organisation = actor.organisation_id
    present = floor_queries.published(tx, organisation, row["floor_id"])
    if present is not None:
        floor_queries.retire(tx, organisation, present)
    floor_queries.revive(tx, organisation, row["id"], actor.recorded_id, now)


def spaces_of(document: Mapping[str, Any]) -> tuple[list[PlannedSpace], list[UUID]]:
    """The spaces as a plan's map describes them, without shapes: the database has those exactly."""
    features = document["spaces"]["features"]
    spaces = [_space(feature["properties"]) for feature in features]
    return spaces, [UUID(feature["id"]) for feature in features]


def _space(told: Mapping[str, Any]) -> PlannedSpace:
    return PlannedSpace(
        kind=told["kind"],
        category=told["category"],
        number=told["number"],
        name=told["name"],
        capacity=told["capacity"],
        bookable=told["bookable"],
        features=tuple(told["features"]),
        polygon=Polygon(),
        rotation_deg=told["rotation_deg"],
        handle=None,
        layer=None,
    )
