"""Which stair, lift, escalator or ramp of one floor goes on on the next; people can correct it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from geo.ways.floor import Connector, Goes

Kind = Literal["stairs", "lift", "escalator", "ramp"]
#: What drawings and formats call them.
KINDS: dict[str, Kind] = {
    "stair": "stairs",
    "stairs": "stairs",
    "steps": "stairs",
    "lift": "lift",
    "elevator": "lift",
    "escalator": "escalator",
    "ramp": "ramp",
}
#: Of the smaller of two shapes so much lies over the other, or they are not one above the other.
OVER_SHARE = 0.3
#: Shapes of the same name are the same up to this far apart: a stair need not end where it began.
SAME_NAME_M = 8.0


@dataclass(frozen=True, slots=True)
class Level:
    """Which floor of which building it is; ``height_m`` above the site's zero where it is known."""

    building: str
    ordinal: int
    height_m: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """Connector number ``connector`` of floor number ``floor``."""

    floor: int
    connector: int


@dataclass(frozen=True, slots=True)
class Shaft:
    """One way between floors: its stops from the lowest up, at least one.

    With a single stop it leads nowhere that is known: somebody should say where.
    """

    kind: Kind
    stops: tuple[Stop, ...]
    name: str | None = None
    goes: Goes = "both"


Pair = tuple[Stop, Stop]


def shafts_of(
    levels: Sequence[Level],
    connectors: Sequence[Sequence[Connector]],
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
) -> tuple[Shaft, ...]:
    """The ways between the floors, by position and name, in the order of their first stops.

    ``connectors`` are those of each of ``levels``; those of unknown kinds are left out. ``joined``
    are links that were missed, ``parted`` links that are none: what people say goes before.
    """
    apart = {frozenset(pair) for pair in parted}
    pairs = [pair for pair in matched(levels, connectors) if frozenset(pair) not in apart]
    above: dict[Stop, Stop] = {
        Stop(floor, number): Stop(floor, number)
        for floor, row in enumerate(connectors)
        for number, each in enumerate(row)
        if each.kind in KINDS
    }

    def root(stop: Stop) -> Stop:
        while above[stop] != stop:
            stop = above[stop]
        return stop

    for one, other in (*pairs, *joined):
        if one in above and other in above:
            first, second = sorted((root(one), root(other)))
            above[second] = first
    groups: dict[Stop, list[Stop]] = defaultdict(list)
    for stop in sorted(above):
        groups[root(stop)].append(stop)
    return tuple(_shaft(levels, connectors, group) for group in groups.values())


def _shaft(
    levels: Sequence[Level], connectors: Sequence[Sequence[Connector]], group: Sequence[Stop]
) -> Shaft:
    stops = tuple(sorted(group, key=lambda stop: (levels[stop.floor].ordinal, stop)))
    own = [connectors[stop.floor][stop.connector] for stop in stops]
    goes: Goes = next((each.goes for each in own if each.goes != "both"), "both")
    name = next((each.name for each in own if each.name), None)
    return Shaft(KINDS[own[0].kind], stops, name, goes)


def matched(levels: Sequence[Level], connectors: Sequence[Sequence[Connector]]) -> list[Pair]:
    """Pairs of stops of one shaft on neighbouring floors of a building; a lift may pass floors."""
    floors: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(levels)), key=lambda n: (levels[n].ordinal, n)):
        floors[levels[number].building].append(number)
    pairs: list[Pair] = []
    for own in floors.values():
        for below, over in pairwise(own):
            pairs += _between(connectors, below, over, set())
        taken = {one for one, _ in pairs}, {other for _, other in pairs}
        for low in range(len(own)):
            for high in range(low + 2, len(own)):
                done = {stop for stop in taken[0] if stop.floor == own[low]}
                done |= {stop for stop in taken[1] if stop.floor == own[high]}
                found = [
                    pair
                    for pair in _between(connectors, own[low], own[high], done)
                    if KINDS[connectors[pair[0].floor][pair[0].connector].kind] == "lift"
                ]
                pairs += found
                taken[0].update(one for one, _ in found)
                taken[1].update(other for _, other in found)
    return pairs


def _between(
    connectors: Sequence[Sequence[Connector]], below: int, over: int, done: set[Stop]
) -> list[Pair]:
    """The best pairs first; each stop once."""
    scored = []
    for i, one in enumerate(connectors[below]):
        for j, other in enumerate(connectors[over]):
            score = _alike(one, other)
            if score > 0:
                scored.append((-score, Stop(below, i), Stop(over, j)))
    pairs, used = [], set(done)
    for _, lower, upper in sorted(scored):
        if lower not in used and upper not in used:
            pairs.append((lower, upper))
            used |= {lower, upper}
    return pairs


def _alike(one: Connector, other: Connector) -> float:
    """How surely two connectors are one: 0 is not at all; the same name counts like lying above."""
    if one.kind not in KINDS or other.kind not in KINDS or KINDS[one.kind] != KINDS[other.kind]:
        return 0.0
    least = min(one.polygon.area, other.polygon.area)
    over = one.polygon.intersection(other.polygon).area / least if least > 0 else 0.0
    over = over if over >= OVER_SHARE else 0.0
    named = bool(one.name and other.name)
    same = named and str(one.name).strip().casefold() == str(other.name).strip().casefold()
    if same and one.polygon.distance(other.polygon) <= SAME_NAME_M:
        return over + 1.0
    return over
