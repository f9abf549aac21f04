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
from floorplans.closing import service as closures
from floorplans.database import Database
from floorplans.plans import (
    floor_queries,
    map_document,
    queries,
    rules,
    schedule_queries,
    shape_queries,
)
from floorplans.plans.scheduling import Turn, take_over_due, turn_of
from floorplans.plans.settlement import Settlement, returned
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.staging import lock_floor_of, locked, no_such_plan
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
        row = lock_floor_of(tx, organisation, revision_id)
        floor_id = row["floor_id"]
        # The plan before one whose date has come is an earlier plan, whether that was noted or not.
        take_over_due(tx, organisation, floor_id, now)
        document = _document(tx, organisation, row)
        floor_queries.lock_spaces(tx, organisation, floor_id)
        turn = turn_of(tx, organisation, floor_id, revision_id, None, now)
        found = _settled(tx, organisation, row, document, turn)
        keep_left(tx, organisation, floor_id, now)
        _replace(tx, actor, row, now)
        _save(tx, organisation, floor_id, found, document, now)
        settling.renew_parts(tx, floor_id, now)
        held = settling.hold(tx, organisation, floor_id, now, revision_id=revision_id)
        restored = settling.restore(tx, organisation, floor_id, now)
        closures.settle(tx, organisation, floor_id, now)
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


def _document(tx: Connection, organisation_id: UUID, row: RowMapping) -> dict[str, Any]:
    """The map of an earlier plan, which is locked after its floor, in the order of ``publish``."""
    state = locked(tx, organisation_id, row["id"])["state"]
    rules.check_state(state, ("superseded",), "brought back")
    content = queries.map_content(tx, organisation_id, row["floor_id"], row["map_digest"])
    if content is None:
        raise no_such_plan()
    return map_document.read(content)


def _settled(
    tx: Connection,
    organisation_id: UUID,
    row: RowMapping,
    document: Mapping[str, Any],
    turn: Turn,
) -> Settlement:
    """What becomes of the spaces that the floor has now and of those that come back."""
    floor_id = row["floor_id"]
    spaces, ids = spaces_of(document)
    known = floor_queries.known_spaces(tx, organisation_id, floor_id)
    shapes = floor_queries.shapes_of(tx, organisation_id, row["id"])
    booked = settling.upcoming_counts(tx, organisation_id, floor_id, turn.begins, turn.ends)
    return returned(known, spaces, ids, shapes, booked)


def _save(  # noqa: PLR0917 - the order of every query, and what is saved in the middle
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    found: Settlement,
    document: Mapping[str, Any],
    now: datetime,
) -> None:
    """The floor's spaces and zones as the plan has them, and its box; its shapes live again."""
    shape_queries.save_spaces(
        tx, organisation_id, floor_id, ids=found.ids, spaces=found.spaces, now=now
    )
    shape_queries.end_spaces(tx, organisation_id, found.gone, now)
    zones = [
        (UUID(zone["id"]), zone["properties"]["name"]) for zone in document["zones"]["features"]
    ]
    shape_queries.save_zones(tx, organisation_id, floor_id, zones)
    shape_queries.end_zones_but(tx, organisation_id, floor_id, [own for own, _ in zones], now)
    floor_queries.extent_of_live_shapes(tx, organisation_id, floor_id)
    schedule_queries.cover_scheduled(tx, organisation_id, floor_id)


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
