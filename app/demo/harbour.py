"""Harbour House: a parking level and three office floors on one 8.1 m grid. Metres.

The house is 64.8 m by 25.2 m: a zone along each long facade, two corridors, and between them a
middle strip with two cores that stand above each other on every floor.
"""

from __future__ import annotations

from shapely import LineString

from app.demo import furnish
from app.demo.harbour_parts import (
    BAY_M,
    DEPTH_M,
    EAST_CORE,
    LENGTH_M,
    LINK_E,
    LINK_W,
    NORTH,
    NORTH_SIDE,
    SOUTH,
    SOUTH_SIDE,
    STRIP,
    STRIP_END,
    benches,
    cells,
    corridors,
    facades,
    foyer,
    garage,
    meeting_row,
    middle_ground,
    middle_office,
    offices,
    shell,
    team_room,
)
from app.demo.sketch import Sketch, Use

LIGHTHOUSES = ("Neuwerk", "Roter Sand", "Falshöft", "Arkona")


def parking() -> Sketch:
    """The level below ground: 46 places, bicycles, plant rooms and a ramp."""
    s = shell("H0", "U1")
    garage(s)
    for x in (0.0, EAST_CORE + BAY_M):
        s.room(
            "Bicycle store" if x == 0 else "Plant room", (x, STRIP, x + 8.1, STRIP_END), Use.STORE
        )
        s.door(x + 4.0, STRIP, "n", "DOOR-DBL-180")
    s.room("Store", (LINK_W + 1.8, STRIP, LINK_E, STRIP_END), Use.STORE)
    s.door(32.4, STRIP, "s", "DOOR-DBL-180")
    s.put("RAMP", 60.75, 12.6, 0.0)
    furnish.stalls(s, 4.0, 0.25, count=3, rotation_deg=0.0, block="PARKING-ACC")
    furnish.stalls(s, 12.4, 0.25, count=20, rotation_deg=0.0, block="PARKING-STALL")
    furnish.stalls(s, 62.2, DEPTH_M - 0.25, count=4, rotation_deg=180.0, block="PARKING-EV")
    furnish.stalls(s, 51.4, DEPTH_M - 0.25, count=19, rotation_deg=180.0, block="PARKING-STALL")
    s.zone("Charging", 53.0, NORTH + 2.6, 63.6, DEPTH_M)
    return s


def ground() -> Sketch:
    """Foyer with a free-standing round room, café, event hall, touchdown desks."""
    s = shell("H0", "0")
    corridors(s)
    cafe = s.room("Café Kombüse", (0, 0, 2 * BAY_M, SOUTH), Use.KITCHEN)
    s.gap(6.0, SOUTH, 12.0, SOUTH)
    kitchen = s.room("Kitchen", (2 * BAY_M, 0, 3 * BAY_M, SOUTH), Use.KITCHEN)
    s.door(2 * BAY_M, 4.0, "e")
    s.door(20.0, SOUTH, "s")
    foyer(s)
    s.room("Conference Hafensaal", (6 * BAY_M, 0, LENGTH_M, SOUTH), Use.MEETING)
    s.door(50.6, SOUTH, "s", "DOOR-DBL-180")
    s.door(62.0, SOUTH, "s", "DOOR-DBL-180")
    for x in (52.6, 56.7, 60.8):
        s.put("MEET-TABLE-12", x, 4.0, 90.0)
    furnish.kitchen(s, cafe)
    for y in (2.0, 5.6):
        s.put("KITCHEN-LINE", kitchen.bounds[0] + 1.0, y)
        s.put("KITCHEN-LINE", kitchen.bounds[0] + 4.2, y)
    west = s.room("Touchdown West", (0, NORTH, 3 * BAY_M, DEPTH_M), Use.OPEN)
    s.gap(1.0, NORTH, 23.3, NORTH)
    for row, y in enumerate((19.9, 21.1, 24.3)):
        furnish.desk_row(s, 2.2 if row != 1 else 2.2 + 9 * 1.8, y, 10, 180.0 if row == 1 else 0.0)
    furnish.lounge(s, 22.3, 21.6)
    meeting_row(s, 3 * BAY_M, NORTH_SIDE, LIGHTHOUSES)
    s.room("Touchdown East", (5 * BAY_M, NORTH, 7 * BAY_M, DEPTH_M), Use.OPEN)
    s.gap(41.5, NORTH, 55.7, NORTH)
    benches(s, 5 * BAY_M, 4, 21.9, 2)
    cells(s, ("First aid", "Parents room"), 7 * BAY_M)
    middle_ground(s)
    s.zone("Touchdown", *west.bounds)
    facades(s)
    return s


def first() -> Sketch:
    """The large open floor: benches to the south, clusters to the north, offices at the ends."""
    s = shell("H1", "1")
    corridors(s)
    s.room("Team Elbe", (0, 0, 3 * BAY_M, SOUTH), Use.OPEN)
    s.gap(0.6, SOUTH, 23.7, SOUTH)
    benches(s, 0, 6, 3.6, 3)
    meeting_row(s, 3 * BAY_M, SOUTH_SIDE, ("Hörnum", "Dornbusch"))
    s.room("Team Alster", (4 * BAY_M, 0, LENGTH_M, SOUTH), Use.OPEN)
    s.gap(33.0, SOUTH, 64.2, SOUTH)
    benches(s, 4 * BAY_M, 8, 3.6, 3)
    offices(s, 0, NORTH_SIDE, count=4, seats=2)
    s.room("Team Bille", (2 * BAY_M, NORTH, 6 * BAY_M, DEPTH_M), Use.OPEN)
    s.gap(16.8, NORTH, 48.0, NORTH)
    for i in range(6):
        for y in (20.0, 23.2):
            furnish.cluster(s, 18.9 + i * 5.4, y, 90.0 if i in {2, 3} else 0.0)
    offices(s, 6 * BAY_M, NORTH_SIDE, count=4, seats=1)
    middle_office(s)
    s.zone("Team Elbe", 0, 0, 3 * BAY_M, SOUTH)
    s.zone("Team Alster", 4 * BAY_M, 0, 6 * BAY_M, SOUTH)
    s.zone("Quiet zone", 6 * BAY_M, 0, LENGTH_M, SOUTH)
    s.zone("Team Bille", 2 * BAY_M, NORTH, 6 * BAY_M, DEPTH_M)
    s.demolished.append(LineString([(20.25, 0.3), (20.25, 7.6)]))
    facades(s)
    return s


def second() -> Sketch:
    """Closed team rooms. The drawing of this floor has walls and doors and no room outlines."""
    s = shell("H2", "2")
    corridors(s)
    for name, x, bays in (
        ("Project Speicher", 0, 1), ("Project Hammaburg", 8.1, 1), ("Team Fleet", 24.3, 2),
        ("Project Kaispeicher", 40.5, 1), ("Project Sandtor", 48.6, 1), ("Laboratory", 56.7, 1),
    ):  # fmt: skip
        team_room(s, name, x, SOUTH_SIDE, bays)
    offices(s, 2 * BAY_M, SOUTH_SIDE, count=2, seats=2)
    offices(s, 0, NORTH_SIDE, count=4, seats=1)
    team_room(s, "Team Brook", 2 * BAY_M, NORTH_SIDE, 2)
    meeting_row(s, 4 * BAY_M, NORTH_SIDE, ("Helgoland", "Wangerooge"))
    team_room(s, "Team Wandrahm", 5 * BAY_M, NORTH_SIDE, 2)
    offices(s, 7 * BAY_M, NORTH_SIDE, count=2, seats=2)
    middle_office(s)
    s.zone("Legal", 0, NORTH, 2 * BAY_M, DEPTH_M)
    s.zone("Projects", 0, 0, 2 * BAY_M, SOUTH)
    facades(s)
    return s
