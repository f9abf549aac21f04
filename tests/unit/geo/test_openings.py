"""Gaps between the ends of walls, worked out by hand. Walls are rings unless a test says so."""

from __future__ import annotations

import math

import pytest
from shapely import LineString, affinity, box

from geo.openings import openings_between


def wall(*bounds):
    return box(*bounds).exterior


LEFT, RIGHT = wall(0, 0, 3, 0.2), wall(3.9, 0, 8, 0.2)


def test_two_ends_of_walls_that_face_each_other_leave_an_opening():
    (opening,) = openings_between([LEFT, RIGHT])
    assert opening.width_m == pytest.approx(0.9, abs=0.005)
    assert opening.line.hausdorff_distance(LineString([(3, 0.1), (3.9, 0.1)])) < 0.005


def test_the_faces_of_the_walls_go_on_over_the_gap():
    (opening,) = openings_between([LEFT, RIGHT])
    heights = sorted(round(side.coords[0][1], 2) for side in opening.sides)
    assert heights == [0.0, 0.2]
    assert all(side.length == pytest.approx(0.9, abs=0.005) for side in opening.sides)


@pytest.mark.parametrize("turn_deg", [17, 45, 90, 200])
def test_the_turn_of_the_plan_does_not_matter(turn_deg):
    walls = [affinity.rotate(w, turn_deg, origin=(0, 0)) for w in (LEFT, RIGHT)]
    assert len(openings_between(walls)) == 1


def test_a_thin_wall_keeps_its_faces_up_to_a_thick_column():
    column = wall(3.8, -0.15, 4.3, 0.35)
    (opening,) = openings_between([LEFT, column, wall(4.3, 0, 8, 0.2)])
    assert sorted(side.coords[1][1] for side in opening.sides) == pytest.approx([0.0, 0.2])


def test_a_wall_that_ends_in_front_of_another_leaves_an_opening():
    (opening,) = openings_between([LEFT, wall(3.8, -3, 4.0, 3)])
    assert opening.width_m == pytest.approx(0.8, abs=0.005)


def test_a_jamb_that_only_the_door_frame_draws_counts():
    faces = [LineString([(0, y), (3, y)]) for y in (0, 0.2)]
    far = [LineString([(3.8, y), (8, y)]) for y in (0, 0.2)]
    frame = [LineString([(x, 0), (x, 0.2)]) for x in (3, 3.8)]
    assert openings_between([*faces, *far]) == ()
    assert len(openings_between([*faces, *far], frame)) == 1


def test_a_wall_across_the_gap_closes_it():
    between = LineString([(3.45, -2), (3.45, 2)])
    assert openings_between([LEFT, RIGHT, between]) == ()


@pytest.mark.parametrize("gap_m", [0.3, 1.8, 4.0])
def test_a_slit_and_a_wide_view_are_no_openings(gap_m):
    assert openings_between([LEFT, wall(3 + gap_m, 0, 8 + gap_m, 0.2)]) == ()


def test_the_leaves_of_a_sliding_door_make_a_wide_gap_an_opening():
    far, leaves = wall(5.4, 0, 8, 0.2), wall(3.1, 0.05, 5.3, 0.15)
    assert openings_between([LEFT, far]) == ()
    (opening,) = openings_between([LEFT, far], [leaves])
    assert opening.width_m == pytest.approx(2.4, abs=0.005)


def test_furniture_leaves_no_openings():
    assert openings_between([wall(0, 0, 1.6, 0.4), wall(2.4, 0, 4.0, 0.4)]) == ()


def test_walls_side_by_side_leave_no_opening_at_their_ends():
    assert openings_between([LEFT, wall(0, 1.0, 3, 1.2)]) == ()


def test_nothing_comes_of_nothing():
    assert openings_between([]) == ()
    assert math.isfinite(sum(o.width_m for o in openings_between([LineString([(0, 0), (1, 0)])])))
