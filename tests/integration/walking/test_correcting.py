"""What staff say of stairs and lifts changes the ways at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bench.walked.world import World
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Forbidden, Invalid, NotFound, Refused
from floorplans.nearest.views import SpaceOrigin
from floorplans.walking import correcting
from floorplans.walking.correcting import ConnectorRef
from floorplans.walking.routing import way_to
from floorplans.walking.views import RouteAnswer, RouteRequest
from geo.ways.shafts import Level
from tests.support.factories import (
    make_building,
    make_organisation,
    make_person,
    make_site,
)
from tests.support.house import LIFT, STAIR
from tests.support.house import make_floor as drawn_floor
from tests.support.walked import House, publish_house

HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: Database, staff: Actor, now: datetime) -> House:
    """Two floors alike, with a stair and a lift."""
    plans = (drawn_floor(), drawn_floor(ground=False))
    levels = (Level("House", 0), Level("House", 1))
    building = make_building(db, staff, make_site(db, staff))
    world = World(plans, levels, (("stair", "lift"), ("stair", "lift")))
    return publish_house(db, staff, building, world, now)


def way(db: Database, actor: Actor, house: House, now: datetime, who: str) -> RouteAnswer | None:
    """From the west room below to the west room above."""
    west = [_west(house, floor) for floor in (0, 1)]
    try:
        return way_to(db, actor, RouteRequest(SpaceOrigin(west[0]), None, west[1], who), now)
    except Refused:
        return None


def _west(house: House, floor: int) -> UUID:
    rooms = house.world.plans[floor].rooms
    places = house.world.plans[floor].places
    areas = sorted(range(len(rooms)), key=lambda n: rooms[n].area)
    inside = [n for n, place in enumerate(places) if rooms[areas[-1]].covers(place)]
    return house.spaces[floor][inside[0]]


def ref(house: House, floor: int, connector: int) -> ConnectorRef:
    return ConnectorRef(house.floors[floor], connector + 1)


def test_a_lift_out_of_order_bars_step_free_ways_while_it_is(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    assert way(db, staff, house, now, "step_free")
    lift = ref(house, 1, LIFT)
    hours = {"from_at": now, "to_at": now + HOUR}
    made = correcting.report_outage(db, staff, lift, reason="Cable", now=now, **hours)  # type: ignore[arg-type]
    assert way(db, staff, house, now, "step_free") is None
    on_foot = way(db, staff, house, now, "on_foot")
    assert on_foot is not None
    assert any("stairs" in each for each in on_foot.directions)
    assert way(db, staff, house, now + HOUR, "step_free")
    correcting.end_outage(db, staff, made, now + HOUR / 2)
    assert way(db, staff, house, now + HOUR / 2, "step_free")


def test_connectors_are_parted_and_joined_by_a_word(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    lifts = ref(house, 0, LIFT), ref(house, 1, LIFT)
    said = correcting.say(db, staff, *lifts, is_same=False, now=now)
    assert way(db, staff, house, now, "step_free") is None
    correcting.take_back(db, staff, said)
    assert way(db, staff, house, now, "step_free")
    correcting.say(db, staff, *lifts, is_same=False, now=now)
    correcting.say(db, staff, *lifts, is_same=True, now=now + HOUR)
    assert way(db, staff, house, now, "step_free")


def test_what_makes_no_sense_is_refused(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    one, other = ref(house, 0, LIFT), ref(house, 0, STAIR)
    with pytest.raises(Invalid, match="connectors_apart"):
        correcting.say(db, staff, one, other, is_same=True, now=now)
    with pytest.raises(NotFound, match="connector_not_found"):
        correcting.say(db, staff, one, ConnectorRef(house.floors[1], 99), is_same=True, now=now)
    with pytest.raises(Invalid, match="outage_invalid"):
        correcting.report_outage(db, staff, one, from_at=now, to_at=now, reason="Cable", now=now)


def test_only_staff_of_the_organisation_may(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    lifts = ref(house, 0, LIFT), ref(house, 1, LIFT)
    employee = make_person(db, staff.organisation_id)
    with pytest.raises(Forbidden):
        correcting.say(db, employee, *lifts, is_same=False, now=now)
    stranger = make_person(db, make_organisation(db), role=staff.role)
    with pytest.raises(NotFound):
        correcting.say(db, stranger, *lifts, is_same=False, now=now)
    hours = {"from_at": now, "to_at": None}
    made = correcting.report_outage(db, staff, lifts[0], reason="x", now=now, **hours)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        correcting.end_outage(db, stranger, made, now)
