"""Entrances and ways out of doors as the plans show them and as people corrected them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from floorplans.walking.connectors import Rows
from geo.ways.floor import Entrance, Floor
from geo.ways.outdoors import OutdoorSaid
from geo.ways.site import DoorRef

#: A word about a door holds for what is no farther from where it was said.
SAME_DOOR_M = 1.5

Middles = NDArray[np.float64]
Line = tuple[tuple[float, float], ...]


def door_at(middles: Middles, east: float, north: float) -> int | None:
    """Which of the doors with these ``middles`` (d, 2) is meant by a place; None where none is."""
    away = np.hypot(*(middles - (east, north)).T)
    return int(np.argmin(away)) if len(away) and away.min() <= SAME_DOOR_M else None


def entrance_of(word: Mapping[Any, Any]) -> Entrance:
    """What a word says of a door that leads outside."""
    return Entrance(
        word["name"],
        is_main=word["role"] == "main",
        is_emergency=word["role"] == "emergency",
        opens_from_outside=word["opens_from_outside"],
        steps=word["has_steps"],
    )


def with_entrances(floor_ids: Sequence[UUID], floors: Sequence[Floor], words: Rows) -> list[Floor]:
    """The floors with those doors leading outside that people say do; the last word holds."""
    place = {each: n for n, each in enumerate(floor_ids)}
    own = list(floors)
    for word in words:
        number = place.get(word["floor_id"])
        if number is not None:
            own[number] = _with_word(own[number], word)
    return own


def _with_word(floor: Floor, word: Mapping[Any, Any]) -> Floor:
    door = door_at(floor.door_at, word["east"], word["north"])
    if door is None:
        return floor
    outside, clear_m = floor.outside.copy(), floor.clear_m.copy()
    outside[door] = word["role"] != "none"
    if word["clear_m"] is not None:
        clear_m[door] = word["clear_m"]
    entrances = {**floor.entrances, door: entrance_of(word)}
    return replace(floor, outside=outside, clear_m=clear_m, entrances=entrances)


def said_of(floor_ids: Sequence[UUID], floors: Sequence[Floor], ways: Rows) -> list[OutdoorSaid]:
    """What people said of ways between doors that there are."""
    place = {each: n for n, each in enumerate(floor_ids)}
    middles = [floor.door_at for floor in floors]
    found = []
    for way in ways:
        ends = way_ends(place, middles, way)
        if ends is not None:
            found.append(
                OutdoorSaid(
                    *ends,
                    is_barred=way["is_barred"],
                    length_m=way["length_m"],
                    ground=way["ground"],
                    is_covered=way["is_covered"],
                    line=line_of(way),
                )
            )
    return found


def line_of(way: Mapping[Any, Any]) -> Line:
    """The points of a way between its doors, in metres of the site's CRS."""
    return tuple(pairwise(way["line"]))[::2]


def way_ends(
    place: Mapping[UUID, int], middles: Sequence[Middles], way: Mapping[Any, Any]
) -> tuple[DoorRef, DoorRef] | None:
    """The doors that a word is about, as (floor, door); None where a plan has one no more.

    ``place`` has the floors by their ids, ``middles`` (d, 2) the doors of each.
    """
    one, other = (_end(place, middles, way, end) for end in ("one", "other"))
    return None if one is None or other is None or one == other else (one, other)


def _end(
    place: Mapping[UUID, int], middles: Sequence[Middles], way: Mapping[Any, Any], end: str
) -> DoorRef | None:
    number = place.get(way[f"{end}_floor_id"])
    if number is None:
        return None
    door = door_at(middles[number], way[f"{end}_east"], way[f"{end}_north"])
    return None if door is None else (number, door)
