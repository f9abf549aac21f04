"""What a layer or a block of a drawing can stand for."""

from __future__ import annotations

from enum import StrEnum


class LayerRole(StrEnum):
    ROOM = "room"  # closed outlines (or hatches) of rooms
    OUTLINE = "outline"  # the outer edge of the floor
    ROOM_LABEL = "room_label"
    DESK_LABEL = "desk_label"
    ZONE_LABEL = "zone_label"
    WALL = "wall"
    DOOR = "door"
    WINDOW = "window"
    DESK = "desk"  # workplaces and nothing else
    FURNITURE = "furniture"  # desks among other things
    PARKING = "parking"
    STAIR = "stair"
    LIFT = "lift"
    ZONE = "zone"
    COLUMN = "column"
    IGNORE = "ignore"  # dimensions, patterns, title blocks, demolition
    UNKNOWN = "unknown"


class BlockRole(StrEnum):
    DESK = "desk"
    CHAIR = "chair"
    DOOR = "door"
    WINDOW = "window"
    PARKING = "parking"
    STAIR = "stair"
    LIFT = "lift"
    ROOM_TAG = "room_tag"  # a block whose attributes name a room
    FURNITURE = "furniture"  # any other piece: nobody books it
    IGNORE = "ignore"
    UNKNOWN = "unknown"
