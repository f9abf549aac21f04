"""The slow way: all corners of all free ground, all that see each other, and every shaft by hand.

It knows the ground and the doors as the halls of a floor have them, and the shafts by how the
building was made, not by how they were matched.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely import Point

from bench.walked.world import World, kind_of
from geo.ways.floor import Floor
from geo.ways.profiles import Profile

SLIP_M = 1e-4
STOREY_M = 3.5
FARTHEST_M = 500.0


@dataclass(frozen=True)
class Corners:
    """All there is on one floor: points, the hall of each, and the straight ways between them."""

    at: NDArray[np.float64]
    hall: NDArray[np.int64]
    pairs: NDArray[np.int64]
    nodes: int  # the first of them are the nodes of the floor's own graph


def corners_of(floor: Floor) -> Corners:
    at, hall = [floor.ways.at], [floor.ways.hall.astype(np.int64)]
    for number, each in enumerate(floor.ways.halls):
        own = np.unique(shapely.get_coordinates(each.free), axis=0)
        at.append(own)
        hall.append(np.full(len(own), number))
    places, halls = np.vstack(at), np.concatenate(hall)
    pairs = [np.empty((0, 2), dtype=np.int64)]
    for number, each in enumerate(floor.ways.halls):
        own = np.flatnonzero(halls == number)
        ends = np.array(list(combinations(own.tolist(), 2)), dtype=np.int64).reshape(-1, 2)
        pairs.append(ends[_sees(each.free, places[ends[:, 0]], places[ends[:, 1]])])
    return Corners(places, halls, np.vstack(pairs), len(floor.ways.at))


def _sees(free: object, one: NDArray[np.float64], other: NDArray[np.float64]) -> np.ndarray:
    wide = shapely.buffer(free, SLIP_M, join_style="mitre")
    shapely.prepare(wide)
    return shapely.covers(wide, shapely.linestrings(np.stack([one, other], axis=1)))


class Brute:
    """Seconds from any point of a floor to every place of a building."""

    def __init__(
        self,
        world: World,
        floors: list[Floor],
        corners: list[Corners],
        profile: Profile,
        closed_doors: set[tuple[int, int]],
        closed_shafts: set[str],
    ) -> None:
        self.world, self.floors, self.corners, self.profile = world, floors, corners, profile
        self.begins = np.cumsum([0, *(len(each.at) for each in corners)])
        self.arcs: dict[tuple[int, int], float] = {}
        self.speed = {"wheelchair": 0.79}.get(profile.name, 1.3)
        self.wheels = profile.name in ("wheelchair", "pram")
        self._walk()
        self._doors(closed_doors)
        self._shafts(closed_shafts)
        self._outdoors(closed_doors)
        self._targets()

    def _arc(self, one: int, other: int, there_s: float, back_s: float) -> None:
        for key, cost in (((one, other), there_s), ((other, one), back_s)):
            self.arcs[key] = min(cost, self.arcs.get(key, np.inf))

    def _walk(self) -> None:
        for begin, part in zip(self.begins, self.corners, strict=False):
            for one, other in part.pairs.tolist():
                taken = float(np.hypot(*(part.at[one] - part.at[other]))) / self.speed
                self._arc(int(begin) + one, int(begin) + other, taken, taken)

    def _doors(self, closed: set[tuple[int, int]]) -> None:
        for number, (plan, floor) in enumerate(zip(self.world.plans, self.floors, strict=True)):
            for door, each in enumerate(plan.doors):
                one, other = floor.ways.door_nodes[door].tolist()
                narrow = self.wheels and (each.clear_m is None or each.clear_m < 0.8)
                if min(one, other) < 0 or one == other or (number, door) in closed or narrow:
                    continue
                edges = floor.ways.passage[(floor.ways.ends == (one, other)).all(axis=1)]
                if door not in edges.tolist():
                    continue
                middle = np.array(each.line.interpolate(0.5, normalized=True).coords[0])
                far = sum(float(np.hypot(*(floor.ways.at[n] - middle))) for n in (one, other))
                taken = far / self.speed + (each.leaf and (5.0 if self.wheels else 3.3))
                begin = int(self.begins[number])
                self._arc(begin + one, begin + other, taken, taken)

    def _shafts(self, closed: set[str]) -> None:
        stops: dict[str, list[tuple[int, int, list[int]]]] = defaultdict(list)
        for number, names in enumerate(self.world.truth):
            floor = self.floors[number]
            for connector, name in enumerate(names):
                nodes = floor.stop_node[floor.stop_of == connector].tolist()
                stops[name].append((number, connector, nodes))
        foot = self.profile.name == "on_foot"
        for name, own in stops.items():
            if name in closed or (kind_of(name) != "lift" and not foot):
                continue
            if kind_of(name) == "lift":
                self._through(own)
            for (low, at, lower), (high, _, upper) in combinations(own, 2):
                if kind_of(name) == "lift" or high == low + 1:
                    rise = (high - low) * STOREY_M
                    there, back = self._between(name, low, at, rise, own)
                    for one in lower:
                        for other in upper:
                            away = self._away(low, one, high, other)
                            self._arc(
                                int(self.begins[low]) + one,
                                int(self.begins[high]) + other,
                                max(there, away),
                                max(back, away),
                            )

    def _through(self, own: list[tuple[int, int, list[int]]]) -> None:
        """In by one door of a lift and out by another on the same floor."""
        for floor, _, nodes in own:
            for one, other in combinations(nodes, 2):
                begin = int(self.begins[floor])
                self._arc(begin + one, begin + other, 30 + 4 + 3, 30 + 4 + 3)

    def _outdoors(self, closed: set[tuple[int, int]]) -> None:
        """From each building to each other, as said or a quarter longer than straight and more."""
        doors = [
            (number, door)
            for number, plan in enumerate(self.world.plans)
            for door, each in enumerate(plan.doors)
            if each.to_outside and self._inside(number, door) is not None
        ]
        for one, other in combinations(doors, 2):
            if self.world.levels[one[0]].building == self.world.levels[other[0]].building:
                continue
            length = outdoor_length(self.world, one, other, self.profile.name == "on_foot")
            clear = [self.world.plans[f].doors[d].clear_m for f, d in (one, other)]
            narrow = self.wheels and any(width is None or width < 0.8 for width in clear)
            if length is None or narrow or closed & {one, other}:
                continue
            inner = [self._inside(*each) for each in (one, other)]
            assert inner[0] is not None
            assert inner[1] is not None
            length += inner[0][1] + inner[1][1]
            taken = length / self.speed + 2 * (5.0 if self.wheels else 3.3)
            opens = [self.world.entrance(*each).opens_from_outside for each in (one, other)]
            there, back = (taken if opens[to] else np.inf for to in (1, 0))
            self._arc(inner[0][0], inner[1][0], there, back)

    def _inside(self, floor: int, door: int) -> tuple[int, float] | None:
        """The corner within a door that leads outside, and how far it is from the middle of it."""
        own = [n for n in self.floors[floor].ways.door_nodes[door].tolist() if n >= 0]
        if not own:
            return None
        middle = self.world.plans[floor].doors[door].line.interpolate(0.5, normalized=True)
        away = Point(self.floors[floor].ways.at[own[0]]).distance(middle)
        return int(self.begins[floor]) + own[0], away

    def _between(
        self, name: str, low: int, at: int, rise: float, own: list[tuple[int, int, list[int]]]
    ) -> tuple[float, float]:
        name = kind_of(name)
        if name == "lift":
            return 30 + 4 + rise + 3, 30 + 4 + rise + 3
        if name == "stair":
            run = rise * 29 / 17 / self.speed
            return run / 0.35, run / 0.5
        # An escalator goes the way its lowest floor of the whole run says.
        run = _run(own, low)
        goes = self.world.plans[run[0]].connectors[run[1]].goes
        taken = rise / 0.25
        return (taken, np.inf) if goes == "up" else (np.inf, taken)

    def _away(self, low: int, one: int, high: int, other: int) -> float:
        here, there = self.floors[low].ways.at[one], self.floors[high].ways.at[other]
        return float(np.hypot(*(here - there))) / self.speed

    def _targets(self) -> None:
        self.refs = []
        nodes, off = [], []
        for number, floor in enumerate(self.floors):
            for place, node in enumerate(floor.ways.place_node.tolist()):
                can = self.profile.name != "wheelchair" or floor.can_turn[place]
                if node >= 0 and can:
                    self.refs.append((number, place))
                    nodes.append(int(self.begins[number]) + node)
                    off.append(float(floor.ways.off_m[place]) / self.speed)
        count = int(self.begins[-1])
        kept = {key: cost for key, cost in self.arcs.items() if np.isfinite(cost)}
        tails, heads = np.array(list(kept)).reshape(-1, 2).T
        costs = np.maximum(np.array(list(kept.values())), 1e-9)
        backwards = coo_matrix((costs, (heads, tails)), shape=(count, count)).tocsr()
        # (targets, corners): seconds to each target from everywhere.
        self.to_target = dijkstra(backwards, indices=nodes) + np.array(off)[:, None]

    def from_point(self, floor: int, hall: int, x: float, y: float) -> NDArray[np.float64]:
        """Seconds to each of ``refs`` from a point of a hall's free ground."""
        part = self.corners[floor]
        own = np.flatnonzero(part.hall == hall)
        here = np.tile((x, y), (len(own), 1))
        free = self.floors[floor].ways.halls[hall].free
        own = own[_sees(free, here, part.at[own])]
        if not len(own):
            return np.full(len(self.refs), np.inf)
        away = np.hypot(*(part.at[own] - (x, y)).T) / self.speed
        return (away + self.to_target[:, own + self.begins[floor]]).min(axis=1)

    def from_place(self, floor: int, place: int) -> NDArray[np.float64]:
        node = int(self.floors[floor].ways.place_node[place])
        return self.to_target[:, int(self.begins[floor]) + node]

    def halls_at(self, floor: int, x: float, y: float) -> list[int]:
        halls = self.floors[floor].ways.halls
        return [n for n, hall in enumerate(halls) if hall.free.covers(Point(x, y))]


def outdoor_length(
    world: World, one: tuple[int, int], other: tuple[int, int], foot: bool
) -> float | None:
    """Metres from door to door; None where there is no way."""
    ends = [world.plans[f].doors[d].line.interpolate(0.5, normalized=True) for f, d in (one, other)]
    straight = float(ends[0].distance(ends[1]))
    doors = [world.entrance(*each) for each in (one, other)]
    if any(door.is_emergency or (door.steps and not foot) for door in doors):
        return None
    said = [each for each in world.said if {each.one, each.other} == {one, other}]
    if said and (said[-1].is_barred or (said[-1].ground == "steps" and not foot)):
        return None
    if said and said[-1].length_m is not None:
        return said[-1].length_m
    return None if straight > FARTHEST_M and not said else straight * 4 / np.pi


def _run(own: list[tuple[int, int, list[int]]], low: int) -> tuple[int, int]:
    """The lowest floor of an unbroken run of floors that holds ``low``, with its connector."""
    by_floor = {floor: connector for floor, connector, _ in own}
    while low - 1 in by_floor:
        low -= 1
    return low, by_floor[low]
