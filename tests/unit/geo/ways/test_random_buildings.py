"""Random buildings: every answer agrees with the slow way, and every way can be gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import box

from bench.walked.checking import complaints
from bench.walked.judging import Tally, built, judge
from bench.walked.world import World
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.profiles import ON_FOOT, SLIM_M, STEP_FREE, WHEELCHAIR, WIDE_M, Profile
from geo.ways.route import route_of
from geo.ways.shafts import Level
from geo.ways.site import Closed
from geo.ways.starts import AtPlace
from tests.support.house import EAST, WEST, make_floor, make_site

BUILDINGS = 9
ASKED = 24


@pytest.mark.parametrize("seed", range(BUILDINGS))
def test_what_is_told_in_a_random_building_is_so(seed):
    tally = Tally()
    judge(seed, tally, ASKED)
    assert tally.wrong == []


def test_not_everything_is_called_uncertain():
    tally = Tally()
    for seed in range(2):
        judge(seed, tally, 12)
    assert tally.exact_circles > tally.circles / 10
    assert tally.exact > tally.cases / 3


def found_wrong(asker: Profile, walker: Profile, radius_m: float, closed: Closed | None = None):
    """What is said of ways for ``walker`` when they are told to ``asker``."""
    said = set()
    for seed in range(4):
        world, site, *_ = built(seed, radius_m)
        network = network_of(site, walker)
        asked = replace(network, profile=asker, closed=closed or network.closed)
        start = AtPlace(0, 0)
        places = [(f, p) for f, plan in enumerate(world.plans) for p in range(len(plan.places))]
        for near in nearest(network, start, places, 15).found:
            told = route_of(network, start, near)
            said.update(complaints(world, asked, start, (near.floor, near.place), told))
    return said


def test_the_checker_finds_stairs_on_a_way_without_steps():
    assert any("without a lift" in each for each in found_wrong(STEP_FREE, ON_FOOT, SLIM_M))


def test_the_checker_finds_doors_that_are_too_narrow():
    anything = replace(WHEELCHAIR, least_clear_m=0.0)
    said = found_wrong(WHEELCHAIR, anything, WIDE_M)
    assert "a door of 0.7 m" in said
    assert "a door of None m" in said


def test_the_checker_finds_places_without_room_to_turn():
    tables = [box(10.1, 0, 20, 1.95), box(10.1, 2.95, 14, 5), box(15, 2.95, 20, 5)]
    plan = make_floor(obstacles=tables)
    world = World((plan,), (Level("House", 0),), (("stair", "lift"),))
    network = network_of(make_site([plan], WHEELCHAIR), replace(WHEELCHAIR, turn_m=0.0))
    start = AtPlace(0, WEST)
    (near,) = nearest(network, start, [(0, EAST)], 1).found
    told = route_of(network, start, near)
    asked = replace(network, profile=WHEELCHAIR)
    said = complaints(world, asked, start, (0, EAST), told)
    assert said == ["the way goes through a wall", "no room to turn before the place"]


def test_the_checker_finds_ways_that_are_too_tight():
    said = found_wrong(replace(STEP_FREE, radius_m=WIDE_M), STEP_FREE, SLIM_M)
    assert any("m away" in each for each in said)


def test_the_checker_finds_what_is_closed():
    doors = Closed(doors=frozenset((f, d) for f in range(4) for d in range(20)))
    assert "a closed door" in found_wrong(ON_FOOT, ON_FOOT, SLIM_M, doors)
