"""What is said of entrances decides who passes them, and which way round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.ways.exits import nearest_exits
from geo.ways.floor import Entrance, Floor, floor_of
from geo.ways.network import Network, network_of
from geo.ways.outdoors import OutdoorSaid, counted_m, entrances, outdoors_of
from geo.ways.profiles import DETOUR, ON_FOOT, PRAM, STEP_FREE, WHEELCHAIR, Profile
from geo.ways.route import route
from geo.ways.shafts import Level
from geo.ways.site import site_of
from geo.ways.starts import AtPlace
from geo.ways.wording import sentences
from tests.support.house import CORRIDOR, EAST, STREET_DOOR, make_floor
from tests.support.houses import EAST_M, shifted

LEVELS = (Level("One", 0), Level("Two", 0))
ONE, TWO = (0, STREET_DOOR), (1, STREET_DOOR)


def floors(profile: Profile, **said: Entrance) -> list[Floor]:
    """Two houses; ``one`` and ``two`` tell of their doors to the street."""
    made = [
        floor_of(plan, profile.radius_m) for plan in (make_floor(), shifted(make_floor(), EAST_M))
    ]
    return [
        replace(floor, entrances={STREET_DOOR: said[name]}) if name in said else floor
        for name, floor in zip(("one", "two"), made, strict=True)
    ]


def network(profile: Profile = ON_FOOT, *ways: OutdoorSaid, **said: Entrance) -> Network:
    own = floors(profile, **said)
    return network_of(site_of(own, LEVELS, (), outdoors_of(own, LEVELS, ways)), profile)


def passes(found: Network, one: int, other: int) -> bool:
    return route(found, AtPlace(one, CORRIDOR), other, EAST) is not None


def test_one_goes_out_by_a_door_that_opens_from_within_and_not_in() -> None:
    shut = Entrance(opens_from_outside=False)
    assert (passes(network(one=shut), 0, 1), passes(network(one=shut), 1, 0)) == (True, False)
    assert (passes(network(two=shut), 0, 1), passes(network(two=shut), 1, 0)) == (False, True)
    neither = network(one=shut, two=shut)
    assert not passes(neither, 0, 1)
    assert not passes(neither, 1, 0)


@pytest.mark.parametrize("profile", [ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM], ids=lambda p: p.name)
def test_steps_before_a_door_are_steps_of_every_way_to_it(profile: Profile) -> None:
    found = network(profile, two=Entrance(steps=True))
    assert passes(found, 0, 1) == profile.stairs
    assert (found.enters(*TWO), found.enters(*ONE)) == (profile.stairs, True)


def test_an_emergency_exit_is_on_no_way_but_the_way_out() -> None:
    found = network(one=Entrance(is_emergency=True))
    assert not passes(found, 0, 1)
    assert not found.enters(*ONE)
    assert entrances(found.site.floors) == [TWO]
    exits = nearest_exits(found, AtPlace(0, CORRIDOR), 9)
    assert [(each.floor, each.door) for each in exits] == [ONE]


def test_a_way_is_told_with_its_doors_and_what_it_is_like() -> None:
    said = OutdoorSaid(TWO, ONE, length_m=60.0, ground="ramp", is_covered=True)
    found = network(ON_FOOT, said, one=Entrance("East door"), two=Entrance("Gate"))
    names = {ONE: "East door", TWO: "Gate"}
    there = route(found, AtPlace(0, CORRIDOR), 1, EAST)
    back = route(found, AtPlace(1, CORRIDOR), 0, EAST)
    assert there is not None
    assert back is not None
    for way, by, into in ((there, "East door", "Gate (1)"), (back, "Gate", "East door (0)")):
        told = sentences(way.steps, str, "your desk", names.get)
        (out,) = [each for each in told if each.startswith("Go outside")]
        assert out.startswith(f"Go outside by {by}, covered, over a ramp, ")
        assert out.endswith(f" m to {into}.")


def test_a_way_counts_as_measured_else_as_drawn_and_never_less_than_straight() -> None:
    ends = (0.0, 0.0), (30.0, 40.0)
    assert counted_m(ends) == (50.0 * DETOUR, True)
    assert counted_m(ends, [(30.0, 0.0)]) == (70.0, False)
    assert counted_m(ends, [(30.0, 0.0)], 90.0) == (90.0, False)
    assert counted_m(ends, measured_m=40.0) == (50.0, False)
