"""Ways out of doors between the entrances of a site's buildings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from geo.ways.floor import Entrance, Floor
from geo.ways.graph import NO_NODE
from geo.ways.profiles import DETOUR
from geo.ways.shafts import Level
from geo.ways.site import DoorRef, Outdoor

#: Nobody is led farther through the open without somebody having said so.
FARTHEST_M = 500.0

Ground = Literal["level", "ramp", "steps"]


@dataclass(frozen=True, slots=True)
class OutdoorSaid:
    """What people say of the way between two entrances: how long it is, or that there is none.

    Without ``length_m`` it is as long as ``line`` (in the site's axes, between the doors), else as
    it would be taken to be. ``ground`` is what it goes over.
    """

    one: DoorRef
    other: DoorRef
    is_barred: bool = False
    length_m: float | None = None
    ground: Ground = "level"
    is_covered: bool = False
    line: tuple[tuple[float, float], ...] = ()


def entrances(floors: Sequence[Floor]) -> list[DoorRef]:
    """The doors that lead outside every day and that somebody can stand before: (floor, door)."""
    return [
        (number, door)
        for number, floor in enumerate(floors)
        for door in np.flatnonzero(floor.outside).tolist()
        if (floor.ways.door_nodes[door] != NO_NODE).any() and not floor.entrance(door).is_emergency
    ]


def outdoors_of(
    floors: Sequence[Floor], levels: Sequence[Level], said: Sequence[OutdoorSaid] = ()
) -> tuple[Outdoor, ...]:
    """A way between any two entrances of two buildings, and those that people know of.

    Where nobody said, it is the straight line times ``DETOUR``, up to ``FARTHEST_M`` straight; the
    last that was said of two entrances holds. Through a door that does not open from outside one
    only comes out, and steps before a door are steps of every way to it.
    """
    known = {frozenset((each.one, each.other)): each for each in said}
    found = []
    for one, other in combinations(entrances(floors), 2):
        word = known.get(frozenset((one, other)))
        doors = [floors[floor].entrance(door) for floor, door in (one, other)]
        if not any(door.opens_from_outside for door in doors):
            continue
        ends = [floors[floor].door_at[door] for floor, door in (one, other)]
        straight_m = float(np.hypot(*(ends[1] - ends[0])))
        if word is not None:
            if not word.is_barred:
                found.append(_at(doors, _said(word, one, other, ends, straight_m)))
        elif levels[one[0]].building != levels[other[0]].building and straight_m <= FARTHEST_M:
            way = Outdoor(one, other, straight_m * DETOUR, is_estimated=True)
            found.append(_at(doors, way))
    return tuple(found)


def _at(doors: Sequence[Entrance], way: Outdoor) -> Outdoor:
    """The way as the doors at its ends let it be walked."""
    sense = int(doors[1].opens_from_outside) - int(doors[0].opens_from_outside)
    return replace(way, steps=way.steps or any(door.steps for door in doors), sense=sense)


def _said(
    word: OutdoorSaid, one: DoorRef, other: DoorRef, ends: Sequence[np.ndarray], straight_m: float
) -> Outdoor:
    line = word.line if word.one == one else word.line[::-1]
    length_m = word.length_m
    if length_m is None and line:
        points = np.vstack([ends[0], np.array(line), ends[1]])
        length_m = float(np.hypot(*np.diff(points, axis=0).T).sum())
    is_estimated = length_m is None
    length_m = straight_m * DETOUR if length_m is None else max(length_m, straight_m)
    return Outdoor(
        one,
        other,
        length_m,
        word.ground == "steps",
        line=line,
        is_estimated=is_estimated,
        is_covered=word.is_covered,
        is_ramp=word.ground == "ramp",
    )
