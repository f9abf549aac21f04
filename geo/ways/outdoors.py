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


def line_m(points: Sequence[tuple[float, float]]) -> float:
    """The length of a line through points (x, y) in metres."""
    return float(np.hypot(*np.diff(np.array(points, dtype=float), axis=0).T).sum())


def counted_m(
    ends: tuple[tuple[float, float], tuple[float, float]],
    line: Sequence[tuple[float, float]] = (),
    measured_m: float | None = None,
) -> tuple[float, bool]:
    """How many metres a way between two doors counts, and whether that is estimated.

    As somebody measured it, else along the ``line`` that they drew between the doors, and never
    less than straight; without both it is estimated, as the straight line times ``DETOUR``.
    """
    straight_m = line_m(ends)
    if measured_m is None and line:
        measured_m = line_m([ends[0], *line, ends[1]])
    if measured_m is None:
        return straight_m * DETOUR, True
    return max(measured_m, straight_m), False


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
        ends = _middle(floors, one), _middle(floors, other)
        if word is not None:
            if not word.is_barred:
                found.append(_at(doors, _said(word, one, other, ends)))
        elif levels[one[0]].building != levels[other[0]].building and line_m(ends) <= FARTHEST_M:
            length_m, is_estimated = counted_m(ends)
            found.append(_at(doors, Outdoor(one, other, length_m, is_estimated=is_estimated)))
    return tuple(found)


def _at(doors: Sequence[Entrance], way: Outdoor) -> Outdoor:
    """The way as the doors at its ends let it be walked."""
    sense = int(doors[1].opens_from_outside) - int(doors[0].opens_from_outside)
    return replace(way, steps=way.steps or any(door.steps for door in doors), sense=sense)


def _middle(floors: Sequence[Floor], door: DoorRef) -> tuple[float, float]:
    x, y = floors[door[0]].door_at[door[1]].tolist()
    return x, y


def _said(
    word: OutdoorSaid,
    one: DoorRef,
    other: DoorRef,
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> Outdoor:
    line = word.line if word.one == one else word.line[::-1]
    length_m, is_estimated = counted_m(ends, line, word.length_m)
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
