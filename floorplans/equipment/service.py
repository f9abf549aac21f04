"""Keeping equipment, and telling what can be brought along."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database, busy
from floorplans.equipment import keeping_queries, queries, rules
from floorplans.equipment.views import (
    EquipmentView,
    HandOut,
    Kept,
    Lost,
    OnOffer,
    Things,
    Where,
)
from floorplans.ids import new_id
from floorplans.messages import queue
from floorplans.messages.kinds import Kind

#: What staff get ready is shown this far ahead.
AHEAD = timedelta(days=2)
MOST_HAND_OUTS = 500
#: Of bookings that are made between the look and the lock.
TRIES = 6


class _NewlyBookedError(Exception):
    """Who is to go without was not among those that were locked; leaves the transaction."""


def on_offer(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    from_at: datetime,
    to_at: datetime,
    *,
    apart_from: UUID | None = None,
) -> OnOffer:
    """What can be brought along on a floor: how many are left all through the hours.

    ``to_at`` lies after ``from_at``. What the booking ``apart_from`` has counts as left. Raises
    NotFound ``floor_not_found``.
    """
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        if not queries.floor_exists(tx, organisation, floor_id):
            raise rules.floor_missing()
        return OnOffer(
            queries.left(tx, organisation, floor_id, from_at, to_at, apart_from=apart_from),
            queries.kits(tx, organisation, floor_id),
        )


def has_any(db: Database, actor: Actor) -> bool:
    """Whether the organisation lends anything at all."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.has_any(tx, actor.organisation_id)


def equipment(db: Database, actor: Actor, now: datetime) -> list[EquipmentView]:
    """All equipment of the organisation by site, kind and name; for facility staff."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return keeping_queries.equipment(tx, actor.organisation_id, now)


def one(db: Database, actor: Actor, equipment_id: UUID, now: datetime) -> EquipmentView:
    """One of them; NotFound ``equipment_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = keeping_queries.equipment(tx, actor.organisation_id, now, equipment_id)
    if not found:
        raise rules.equipment_missing()
    return found[0]


def keep(db: Database, actor: Actor, things: Things, now: datetime) -> UUID:
    """Add equipment that bookings may bring along.

    Raises Invalid (``equipment_kind_unknown``, ``equipment_name_invalid``,
    ``equipment_count_invalid``), NotFound ``place_not_found``.
    """
    actor.require(Role.FACILITY)
    checked, made = rules.checked(things), new_id()
    with db.transaction(actor.organisation_id) as tx:
        if not keeping_queries.where_exists(tx, actor.organisation_id, checked):
            raise rules.where_missing()
        keeping_queries.insert(tx, actor.organisation_id, made, checked, now)
    return made


def change(db: Database, actor: Actor, equipment_id: UUID, things: Things, now: datetime) -> Kept:
    """Describe equipment anew, with how many there are and how many of them are broken.

    Where fewer are left than bookings are to bring, those who asked last go without, each of them
    told by mail; their places stay booked. Where it is kept for good, site and floor, stays. Raises
    what ``keep`` raises, and NotFound ``equipment_not_found``.
    """
    actor.require(Role.FACILITY)
    checked = rules.checked(things)

    def write(tx: Connection) -> None:
        keeping_queries.update(tx, actor.organisation_id, equipment_id, checked, now)

    usable = checked.owned - checked.broken
    return Kept(equipment_id, _with_fewer(db, actor, equipment_id, usable, write, now))


def retire(db: Database, actor: Actor, equipment_id: UUID, now: datetime) -> tuple[Lost, ...]:
    """Lend it out no more; whoever was to bring it is told. NotFound ``equipment_not_found``."""
    actor.require(Role.FACILITY)

    def write(tx: Connection) -> None:
        keeping_queries.end(tx, actor.organisation_id, equipment_id, now)

    return _with_fewer(db, actor, equipment_id, 0, write, now)


def set_kit(db: Database, actor: Actor, equipment_id: UUID, space_id: UUID, count: int) -> None:
    """Have so many belong to a place, or none with 0: they are proposed to whoever books it.

    Raises NotFound ``space_not_found`` where it is not on the equipment's site or floor.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if count == 0:
            keeping_queries.drop_kit(tx, actor.organisation_id, equipment_id, space_id)
            return
        rules.check_kit_count(count)
        if not keeping_queries.set_kit(tx, actor.organisation_id, equipment_id, space_id, count):
            raise rules.space_missing()


def may_have_kit(db: Database, actor: Actor, equipment_id: UUID) -> list[Where]:
    """The rooms, booths and areas whose kit it can be; for facility staff."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return keeping_queries.may_have_kit(tx, actor.organisation_id, equipment_id)


def hand_outs(db: Database, actor: Actor, now: datetime) -> list[HandOut]:
    """What bookings of the next two days bring along, by when it is needed; for facility staff."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return keeping_queries.hand_outs(
            tx, actor.organisation_id, now, now + AHEAD, MOST_HAND_OUTS
        )


def _with_fewer(  # noqa: PLR0917 - the order of every use case
    db: Database,
    actor: Actor,
    equipment_id: UUID,
    usable: int,
    write: Callable[[Connection], None],
    now: datetime,
) -> tuple[Lost, ...]:
    """Take away what is promised beyond ``usable``, tell of it, and ``write`` the change."""
    for _ in range(TRIES):
        with suppress(_NewlyBookedError), db.transaction(actor.organisation_id) as tx:
            return _taken_away(tx, actor, equipment_id, usable, write, now)
    raise busy()


def _taken_away(  # noqa: PLR0917 - the order of every use case
    tx: Connection,
    actor: Actor,
    equipment_id: UUID,
    usable: int,
    write: Callable[[Connection], None],
    now: datetime,
) -> tuple[Lost, ...]:
    organisation = actor.organisation_id
    locked = keeping_queries.lock(tx, organisation, equipment_id, now)
    if locked is None:
        raise rules.equipment_missing()
    lost = keeping_queries.take_away(tx, organisation, equipment_id, usable, now, locked=locked)
    if lost is None:
        raise _NewlyBookedError
    write(tx)
    ids = [each.booking_id for each in lost]
    queries.changed(tx, organisation, ids, now)
    details = {"lost": str(equipment_id)}
    queue.tell(tx, Kind.EQUIPMENT, ids, now, by=actor.recorded_id, details=details)
    return tuple(lost)
