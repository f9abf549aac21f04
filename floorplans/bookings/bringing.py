"""What goes with a booking: changing it later, and other hours where it is out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings import queries, rules
from floorplans.bookings.instead import MORE_ALTERNATIVES, Offering
from floorplans.bookings.rules import Asked
from floorplans.bookings.views import BookingView, Phase, Window
from floorplans.database import Database
from floorplans.equipment import queries as equipment_queries
from floorplans.equipment.rules import (
    check_bring,
    equipment_elsewhere,
    equipment_missing,
    equipment_out,
)
from floorplans.equipment.views import Bring
from floorplans.errors import Conflict
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.nearest.views import NearSpace
from floorplans.policies import service as policies

OUT = "equipment_out"
#: Other hours are looked for this far ahead, among so many moments at which something comes back.
LOOKED_AHEAD = timedelta(days=14)
MOST_MOMENTS = 12


def bring(
    db: Database, actor: Actor, booking_id: UUID, wanted: Sequence[Bring], now: datetime
) -> BookingView:
    """Have a booking bring exactly this along, from its start to its end.

    Employees change their own, facility staff anybody's, whose person is told. Raises Invalid,
    NotFound (``booking_not_found``, ``equipment_not_found``), Conflict (``booking_ended``,
    ``equipment_out``), Refused ``equipment_elsewhere``; then all stays as it was.
    """
    check_bring(wanted)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        stored = queries.booking_facts(tx, actor, booking_id, lock=True)
        if stored is None:
            raise rules.booking_missing()
        rules.check_may_touch(actor, stored)
        if rules.phase_of(stored.state, stored.window, now) in (Phase.PAST, Phase.CANCELLED):
            raise _ended()
        if not equipment_queries.known(tx, organisation, wanted):
            raise equipment_missing()
        equipment_queries.set_brought(tx, organisation, booking_id, wanted, now)
        if stored.person_id != actor.person_id:
            queue.tell(tx, Kind.CHANGED, booking_id, now, by=actor.recorded_id)
        found = queries.view(tx, actor, booking_id, now)
    if found is None:
        raise rules.booking_missing()
    return found


def check_left(db: Database, actor: Actor, floor_id: UUID, asked: Asked) -> None:
    """Raise what booking this on a floor would raise for what is to be brought along."""
    if not asked.bring:
        return
    organisation, window = actor.organisation_id, asked.window
    with db.transaction(organisation) as tx:
        if not equipment_queries.known(tx, organisation, asked.bring):
            raise equipment_missing()
        found = equipment_queries.left(tx, organisation, floor_id, window.from_at, window.to_at)
        things = equipment_queries.named(tx, organisation, asked.bring)
    left = {thing.id: thing for thing in found}
    for each in asked.bring:
        detail = {"equipment_id": str(each.equipment_id), "name": things[each.equipment_id]}
        thing = left.get(each.equipment_id)
        if thing is None:
            raise equipment_elsewhere({**detail, "has_ended": False})
        if thing.left < each.count:
            counts = {"wanted": each.count, "left": thing.left, "usable": thing.usable}
            raise equipment_out({**detail, "kind": thing.kind, **counts})


def with_other_hours(db: Database, actor: Actor, asked: Asked, error: Conflict) -> Conflict | None:
    """The refusal of equipment that is out, with what could be had; None for any other refusal.

    ``nearest`` are the next hours in which the space and all that is wanted are free together, as
    rules allow; ``instead`` is other equipment of the same kind that is left in the wanted hours.
    """
    if error.code != OUT:
        return None
    out = error.fields["equipment"]
    organisation, length = actor.organisation_id, asked.window.to_at - asked.window.from_at
    with db.transaction(organisation) as tx:
        moments = equipment_queries.soon(
            tx,
            organisation,
            asked.space_id,
            asked.bring,
            (asked.window.from_at, length),
            within=LOOKED_AHEAD,
            most=MOST_MOMENTS,
        )
        instead = equipment_queries.alike(
            tx,
            organisation,
            asked.space_id,
            UUID(out["equipment_id"]),
            out["wanted"],
            asked.window.from_at,
            asked.window.to_at,
        )
    windows = (Window(at, at + length) for at in moments)
    allowed = (
        window
        for window in windows
        if policies.allowed(db, actor, [asked.space_id], window, asked.now)
    )
    nearest = next(allowed, None)
    fields = {**error.fields, "instead": instead}
    if nearest is not None:
        fields["nearest"] = {
            "from": nearest.from_at.isoformat(),
            "to": nearest.to_at.isoformat(),
        }
    return Conflict(error.code, error.message, error.advice, **fields)


def with_the_same(offering: Offering, wanted: Sequence[Bring], window: Window) -> Offering:
    """Offers only places to which all that is to be brought along can go in these hours."""
    if not wanted:
        return offering

    def offered(db: Database, actor: Actor, space_id: UUID, **asked: Any) -> tuple[NearSpace, ...]:
        more = {**asked, "limit": MORE_ALTERNATIVES}
        found = offering(db, actor, space_id, **more)
        floors = {near.floor_id for near in found}
        with db.transaction(actor.organisation_id) as tx:
            fit = {floor for floor in floors if _all_left(tx, actor, floor, wanted, window)}
        return tuple(near for near in found if near.floor_id in fit)[: asked["limit"]]

    return offered


def _all_left(
    tx: Connection, actor: Actor, floor_id: UUID, wanted: Sequence[Bring], window: Window
) -> bool:
    left = {
        thing.id: thing.left
        for thing in equipment_queries.left(
            tx, actor.organisation_id, floor_id, window.from_at, window.to_at
        )
    }
    return all(left.get(each.equipment_id, 0) >= each.count for each in wanted)


def _ended() -> Conflict:
    return Conflict(
        "booking_ended",
        "This booking is over or was given back, so nothing can be brought along any more."
        " Nothing was changed.",
        "Make a new booking.",
    )
