"""A site as one graph: the floors of its buildings, joined by shafts and by ways out of doors.

One set of arrays for one width of person. Who walks, and what is closed, is asked of it at search
time (``seconds``): nothing is made anew when a lift breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from geo.ways.floor import Floor
from geo.ways.graph import NO_NODE, WITHIN
from geo.ways.ground import Ground
from geo.ways.profiles import STOREY_M
from geo.ways.shafts import Level, Shaft, Stop

#: What an edge is. ``ref`` is a door of its floor, a shaft, or a way out of doors.
WALK, DOOR, STAIRS, ESCALATOR, RAMP, LIFT_IN, LIFT_RIDE, OUTDOORS, OUTDOOR_STEPS = range(9)
_STEPPED = {"stairs": STAIRS, "escalator": ESCALATOR, "ramp": RAMP}

DoorRef = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outdoor:
    """A way out of doors between two doors that lead outside: (floor, door) each.

    ``line`` is the way in the site's axes where it is known; ``clear_m`` None where no part of it
    is narrow. ``is_estimated``: nobody said how long it is. ``sense``: 1 where one only goes from
    ``one`` to ``other``, -1 the other way, else 0.
    """

    one: DoorRef
    other: DoorRef
    length_m: float
    steps: bool = False
    clear_m: float | None = None
    line: tuple[tuple[float, float], ...] = ()
    is_estimated: bool = False
    is_covered: bool = False
    is_ramp: bool = False
    sense: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """What cannot be passed now: doors as (floor, door), shafts and ways outside by number."""

    doors: frozenset[DoorRef] = frozenset()
    shafts: frozenset[int] = frozenset()
    outdoors: frozenset[int] = frozenset()


NOTHING_CLOSED = Closed()


@dataclass(frozen=True)
class Site:
    """Nodes and edges of all floors.

    Nodes of floor f are ``begins[f]`` up to ``begins[f + 1]``, those of lifts' cars come after all.
    ``at`` (n, 2) metres, ``floor`` (n). For each edge ``ends`` (m, 2), ``kind``, ``ref``,
    ``length_m`` along the floor, ``rise_m`` from its first end to its second, ``clear_m`` (NaN
    where not known), ``leaf`` (a door to be opened) and ``sense``: 1 where an escalator, or a way
    out of doors, only goes from the first to the second end, -1 the other way, else 0.
    """

    floors: tuple[Floor, ...]
    levels: tuple[Level, ...]
    shafts: tuple[Shaft, ...]
    outdoors: tuple[Outdoor, ...]
    begins: NDArray[np.int64]
    at: NDArray[np.float64]
    floor: NDArray[np.int32]
    ends: NDArray[np.int32]
    kind: NDArray[np.uint8]
    ref: NDArray[np.int32]
    length_m: NDArray[np.float32]
    rise_m: NDArray[np.float32]
    clear_m: NDArray[np.float32]
    leaf: NDArray[np.bool_]
    sense: NDArray[np.int8]
    _grounds: dict[int, Ground] = field(default_factory=dict, repr=False, compare=False)

    def ground(self, floor: int) -> Ground:
        """What is seen from where on a floor; made when it is first asked for."""
        if floor not in self._grounds:
            self._grounds[floor] = Ground(self.floors[floor])
        return self._grounds[floor]

    @cached_property
    def exits(self) -> NDArray[np.bool_]:
        """(n,) whether a node is on the way out of its hall: at a door or a connector."""
        out = np.zeros(len(self.at), dtype=bool)
        out[self.ends[self.kind != WALK].ravel()] = True
        return out

    @cached_property
    def walked_m(self) -> NDArray[np.float32]:
        """(m,) the metres of each edge that are gone on floors and out of doors."""
        on_foot = np.isin(self.kind, (WALK, DOOR, OUTDOORS, OUTDOOR_STEPS))
        metres: NDArray[np.float32] = np.where(on_foot, self.length_m, np.float32(0.0))
        return metres

    def place_nodes(self, floor: int) -> NDArray[np.int64]:
        """The node before each place of a floor, ``NO_NODE`` where nobody can stand."""
        own = self.floors[floor].ways.place_node
        nodes: NDArray[np.int64] = np.where(own == NO_NODE, NO_NODE, own + self.begins[floor])
        return nodes


class _Joining:
    """Edges between floors as they are found; the cars of lifts are nodes of their own."""

    def __init__(self, floors: Sequence[Floor], begins: NDArray[np.int64]) -> None:
        self.floors = floors
        self.begins = begins
        self.ends: list[tuple[int, int]] = []
        self.rest: list[tuple[int, int, float, float, float, bool, int]] = []
        self.cars: list[tuple[float, float, int]] = []

    def edge(
        self,
        ends: tuple[int, int],
        kind: int,
        ref: int,
        *,
        length_m: float,
        rise_m: float = 0.0,
        clear_m: float = np.nan,
        sense: int = 0,
    ) -> None:
        self.ends.append(ends)
        self.rest.append((kind, ref, length_m, rise_m, clear_m, False, sense))

    def entries(self, stop: Stop) -> list[tuple[int, NDArray[np.float64]]]:
        """The nodes from which a connector is entered, with where they are."""
        floor = self.floors[stop.floor]
        nodes = floor.stop_node[floor.stop_of == stop.connector].tolist()
        return [(node + int(self.begins[stop.floor]), floor.ways.at[node]) for node in nodes]

    def stepped(self, number: int, shaft: Shaft, heights: Sequence[float]) -> None:
        """A stair, an escalator or a ramp, from each floor to the next."""
        sense = {"both": 0, "up": 1, "down": -1}[shaft.goes]
        for lower, upper in pairwise(shaft.stops):
            rise_m = heights[upper.floor] - heights[lower.floor]
            for (one, here), (other, there) in product(self.entries(lower), self.entries(upper)):
                self.edge(
                    (one, other),
                    _STEPPED[shaft.kind],
                    number,
                    length_m=float(np.hypot(*(there - here))),
                    rise_m=rise_m,
                    sense=sense,
                )

    def lift(self, number: int, shaft: Shaft, heights: Sequence[float]) -> None:
        """A car on each floor, into which one gets, and that rides on to the next."""
        before: tuple[int, NDArray[np.float64], float] | None = None
        for stop in shaft.stops:
            entries = self.entries(stop)
            if not entries:
                continue
            at, height_m = entries[0][1], heights[stop.floor]
            car = int(self.begins[-1]) + len(self.cars)
            self.cars.append((float(at[0]), float(at[1]), stop.floor))
            for node, stand in entries:
                away_m = float(np.hypot(*(stand - at)))
                self.edge((node, car), LIFT_IN, number, length_m=away_m)
            if before is not None:
                self.edge(
                    (before[0], car),
                    LIFT_RIDE,
                    number,
                    length_m=float(np.hypot(*(at - before[1]))),
                    rise_m=height_m - before[2],
                )
            before = (car, at, height_m)

    def outside(self, number: int, way: Outdoor) -> None:
        """From the node within one door to the node within the other, through both doors."""
        inside, at = [], []
        clear, length_m = [np.inf if way.clear_m is None else way.clear_m], way.length_m
        for floor, door in (way.one, way.other):
            own = self.floors[floor]
            nodes = [int(node) for node in own.ways.door_nodes[door] if node != NO_NODE]
            if not nodes:
                return
            inside.append(nodes[0] + int(self.begins[floor]))
            clear.append(float(own.clear_m[door]))
            at.append(own.ways.at[nodes[0]])
            length_m += float(np.hypot(*(own.ways.at[nodes[0]] - own.door_at[door])))
        length_m = max(length_m, float(np.hypot(*(at[1] - at[0]))))
        kind = OUTDOOR_STEPS if way.steps else OUTDOORS
        # The narrowest part counts; one that is not known makes the whole not known.
        narrowest = float(np.min(clear))
        self.edge(
            (inside[0], inside[1]),
            kind,
            number,
            length_m=length_m,
            clear_m=narrowest,
            sense=way.sense,
        )


def site_of(
    floors: Sequence[Floor],
    levels: Sequence[Level],
    shafts: Sequence[Shaft] = (),
    outdoors: Sequence[Outdoor] = (),
) -> Site:
    """Join floors of one width of person. Raises ValueError where the widths differ."""
    if len({floor.radius_m for floor in floors}) > 1:
        raise ValueError("floors of several widths cannot be joined")
    counts = [len(floor.ways.at) for floor in floors]
    begins = np.concatenate([[0], np.cumsum(counts)]).astype(int)
    joining = _Joining(floors, begins)
    heights = [height_m(level) for level in levels]
    for number, shaft in enumerate(shafts):
        join = joining.lift if shaft.kind == "lift" else joining.stepped
        join(number, shaft, heights)
    for number, way in enumerate(outdoors):
        joining.outside(number, way)
    columns = _columns(floors, joining)
    ends = [floor.ways.ends + begins[n] for n, floor in enumerate(floors)]
    cars = np.array(joining.cars, dtype=float).reshape(-1, 3)
    return Site(
        floors=tuple(floors),
        levels=tuple(levels),
        shafts=tuple(shafts),
        outdoors=tuple(outdoors),
        begins=begins,
        at=np.vstack([*(floor.ways.at for floor in floors), cars[:, :2]]),
        floor=np.concatenate([np.repeat(np.arange(len(floors)), counts), cars[:, 2]]).astype("i4"),
        ends=np.vstack([*ends, np.array(joining.ends, dtype=int).reshape(-1, 2)]).astype("i4"),
        kind=columns[0].astype(np.uint8),
        ref=columns[1].astype(np.int32),
        length_m=columns[2].astype(np.float32),
        rise_m=columns[3].astype(np.float32),
        clear_m=columns[4].astype(np.float32),
        leaf=columns[5].astype(bool),
        sense=columns[6].astype(np.int8),
    )


def height_m(level: Level) -> float:
    """How high a floor lies above the site's zero; by its ordinal where nobody said."""
    return level.ordinal * STOREY_M if level.height_m is None else level.height_m


def _columns(floors: Sequence[Floor], joining: _Joining) -> list[NDArray[np.float64]]:
    """Kind, ref, length, rise, clear width, leaf and sense of all edges, the floors' own first."""
    parts = [_within(floor) for floor in floors]
    parts.append(np.array(joining.rest, dtype=float).reshape(-1, 7).T)
    return list(np.concatenate(parts, axis=1))


def _within(floor: Floor) -> NDArray[np.float64]:
    passage = floor.ways.passage
    through = passage != WITHIN
    nothing = np.zeros(len(passage))
    clear, leaf = np.full(len(passage), np.nan), nothing.copy()
    clear[through] = floor.clear_m[passage[through]]
    leaf[through] = floor.leaf[passage[through]]
    kind = np.where(through, float(DOOR), float(WALK))
    length_m = floor.ways.length_m.astype(float)
    return np.stack([kind, passage.astype(float), length_m, nothing, clear, leaf, nothing])
