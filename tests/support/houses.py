"""Two buildings of one site, each with a door to the street, and ways between them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import numpy as np
import shapely
from shapely import MultiLineString, affinity, box

from bench.walked.world import World
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.nearest.views import SpaceOrigin
from floorplans.walking.entrance_views import DoorNumber
from floorplans.walking.routing import way_to
from floorplans.walking.views import RouteAnswer, RouteRequest
from geo.ways.floor import Connector, Door, FloorPlan
from geo.ways.shafts import Level
from tests.support.factories import make_building, make_site
from tests.support.house import STREET_DOOR, make_floor
from tests.support.walked import House, publish_house

#: The second building stands so far east of the first.
EAST_M = 40.0
DESK = box(2, 1, 3.6, 1.8)

Houses = tuple[House, House]


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


def two_houses(db: Database, staff: Actor, now: datetime) -> Houses:
    """Of the first no place is a desk; the second has one."""
    site = make_site(db, staff)
    first, second = (
        publish_house(db, staff, make_building(db, staff, site), drawn(plan), now)
        for plan in (make_floor(), shifted(make_floor(obstacles=[DESK]), EAST_M))
    )
    return first, second


def drawn(plan: FloorPlan) -> World:
    return World((plan,), (Level("H", 0),), (("stair", "lift"),))


def desk_of(house: House) -> UUID:
    plan = house.world.plans[0]
    inside = [shapely.union_all(list(plan.obstacles)).covers(each) for each in plan.places]
    return house.spaces[0][inside.index(True)]


def street_at(house: House) -> np.ndarray:
    """The middle of the door to the street, in metres of the site's CRS."""
    line = house.world.plans[0].doors[STREET_DOOR].line
    at: np.ndarray = shapely.get_coordinates(line.interpolate(0.5, normalized=True))[0]
    return at


def street_doors(houses: Houses) -> tuple[DoorNumber, DoorNumber]:
    one, other = (DoorNumber(house.floors[0], STREET_DOOR + 1) for house in houses)
    return one, other


def from_room(house: House) -> SpaceOrigin:
    return SpaceOrigin(house.spaces[0][0])


def route_between(
    db: Database, actor: Actor, houses: Houses, now: datetime, profile: str = "on_foot"
) -> RouteAnswer | None:
    """From a room of the first building to the desk of the second."""
    try:
        request = RouteRequest(from_room(houses[0]), None, desk_of(houses[1]), profile)
        return way_to(db, actor, request, now)
    except Refused:
        return None
