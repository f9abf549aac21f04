"""Which doors are a lift's: nobody gets through a lift from one room into the next by mistake."""

from __future__ import annotations

import dataclasses

import pytest
from shapely import LineString, MultiLineString, Point, box

from geo.ways.floor import Connector, Door, FloorPlan, floor_of
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.profiles import ON_FOOT, SLIM_M
from geo.ways.shafts import Level, shafts_of
from geo.ways.site import Closed, site_of
from geo.ways.starts import AtPlace

WEST, EAST = range(2)
BETWEEN, INTO_LIFT = range(2)


def make_rooms_beside_a_lift(**changes) -> FloorPlan:
    """Two rooms with a door between them, and a shaft that is no room, with its door in the west.

    The door between the rooms is 0.4 m from the shaft.
    """
    rooms = [box(0, 0, 10, 6), box(10.1, 0, 20, 6)]
    plan = FloorPlan(
        rooms=rooms,
        walls=MultiLineString([list(room.exterior.coords) for room in rooms]),
        doors=[
            Door(LineString([(10.05, 4.7), (10.05, 5.6)]), 0.9),
            Door(LineString([(8.3, 6.05), (9.2, 6.05)]), 0.9),
        ],
        obstacles=(),
        places=[Point(2, 2), Point(18, 2)],
        connectors=[Connector("elevator", box(8.2, 6.1, 10.3, 8.0), "L1")],
    )
    return dataclasses.replace(plan, **changes)


def reached(plan: FloorPlan, closed: Closed) -> bool:
    """Whether one comes from the west room to the east room of a floor."""
    shafts = shafts_of([Level("House", 0)], [plan.connectors])
    site = site_of([floor_of(plan, SLIM_M)], [Level("House", 0)], shafts)
    network = network_of(site, ON_FOOT, closed)
    return bool(nearest(network, AtPlace(0, WEST), [(0, EAST)], 1).found)


@pytest.mark.parametrize("lift_is_a_room", [False, True])
def test_a_closed_door_beside_a_lift_is_not_gone_round_through_the_lift(lift_is_a_room: bool):
    plan = make_rooms_beside_a_lift()
    if lift_is_a_room:
        # Too small to stand in: the lift is entered at its door.
        own = box(9.0, 6.1, 9.4, 6.5)
        small = Connector("elevator", own, "L1")
        plan = dataclasses.replace(plan, rooms=[*plan.rooms, own], connectors=[small])
    assert reached(plan, Closed())
    assert not reached(plan, Closed(doors=frozenset([(0, BETWEEN)])))


def test_a_lift_with_a_door_on_each_side_is_gone_through():
    plan = make_rooms_beside_a_lift()
    east = Door(LineString([(10.2, 6.05), (10.3 + 0.8, 6.05)]), 0.9)
    plan = dataclasses.replace(plan, doors=[*plan.doors, east])
    assert reached(plan, Closed(doors=frozenset([(0, BETWEEN)])))
    assert not reached(plan, Closed(doors=frozenset([(0, BETWEEN)]), shafts=frozenset([0])))


def test_a_lift_whose_only_door_is_not_drawn_is_entered_from_the_room_beside_it():
    plan = make_rooms_beside_a_lift(doors=make_rooms_beside_a_lift().doors[:1])
    own = floor_of(plan, SLIM_M)
    assert len(own.stop_of) == 1


def test_a_door_to_the_street_is_no_lifts_door():
    plan = make_rooms_beside_a_lift()
    street = Door(LineString([(9.3, 6.05), (9.9, 6.05)]), 0.6, to_outside=True)
    plan = dataclasses.replace(plan, doors=[*plan.doors, street])
    assert len(floor_of(plan, SLIM_M).stop_of) == 1
