"""Control points on a turned and shifted plan give back the turn, the shift and the bad point."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.faults import Fault, FaultKind, Sighting, judge
from geo.georeference import (
    ControlPoint,
    GeoreferenceError,
    Similarity,
    bearing_deg,
    fit,
    from_bearing,
    from_geodata,
)

CORNERS = ((0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0), (30.0, 10.0))


def make_points(
    rotation_deg: float = 30.0, scale: float = 1.0, flip: bool = False
) -> list[ControlPoint]:
    turn = math.radians(rotation_deg)
    a, b = scale * math.cos(turn), scale * math.sin(turn)
    points = []
    for x, y in CORNERS:
        v = -y if flip else y
        points.append(ControlPoint(x, y, a * x - b * v + 500_000, b * x + a * v + 5_800_000))
    return points


def test_exact_points_give_back_the_rotation_and_no_error():
    found = fit(make_points())
    assert found.transform.rotation_deg == pytest.approx(30.0, abs=1e-9)
    assert found.rmse_m < 1e-6
    assert found.proven


def seen(points: list[ControlPoint]) -> list[Sighting]:
    return [Sighting(p.x, p.y, (p.east, p.north)) for p in points]


def test_one_point_three_metres_off_is_named_by_leaving_it_out():
    points = make_points()
    wrong = points[2]
    points[2] = ControlPoint(wrong.x, wrong.y, wrong.east + 3.0, wrong.north)
    assert judge(seen(points)).fault == Fault(FaultKind.POINT, (2,))
    assert fit(points).rmse_m > 1.0


def test_a_plan_with_y_pointing_down_looks_mirrored():
    points = make_points(flip=True)
    assert judge(seen(points)).fault == Fault(FaultKind.MIRRORED)
    assert fit(points).rmse_m > 10


def test_a_wrong_unit_shows_as_a_suspect_scale():
    assert fit(make_points(scale=1.02)).scale_suspect
    assert not fit(make_points(scale=1.0004)).scale_suspect


def test_two_points_are_solved_but_prove_nothing():
    found = fit(make_points()[:2])
    assert not found.proven
    assert found.rmse_m == 0.0


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (make_points()[:1], "TOO_FEW_POINTS"),
        ([make_points()[0]] * 3, "POINTS_COINCIDE"),
        ([*make_points()[:2], ControlPoint(math.nan, 0, 0, 0)], "NOT_FINITE"),
    ],
)
def test_points_that_cannot_place_a_drawing_are_refused_with_a_code(points, code):
    with pytest.raises(GeoreferenceError) as refused:
        fit(points)
    assert refused.value.code == code


def test_a_bearing_of_ninety_degrees_turns_the_drawings_up_to_the_east():
    transform = from_bearing(ControlPoint(10, 10, 1000, 2000), 90.0, true_north_deg=0.0)
    assert transform.point(10, 10) == pytest.approx((1000, 2000))
    assert transform.point(10, 15) == pytest.approx((1005, 2000))


@given(st.floats(-360, 360), st.floats(-3, 3))
def test_the_bearing_of_a_placed_drawing_is_the_one_it_was_given(bearing, north):
    placed = from_bearing(ControlPoint(0, 0, 0, 0), bearing, north)
    apart = bearing_deg(placed.rotation_deg, north) - bearing
    assert math.remainder(apart, 360) == pytest.approx(0, abs=1e-9)


def test_geodata_places_the_origin_and_turns_counter_clockwise():
    transform = from_geodata(500.0, 600.0, 90.0, 1.0)
    assert transform.point(0, 0) == pytest.approx((500, 600))
    assert transform.point(2, 0) == pytest.approx((500, 602))


@settings(deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(0.5, 2.0),
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.booleans(),
)
def test_there_and_back_is_within_a_tenth_of_a_millimetre(rotation, scale, e, f, mirrored):
    turn = math.radians(rotation)
    there = Similarity(scale * math.cos(turn), scale * math.sin(turn), e, f, mirrored)
    x, y = there.inverse().point(*there.point(12.5, -7.25))
    assert (x, y) == pytest.approx((12.5, -7.25), abs=1e-4)


def test_a_shape_keeps_its_area_and_follows_its_points():
    transform = fit(make_points()).transform
    moved = transform.apply(box(0, 0, 6, 4))
    assert moved.area == pytest.approx(24.0, abs=1e-6)
    assert moved.distance(Point(*transform.point(6, 4))) < 1e-6
