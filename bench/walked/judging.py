"""One case: somebody in a random building asks for what is near; is what they are told true?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from random import Random

import numpy as np

from bench.walked.brute import Brute, Corners, corners_of
from bench.walked.checking import complaints
from bench.walked.world import World, make_campus
from geo.ways.floor import Floor, floor_of
from geo.ways.nearest import Nearest, nearest
from geo.ways.network import Network, network_of
from geo.ways.outdoors import outdoors_of
from geo.ways.profiles import ON_FOOT, PRAM, STEP_FREE, WHEELCHAIR, Profile
from geo.ways.proof import TIE_S
from geo.ways.route import route_of
from geo.ways.shafts import shafts_of
from geo.ways.shutting import without
from geo.ways.site import Closed, Site, site_of
from geo.ways.starts import AtPlace, Spot, Start

#: Times are kept as lengths of 32 bits.
CLOSE_S = 2e-3
SAMPLES = 20


@dataclass
class Tally:
    """What was told in all cases, and every answer that was not so."""

    cases: int = 0
    circles: int = 0
    exact: int = 0
    exact_circles: int = 0
    routes: int = 0
    outdoors: int = 0
    wrong: list[str] = field(default_factory=list)


@lru_cache(maxsize=16)
def built(seed: int, radius_m: float) -> tuple[World, Site, list[Floor], list[Corners]]:
    world = make_campus(seed)
    floors = [floor_of(plan, radius_m) for plan in world.plans]
    for number, shut in enumerate(world.shut):
        floors[number] = floors[number] if shut is None else without(floors[number], shut)
    for (number, door), entrance in world.entrances.items():
        floors[number] = replace(floors[number], entrances={door: entrance})
    shafts = shafts_of(world.levels, [plan.connectors for plan in world.plans])
    outdoors = outdoors_of(floors, world.levels, world.said)
    site = site_of(floors, world.levels, shafts, outdoors)
    return world, site, floors, [corners_of(floor) for floor in floors]


def judge(seed: int, tally: Tally, asked: int) -> None:
    """Ask ``asked`` times in one building, for each kind of person in turn."""
    rng = Random(seed)
    for n, profile in enumerate((ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM)):
        own = asked // 4 + (n < asked % 4)
        if own:
            _judge_profile(seed, profile, rng, tally, own)


def _judge_profile(seed: int, profile: Profile, rng: Random, tally: Tally, asked: int) -> None:
    world, site, floors, corners = built(seed, profile.radius_m)
    doors, names = _closed(rng, world)
    brute = Brute(world, floors, corners, profile, doors, names)
    closed = Closed(frozenset(doors), frozenset(_numbers(site, world, names)))
    network = network_of(site, profile, closed)
    for n in range(asked):
        place = f"building {seed}, {profile.name}, case {n}"
        for said in _one(rng, world, network, brute, tally):
            tally.wrong.append(f"{place}: {said}")


def _closed(rng: Random, world: World) -> tuple[set[tuple[int, int]], set[str]]:
    doors = {
        (floor, door)
        for floor, plan in enumerate(world.plans)
        for door, each in enumerate(plan.doors)
        if rng.random() < (0.03 if each.to_outside else 0.08)
    }
    names = sorted({name for floor in world.truth for name in floor})
    return doors, {name for name in names if rng.random() < 0.12}


def _numbers(site: Site, world: World, names: set[str]) -> set[int]:
    return {
        number
        for number, shaft in enumerate(site.shafts)
        if world.truth[shaft.stops[0].floor][shaft.stops[0].connector] in names
    }


def _one(rng: Random, world: World, network: Network, brute: Brute, tally: Tally) -> list[str]:
    start = _start(rng, world)
    refs = [ref for ref in brute.refs if rng.random() < 0.7]
    if rng.random() < 0.4:
        own = world.levels[start.floor].building
        refs = [ref for ref in refs if world.levels[ref[0]].building != own] or refs
    if not refs:
        return []
    most = rng.choice([1, 3, 5])
    answer = nearest(network, start, refs, most)
    columns = np.array([brute.refs.index(ref) for ref in refs])
    tally.cases += 1
    tally.exact += answer.exact
    circle = isinstance(start, Spot) and start.accuracy_m > 0
    tally.circles += circle
    tally.exact_circles += circle and answer.exact
    said = _at_the_point(network, brute, start, answer, columns, most)
    if circle:
        said += _around(rng, brute, start, answer, refs, columns, most)
    for near in answer.found:
        tally.routes += 1
        told = route_of(network, start, near)
        tally.outdoors += any(leg.floor is None for leg in told.legs)
        said += complaints(world, network, start, (near.floor, near.place), told)
    return said


def _start(rng: Random, world: World) -> Start:
    floor = rng.randrange(len(world.plans))
    plan = world.plans[floor]
    if rng.random() < 0.25:
        return AtPlace(floor, rng.randrange(len(plan.places)))
    x0, y0, x1, y1 = plan.rooms[rng.randrange(len(plan.rooms))].bounds
    accuracy_m = rng.choice([0.0, 0.3, 1.0, 2.0, 4.0, 8.0])
    return Spot(floor, rng.uniform(x0, x1), rng.uniform(y0, y1), accuracy_m)


def _at_the_point(
    network: Network,
    brute: Brute,
    start: Start,
    answer: Nearest,
    columns: np.ndarray,
    most: int,
) -> list[str]:
    """The times from the point that was said are the least there are."""
    if isinstance(start, AtPlace):
        part = brute.floors[start.floor].ways
        if part.place_node[start.place] < 0:
            return [] if answer.why == "nowhere" else ["an answer from where nobody stands"]
        times = brute.from_place(start.floor, start.place)
        off_m = float(part.off_m[start.place])
    else:
        stand = network.site.ground(start.floor).stand(start.x, start.y)
        if stand is None:
            return [] if answer.why == "nowhere" else ["an answer from where nobody stands"]
        times = brute.from_point(start.floor, stand.hall, stand.x, stand.y)
        off_m = stand.off_m
    best = np.sort(times[columns])[:most]
    best = best[np.isfinite(best)] + off_m / brute.speed
    told = np.array([near.seconds for near in answer.found])
    if len(told) != len(best):
        return [f"{len(told)} places told, {len(best)} can be reached"]
    if not np.allclose(told, best, rtol=1e-4, atol=CLOSE_S):
        return [f"told {told.round(3).tolist()}, least are {best.round(3).tolist()}"]
    return []


def _around(
    rng: Random,
    brute: Brute,
    start: Spot,
    answer: Nearest,
    refs: list[tuple[int, int]],
    columns: np.ndarray,
    most: int,
) -> list[str]:
    """From anywhere within the circle: the bounds hold, and the order where it is called exact."""
    told = [refs.index((near.floor, near.place)) for near in answer.found]
    for _ in range(SAMPLES):
        turn, away = rng.uniform(0, 2 * math.pi), start.accuracy_m * math.sqrt(rng.random())
        x, y = start.x + away * math.cos(turn), start.y + away * math.sin(turn)
        for hall in brute.halls_at(start.floor, x, y):
            times = brute.from_point(start.floor, hall, x, y)[columns]
            if not np.isfinite(times).any():
                continue
            said = _holds(answer, times, told, most)
            if said:
                return [said]
    return []


def _holds(answer: Nearest, times: np.ndarray, told: list[int], most: int) -> str | None:
    for near, own in zip(answer.found, times[told], strict=True):
        if own < near.least_s - CLOSE_S or (
            near.most_s is not None and own > near.most_s + CLOSE_S
        ):
            return f"{own:.3f} s is not within {near.least_s:.3f} and {near.most_s} s"
    if not answer.exact:
        return None
    own = times[told]
    rest = np.delete(times, told)
    slack = TIE_S + CLOSE_S
    if not np.isfinite(own).all() or (np.diff(own) < -slack).any():
        return f"called exact, but from elsewhere the times are {own.round(2).tolist()}"
    if len(own) < most and np.isfinite(rest).any():
        return "called exact, but from elsewhere more can be reached"
    if len(own) and len(rest) and rest.min() < own[-1] - slack:
        return f"called exact, but from elsewhere another takes {rest.min():.2f} s"
    return None
