"""Random offices, rules, bookings and wishes: what is found is what trying every place finds.

Whatever is offered is then booked without a refusal.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.finding import costs, service
from floorplans.finding.views import FindRequest, NearPlace, Wishes
from floorplans.nearest import costs as ways
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours
from tests.integration.finding.campus import DAY, HOUR, Campus, make_campus

#: In the suite always the same ones, in seconds; with FLOORPLANS_EXAMPLES as many.
OFFICES = int(os.environ.get("FLOORPLANS_EXAMPLES", "24"))
FEATURES = ("monitor", "docking", "standing")


@dataclass(frozen=True, slots=True)
class Desk:
    """What was put into the database, to be ranked by hand."""

    id: UUID
    name: str
    x: float
    is_upper: bool
    features: tuple[str, ...]
    capacity: int
    facts: dict[str, bool | None]
    is_favourite: bool


@pytest.mark.parametrize("seed", range(OFFICES))
def test_the_answer_is_that_of_trying_every_place(db: Database, now: datetime, seed: int) -> None:
    chance = Random(seed)
    campus = make_campus(db, now)
    desks = [_desk(campus, chance, number) for number in range(chance.randint(3, 12))]
    zone = campus.zone("Sales", -1, 30)
    _disturb(campus, chance, desks, zone)
    request = _request(campus, chance, desks, zone)
    found = service.find(db, campus.person, request, now)

    bookable = {
        desk.id for desk in desks if _books(campus, desk.id, request.from_at, request.to_at)
    }
    ranked = sorted(
        (
            (_missing(desk, request, campus, zone), _cost(desk, request, desks), desk)
            for desk in desks
            if desk.id in bookable
        ),
        key=lambda each: (each[0], round(each[1], 6), len(each[2].name), each[2].name),
    )
    fitting = [(desk.name, cost) for missing, cost, desk in ranked if missing == 0]
    told = [(place.name, place.cost_s) for place in found.places]
    assert [name for name, _ in told] == [name for name, _ in fitting][: request.limit]
    assert [cost for _, cost in told] == pytest.approx(
        [cost for _, cost in fitting][: request.limit]
    )
    if not fitting:
        expected = [desk.name for _, _, desk in ranked][: costs.NEXT_PLACES]
        assert [place.name for place in found.next_places] == expected
        assert all(place.differs for place in found.next_places)
    for time in found.next_times:
        assert time.place.differs == ()
        assert _books(campus, time.place.space_id, time.from_at, time.to_at), time.differs


def test_the_random_offices_reach_every_kind_of_answer(db: Database, now: datetime) -> None:
    """A control: were every office full or empty, the comparison would show nothing."""
    seen = {"places": 0, "next_places": 0, "next_times": 0, "refusal": 0}
    for seed in range(OFFICES):
        chance = Random(seed)
        campus = make_campus(db, now)
        desks = [_desk(campus, chance, number) for number in range(chance.randint(3, 12))]
        zone = campus.zone("Sales", -1, 30)
        _disturb(campus, chance, desks, zone)
        found = service.find(db, campus.person, _request(campus, chance, desks, zone), now)
        for name in seen:
            seen[name] += bool(getattr(found, name))
    assert all(count >= OFFICES // 12 for count in seen.values()), seen


def _desk(campus: Campus, chance: Random, number: int) -> Desk:
    is_upper = chance.random() < 0.3
    x = number * 7.0
    features = tuple(feature for feature in FEATURES if chance.random() < 0.6)
    facts = {
        fact: chance.choice((True, False, None))
        for fact in ("near_window", "near_door", "back_to_wall", "step_free")
    }
    capacity = chance.randint(1, 4)
    floor_id = campus.upper_id if is_upper else campus.floor_id
    name = f"Desk {number + 1}"
    made = campus.desk(
        x, floor_id=floor_id, name=name, features=features, capacity=capacity, **facts
    )
    is_favourite = chance.random() < 0.3
    if is_favourite:
        service.star(campus.db, campus.person, made)
    return Desk(made, name, x, is_upper, features, capacity, facts, is_favourite)


def _disturb(campus: Campus, chance: Random, desks: list[Desk], zone: UUID) -> None:
    """Bookings of others and of the person, a closure, and one or two rules."""
    everything_is_booked = chance.random() < 0.2
    for desk in desks:
        if everything_is_booked or chance.random() < 0.4:
            begins = campus.now + chance.choice((0, 1, 2, 3)) * HOUR
            _try(campus, campus.colleague, desk.id, begins, begins + chance.randint(1, 4) * HOUR)
    if chance.random() < 0.3:
        begins = campus.now + chance.choice((0, 1, 24)) * HOUR
        _try(campus, campus.person, chance.choice(desks).id, begins, begins + 2 * HOUR)
    if chance.random() < 0.3:
        shut = chance.choice(desks)
        floor_id = campus.upper_id if shut.is_upper else campus.floor_id
        closed = ClosureRequest(floor_id, campus.now, campus.now + 5 * HOUR, "carpet", shut.id)
        close_place(campus.db, campus.facility, closed, campus.now)
    group = campus.group("Sales", campus.colleague)
    rules: tuple[dict[str, Any], ...] = (
        {"kind": "desk", "opening": (OpenHours((1, 2, 3, 4, 5), 8 * 60, 12 * 60 + 30),)},
        {"zone_id": zone, "only_groups": (group,)},
        {"floor_id": campus.upper_id, "only_groups": (group,)},
        {"most_at_once": 1},
        {"kind": "desk", "most_a_week": 1},
        {"longest_min": 90},
        {"mode": Mode.HOURS, "step_min": 30},
        {"mode": Mode.HALF_DAYS},
        {"buffer_min": 60},
        {"distance_m": 8.0},
        {"kind": "desk", "quiet_m": 9.0, "quiet_zones": (zone,)},
        {"ahead_days": 0},
    )
    scopes: set[object] = set()
    for number, rule in enumerate(chance.sample(rules, chance.choice((0, 1, 2)))):
        scope = (rule.get("kind"), rule.get("zone_id"), rule.get("floor_id"))
        if scope not in scopes:
            scopes.add(scope)
            campus.rule(f"Rule {number}", **rule)


def _request(campus: Campus, chance: Random, desks: list[Desk], zone: UUID) -> FindRequest:
    begins = campus.now + chance.choice((0, 1, 2, 26)) * HOUR
    wishes = Wishes(
        features=tuple(feature for feature in FEATURES if chance.random() < 0.2),
        near_window=chance.random() < 0.2,
        away_from_door=chance.random() < 0.2,
        back_to_wall=chance.random() < 0.1,
        step_free=chance.random() < 0.1,
        favourite=chance.random() < 0.1,
        people=chance.choice((None, None, 2)),
        floor_id=chance.choice((None, None, campus.floor_id)),
        zone_id=chance.choice((None, None, None, zone)),
    )
    near = NearPlace(chance.choice(desks).id)
    length = timedelta(minutes=chance.choice((60, 90, 120, 240)))
    return FindRequest(begins, begins + length, "desk", wishes, near, campus.site_id, limit=5)


def _missing(desk: Desk, request: FindRequest, campus: Campus, zone: UUID) -> int:
    wishes, facts = request.wishes, desk.facts
    missed = [
        wishes.near_window and facts["near_window"] is not True,
        wishes.away_from_door and facts["near_door"] is not False,
        wishes.back_to_wall and facts["back_to_wall"] is not True,
        wishes.step_free and facts["step_free"] is not True,
        wishes.favourite and not desk.is_favourite,
        wishes.people is not None and desk.capacity < wishes.people,
        wishes.floor_id is not None and desk.is_upper,
        wishes.zone_id is not None and (desk.is_upper or desk.x > 30),
        *(feature not in desk.features for feature in wishes.features),
    ]
    return sum(missed)


def _cost(desk: Desk, request: FindRequest, desks: list[Desk]) -> float:
    assert isinstance(request.near, NearPlace)
    begin = next(each for each in desks if each.id == request.near.space_id)
    floors = abs(desk.is_upper - begin.is_upper)
    walk_s = math.fabs(desk.x - begin.x) / ways.WALKING_M_PER_S + floors * ways.FLOOR_S
    people = request.wishes.people
    spare = 0 if people is None else max(desk.capacity - people, 0)
    return walk_s - costs.FAVOURITE_S * desk.is_favourite + costs.SPARE_SEAT_S * spare


def _books(campus: Campus, space_id: UUID, from_at: datetime, to_at: datetime) -> bool:
    """Whether the person who searches is given the place; it is given back at once."""
    booking = _try(campus, campus.person, space_id, from_at, to_at)
    if booking is None:
        return False
    _forget(campus, booking)
    return True


def _try(
    campus: Campus, by: Any, space_id: UUID, from_at: datetime, to_at: datetime
) -> UUID | None:
    try:
        request = BookingRequest(space_id, from_at, to_at)
        return bookings.book(campus.db, by, request, campus.now).id
    except DomainError:
        return None


def _forget(campus: Campus, booking_id: UUID) -> None:
    """As if it had never been: one that has begun would only be ended by giving it back."""
    bookings.cancel(campus.db, campus.person, booking_id, campus.now - DAY)
