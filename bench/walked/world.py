"""A random building: floors with a corridor, rooms, furniture, doors, stairs and a lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random
from typing import Any

import shapely
from shapely import LineString, MultiLineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.ways.floor import PLAIN, Connector, Door, Entrance, FloorPlan
from geo.ways.outdoors import Ground, OutdoorSaid
from geo.ways.shafts import Level

GAP_M = 0.15
CORE_M = 4.0
#: Doors have a piece of wall between them.
APART_M = 0.3


@dataclass(frozen=True)
class World:
    """``truth`` says for each floor which shaft each of its connectors belongs to, by a name.

    With several buildings a name begins with its building's. ``said`` is what is known of ways out
    of doors, ``shut`` what is closed of each floor, ``entrances`` what is known of doors that lead
    outside, by (floor, door).
    """

    plans: tuple[FloorPlan, ...]
    levels: tuple[Level, ...]
    truth: tuple[tuple[str, ...], ...]
    said: tuple[OutdoorSaid, ...] = ()
    shut: tuple[BaseGeometry | None, ...] = ()
    entrances: Mapping[tuple[int, int], Entrance] = field(default_factory=dict)

    def entrance(self, floor: int, door: int) -> Entrance:
        return self.entrances.get((floor, door), PLAIN)

    def shut_on(self, floor: int) -> BaseGeometry | None:
        return self.shut[floor] if self.shut else None


def kind_of(name: str) -> str:
    """Of a shaft: stair, lift or escalator."""
    return name.rpartition("/")[2]


def make_campus(seed: int) -> World:
    """One to three random buildings side by side, with what is closed in them."""
    rng = Random(seed)
    plans: list[FloorPlan] = []
    levels: list[Level] = []
    truth: list[tuple[str, ...]] = []
    east, ground = 0.0, []
    for number in range(rng.choice([1, 1, 2, 3])):
        world = make_world(seed if number == 0 else 7919 * number + seed)
        ground.append(len(plans))
        north = rng.uniform(-15, 15) if number else 0.0
        plans += [moved(plan, east, north) for plan in world.plans]
        levels += [Level(f"House {number}", level.ordinal) for level in world.levels]
        truth += [tuple(f"{number}/{name}" for name in names) for names in world.truth]
        east += shapely.total_bounds(world.plans[0].rooms)[2] + rng.uniform(6, 60)
    doors = [(n, len(plans[n].doors) - 1) for n in ground]
    return World(
        tuple(plans),
        tuple(levels),
        tuple(truth),
        tuple(_said(rng, one, other, plans) for one, other in combinations(doors, 2))
        if rng.random() < 0.6
        else (),
        tuple(_shut(rng, plan) for plan in plans),
        {door: _entrance(rng) for door in doors},
    )


def moved(plan: FloorPlan, east: float, north: float) -> FloorPlan:
    """The same plan elsewhere."""

    def at(shape: Any) -> Any:
        return shapely.affinity.translate(shape, east, north)

    return FloorPlan(
        [at(room) for room in plan.rooms],
        at(plan.walls),
        [replace(door, line=at(door.line)) for door in plan.doors],
        [at(each) for each in plan.obstacles],
        [at(each) for each in plan.places],
        [replace(each, polygon=at(each.polygon)) for each in plan.connectors],
    )


def _said(
    rng: Random, one: tuple[int, int], other: tuple[int, int], plans: list[FloorPlan]
) -> OutdoorSaid:
    ends = [plans[f].doors[d].line.interpolate(0.5, normalized=True) for f, d in (one, other)]
    length_m = rng.choice([None, rng.uniform(1, 2) * ends[0].distance(ends[1])])
    ground: Ground = rng.choice(_GROUNDS)
    return OutdoorSaid(one, other, rng.random() < 0.2, length_m, ground, rng.random() < 0.3)


_GROUNDS: tuple[Ground, ...] = ("level", "level", "ramp", "steps")


def _entrance(rng: Random) -> Entrance:
    """Most doors are plain; some only let out, some are for emergencies, some have steps."""
    return Entrance(
        is_emergency=rng.random() < 0.08,
        opens_from_outside=rng.random() < 0.85,
        steps=rng.random() < 0.15,
    )


def _shut(rng: Random, plan: FloorPlan) -> BaseGeometry | None:
    """Nothing, a room, some ground, or all of a floor."""
    way = rng.random()
    if way < 0.5:
        return None
    if way < 0.7:
        return rng.choice(plan.rooms)
    west, south, east, north = shapely.total_bounds(plan.rooms)
    if way < 0.73:
        return box(west - 1, south - 1, east + 1, north + 1)
    middle = Point(rng.uniform(west, east), rng.uniform(south, north))
    return middle.buffer(rng.uniform(0.3, 3.0), quad_segs=rng.choice([1, 4]))


def make_world(seed: int) -> World:
    rng = Random(seed)
    count = rng.randint(1, 4)
    width, depth = rng.uniform(18, 34), rng.uniform(4, 7)
    corridor = rng.uniform(1.7, 2.6)
    has_lift = rng.random() < 0.8
    # Which floors the lift passes without stopping.
    skipped = {rng.randrange(count)} if count > 2 and rng.random() < 0.2 else set()
    plans, truth = [], []
    for number in range(count):
        plan, names = _floor(
            rng, number, width, depth, corridor, has_lift and number not in skipped
        )
        plans.append(plan)
        truth.append(names)
    levels = tuple(Level("House", number) for number in range(count))
    return World(tuple(plans), levels, tuple(truth))


def _floor(
    rng: Random, number: int, width: float, depth: float, corridor: float, lift: bool
) -> tuple[FloorPlan, tuple[str, ...]]:
    low, high = depth + GAP_M, depth + GAP_M + corridor
    way = box(0, low, width, high)
    rooms: list[Polygon] = [way]
    doors: list[Door] = []
    connectors: list[tuple[str, Connector]] = []
    north = _cut(rng, CORE_M + 2.2 + 2 * GAP_M, width)
    for left, right in north:
        rooms.append(box(left, high + GAP_M, right, high + GAP_M + depth))
        _doors(rng, doors, left, right, high + GAP_M / 2)
    south = _cut(rng, 0.0, width)
    for left, right in south:
        rooms.append(box(left, 0, right, depth))
        _doors(rng, doors, left, right, depth + GAP_M / 2)
    if len(south) > 1 and rng.random() < 0.5:
        _inner_door(rng, doors, south[0][1] + GAP_M / 2, depth)
    if rng.random() < 0.3 and len(north) > 1:
        # Two rooms without a wall between them.
        a, b = rooms[1], rooms[2]
        rooms[1] = box(a.bounds[0], a.bounds[1], b.bounds[0], a.bounds[3])
    stair = box(0, high + GAP_M, CORE_M, high + GAP_M + 3.0)
    rooms.append(stair)
    doors.append(_door(1.0, high + GAP_M / 2, rng.choice([0.9, 1.0])))
    connectors.append(
        ("stair", Connector("stair", box(0.8, high + 1, 3.2, high + 2.8), _name(rng)))
    )
    if lift:
        shaft = box(CORE_M + GAP_M, high + GAP_M, CORE_M + GAP_M + 2.1, high + GAP_M + 2.1)
        if rng.random() < 0.5:
            rooms.append(shaft)
        doors.append(_door(CORE_M + GAP_M + 1.05, high + GAP_M / 2, 0.9))
        connectors.append(("lift", Connector(rng.choice(["lift", "elevator"]), shaft)))
    if rng.random() < 0.3:
        x = width - 5
        shape = box(x, low + 0.4, x + 3, low + 1.2)
        connectors.append(("escalator", Connector("escalator", shape, goes=rng.choice(_SENSES))))
    if number == 0:
        doors.append(Door(LineString([(0, low + 0.3), (0, low + 1.3)]), 1.0, to_outside=True))
    rng.shuffle(connectors)
    obstacles = [table for room in rooms[:-1] for table in _tables(rng, room, way)]
    places = _places(rng, rooms, obstacles)
    plan = FloorPlan(
        rooms, _walls(rooms, doors), doors, obstacles, places, [each for _, each in connectors]
    )
    return plan, tuple(name for name, _ in connectors)


_SENSES = ("up", "up", "down")


def _name(rng: Random) -> str | None:
    return rng.choice([None, "Stair 1", "T01"])


def _cut(rng: Random, begin: float, width: float) -> list[tuple[float, float]]:
    parts, left = [], begin
    while width - left > 5.0:
        right = left + rng.uniform(2.4, 8.0)
        if width - right < 2.5:
            break
        parts.append((left, right))
        left = right + GAP_M
    parts.append((left, width))
    return parts


def _doors(rng: Random, doors: list[Door], left: float, right: float, y: float) -> None:
    """No door, one, or two in the wall between a room and the corridor."""
    for _ in range(rng.choice([0, 1, 1, 1, 1, 1, 2])):
        door = _door(rng.uniform(left + 0.7, right - 0.7), y, rng.choice(_CLEAR), rng)
        if all(door.line.distance(other.line) > APART_M for other in doors):
            doors.append(door)


_CLEAR = (0.7, 0.8, 0.9, 0.9, 1.0, None)


def _door(x: float, y: float, clear_m: float | None, rng: Random | None = None) -> Door:
    half = (clear_m or 0.9) / 2
    leaf = rng is None or rng.random() < 0.8
    return Door(LineString([(x - half, y), (x + half, y)]), clear_m, leaf=leaf)


def _inner_door(rng: Random, doors: list[Door], x: float, depth: float) -> None:
    y = rng.uniform(0.8, depth - 0.8)
    doors.append(Door(LineString([(x, y - 0.45), (x, y + 0.45)]), 0.9))


def _walls(rooms: list[Polygon], doors: list[Door]) -> MultiLineString:
    """The edges of the rooms, but where they touch another, with gaps for the doors."""
    edges = []
    for n, room in enumerate(rooms):
        others = shapely.union_all([r for m, r in enumerate(rooms) if m != n])
        edges.append(room.boundary.difference(others.buffer(0.01)))
    gaps = shapely.union_all([door.line.buffer(GAP_M, cap_style="flat") for door in doors])
    walls = shapely.union_all(edges).difference(gaps)
    lines = [part for part in shapely.get_parts(walls).tolist() if part.length > 0]
    return MultiLineString([list(line.coords) for line in lines])


def _tables(rng: Random, room: Polygon, way: Polygon) -> list[Polygon]:
    x0, y0, x1, y1 = room.bounds
    tables = []
    for _ in range(rng.randint(0, 1) if room is way else rng.randint(0, 4)):
        small = room is way
        table = box(0, 0, rng.uniform(0.4, 0.8 if small else 2.0), rng.uniform(0.3, 0.9))
        turned = shapely.affinity.rotate(table, rng.choice([0, 90, rng.uniform(0, 180)]))
        moved = shapely.affinity.translate(turned, rng.uniform(x0, x1), rng.uniform(y0, y1))
        if room.contains(moved):
            tables.append(moved)
    return tables


def _places(rng: Random, rooms: list[Polygon], tables: list[Polygon]) -> list[Point]:
    places = [table.centroid for table in tables if rng.random() < 0.6]
    for room in rooms:
        x0, y0, x1, y1 = room.bounds
        places.append(Point(rng.uniform(x0, x1), rng.uniform(y0, y1)))
    return places
