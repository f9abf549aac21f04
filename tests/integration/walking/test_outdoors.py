"""From the street to the chair, and from one building to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
import shapely
from shapely import MultiLineString, affinity, box
from sqlalchemy import text

from bench.walked.world import World
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound, Refused
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin, SpaceOrigin
from floorplans.walking.routing import way_to
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import RouteAnswer, RouteRequest, WalkRequest
from geo.crs import to_lonlat
from geo.ways.floor import Connector, Door, FloorPlan
from geo.ways.profiles import DETOUR
from geo.ways.shafts import Level
from tests.support.factories import SRID, make_building, make_site
from tests.support.house import STREET_DOOR
from tests.support.house import make_floor as drawn_floor
from tests.support.walked import House, publish_house

HOUR = timedelta(hours=1)
#: The second building stands so far east of the first.
EAST_M = 40.0
DESK = box(2, 1, 3.6, 1.8)


def shifted(plan: FloorPlan, by_m: float) -> FloorPlan:
    def moved(shape: shapely.Geometry) -> shapely.Geometry:
        return affinity.translate(shape, by_m)

    return FloorPlan(
        [moved(room) for room in plan.rooms],
        MultiLineString(list(shapely.get_parts(moved(plan.walls)))),
        [Door(moved(d.line), d.clear_m, d.to_outside, d.leaf) for d in plan.doors],
        [moved(each) for each in plan.obstacles],
        [moved(each) for each in plan.places],
        [Connector(c.kind, moved(c.polygon), c.name, c.goes) for c in plan.connectors],
    )


@pytest.fixture
def houses(db: Database, staff: Actor, now: datetime) -> tuple[House, House]:
    """Two buildings of one site; the first has no desk."""
    site = make_site(db, staff)
    found = []
    for n, plan in enumerate((drawn_floor(), shifted(drawn_floor(obstacles=[DESK]), EAST_M))):
        world = World((plan,), (Level("H", 0),), (("stair", "lift"),))
        found.append(publish_house(db, staff, make_building(db, staff, site), world, now))
        assert n < 2
    return found[0], found[1]


def desk(house: House) -> UUID:
    plan = house.world.plans[0]
    inside = [shapely.union_all(list(plan.obstacles)).covers(each) for each in plan.places]
    return house.spaces[0][inside.index(True)]


def door(house: House) -> np.ndarray:
    return shapely.get_coordinates(
        house.world.plans[0].doors[STREET_DOOR].line.interpolate(0.5, normalized=True)
    )[0]


def from_room(house: House) -> SpaceOrigin:
    return SpaceOrigin(house.spaces[0][0])


def route(
    db: Database, actor: Actor, houses: tuple[House, House], now: datetime, profile: str = "on_foot"
) -> RouteAnswer | None:
    try:
        request = RouteRequest(from_room(houses[0]), None, desk(houses[1]), profile)
        return way_to(db, actor, request, now)
    except Refused:
        return None


def test_the_nearest_free_place_may_be_in_the_next_building(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime
) -> None:
    request = WalkRequest(from_room(houses[0]), None, now, now + HOUR, kind="desk", limit=1)
    answer = nearest_by_walking(db, staff, request, now)
    (walk,) = answer.spaces
    assert (walk.space.space_id, walk.measured) == (desk(houses[1]), "way")
    assert (answer.exact, answer.why) == (False, "estimated")
    way = route(db, staff, houses, now)
    assert way is not None
    assert any(each.floor_id is None for each in way.legs)
    assert any(each.startswith("Go outside") for each in way.directions)
    assert walk.walk_s == pytest.approx(way.walk_s, abs=0.2)


def say(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime, **more: object
) -> None:
    ends = [door(house) for house in houses]
    values = {
        "organisation": staff.organisation_id, "one": houses[0].floors[0],
        "other": houses[1].floors[0], "one_e": ends[0][0], "one_n": ends[0][1],
        "other_e": ends[1][0], "other_n": ends[1][1], "now": now,
        "is_barred": False, "length_m": None, "has_steps": False, **more,
    }  # fmt: skip
    with db.transaction(staff.organisation_id) as tx:
        tx.execute(
            text("""
            INSERT INTO outdoor_way (organisation_id, id, one_floor_id, one_east, one_north,
              other_floor_id, other_east, other_north, is_barred, length_m, has_steps, is_covered,
              line, created_at)
            VALUES (:organisation, gen_random_uuid(), :one, :one_e, :one_n, :other, :other_e,
              :other_n, :is_barred, :length_m, :has_steps, false, '{}', :now)
            """),
            values,
        )


def test_staff_say_how_long_it_is_that_it_has_steps_or_that_there_is_none(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime
) -> None:
    before = route(db, staff, houses, now)
    assert before is not None
    straight_m = float(np.hypot(*(door(houses[0]) - door(houses[1]))))
    say(db, staff, houses, now, length_m=2 * straight_m)
    longer = route(db, staff, houses, now)
    assert longer is not None
    assert longer.walk_m - before.walk_m == pytest.approx((2 - DETOUR) * straight_m, abs=0.3)
    say(db, staff, houses, now + HOUR, has_steps=True)
    assert route(db, staff, houses, now) is not None
    assert route(db, staff, houses, now, "step_free") is None
    say(db, staff, houses, now + 2 * HOUR, is_barred=True)
    assert route(db, staff, houses, now) is None


def test_from_the_entrance_to_the_chair(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime
) -> None:
    floor = houses[1].floors[0]
    way = way_to(db, staff, RouteRequest(EntranceOrigin(0), floor, desk(houses[1])), now)
    assert way.legs[0].floor_id == floor
    begin = shapely.Point(to_lonlat(shapely.Point(door(houses[1])), SRID))
    assert begin.distance(shapely.Point(way.legs[0].line[0])) < 1e-6
    request = WalkRequest(EntranceOrigin(0), floor, now, now + HOUR, kind="desk", limit=1)
    answer = nearest_by_walking(db, staff, request, now)
    assert [walk.space.space_id for walk in answer.spaces] == [desk(houses[1])]
    assert (answer.exact, answer.spaces[0].walk_s) == (True, pytest.approx(way.walk_s, abs=0.2))
    with pytest.raises(Invalid, match="floor_needed"):
        way_to(db, staff, RouteRequest(EntranceOrigin(0), None, desk(houses[1])), now)
    with pytest.raises(NotFound):
        way_to(db, staff, RouteRequest(EntranceOrigin(0), UUID(int=5), desk(houses[1])), now)


def test_who_stands_before_the_house_comes_in_by_its_entrance(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime
) -> None:
    middle = shapely.union_all(list(houses[0].world.plans[0].rooms)).centroid
    ahead = door(houses[0]) + (door(houses[0]) - (middle.x, middle.y)) * 0.6
    at = to_lonlat(shapely.Point(ahead), SRID)
    floor = houses[0].floors[0]
    request = WalkRequest(Position(at.x, at.y, 3.0), floor, now, now + HOUR, kind="desk", limit=1)
    assert nearest_by_walking(db, staff, request, now).why == "out_of_doors"
    vague = WalkRequest(Position(at.x, at.y, 30.0), floor, now, now + HOUR, kind="desk", limit=1)
    assert nearest_by_walking(db, staff, vague, now).why != "out_of_doors"


def test_a_door_that_is_no_entrance_is_not_gone_through(
    db: Database, staff: Actor, houses: tuple[House, House], now: datetime
) -> None:
    east, north = door(houses[1])
    with db.transaction(staff.organisation_id) as tx:
        tx.execute(
            text("""
            INSERT INTO entrance_word (organisation_id, id, floor_id, east, north, is_entrance,
              created_at) VALUES (:organisation, gen_random_uuid(), :floor, :e, :n, false, :now)
            """),
            {"organisation": staff.organisation_id, "floor": houses[1].floors[0], "e": east,
             "n": north, "now": now},
        )  # fmt: skip
    assert route(db, staff, houses, now) is None
