"""A floor's ways as bytes, and back."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from shapely import affinity

from bench.walked.world import make_world
from geo.ways.floor import FloorPlan, floor_of
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.packing import pack, unpack
from geo.ways.profiles import ON_FOOT, SLIM_M
from geo.ways.shafts import Level
from geo.ways.site import site_of
from geo.ways.starts import Spot
from tests.support.house import make_floor

#: Where a site in Hamburg lies in UTM: too far out for 32 bits.
FAR = (566220.0, 5932905.0)


def moved(plan: FloorPlan) -> FloorPlan:
    def move(shape):
        return affinity.translate(shape, *FAR)

    return FloorPlan(
        [move(room) for room in plan.rooms],
        move(plan.walls),
        [type(door)(move(door.line), door.clear_m, door.to_outside) for door in plan.doors],
        [move(thing) for thing in plan.obstacles],
        [move(place) for place in plan.places],
    )


@pytest.mark.parametrize("seed", range(4))
def test_from_its_bytes_a_floor_gives_the_same_answers(seed):
    plan = moved(make_world(seed).plans[0])
    made = floor_of(plan, SLIM_M)
    kept = unpack(pack(made))
    places = [(0, number) for number in range(len(plan.places))]
    answers = []
    for floor in (made, kept):
        network = network_of(site_of([floor], [Level("House", 0)]), ON_FOOT)
        start = Spot(0, FAR[0] + 8, FAR[1] + 6, 1.5)
        answers.append(nearest(network, start, places, 4))
    one, other = answers
    assert len(one.found) == len(other.found) == 4
    assert one.exact == other.exact
    for here, there in zip(one.found, other.found, strict=True):
        assert here.place == there.place
        assert here.seconds == pytest.approx(there.seconds, abs=1e-3)
        assert here.most_s == pytest.approx(there.most_s, abs=1e-3)


def test_the_same_floor_gives_the_same_bytes():
    plan = make_floor()
    assert pack(floor_of(plan, SLIM_M)) == pack(floor_of(plan, SLIM_M))
    assert pack(unpack(pack(floor_of(plan, SLIM_M)))) == pack(floor_of(plan, SLIM_M))


def test_what_is_kept_is_all_there():
    made = floor_of(make_floor(east_clear_m=None), SLIM_M)
    kept = unpack(pack(made))
    assert kept.radius_m == SLIM_M
    assert np.isnan(kept.clear_m).tolist() == np.isnan(made.clear_m).tolist()
    for name in ("outside", "leaf", "can_turn", "stop_node", "stop_of"):
        assert np.array_equal(getattr(kept, name), getattr(made, name))
    for name in ("hall", "ends", "passage", "place_node", "door_nodes"):
        assert np.array_equal(getattr(kept.ways, name), getattr(made.ways, name))
    assert [hall.rooms for hall in kept.ways.halls] == [hall.rooms for hall in made.ways.halls]


def test_a_floor_of_nothing_is_kept_too():
    empty = floor_of(FloorPlan([], make_floor().walls, [], [], []), SLIM_M)
    assert len(unpack(pack(empty)).ways.at) == 0


def test_other_bytes_and_other_versions_are_refused():
    packed = pack(floor_of(make_floor(), SLIM_M))
    for wrong in (b"", b"PK\3\4" * 9):
        with pytest.raises(ValueError, match="no ways"):
            unpack(wrong)
    newer = packed[:8] + struct.pack("<I", 2) + packed[12:]
    with pytest.raises(ValueError, match="version 2"):
        unpack(newer)
