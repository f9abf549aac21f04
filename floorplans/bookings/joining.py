"""What is booked together: rooms with a folding wall, a whole zone, and a space by several at once.

What is booked as one has no shape of its own: it takes what it is made of, and is there while that
is. Which spaces those are is told by the plan in force (``space_part`` in the database).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.assigning import queries as assigning
from floorplans.bookings import joining_queries as queries
from floorplans.bookings import settling
from floorplans.bookings.rules import InTheWay
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid, NotFound
from floorplans.ids import new_id
from floorplans.plans import floor_queries
from floorplans.plans.rules import MOST_PLACES

LONGEST_NAME = 200
MOST_JOINED = 20
NOTHING_CHANGED = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Together:
    """A zone or several rooms that are booked as one space.

    ``takes`` counts the bookable spaces inside it. It is not there while the plan in force lacks
    its zone or one of its rooms.
    """

    id: UUID
    floor_id: UUID
    kind: str
    name: str
    capacity: int
    zone_id: UUID | None
    part_ids: tuple[UUID, ...]
    takes: int
    is_there: bool


def together(db: Database, actor: Actor, floor_id: UUID) -> list[Together]:
    """What is booked as one on a floor, by name. Raises NotFound ``floor_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        _check_floor(tx, actor, floor_id)
        rows = queries.of_floor(tx, actor.organisation_id, floor_id)
    return [_together(row) for row in rows]


def join_rooms(  # noqa: PLR0917 - the order of every use case, and what is joined in the middle
    db: Database, actor: Actor, floor_id: UUID, name: str, space_ids: Sequence[UUID], now: datetime
) -> Together:
    """Let rooms be booked as one; bookings to come keep it from being taken.

    Needs the role facility. Raises Invalid (``name_missing``, ``rooms_too_few``,
    ``rooms_too_many``), NotFound (``floor_not_found``, ``space_not_found``),
    Conflict ``rooms_joined_already``, Forbidden.
    """
    actor.require(Role.FACILITY)
    called = _name(name)
    wanted = _parts(space_ids)
    organisation, made = actor.organisation_id, new_id()
    with db.transaction(organisation) as tx:
        _check_floor(tx, actor, floor_id)
        floor_queries.lock_spaces(tx, organisation, floor_id)
        parts = queries.parts(tx, organisation, floor_id, wanted)
        if len(parts) != len(wanted):
            raise _space_missing()
        joined = queries.name_of_these(tx, organisation, floor_id, wanted)
        if joined is not None:
            raise _joined_already(joined)
        queries.add(
            tx,
            organisation,
            floor_id,
            made,
            kind=parts[0]["kind"],
            category=parts[0]["category"],
            name=called,
            capacity=sum(part["capacity"] for part in parts),
            zone_id=None,
            part_ids=wanted,
            now=now,
        )
        return _renewed(tx, actor, floor_id, made, now)


def let_zone_be_booked(db: Database, actor: Actor, zone_id: UUID, now: datetime) -> Together:
    """Let a zone be booked as one space, with all that lies in it.

    Doing it again changes nothing. Needs the role facility. Raises NotFound ``zone_not_found``,
    Forbidden.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        zone = queries.zone(tx, organisation, zone_id)
        if zone is None:
            raise _zone_missing()
        floor_id = zone["floor_id"]
        floor_queries.lock_spaces(tx, organisation, floor_id)
        made = zone["own"] or new_id()
        if zone["own"] is None:
            queries.add(
                tx,
                organisation,
                floor_id,
                made,
                kind="area",
                category="unspecified",
                name=zone["name"],
                capacity=1,
                zone_id=zone_id,
                part_ids=(),
                now=now,
            )
        else:
            queries.book_again(tx, organisation, made, zone["name"])
        return _renewed(tx, actor, floor_id, made, now)


def separate(db: Database, actor: Actor, space_id: UUID, now: datetime) -> int:
    """Let joined rooms or a zone no longer be booked as one; returns how many bookings are held.

    Those are kept, and their people are offered other places. Needs the role facility. Raises
    NotFound ``space_not_found``, Conflict ``floor_without_plan``, Forbidden.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        found = queries.one(tx, organisation, space_id)
        if found is None:
            raise _space_missing()
        floor_id = found["floor_id"]
        floor_queries.lock_spaces(tx, organisation, floor_id)
        plan = floor_queries.published(tx, organisation, floor_id)
        if plan is None:
            raise _without_plan()
        queries.separate(tx, organisation, space_id, now)
        settling.renew_parts(tx, floor_id, now)
        return settling.hold(tx, organisation, floor_id, now, revision_id=plan)


def set_places(db: Database, actor: Actor, space_id: UUID, places: int, now: datetime) -> None:
    """Let so many people book a space at once: a bench, a pool, a car park without numbers.

    Needs the role facility. Raises Invalid ``places_out_of_range``, NotFound ``space_not_found``,
    Conflict ``places_booked`` when more bookings run at once, now or later, or ``space_assigned``,
    Forbidden.
    """
    actor.require(Role.FACILITY)
    if not 1 <= places <= MOST_PLACES:
        raise Invalid(
            "places_out_of_range",
            f"A space can be booked by 1 to {MOST_PLACES} people at once. {NOTHING_CHANGED}",
            "Choose a number in between.",
            most=MOST_PLACES,
        )
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        queries.lock(tx, space_id)
        booked = queries.most_at_once(tx, organisation, space_id, now)
        if booked > places:
            raise _places_booked(booked)
        if places > 1 and assigning.has_space(tx, organisation, space_id, now.date()):
            raise _assigned()
        if not queries.set_places(tx, organisation, space_id, places, now):
            raise _space_missing()


def in_the_way(
    db: Database, actor: Actor, space_id: UUID, window: Window, apart_from: UUID | None = None
) -> InTheWay | None:
    """Which other space is booked and so keeps this one from being booked.

    None when the space itself is booked, or nothing is. ``apart_from`` is a booking that does not
    stand in its own way.
    """
    organisation_id = actor.organisation_id
    asked = queries.in_the_way(organisation_id, space_id, window, apart_from)
    row = next(iter(db.read(organisation_id, asked)), None)
    return None if row is None or row[0] == space_id else InTheWay(*row)


def _renewed(
    tx: Connection, actor: Actor, floor_id: UUID, space_id: UUID, now: datetime
) -> Together:
    settling.renew_parts(tx, floor_id, now)
    row = queries.one(tx, actor.organisation_id, space_id)
    if row is None:
        raise _space_missing()
    return _together(row)


def _joined_already(name: str) -> Conflict:
    return Conflict(
        "rooms_joined_already",
        f"These rooms are joined already, as “{name}”. {NOTHING_CHANGED}",
        "Book that one, or separate it first.",
    )


def _together(row: RowMapping) -> Together:
    return Together(**{**row, "part_ids": tuple(row["part_ids"])})


def _name(name: str) -> str:
    called = " ".join(name.split())
    if not 1 <= len(called) <= LONGEST_NAME or "\0" in called:
        raise Invalid(
            "name_missing",
            f"What is booked together needs a name of at most {LONGEST_NAME} characters."
            f" {NOTHING_CHANGED}",
            "Write what people call it, such as “Hall A and B”.",
        )
    return called


def _parts(space_ids: Sequence[UUID]) -> list[UUID]:
    wanted = sorted(set(space_ids))
    if len(wanted) < 2:
        raise Invalid(
            "rooms_too_few",
            f"At least two rooms are joined. {NOTHING_CHANGED}",
            "Choose the rooms on both sides of the folding wall.",
        )
    if len(wanted) > MOST_JOINED:
        raise Invalid(
            "rooms_too_many",
            f"At most {MOST_JOINED} rooms are joined. {NOTHING_CHANGED}",
            "Choose fewer, or make the whole zone bookable.",
            most=MOST_JOINED,
        )
    return wanted


def _check_floor(tx: Connection, actor: Actor, floor_id: UUID) -> None:
    if not queries.has_floor(tx, actor.organisation_id, floor_id):
        raise NotFound(
            "floor_not_found",
            "This floor does not exist.",
            "Choose a floor from the list of places.",
        )


def _space_missing() -> NotFound:
    return NotFound(
        "space_not_found",
        f"This space does not exist, or cannot be booked by itself. {NOTHING_CHANGED}",
        "Open the floor again and choose spaces that the map shows as bookable.",
    )


def _zone_missing() -> NotFound:
    return NotFound(
        "zone_not_found",
        f"This zone does not exist, or no longer does. {NOTHING_CHANGED}",
        "Open the floor again and choose another zone.",
    )


def _without_plan() -> Conflict:
    return Conflict(
        "floor_without_plan",
        f"This floor shows no plan at the moment. {NOTHING_CHANGED}",
        "Publish a plan of the floor first.",
    )


def _assigned() -> Conflict:
    return Conflict(
        "space_assigned",
        f"This space is assigned to somebody, so it is not for several at once. {NOTHING_CHANGED}",
        "End the assignment first.",
    )


def _places_booked(booked: int) -> Conflict:
    return Conflict(
        "places_booked",
        f"Up to {booked} bookings of this space run at once. {NOTHING_CHANGED}",
        f"Choose at least {booked} places, or wait until these bookings are over.",
        booked=booked,
    )
