"""What is closed is not walked through while it is, and the answer says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import shapely
from shapely import box

from bench.walked.world import World
from floorplans.actor import Actor
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.nearest.position import Position
from floorplans.nearest.views import SpaceOrigin
from floorplans.walking.graphs import _GRAPHS
from floorplans.walking.routing import way_to
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import MORE_CLOSED, RouteAnswer, RouteRequest, WalkRequest
from geo.crs import to_lonlat
from geo.ways.shafts import Level
from tests.support.factories import SRID, make_building, make_site
from tests.support.house import make_floor as drawn_floor
from tests.support.walked import House, publish_house

HOUR = timedelta(hours=1)
#: In the west room and in the east room of each floor.
DESKS = (box(2, 1, 3.6, 1.8), box(16, 1, 17.6, 1.8))
WEST, EAST = range(2)


@pytest.fixture
def house(db: Database, staff: Actor, now: datetime) -> House:
    plans = (drawn_floor(obstacles=DESKS), drawn_floor(ground=False, obstacles=DESKS))
    levels = (Level("House", 0), Level("House", 1))
    building = make_building(db, staff, make_site(db, staff))
    return publish_house(db, staff, building, World(plans, levels, (("stair", "lift"),) * 2), now)


def desk(house: House, floor: int, side: int) -> UUID:
    """The desk of a side, by the room that holds it."""
    room = _geometry(house, floor, side)
    places = zip(house.world.plans[floor].places, house.spaces[floor], strict=True)
    inside = [id_ for at, id_ in places if room.covers(at)]
    own = {id_: n for n, id_ in enumerate(house.spaces[floor])}
    obstacles = shapely.union_all(list(house.world.plans[floor].obstacles))
    return next(
        id_ for id_ in inside if obstacles.covers(house.world.plans[floor].places[own[id_]])
    )


def room(house: House, floor: int, side: int) -> UUID:
    own = _geometry(house, floor, side)
    taken = {desk(house, floor, each) for each in (WEST, EAST)}
    places = zip(house.world.plans[floor].places, house.spaces[floor], strict=True)
    return next(id_ for at, id_ in places if own.covers(at) and id_ not in taken)


def corridor(house: House, floor: int) -> UUID:
    longest = max(house.world.plans[floor].rooms, key=lambda each: each.length / each.area**0.5)
    places = zip(house.world.plans[floor].places, house.spaces[floor], strict=True)
    return next(id_ for at, id_ in places if longest.covers(at))


def _geometry(house: House, floor: int, side: int) -> Any:
    """The two large rooms, told apart by which is nearer to the stair."""
    plan = house.world.plans[floor]
    large = sorted(plan.rooms, key=lambda each: each.area)[-2:]
    stair = plan.connectors[0].polygon
    return sorted(large, key=lambda each: each.centroid.distance(stair))[side]


def close(db: Database, staff: Actor, house: House, now: datetime, **target: Any) -> UUID:
    floor = house.floors[target.pop("floor", 0)]
    hours = {"from_at": now, "to_at": now + HOUR, **target}
    return closing.close_place(
        db, staff, ClosureRequest(floor_id=floor, reason="Paint", **hours), now
    ).id


def way(
    db: Database, actor: Actor, one: UUID, other: UUID, now: datetime, **more: Any
) -> RouteAnswer | str:
    """The way, or the code of the refusal."""
    try:
        return way_to(db, actor, RouteRequest(SpaceOrigin(one), None, other, **more), now)
    except Refused as refusal:
        return refusal.code


def test_a_closed_corridor_bars_the_way_while_it_is_closed(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    ends = desk(house, 0, WEST), desk(house, 0, EAST)
    assert isinstance(way(db, staff, *ends, now), RouteAnswer)
    made = close(db, staff, house, now, space_id=corridor(house, 0))
    assert way(db, staff, *ends, now) == "way_closed"
    assert isinstance(way(db, staff, *ends, now, at=now + HOUR), RouteAnswer)
    assert isinstance(way(db, staff, *ends, now + HOUR), RouteAnswer)
    closing.reopen(db, staff, made, now)
    assert isinstance(way(db, staff, *ends, now), RouteAnswer)


def test_a_closed_desk_bars_nothing(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    ends = desk(house, 0, WEST), desk(house, 0, EAST)
    before = way(db, staff, *ends, now)
    close(db, staff, house, now, space_ids=(ends[1],))
    assert way(db, staff, *ends, now) == before


def test_stairs_lead_past_a_closed_floor_whose_places_are_not_offered(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    close(db, staff, house, now, floor=1)
    start = SpaceOrigin(desk(house, 0, WEST))
    request = WalkRequest(start, None, now, now + HOUR, kind="desk", limit=5)
    answer = nearest_by_walking(db, staff, request, now)
    assert [walk.space.floor_id for walk in answer.spaces] == [house.floors[0]] * 2
    assert way(db, staff, desk(house, 0, WEST), desk(house, 1, WEST), now) == "way_closed"


def test_who_is_in_a_closed_place_is_led_out_of_it(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    close(db, staff, house, now, space_id=room(house, 0, WEST))
    inside, outside = desk(house, 0, WEST), desk(house, 0, EAST)
    kept = len(_GRAPHS)
    assert isinstance(way(db, staff, inside, outside, now), RouteAnswer)
    assert len(_GRAPHS) <= kept + 2
    assert way(db, staff, outside, inside, now) == "way_closed"
    at = to_lonlat(_geometry(house, 0, WEST).centroid, SRID)
    request = RouteRequest(Position(at.x, at.y, 2.0), house.floors[0], outside)
    assert way_to(db, staff, request, now).legs


def test_when_nothing_else_is_possible_the_answer_says_so(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    close(db, staff, house, now, space_id=corridor(house, 0))
    start = SpaceOrigin(room(house, 0, WEST))
    request = WalkRequest(start, None, now, now + HOUR, kind="desk", limit=3)
    answer = nearest_by_walking(db, staff, request, now)
    assert [walk.space.space_id for walk in answer.spaces] == [desk(house, 0, WEST)]
    assert answer.said.endswith(MORE_CLOSED)
    close(db, staff, house, now, space_ids=(desk(house, 0, WEST),))
    alone = nearest_by_walking(db, staff, request, now)
    assert (alone.spaces, alone.why, alone.exact) == ((), "closed", False)


def test_a_drawn_area_is_walked_round(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    """A part of the corridor's breadth is passed; where all of it is closed, another floor is."""
    ends = desk(house, 0, WEST), desk(house, 0, EAST)
    whole = max(house.world.plans[0].rooms, key=lambda each: each.length / each.area**0.5)
    before = way(db, staff, *ends, now)
    close(db, staff, house, now, area=_area(whole.intersection(whole.centroid.buffer(0.3))))
    around = way(db, staff, *ends, now)
    assert isinstance(before, RouteAnswer)
    assert isinstance(around, RouteAnswer)
    assert around.walk_m >= before.walk_m
    close(db, staff, house, now, area=_area(whole.intersection(whole.centroid.buffer(1.5))))
    above = way(db, staff, *ends, now)
    assert isinstance(above, RouteAnswer)
    assert above.floors == ("0", "1", "0")
    assert way(db, staff, *ends, now, profile="step_free") == "way_closed"


def _area(shape: Any) -> Mapping[str, Any]:
    told: dict[str, Any] = shapely.geometry.mapping(to_lonlat(shape, SRID))
    return {"type": told["type"], "coordinates": [[list(p) for p in told["coordinates"][0]]]}
