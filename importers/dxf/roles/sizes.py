"""Sizes that tell things apart, in metres and square metres."""

from __future__ import annotations

DOOR_RADIUS_M = (0.55, 1.35)
DOOR_LONG_M = (0.5, 2.8)
ROOM_AREA_M2 = (3.0, 400.0)
ROOM_SIDE_M = 1.2
#: From a chair with its place at the table to a cubicle.
SEAT_AREA_M2 = (0.6, 9.0)
CHAIR_SIDE_M = (0.33, 0.85)
TABLE_LONG_M = (0.9, 2.6)
TABLE_SHORT_M = (0.45, 1.9)
#: Tables for meetings are longer than anybody's desk.
SHARED_LONG_M = (0.9, 7.0)
SHARED_SHORT_M = (0.45, 2.4)
PARKING_LONG_M = (4.4, 6.6)
PARKING_SHORT_M = (2.0, 3.7)
CYCLE_LONG_M = (1.6, 2.7)
CYCLE_SHORT_M = (0.45, 1.3)
#: The middle of a chair that belongs to a table is at most so far from its edge.
CHAIR_REACH_M = 0.5


def within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
