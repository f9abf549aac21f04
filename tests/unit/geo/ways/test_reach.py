"""How far away the places lie that there is a way to."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from shapely import MultiLineString, Point, box

from bench.walked.judging import built
from geo.ways.floor import Connector, FloorPlan
from geo.ways.graph import NO_NODE
from geo.ways.network import network_of
from geo.ways.profiles import PROFILES, STEP_FREE, Profile
from geo.ways.reach import reach_m
from geo.ways.starts import AtPlace, Outside, Spot
from tests.support.house import CORRIDOR, make_floor, make_network

PROFILES_BY_NAME = [pytest.param(each, id=each.name) for each in PROFILES.values()]
FLOOR_M = 9.0


@pytest.mark.parametrize("profile", PROFILES_BY_NAME)
@pytest.mark.parametrize("seed", range(4))
def test_no_place_that_is_reached_lies_farther(seed: int, profile: Profile):
    _, site, *_ = built(seed, profile.radius_m)
    network = network_of(site, profile)
    places = [(n, k) for n, floor in enumerate(site.floors) for k in range(len(floor.can_turn))]
    begins = [ref for ref in places if site.place_nodes(ref[0])[ref[1]] != NO_NODE]
    ordinal = [level.ordinal for level in site.levels]
    nodes = {ref: int(site.place_nodes(ref[0])[ref[1]]) for ref in begins}
    for begin in Random(seed).sample(begins, min(5, len(begins))):
        reach = reach_m(network, AtPlace(*begin), FLOOR_M)
        times = network.times([nodes[begin]])[0]
        for ref in begins:
            if np.isfinite(times[nodes[ref]]):
                away_m = float(np.hypot(*(site.at[nodes[ref]] - site.at[nodes[begin]])))
                assert away_m + FLOOR_M * abs(ordinal[ref[0]] - ordinal[begin[0]]) <= reach


def test_what_no_way_leads_to_does_not_count():
    floor = make_floor(connectors=[Connector("stair", box(0.5, 8, 2.5, 10.5), "T1")])
    alone, two_floors = (make_network([floor] * count, STEP_FREE) for count in (1, 2))
    start = AtPlace(0, CORRIDOR)
    assert 0 < reach_m(two_floors, start, 1000.0) == reach_m(alone, start)


def test_it_is_told_from_the_point_that_was_said():
    plan = FloorPlan([box(0, 0, 40, 4)], MultiLineString(), [], [], [Point(5, 2), Point(35, 2)])
    network = make_network([plan])
    assert reach_m(network, Spot(0, 10, 2, 5.0)) == pytest.approx(25, abs=0.01)
    assert reach_m(network, Spot(0, -3, 2)) >= 38


def test_without_any_place_or_door_nothing_is_reached():
    nowhere = make_network([FloorPlan([box(0, 0, 4, 4)], MultiLineString(), [], [], [])])
    assert reach_m(nowhere, Spot(0, 2, 2)) == 0.0
    assert reach_m(nowhere, Outside(-50, 2), 9.0) == 0.0
