"""Seconds for each kind of person, over floors and while things are closed."""

from __future__ import annotations

import pytest
from shapely import box

from geo.ways import profiles
from geo.ways.floor import Connector, Door
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.profiles import ON_FOOT, PRAM, STEP_FREE, WHEELCHAIR, least_seconds
from geo.ways.shafts import Level
from geo.ways.site import Closed, Outdoor
from geo.ways.starts import AtPlace
from tests.support.house import (
    CORRIDOR,
    EAST,
    EAST_DOOR,
    LIFT,
    STAIR,
    STREET_DOOR,
    WEST,
    make_floor,
    make_network,
    make_site,
)


def seconds(network, start, place) -> float | None:
    found = nearest(network, AtPlace(*start), [place], 1).found
    return found[0].seconds if found else None


def test_in_one_room_only_walking_counts():
    network = make_network([make_floor()])
    found = nearest(network, AtPlace(0, CORRIDOR), [(0, CORRIDOR)], 1).found
    assert found[0].seconds == 0


def test_a_door_costs_what_opening_it_takes():
    network = make_network([make_floor()])
    near = nearest(network, AtPlace(0, CORRIDOR), [(0, WEST)], 1).found[0]
    expected = near.metres / profiles.WALK_M_S + profiles.DOOR_S
    assert near.seconds == pytest.approx(expected, abs=0.01)


def test_an_opening_without_a_leaf_costs_nothing():
    plan = make_floor()
    opening = [Door(each.line, each.clear_m, each.to_outside, leaf=False) for each in plan.doors]
    open_plan = make_floor()
    object.__setattr__(open_plan, "doors", opening)
    shut = seconds(make_network([plan]), (0, CORRIDOR), (0, WEST))
    free = seconds(make_network([open_plan]), (0, CORRIDOR), (0, WEST))
    assert shut - free == pytest.approx(profiles.DOOR_S, abs=1e-3)


def test_upstairs_takes_longer_than_down():
    network = make_network(2)
    up = seconds(network, (0, CORRIDOR), (1, CORRIDOR))
    down = seconds(network, (1, CORRIDOR), (0, CORRIDOR))
    run_s = profiles.STOREY_M * profiles.STAIR_RUN / profiles.WALK_M_S
    assert up - down == pytest.approx(run_s / 0.35 - run_s / 0.5, abs=0.01)


def test_heights_that_are_known_count():
    levels = [Level("House", 0, 0.0), Level("House", 1, 7.0)]
    high = make_network(2, levels=levels)
    low = make_network(2)
    assert seconds(high, (0, WEST), (1, WEST)) > seconds(low, (0, WEST), (1, WEST)) + 10


def test_who_takes_no_steps_takes_the_lift():
    foot = nearest(make_network(2), AtPlace(0, CORRIDOR), [(1, CORRIDOR)], 1).found[0]
    lift = nearest(make_network(2, STEP_FREE), AtPlace(0, CORRIDOR), [(1, CORRIDOR)], 1).found[0]
    assert lift.seconds > foot.seconds
    waited = profiles.LIFT_WAIT_S + profiles.LIFT_IN_S + profiles.LIFT_OUT_S + profiles.STOREY_M
    walked = lift.metres / profiles.WALK_M_S + 2 * profiles.DOOR_S
    assert lift.seconds == pytest.approx(walked + waited, abs=0.01)


def test_a_lift_is_waited_for_once_however_far_it_goes():
    network = make_network(4, STEP_FREE)
    one, three = (seconds(network, (0, CORRIDOR), (n, CORRIDOR)) for n in (1, 3))
    assert three - one == pytest.approx(2 * profiles.STOREY_M / profiles.LIFT_M_S, abs=0.01)


def test_a_broken_lift_is_gone_at_once_and_nothing_is_made_anew():
    site = make_site(2, STEP_FREE)
    assert seconds(network_of(site, STEP_FREE), (0, EAST), (1, EAST)) is not None
    broken = network_of(site, STEP_FREE, Closed(shafts=frozenset([LIFT])))
    assert seconds(broken, (0, EAST), (1, EAST)) is None
    no_stair = network_of(site, STEP_FREE, Closed(shafts=frozenset([STAIR])))
    assert seconds(no_stair, (0, EAST), (1, EAST)) is not None


def test_a_closed_door_is_not_gone_through():
    site = make_site(1)
    closed = Closed(doors=frozenset([(0, EAST_DOOR)]))
    assert seconds(network_of(site, ON_FOOT, closed), (0, WEST), (0, EAST)) is None


@pytest.mark.parametrize(("clear_m", "passes"), [(0.8, True), (0.79, False), (None, False)])
def test_wheels_pass_doors_that_are_known_to_be_wide_enough(clear_m, passes):
    for profile in (WHEELCHAIR, PRAM):
        network = make_network([make_floor(east_clear_m=clear_m)], profile)
        assert (seconds(network, (0, WEST), (0, EAST)) is not None) == passes
    foot = make_network([make_floor(east_clear_m=clear_m)])
    assert seconds(foot, (0, WEST), (0, EAST)) is not None


def test_a_wheelchair_goes_only_where_it_can_turn():
    # Between two long tables there is a way in, and no room to turn.
    tables = [box(10.1, 0, 20, 1.95), box(10.1, 2.95, 14, 5), box(15, 2.95, 20, 5)]
    plan = make_floor(obstacles=tables)
    assert seconds(make_network([plan], PRAM), (0, WEST), (0, EAST)) is not None
    assert seconds(make_network([plan], WHEELCHAIR), (0, WEST), (0, EAST)) is None


def test_an_escalator_is_ridden_its_own_way():
    escalator = [Connector("escalator", box(9, 5.6, 12, 6.6), goes="up")]
    floors = [make_floor(ground=n == 0, connectors=escalator) for n in range(2)]
    network = make_network(floors)
    assert seconds(network, (0, CORRIDOR), (1, CORRIDOR)) == pytest.approx(14.0, abs=1.5)
    assert seconds(network, (1, CORRIDOR), (0, CORRIDOR)) is None
    assert seconds(make_network(floors, STEP_FREE), (0, CORRIDOR), (1, CORRIDOR)) is None


def test_a_ramp_is_for_everybody():
    ramp = [Connector("ramp", box(9, 5.6, 12, 6.6))]
    floors = [make_floor(ground=n == 0, connectors=ramp) for n in range(2)]
    for profile in (ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM):
        taken = seconds(make_network(floors, profile), (0, CORRIDOR), (1, CORRIDOR))
        assert taken == pytest.approx(3.5 * 12 / profile.walk_m_s, abs=1.5)


def houses(steps: bool = False, clear_m: float | None = None):
    """Two houses of one floor, 30 m apart, joined by a way of 40 m between their street doors."""
    plans = [make_floor(), make_floor()]
    way = Outdoor((0, STREET_DOOR), (1, STREET_DOOR), 40.0, steps=steps, clear_m=clear_m)
    return {"floors": plans, "outdoors": [way], "levels": [Level("A", 0), Level("B", 0)]}


def test_another_building_is_reached_out_of_doors():
    near = nearest(make_network(**houses()), AtPlace(0, CORRIDOR), [(1, CORRIDOR)], 1).found[0]
    assert near.metres > 40
    assert near.seconds > near.metres / profiles.WALK_M_S + 2 * profiles.DOOR_S - 0.01


def test_steps_and_narrow_gates_out_of_doors_keep_out_whom_they_keep_out():
    ends = (0, CORRIDOR), (1, CORRIDOR)
    assert seconds(make_network(profile=STEP_FREE, **houses(steps=True)), *ends) is None
    assert seconds(make_network(profile=WHEELCHAIR, **houses(clear_m=0.7)), *ends) is None
    assert seconds(make_network(profile=WHEELCHAIR, **houses()), *ends) is not None


def test_a_way_outside_is_closed_by_itself_and_by_its_doors():
    site = make_site(**houses())
    for closed in (Closed(outdoors=frozenset([0])), Closed(doors=frozenset([(1, STREET_DOOR)]))):
        assert seconds(network_of(site, ON_FOOT, closed), (0, WEST), (1, WEST)) is None


def test_no_way_is_quicker_than_straight():
    network = make_network(3)
    places = [(floor, place) for floor in range(3) for place in range(3)]
    for near in nearest(network, AtPlace(0, WEST), places, 9).found:
        at = network.site.at
        here = at[network.site.place_nodes(0)[WEST]]
        there = at[network.site.place_nodes(near.floor)[near.place]]
        straight_m = float(((here - there) ** 2).sum() ** 0.5)
        assert near.seconds >= least_seconds(network.profile, straight_m) - 1e-3


def test_a_site_is_asked_for_the_width_it_was_made_for():
    with pytest.raises(ValueError, match="wheelchair"):
        network_of(make_site(1), WHEELCHAIR)


def test_a_blocked_door_is_no_door():
    wall_of_boxes = box(13.5, 4.0, 15.5, 4.95)
    network = make_network([make_floor(obstacles=[wall_of_boxes])])
    assert seconds(network, (0, WEST), (0, EAST)) is None
