"""What the categories of IMDF mean (OGC 20-094)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importers.geographic import kinds
from importers.geographic.things import Kind
from importers.roles import LayerRole

_WALLS = frozenset(("brick", "concrete", "drywall", "glass", "wood", "structure", "wall"))
_UNITS: dict[str, Kind] = {
    "stairs": kinds.STAIR,
    "steps": kinds.STAIR,
    "elevator": kinds.LIFT,
    "escalator": kinds.ESCALATOR,
    "movingwalkway": kinds.ESCALATOR,
    "ramp": kinds.RAMP,
    "column": Kind(LayerRole.COLUMN),
    "opentobelow": Kind(LayerRole.COLUMN),
    "vegetation": kinds.IGNORE,
    "room": Kind(LayerRole.ROOM, "room"),
    "unspecified": kinds.ROOM,
}
#: How a door opens, in the words of ``DraftDoor``.
_OPERATIONS = {
    "sliding": "sliding",
    "revolving": "revolving",
    "movablepartition": "folding",
    "shutter": "rollingup",
}


def unit_kind(category: str) -> Kind:
    """What a unit of a category is."""
    if category in _WALLS:
        return Kind(LayerRole.WALL)
    if category in kinds.ROOM_CATEGORIES:
        return Kind(LayerRole.ROOM, category)
    return _UNITS.get(category) or kinds.kind_of(category) or kinds.ROOM


def fixture_kind(category: str) -> Kind:
    """What a fixture of a category is."""
    if category == "desk":
        return Kind(LayerRole.DESK)
    if category == "wall":
        return Kind(LayerRole.WALL)
    return kinds.IGNORE if category in {"vegetation", "water"} else Kind(LayerRole.FURNITURE)


def opening_kind(category: str, door: Any) -> Kind:
    """What an opening is: its category tells who goes through, its door how."""
    told = door if isinstance(door, Mapping) else {}
    kind, operation = str(told.get("type")), None
    what = "entrance" if category in {"pedestrian.principal", "emergencyexit"} else "door"
    if kind == "open":
        what = "opening" if what == "door" else what
    else:
        operation = _OPERATIONS.get(kind)
    return Kind(LayerRole.DOOR, what, operation)
