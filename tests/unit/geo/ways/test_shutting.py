"""Ground that is closed is walked round, and stairs and lifts lead past it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box

from geo.ways.floor import FloorPlan, floor_of
from geo.ways.graph import NO_NODE
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.profiles import ON_FOOT, SLIM_M, STEP_FREE
from geo.ways.route import route
from geo.ways.shutting import without
from geo.ways.site import Site, site_of
from geo.ways.starts import AtPlace, Spot
from tests.support.house import CORRIDOR, EAST, WEST, make_floor, make_site

CORRIDOR_BOX = box(0, 5.1, 20, 7.1)
HALL = FloorPlan(
    rooms=[box(0, 0, 20, 10)],
    walls=box(0, 0, 20, 10).boundary,
    doors=[],
    obstacles=[],
    places=[Point(2, 5), Point(18, 5)],
)


def shut(site: Site, floor: int, shape: shapely.Geometry) -> Site:
    floors = list(site.floors)
    floors[floor] = without(floors[floor], shape)
    return site_of(floors, site.levels, site.shafts, site.outdoors)


def test_a_closed_room_is_not_reached_and_the_others_are() -> None:
    site = shut(make_site(1), 0, box(0, 0, 9.9, 5))
    network = network_of(site, ON_FOOT)
    found = nearest(network, AtPlace(0, CORRIDOR), [(0, WEST), (0, EAST)], 2).found
    assert [near.place for near in found] == [EAST]


def test_a_closed_corridor_parts_what_lies_along_it() -> None:
    site = shut(make_site(1), 0, CORRIDOR_BOX)
    assert route(network_of(site, ON_FOOT), AtPlace(0, WEST), 0, EAST) is None


def test_stairs_lead_past_a_closed_floor() -> None:
    site = shut(make_site(3), 1, box(-1, -1, 21, 12))
    network = network_of(site, STEP_FREE)
    way = route(network, AtPlace(0, WEST), 2, WEST)
    assert way is not None
    assert route(network, AtPlace(0, WEST), 1, WEST) is None


def test_closed_ground_in_a_hall_is_walked_round_as_shortly_as_can_be() -> None:
    taken = box(8, 2, 12, 9)
    floor = without(floor_of(HALL, SLIM_M), taken)
    network = network_of(site_of([floor], make_site(1).levels), ON_FOOT)
    way = route(network, AtPlace(0, 0), 0, 1)
    assert way is not None
    line = LineString(way.legs[0].line)
    assert line.intersection(taken).area == 0
    around = LineString([(2, 5), (8, 2), (12, 2), (18, 5)]).length
    assert line.length == pytest.approx(around, abs=0.01)


def test_a_position_on_closed_ground_begins_beside_it() -> None:
    floor = without(floor_of(HALL, SLIM_M), box(8, 2, 12, 9))
    network = network_of(site_of([floor], make_site(1).levels), ON_FOOT)
    (near,) = nearest(network, Spot(0, 11.9, 5), [(0, 1)], 1).found
    assert near.metres == pytest.approx(6.1, abs=0.01)


def test_before_an_open_place_at_the_edge_one_stands_aside() -> None:
    desk = box(9, 4, 11, 6)
    plan = FloorPlan(HALL.rooms, HALL.walls, [], [desk], [Point(10, 4.9)])
    floor = floor_of(plan, SLIM_M)
    stand = floor.ways.at[floor.ways.place_node[0]]
    aside = without(floor, Point(stand).buffer(0.4))
    node = aside.ways.place_node[0]
    assert node != NO_NODE
    moved = float(np.hypot(*(aside.ways.at[node] - stand)))
    assert 0.3 < moved < 0.5
    assert aside.ways.off_m[0] == pytest.approx(floor.ways.off_m[0] + moved, abs=1e-5)
    far = without(floor, Point(stand).buffer(3))
    assert far.ways.place_node[0] == NO_NODE


def test_ground_elsewhere_changes_nothing() -> None:
    floor = floor_of(make_floor(), SLIM_M)
    assert without(floor, box(100, 100, 110, 110)) is floor


def test_a_closed_strip_across_a_door_bars_it() -> None:
    site = shut(make_site(1), 0, box(6.5, 5.0, 8.5, 5.09))
    assert route(network_of(site, ON_FOOT), AtPlace(0, WEST), 0, CORRIDOR) is None
