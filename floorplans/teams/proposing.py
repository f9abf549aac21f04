"""Proposals for a team: groups of free places on some floors, none of them held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor
from floorplans.bookings import rules as booking_rules
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.policies import service as policies
from floorplans.teams import queries, rules
from floorplans.teams.placing import Ground, Place, ground_of, groups, people_of
from floorplans.teams.views import Proposal, ProposedSeat, TeamSearch

#: Of one floor, and of all.
PER_FLOOR = 3
MOST_PROPOSED = 12


@dataclass(frozen=True, slots=True)
class _Floor:
    facts: RowMapping
    ground: Ground


def proposals(db: Database, actor: Actor, search: TeamSearch, now: datetime) -> list[Proposal]:
    """Places for a whole team on one floor each, the closest together first.

    All can be booked by everybody of the team as far as rules go, and no place is in two
    proposals. Nothing is held. Raises as ``book_team``, with Conflict ``too_few_free`` when no
    floor has enough places.
    """
    window = booking_rules.window_of(search.from_at, search.to_at)
    rules.check_people(search.people)
    rules.check_floors(search.floor_ids)
    with db.transaction(actor.organisation_id) as tx:
        people = people_of(tx, actor, search.people)
        floors = _floors(tx, actor, search, window, now)
    team = [people[person_id] for person_id in search.people]

    def may(space_ids: Sequence[UUID]) -> frozenset[UUID]:
        each = (policies.allowed(db, person, space_ids, window, now) for person in team)
        return frozenset(space_ids).intersection(*each)

    found = [
        _proposal(floor.facts, team, places)
        for floor in floors
        for places in islice(groups(floor.ground, len(team), may), PER_FLOOR)
    ]
    if not found:
        raise _why_none(db, team, search, window, floors, now)
    found.sort(key=lambda each: (each.spread_m, str(each.floor_id)))
    return found[:MOST_PROPOSED]


def _floors(
    tx: Connection, actor: Actor, search: TeamSearch, window: Window, now: datetime
) -> list[_Floor]:
    found: list[_Floor] = []
    for floor_id in search.floor_ids:
        facts = queries.floor(tx, actor.organisation_id, floor_id)
        if facts is None:
            raise rules.floor_missing()
        booking_rules.check_start(window, now, facts["time_zone"])
        ground = ground_of(tx, actor, search.on(floor_id), window)
        if ground is not None:
            found.append(_Floor(facts, ground))
    if not found:
        raise rules.colleague_not_here()
    return found


def _proposal(facts: RowMapping, team: Sequence[Actor], places: Sequence[Place]) -> Proposal:
    seats = tuple(
        ProposedSeat(
            person_id=person.person_id,
            person_name=person.name,
            space_id=place.space_id,
            space_name=place.name,
            lat=place.lat,
            lon=place.lon,
            away_m=round(place.away_m, 2),
        )
        for person, place in zip(team, places, strict=True)
    )
    spread_m = round(sum(place.away_m for place in places), 2)
    named = (facts["floor_name"], facts["building_name"])
    return Proposal(facts["id"], *named, spread_m, seats)


def _why_none(  # noqa: PLR0917 - all that was asked and found
    db: Database,
    team: Sequence[Actor],
    search: TeamSearch,
    window: Window,
    floors: Sequence[_Floor],
    now: datetime,
) -> Exception:
    """Too few places are free, or there are enough and a rule keeps somebody from them."""
    most = max(floors, key=lambda floor: len(floor.ground.free))
    free = most.ground.free
    if len(free) >= len(team):
        for person in team:
            wanted = BookingRequest(free[0]["space_id"], window.from_at, window.to_at)
            try:
                bookings.would_book(db, person, wanted, now)
            except Refused as error:
                return rules.of_one(person.name, error)
    return rules.too_few_free(search.kind, len(team), min(len(free), len(team) - 1))
