"""Lon/lat to metres and back, and the traps of CRS libraries answered with a code."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from geo.crs import CrsError, check_metric, metric_crs, to_lonlat, to_metric, true_north_deg


@pytest.mark.parametrize(
    ("lon", "lat", "srid"),
    [(4.9, 52.4, 32631), (-122.1, 47.6, 32610), (151.2, -33.9, 32756), (10.7, 59.9, 32632)],
)
def test_the_best_crs_is_the_utm_zone_of_the_place(lon, lat, srid):
    assert metric_crs(lon, lat) == srid


@pytest.mark.parametrize(("lon", "degrees"), [(9.0, 0.0), (10.0, 0.804), (8.0, -0.804)])
def test_true_north_leans_away_from_the_grids_off_its_middle_meridian(lon, degrees):
    # By hand: the difference of longitude times the sine of the latitude.
    assert true_north_deg(lon, 53.5, 32632) == pytest.approx(degrees, abs=0.001)


def test_longitude_comes_first():
    metric = to_metric(Point(4.9, 52.4), 28992)
    assert 100_000 < metric.x < 150_000
    assert 450_000 < metric.y < 520_000


@settings(deadline=None)
@given(st.floats(4.8, 5.2), st.floats(52.0, 52.6))
def test_a_kilometre_there_and_back_is_within_a_millimetre(lon, lat):
    srid = metric_crs(lon, lat)
    start = to_metric(Point(lon, lat), srid)
    line = LineString([(start.x, start.y), (start.x + 1000, start.y)])
    again = to_metric(to_lonlat(line, srid), srid)
    assert again.hausdorff_distance(line) < 0.001


def test_a_zone_on_the_other_side_of_the_earth_is_refused():
    with pytest.raises(CrsError) as refused:
        to_metric(Point(120.0, 30.0), 32632)
    assert refused.value.code == "OUTSIDE_CRS"


def test_not_a_number_never_passes():
    with pytest.raises(CrsError) as refused:
        to_metric(Point(math.nan, 52.0), 32631)
    assert refused.value.code == "NOT_FINITE"


@pytest.mark.parametrize(
    ("srid", "code"), [(4326, "CRS_NOT_METRIC"), (3857, "CRS_NOT_METRIC"), (2, "CRS_UNKNOWN")]
)
def test_only_a_projected_crs_in_metres_is_accepted(srid, code):
    with pytest.raises(CrsError) as refused:
        check_metric(srid)
    assert refused.value.code == code


def test_the_dutch_grid_is_accepted():
    check_metric(28992)


def test_the_pole_has_no_utm_zone():
    with pytest.raises(CrsError) as refused:
        metric_crs(0.0, 89.0)
    assert refused.value.code == "NO_METRIC_CRS"
