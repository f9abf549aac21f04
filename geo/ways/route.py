"""A way as lines to draw, floor by floor, and as steps that can be worded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

import numpy as np
from shapely import LineString

from geo.ways.nearest import Near, nearest
from geo.ways.network import Network
from geo.ways.site import (
    DOOR,
    ESCALATOR,
    LIFT_IN,
    LIFT_RIDE,
    OUTDOOR_STEPS,
    OUTDOORS,
    RAMP,
    STAIRS,
    WALK,
    DoorRef,
    Outdoor,
)
from geo.ways.starts import Outside, Start, row_at, sharp

#: Bends that shorter stretches make are not told.
WIGGLE_M = 0.7
#: A way that turns by less goes on; by more than ``BACK_DEG`` it goes back.
SLIGHT_DEG, TURN_DEG, BACK_DEG = 25.0, 60.0, 150.0

Action = Literal[
    "start",
    "go",
    "door",
    "stairs",
    "escalator",
    "ramp",
    "lift",
    "out_of_doors",
    "arrive",
    "at_exit",
    "outside",
]
Turn = Literal["straight", "slight_left", "left", "slight_right", "right", "back"]
_ACTIONS: dict[int, Action] = {
    DOOR: "door",
    STAIRS: "stairs",
    ESCALATOR: "escalator",
    RAMP: "ramp",
    LIFT_RIDE: "lift",
    OUTDOORS: "out_of_doors",
    OUTDOOR_STEPS: "out_of_doors",
}
_OUTDOORS = (OUTDOORS, OUTDOOR_STEPS)
Line = tuple[tuple[float, float], ...]
#: Kind, floor and line of a stretch.
Part = tuple[int, int, Line]


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch on one floor, or out of doors (``floor`` None): a line in metres."""

    floor: int | None
    line: Line


@dataclass(frozen=True, slots=True)
class OutThere:
    """What a way out of doors is like, and the (floor, door) at both of its ends."""

    by: DoorRef
    into: DoorRef
    is_covered: bool
    over: Literal["ramp", "steps"] | None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, and where.

    ``turn`` is against the way one came, None where that has no sense (out of a lift); that of a
    door tells on which side it is, and what comes after counts from looking straight out of it.
    ``ref`` is the door on its floor, the shaft, or the way out of doors; ``to_floor`` where a shaft
    is left. Of a way out of doors ``way`` tells the rest, with the (floor, door) that one comes
    out of and goes in by.
    """

    action: Action
    floor: int
    at: tuple[float, float]
    metres: float = 0.0
    turn: Turn | None = None
    ref: int | None = None
    to_floor: int | None = None
    way: OutThere | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """``doors`` are (floor, door) and ``shafts`` the numbers of all that is passed, in order."""

    seconds: float
    metres: float
    legs: tuple[Leg, ...]
    steps: tuple[Step, ...]
    doors: tuple[tuple[int, int], ...]
    shafts: tuple[int, ...]


def route(network: Network, start: Start, floor: int, place: int) -> Route | None:
    """The quickest way to a place; None where there is none."""
    answer = nearest(network, sharp(start), [(floor, place)], 1)
    return route_of(network, start, answer.found[0]) if answer.found else None


def route_of(network: Network, start: Start, near: Near, *, out_by: int | None = None) -> Route:
    """The way to a place that ``nearest`` found from ``start``; or on out of doors by a door.

    ``out_by`` is the number of that door on the floor of ``near``, whose way ends inside of it.
    Nobody who begins at that door, or out of doors before it, is led in to be led out again.
    """
    site = network.site
    row = row_at(network, start, np.zeros(len(site.at), dtype=bool))
    if row is None:
        raise ValueError("the place was not found from this start")
    by = row.doors[row.nodes.tolist().index(near.way.nodes[0])] if row.doors else None
    begin = row.at if by is None else _tuple(site.floors[by[0]].door_at[by[1]])
    out = None if out_by is None else (near.floor, out_by)
    if out is not None and by == out:
        line = (row.at, begin) if isinstance(start, Outside) else ()
        return _there_already(near, out, begin, line)
    parts = _parts(network, begin, near)
    if out_by is not None:
        parts.append(_last_part(network, near, out_by))
    legs = _legs(network, parts, near)
    if isinstance(start, Outside):
        legs.insert(0, Leg(None, (row.at, begin)))
    doors, shafts = _passed(network, near)
    doors = doors if by is None else (by, *doors)
    doors = doors if out is None else (*doors, out)
    return Route(
        near.seconds,
        near.metres,
        tuple(leg for leg in map(_without_repeats, legs) if len(leg.line) > 1),
        _steps(network, parts, near, out_by),
        doors,
        shafts,
    )


def _there_already(near: Near, door: DoorRef, begin: tuple[float, float], line: Line) -> Route:
    """Out by the door that somebody begins at; ``line`` leads to it from out of doors."""
    floor, number = door
    told = Step("outside" if line else "at_exit", floor, begin, ref=number)
    legs = (Leg(None, line),) if line else ()
    return Route(near.seconds, near.metres, legs, (Step("start", floor, begin), told), (door,), ())


def _legs(network: Network, parts: Sequence[Part], near: Near) -> list[Leg]:
    legs: list[Leg] = []
    # Out of doors no node follows: the last part is as the one before it.
    nodes = (*near.way.nodes, near.way.nodes[-1])
    for node, (kind, floor, line) in zip(nodes, parts, strict=False):
        if kind in _OUTDOORS:
            # Up to the one door, from door to door, and in by the other.
            _lengthen(legs, floor, line[:2])
            legs.append(Leg(None, line[1:-1]))
            legs.append(Leg(int(network.site.floor[node]), line[-2:]))
        elif kind in (WALK, DOOR):
            _lengthen(legs, floor, line)
    return legs


def _lengthen(legs: list[Leg], floor: int, line: Line) -> None:
    if legs and legs[-1].floor == floor and legs[-1].line[-1] == line[0]:
        legs[-1] = Leg(floor, legs[-1].line + line[1:])
    else:
        legs.append(Leg(floor, line))


def _without_repeats(leg: Leg) -> Leg:
    return replace(leg, line=tuple(point for point, _ in groupby(leg.line)))


def _passed(network: Network, near: Near) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    site = network.site
    doors: list[tuple[int, int]] = []
    shafts: list[int] = []
    for edge in near.way.edges:
        kind, ref = int(site.kind[edge]), int(site.ref[edge])
        if kind == DOOR:
            doors.append((int(site.floor[site.ends[edge, 0]]), ref))
        elif kind in _OUTDOORS:
            doors += [site.outdoors[ref].one, site.outdoors[ref].other]
        elif kind not in (WALK, LIFT_IN) and shafts[-1:] != [ref]:
            shafts.append(ref)
    return tuple(doors), tuple(shafts)


def _tuple(at: np.ndarray) -> tuple[float, float]:
    return float(at[0]), float(at[1])


def _parts(network: Network, begin: tuple[float, float], near: Near) -> list[Part]:
    """Each stretch of the way with its kind, the floor it begins on, and its line."""
    site, way = network.site, near.way
    first = way.nodes[0]
    parts: list[Part] = [(WALK, int(site.floor[first]), (begin, _tuple(site.at[first])))]
    for edge, (one, other) in zip(way.edges, pairwise(way.nodes), strict=True):
        kind, ref, floor = int(site.kind[edge]), int(site.ref[edge]), int(site.floor[one])
        between: Line = ()
        if kind == DOOR:
            between = (_tuple(site.floors[floor].door_at[ref]),)
        elif kind in _OUTDOORS:
            way_out = site.outdoors[ref]
            ends = [_tuple(site.floors[f].door_at[d]) for f, d in (way_out.one, way_out.other)]
            between = (ends[0], *way_out.line, ends[1])
            between = between if one == int(site.ends[edge, 0]) else between[::-1]
        parts.append((kind, floor, (_tuple(site.at[one]), *between, _tuple(site.at[other]))))
    return parts


def _last_part(network: Network, near: Near, door: int) -> Part:
    """From the last node of a way to the middle of a door."""
    end = _tuple(network.site.at[near.way.nodes[-1]])
    return DOOR, near.floor, (end, _tuple(network.site.floors[near.floor].door_at[door]))


class _Telling:
    """Steps as they are found; ``heading`` is where one looks, in degrees, None out of a lift."""

    def __init__(self, floor: int, begin: tuple[float, float]) -> None:
        self.steps = [Step("start", floor, begin)]
        self.walked: list[tuple[float, float]] = []
        self.heading: float | None = None

    def walk(self, line: Line) -> None:
        self.walked += line if not self.walked else line[1:]

    def stop(self, floor: int) -> None:
        """What was walked until here becomes steps."""
        told, self.heading = _walked(self.walked, floor, self.heading)
        self.steps += told
        self.walked = []

    def door(self, floor: int, line: Line, door: int) -> None:
        self.walk(line[:2])
        self.stop(floor)
        # Whoever goes through a door looks straight out of it.
        through = _towards(line[0], line[-1])
        turn = None if self.heading is None else _turn(through - self.heading)
        self.steps.append(Step("door", floor, line[1], turn=turn, ref=door))
        self.heading = through
        self.walked = list(line[1:])

    def carried(self, step: Step) -> None:
        """By a shaft or out of doors; floor after floor in the same shaft is one step."""
        last = self.steps[-1]
        if not self.walked and (last.action, last.ref) == (step.action, step.ref):
            self.steps[-1] = replace(last, to_floor=step.to_floor)
            return
        self.stop(step.floor)
        self.steps.append(step)
        self.heading = None


def _steps(
    network: Network, parts: Sequence[Part], near: Near, out_by: int | None
) -> tuple[Step, ...]:
    site, way = network.site, near.way
    telling = _Telling(parts[0][1], parts[0][2][0])
    telling.walk(parts[0][2])
    onward = parts[1 : len(way.nodes)]
    for edge, node, (kind, floor, line) in zip(way.edges, way.nodes[1:], onward, strict=True):
        ref = int(site.ref[edge])
        if kind == WALK:
            telling.walk(line)
        elif kind == DOOR:
            telling.door(floor, line, ref)
        elif kind in _ACTIONS:
            to = int(site.floor[node])
            step = Step(_ACTIONS[kind], floor, line[0], ref=ref, to_floor=to)
            if kind in _OUTDOORS:
                metres, turned = float(site.length_m[edge]), int(site.ends[edge, 1]) != node
                there = _out_there(site.outdoors[ref], turned=turned)
                step = replace(step, metres=metres, way=there)
            telling.carried(step)
    end = int(site.floor[way.nodes[-1]])
    if out_by is not None:
        line = parts[-1][2]
        telling.door(end, line, out_by)
        return (*telling.steps, Step("outside", end, line[-1]))
    telling.stop(end)
    return (*telling.steps, Step("arrive", end, _tuple(site.at[way.nodes[-1]])))


def _out_there(way: Outdoor, *, turned: bool) -> OutThere:
    by, into = (way.other, way.one) if turned else (way.one, way.other)
    over: Literal["ramp", "steps"] | None = "ramp" if way.is_ramp else None
    return OutThere(by, into, way.is_covered, "steps" if way.steps else over)


def _walked(
    points: Sequence[tuple[float, float]], floor: int, heading: float | None
) -> tuple[list[Step], float | None]:
    """The stretches of a walk with the turn before each, and the way one looks in the end."""
    kept = [p for n, p in enumerate(points) if n == 0 or math.dist(p, points[n - 1]) > 1e-6]
    if len(kept) < 2:
        return [], heading
    line = LineString(kept).simplify(WIGGLE_M)
    corners = list(line.coords)
    steps: list[Step] = []
    for one, other in pairwise(corners):
        metres = math.dist(one, other)
        towards = _towards((one[0], one[1]), (other[0], other[1]))
        turn = None if heading is None else _turn(towards - heading)
        heading = towards
        if steps and turn == "straight":
            steps[-1] = replace(steps[-1], metres=steps[-1].metres + metres)
        else:
            steps.append(Step("go", floor, (one[0], one[1]), metres, turn))
    return steps, heading


def _towards(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The bearing from one point to another, in degrees from the x axis."""
    return math.degrees(math.atan2(other[1] - one[1], other[0] - one[0]))


def _turn(by_deg: float) -> Turn:
    """Counter-clockwise is to the left."""
    by = (by_deg + 180.0) % 360.0 - 180.0
    if abs(by) < SLIGHT_DEG:
        return "straight"
    if abs(by) > BACK_DEG:
        return "back"
    if abs(by) < TURN_DEG:
        return "slight_left" if by > 0 else "slight_right"
    return "left" if by > 0 else "right"
