"""A small house to walk through: the same floor twice, or as often as asked."""

from __future__ import annotations

from collections.abc import Sequence

from shapely import LineString, MultiLineString, Point, box

from geo.ways.floor import Connector, Door, FloorPlan, floor_of
from geo.ways.network import Network, network_of
from geo.ways.profiles import ON_FOOT, Profile
from geo.ways.shafts import Level, shafts_of
from geo.ways.site import NOTHING_CLOSED, Closed, Outdoor, Site, site_of

#: Places on each floor: in the west room, in the east room, in the corridor.
WEST, EAST, CORRIDOR = range(3)
#: Doors: from the corridor to the west and east rooms, the stair, the lift; the street.
WEST_DOOR, EAST_DOOR, STAIR_DOOR, LIFT_DOOR, STREET_DOOR = range(5)
STAIR, LIFT = range(2)


def make_floor(ground: bool = True, east_clear_m: float | None = 0.9, **changes) -> FloorPlan:
    """A corridor of 20 by 2 m; two rooms south of it, a stair and a lift north of it."""
    rooms = [box(0, 5.1, 20, 7.1), box(0, 0, 9.9, 5), box(10.1, 0, 20, 5)]
    rooms += [box(0, 7.2, 3, 11), box(15, 7.2, 17, 9.2)]
    doors = [
        Door(LineString([(7.0, 5.05), (8.0, 5.05)]), 0.9),
        Door(LineString([(14.0, 5.05), (15.0, 5.05)]), east_clear_m),
        Door(LineString([(1.0, 7.15), (2.0, 7.15)]), 0.9),
        Door(LineString([(15.5, 7.15), (16.5, 7.15)]), 0.9),
    ]
    if ground:
        doors.append(Door(LineString([(20.05, 5.6), (20.05, 6.6)]), 1.0, to_outside=True))
    return FloorPlan(
        rooms=rooms,
        walls=MultiLineString([list(room.exterior.coords) for room in rooms]),
        doors=doors,
        obstacles=changes.get("obstacles", ()),
        places=changes.get("places", [Point(2, 1), Point(18, 1), Point(10, 6.1)]),
        connectors=changes.get(
            "connectors",
            [
                Connector("stair", box(0.5, 8, 2.5, 10.5), "T1"),
                Connector("elevator", box(15, 7.2, 17, 9.2), "L1"),
            ],
        ),
    )


def make_site(
    floors: int | Sequence[FloorPlan] = 2,
    profile: Profile = ON_FOOT,
    outdoors: Sequence[Outdoor] = (),
    levels: Sequence[Level] | None = None,
) -> Site:
    plans = (
        [make_floor(ground=number == 0) for number in range(floors)]
        if isinstance(floors, int)
        else floors
    )
    levels = levels or [Level("House", number) for number in range(len(plans))]
    shafts = shafts_of(levels, [plan.connectors for plan in plans])
    return site_of([floor_of(p, profile.radius_m) for p in plans], levels, shafts, outdoors)


def make_network(
    floors: int | Sequence[FloorPlan] = 2,
    profile: Profile = ON_FOOT,
    closed: Closed = NOTHING_CLOSED,
    **rest,
) -> Network:
    return network_of(make_site(floors, profile, **rest), profile, closed)
