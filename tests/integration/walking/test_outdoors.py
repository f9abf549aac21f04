"""From the street to the chair, and from one building to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
import shapely

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin
from floorplans.walking.entrance_views import EntranceSaid, OutdoorWaySaid
from floorplans.walking.entrances import describe_entrance
from floorplans.walking.outdoor_ways import say_way
from floorplans.walking.routing import way_to
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import RouteRequest, WalkRequest
from geo.crs import to_lonlat
from geo.ways.profiles import DETOUR
from tests.support.factories import SRID
from tests.support.houses import (
    Houses,
    desk_of,
    from_room,
    route_between,
    street_at,
    street_doors,
    two_houses,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def houses(db: Database, staff: Actor, now: datetime) -> Houses:
    return two_houses(db, staff, now)


def test_the_nearest_free_place_may_be_in_the_next_building(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    request = WalkRequest(from_room(houses[0]), None, now, now + HOUR, kind="desk", limit=1)
    answer = nearest_by_walking(db, staff, request, now)
    (walk,) = answer.spaces
    assert (walk.space.space_id, walk.measured) == (desk_of(houses[1]), "way")
    assert (answer.exact, answer.why) == (False, "estimated")
    way = route_between(db, staff, houses, now)
    assert way is not None
    assert any(each.floor_id is None for each in way.legs)
    assert any(each.startswith("Go outside") for each in way.directions)
    assert walk.walk_s == pytest.approx(way.walk_s, abs=0.2)


def test_staff_say_how_long_it_is_that_it_has_steps_or_that_there_is_none(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    before = route_between(db, staff, houses, now)
    assert before is not None
    straight_m = float(np.hypot(*(street_at(houses[0]) - street_at(houses[1]))))
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(length_m=2 * straight_m), now)
    longer = route_between(db, staff, houses, now)
    assert longer is not None
    assert longer.walk_m - before.walk_m == pytest.approx((2 - DETOUR) * straight_m, abs=0.3)
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(ground="steps"), now + HOUR)
    assert route_between(db, staff, houses, now) is not None
    assert route_between(db, staff, houses, now, "step_free") is None
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(is_barred=True), now + 2 * HOUR)
    assert route_between(db, staff, houses, now) is None


def test_from_the_entrance_to_the_chair(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    floor = houses[1].floors[0]
    way = way_to(db, staff, RouteRequest(EntranceOrigin(0), floor, desk_of(houses[1])), now)
    assert way.legs[0].floor_id == floor
    begin = shapely.Point(to_lonlat(shapely.Point(street_at(houses[1])), SRID))
    assert begin.distance(shapely.Point(way.legs[0].line[0])) < 1e-6
    request = WalkRequest(EntranceOrigin(0), floor, now, now + HOUR, kind="desk", limit=1)
    answer = nearest_by_walking(db, staff, request, now)
    assert [walk.space.space_id for walk in answer.spaces] == [desk_of(houses[1])]
    assert (answer.exact, answer.spaces[0].walk_s) == (True, pytest.approx(way.walk_s, abs=0.2))
    with pytest.raises(Invalid, match="floor_needed"):
        way_to(db, staff, RouteRequest(EntranceOrigin(0), None, desk_of(houses[1])), now)
    with pytest.raises(NotFound):
        way_to(db, staff, RouteRequest(EntranceOrigin(0), UUID(int=5), desk_of(houses[1])), now)


def test_who_stands_before_the_house_comes_in_by_its_entrance(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    middle = shapely.union_all(list(houses[0].world.plans[0].rooms)).centroid
    ahead = street_at(houses[0]) + (street_at(houses[0]) - (middle.x, middle.y)) * 0.6
    at = to_lonlat(shapely.Point(ahead), SRID)
    floor = houses[0].floors[0]
    request = WalkRequest(Position(at.x, at.y, 3.0), floor, now, now + HOUR, kind="desk", limit=1)
    assert nearest_by_walking(db, staff, request, now).why == "out_of_doors"
    vague = WalkRequest(Position(at.x, at.y, 30.0), floor, now, now + HOUR, kind="desk", limit=1)
    assert nearest_by_walking(db, staff, vague, now).why != "out_of_doors"


def test_a_door_that_is_no_entrance_is_not_gone_through(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    said = EntranceSaid("none")
    describe_entrance(db, staff, street_doors(houses)[1], said, now)
    assert route_between(db, staff, houses, now) is None
