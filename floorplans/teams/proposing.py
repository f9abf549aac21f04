"""Proposals for a team: groups of free places on some floors, none of them held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.approvals import rules as approval
from floorplans.bookings import rules as booking_rules
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.policies import service as policies
from floorplans.teams import queries, rules
from floorplans.teams.placing import May, Place, ground_of, groups, may_all, people_of
from floorplans.teams.two_floors import Floor, pairs, split
from floorplans.teams.views import Proposal, ProposedSeat, TeamSearch

#: Of one floor, and of all.
PER_FLOOR = 3
MOST_PROPOSED = 12


def proposals(db: Database, actor: Actor, search: TeamSearch, now: datetime) -> list[Proposal]:
    """Places for a whole team on one floor each, the closest together first.

    All can be booked by everybody of the team as far as rules go, and no place is in two
    proposals. Only where no floor has enough, and the search wants it, they are over two floors of
    one building, the nearest floors first. A place that somebody would have to approve is none for
    a team, unless facility staff book. Nothing is held. Raises as ``book_team``, with Conflict
    ``too_few_free`` when no floor has enough places.
    """
    window = booking_rules.window_of(search.from_at, search.to_at)
    rules.check_people(search.people)
    rules.check_floors(search.floor_ids)
    with db.transaction(actor.organisation_id) as tx:
        people = people_of(tx, actor, search.people)
        floors = _floors(tx, actor, search, window, now)
    team = [people[person_id] for person_id in search.people]

    def may(space_ids: Sequence[UUID]) -> frozenset[UUID]:
        each = (
            policies.allowed(db, person, space_ids, window, now, without_asking=not may_all(actor))
            for person in team
        )
        return frozenset(space_ids).intersection(*each)

    alone = [floor for floor in floors if search.near is None or floor.ground.around is not None]
    found = [
        _proposal(team, places, floor)
        for floor in alone
        for places in islice(groups(floor.ground, len(team), may), PER_FLOOR)
    ]
    found.sort(key=lambda each: (each.spread_m, str(each.floor_id)))
    if not found and search.over_floors:
        found = _over_two(team, search, floors, may)
    if not found:
        looked = floors if search.over_floors else alone
        raise _why_none(db, actor, team, search, window, looked, now)
    return found[:MOST_PROPOSED]


def _over_two(
    team: Sequence[Actor], search: TeamSearch, floors: Sequence[Floor], may: May
) -> list[Proposal]:
    """One proposal for each two floors. Raises Conflict ``too_few_free`` when none have enough."""
    found = []
    two = [
        (main, other)
        for main, other in pairs(floors)
        if search.near is None or main.ground.around is not None
    ]
    for main, other in two:
        if len(main.ground.free) + len(other.ground.free) < len(team):
            continue
        places = split(main, other, len(team), may)
        if places is not None:
            found.append(_proposal(team, places, main, other))
    most = max((len(main.ground.free) + len(other.ground.free) for main, other in two), default=0)
    if not found and most < len(team):
        raise rules.too_few_free(search.kind, len(team), most, floors=2)
    return found


def _floors(
    tx: Connection, actor: Actor, search: TeamSearch, window: Window, now: datetime
) -> list[Floor]:
    found: list[Floor] = []
    for floor_id in search.floor_ids:
        facts = queries.floor(tx, actor.organisation_id, floor_id)
        if facts is None:
            raise rules.floor_missing()
        booking_rules.check_start(window, now, facts["time_zone"])
        ground = ground_of(tx, actor, search.on(floor_id), window)
        if ground is None and search.over_floors:
            anywhere = replace(search.on(floor_id), near=None)
            ground = ground_of(tx, actor, anywhere, window)
        if ground is not None:
            found.append(Floor(facts, ground))
    if search.near is not None and all(floor.ground.around is None for floor in found):
        raise rules.colleague_not_here()
    return found


def _proposal(
    team: Sequence[Actor], places: Sequence[Place], main: Floor, other: Floor | None = None
) -> Proposal:
    facts = main.facts
    there = set() if other is None else {row["space_id"] for row in other.ground.free}
    seats = tuple(
        ProposedSeat(
            person_id=person.person_id,
            person_name=person.name,
            space_id=place.space_id,
            space_name=place.name,
            **_floor_of(main if other is None or place.space_id not in there else other),
            lat=place.lat,
            lon=place.lon,
            away_m=round(place.away_m, 2),
        )
        for person, place in zip(team, places, strict=True)
    )
    spread_m = round(sum(place.away_m for place in places), 2)
    named = (facts["floor_name"], facts["building_name"])
    more = (None, None) if other is None else (other.facts["id"], other.facts["floor_name"])
    return Proposal(facts["id"], *named, spread_m, seats, *more)


def _floor_of(floor: Floor) -> dict[str, Any]:
    return {"floor_id": floor.facts["id"], "floor_name": floor.facts["floor_name"]}


def _why_none(  # noqa: PLR0917 - all that was asked and found
    db: Database,
    actor: Actor,
    team: Sequence[Actor],
    search: TeamSearch,
    window: Window,
    floors: Sequence[Floor],
    now: datetime,
) -> Exception:
    """Too few places are free, or there are enough and a rule keeps somebody from them."""
    most = max(len(floor.ground.free) for floor in floors)
    for floor in floors:
        free = floor.ground.free
        if not free or not (search.over_floors or len(free) >= len(team)):
            continue
        for person in team:
            wanted = BookingRequest(free[0]["space_id"], window.from_at, window.to_at)
            try:
                space = bookings.would_book(db, person, wanted, now)
                if approval.is_needed(space) and not may_all(actor):
                    raise approval.needs_asking(space, rules.ASK_ALONE)
            except Refused as error:
                return rules.of_one(person.name, error)
    return rules.too_few_free(search.kind, len(team), min(most, len(team) - 1))
