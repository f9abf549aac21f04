"""What a change of floors takes at least, so that few places have to be looked at."""

from __future__ import annotations

import numpy as np
import pytest

from bench.walked.judging import built
from geo.ways.graph import NO_NODE
from geo.ways.network import MOST_FLOOR_S, network_of
from geo.ways.profiles import ON_FOOT, PROFILES, STEP_FREE, WHEELCHAIR, Profile
from tests.support.house import make_floor, make_network

PROFILES_BY_NAME = [pytest.param(each, id=each.name) for each in PROFILES.values()]


@pytest.mark.parametrize("profile", PROFILES_BY_NAME)
@pytest.mark.parametrize("seed", range(6))
def test_no_way_to_another_floor_takes_less(seed: int, profile: Profile):
    _, site, *_ = built(seed, profile.radius_m)
    network = network_of(site, profile)
    nodes = np.concatenate([site.place_nodes(n) for n in range(len(site.floors))])
    nodes = nodes[nodes != NO_NODE][::3]
    ordinal = np.array([level.ordinal for level in site.levels])[site.floor]
    times = network.times(nodes.tolist())[:, nodes]
    straight_m = np.hypot(*(site.at[nodes][:, None] - site.at[nodes][None]).transpose(2, 0, 1))
    floors = np.abs(ordinal[nodes][:, None] - ordinal[nodes][None])
    least_s = straight_m / profile.walk_m_s + network.floor_s * floors
    assert (times >= least_s - 0.01).all()


def test_stairs_take_some_seconds_a_floor():
    assert 5 < make_network(3).floor_s < 15


def test_a_wait_for_the_lift_is_shared_out_over_all_floors():
    two, five = (make_network(n, STEP_FREE).floor_s for n in (2, 5))
    assert two > five > 5


def test_where_no_way_leads_up_each_floor_is_far():
    alone = make_network([make_floor()], WHEELCHAIR)
    assert alone.floor_s == MOST_FLOOR_S
    assert make_network([make_floor()], ON_FOOT).floor_s == MOST_FLOOR_S
