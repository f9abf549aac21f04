"""Entrances and ways out of doors as the plans show them and as people corrected them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np

from floorplans.walking.connectors import Rows
from geo.ways.floor import Floor
from geo.ways.outdoors import OutdoorSaid
from geo.ways.site import DoorRef

#: A word about a door holds for what is no farther from where it was said.
SAME_DOOR_M = 1.5


def door_at(floor: Floor, east: float, north: float) -> int | None:
    """The door of a floor that is meant by a place; None where there is none (more)."""
    away = np.hypot(*(floor.door_at - (east, north)).T)
    return int(np.argmin(away)) if len(away) and away.min() <= SAME_DOOR_M else None


def with_entrances(floor_ids: Sequence[UUID], floors: Sequence[Floor], words: Rows) -> list[Floor]:
    """The floors with those doors leading outside that people say do; the last word holds."""
    place = {each: n for n, each in enumerate(floor_ids)}
    own = list(floors)
    for word in words:
        number = place.get(word["floor_id"])
        door = None if number is None else door_at(own[number], word["east"], word["north"])
        if number is not None and door is not None:
            outside = own[number].outside.copy()
            outside[door] = word["is_entrance"]
            own[number] = replace(own[number], outside=outside)
    return own


def said_of(floor_ids: Sequence[UUID], floors: Sequence[Floor], ways: Rows) -> list[OutdoorSaid]:
    """What people said of ways between doors that there are."""
    place = {each: n for n, each in enumerate(floor_ids)}
    found = []
    for way in ways:
        one, other = (_end(place, floors, way, end) for end in ("one", "other"))
        if one is not None and other is not None and one != other:
            line = tuple(pairwise(way["line"]))[::2]
            found.append(
                OutdoorSaid(one, other, way["is_barred"], way["length_m"], way["has_steps"], line)
            )
    return found


def _end(
    place: Mapping[UUID, int], floors: Sequence[Floor], way: Mapping[Any, Any], end: str
) -> DoorRef | None:
    number = place.get(way[f"{end}_floor_id"])
    if number is None:
        return None
    door = door_at(floors[number], way[f"{end}_east"], way[f"{end}_north"])
    return None if door is None else (number, door)
