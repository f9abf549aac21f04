"""Booking for a team: as many free places as there are people, close together, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.approvals import rules as approval
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import rules as booking_rules
from floorplans.bookings.views import Window
from floorplans.database import Database, busy, sqlstate
from floorplans.errors import Refused
from floorplans.ids import new_id
from floorplans.messages.kinds import Kind
from floorplans.teams import once, queries, rules, two_floors
from floorplans.teams.changing import cancel_team, change_team, my_teams
from floorplans.teams.colleague import book_for, whom
from floorplans.teams.placing import Place, ground_of, groups, may_all, people_of, these
from floorplans.teams.proposing import proposals
from floorplans.teams.telling import tell_team
from floorplans.teams.two_floors import Floor
from floorplans.teams.views import Colleague, Seat, TeamBooking, TeamRequest

__all__ = [
    "book_for",
    "book_team",
    "cancel_team",
    "change_team",
    "colleagues",
    "my_teams",
    "proposals",
    "whom",
]

#: Of places that others take between the look and the lock.
TRIES = 6
EXCLUSION_VIOLATION = "23P01"


class _LostError(Exception):
    """One of the chosen places was taken meanwhile."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Who books for which team, and when that is."""

    actor: Actor
    request: TeamRequest
    window: Window
    now: datetime


def book_team(db: Database, actor: Actor, request: TeamRequest, now: datetime) -> TeamBooking:
    """Book a place for each of a team, as close together as the free places of a floor allow.

    Close means: the distances from the one in the middle add up to the least, exactly; with
    ``near`` they are the nearest to that colleague. With ``places`` they are those and no others.
    All bookings are written in one transaction or none is. Asked again with the same key it is the
    same team, with those places that still stand. Employees book for themselves and for
    those who let colleagues do it, facility staff for everybody. Everybody is told of their own
    place, and who booked of all in one message. Raises Invalid, NotFound (``person_not_found``,
    ``floor_not_found``, ``colleague_not_here``), Conflict ``too_few_free`` (``free``),
    ``proposal_lost`` or ``idempotency_key_reused``, Refused (the rules of booking, for the first
    person who is refused), Busy.
    """
    window = booking_rules.window_of(request.from_at, request.to_at)
    rules.check_people(request.people)
    rules.check_places(request.people, request.places)
    booking_rules.check_key(request.idempotency_key)
    act = _Act(actor, request, window, now)
    for _ in range(TRIES):
        try:
            with db.transaction(actor.organisation_id) as tx:
                return _book(tx, act)
        except _LostError:
            if request.places:
                raise rules.proposal_lost() from None
    raise busy()


def colleagues(db: Database, actor: Actor, words: str, *, shown: bool = False) -> list[Colleague]:
    """Up to 20 people whom the actor may book for, with ``words`` in their names, by name.

    With ``shown`` they are those who let colleagues see where they sit.
    """
    with db.transaction(actor.organisation_id) as tx:
        found = queries.find_people(
            tx,
            actor.organisation_id,
            actor.person_id,
            words.strip(),
            all_may=may_all(actor),
            shown=shown,
        )
    return [Colleague(row["id"], row["name"]) for row in found]


def _book(tx: Connection, act: _Act) -> TeamBooking:
    actor, request, window = act.actor, act.request, act.window
    team_id = new_id()
    earlier = once.claim(tx, actor, request, team_id, act.now)
    if earlier is not None:
        return earlier
    floor, other = _floors(tx, actor, request)
    booking_rules.check_start(window, act.now, floor["time_zone"])
    people = people_of(tx, actor, request.people)
    places = _places(tx, act) if other is None else _places_of_two(tx, act, floor, other)
    queries.lock(tx, actor.organisation_id, request.people, [place.space_id for place in places])
    seats = _seats(tx, act, people, places, team_id)
    once.keep(tx, actor, request, seats)
    told = [(seat.booking_id, seat.person_id) for seat in seats]
    tell_team(tx, Kind.BOOKED, told, actor, act.now)
    return TeamBooking(team_id, request.floor_id, window.from_at, window.to_at, seats)


def _floors(
    tx: Connection, actor: Actor, request: TeamRequest
) -> tuple[RowMapping, RowMapping | None]:
    floor = queries.floor(tx, actor.organisation_id, request.floor_id)
    if floor is None:
        raise rules.floor_missing()
    if request.other_floor_id is None:
        return floor, None
    other = queries.floor(tx, actor.organisation_id, request.other_floor_id)
    if other is None:
        raise rules.floor_missing()
    if other["building_id"] != floor["building_id"] or other["id"] == floor["id"]:
        raise rules.floors_apart()
    return floor, other


def _places_of_two(
    tx: Connection, act: _Act, floor: RowMapping, other: RowMapping
) -> Sequence[Place]:
    """Those of the floor, the middle one first, then those of the other floor."""
    request, wanted = act.request, len(act.request.people)
    ground = ground_of(tx, act.actor, request, act.window)
    above = replace(request, floor_id=other["id"], near=None)
    more = ground_of(tx, act.actor, above, act.window)
    if ground is None or more is None:
        raise rules.colleague_not_here()
    if request.places:
        return these(two_floors.both(ground, more), request.places)
    if len(ground.free) >= wanted:
        return next(groups(ground, wanted))
    found = two_floors.split(Floor(floor, ground), Floor(other, more), wanted)
    if found is None:
        free = len(ground.free) + len(more.free)
        raise rules.too_few_free(request.kind, wanted, free, floors=2)
    return found


def _places(tx: Connection, act: _Act) -> Sequence[Place]:
    """The places to book, the middle one first."""
    request, wanted = act.request, len(act.request.people)
    ground = ground_of(tx, act.actor, request, act.window)
    if ground is None:
        raise rules.colleague_not_here()
    if request.places:
        return these(ground, request.places)
    if len(ground.free) < wanted:
        raise rules.too_few_free(request.kind, wanted, len(ground.free))
    return next(groups(ground, wanted))


def _seats(
    tx: Connection,
    act: _Act,
    people: Mapping[UUID, Actor],
    places: Sequence[Place],
    team_id: UUID,
) -> tuple[Seat, ...]:
    seats = []
    for person_id, place in zip(act.request.people, places, strict=True):
        person = people[person_id]
        try:
            seats.append(_seat(tx, act, person, place, team_id))
        except Refused as error:
            raise rules.of_one(person.name, error) from None
    return tuple(seats)


def _seat(tx: Connection, act: _Act, person: Actor, place: Place, team_id: UUID) -> Seat:
    booking_id = new_id()
    space = booking_queries.locked_facts(
        tx,
        place.space_id,
        act.window,
        person_id=person.person_id,
        apart_from=booking_id,
        other_space=place.space_id,
    )
    if space is None or space.is_taken or not space.is_there or space.closed_reason is not None:
        raise _LostError
    booking_rules.check_space(space, act.window, act.now)
    if approval.is_needed(space) and not may_all(act.actor):
        # A team whose places wait for an answer one by one could end as a part of it.
        raise approval.needs_asking(space, rules.ASK_ALONE)
    try:
        queries.insert(
            tx,
            act.actor.organisation_id,
            booking_id,
            team_id=team_id,
            space_id=space.id,
            floor_id=space.floor_id,
            person_id=person.person_id,
            by=act.actor.person_id,
            window=act.window,
            now=act.now,
        )
    except DBAPIError as error:
        if sqlstate(error) == EXCLUSION_VIOLATION:
            raise _LostError from None
        raise
    away_m = round(place.away_m, 2)
    return Seat(
        booking_id, person.person_id, person.name, space.id, space.name, space.floor_id, away_m
    )
