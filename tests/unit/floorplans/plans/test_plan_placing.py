"""Where a plan lies: what a person says, and what is wrong with it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely
from pyproj import Geod
from shapely import Point

from floorplans.errors import Conflict, Invalid, Refused
from floorplans.plans.placing import Ground, placement, usual_placement
from floorplans.plans.position import (
    ControlPoints,
    GeodataPosition,
    NamedPoint,
    PointAndBearing,
    SameAsBuilding,
)
from geo.crs import to_lonlat, to_metric
from geo.georeference import Similarity
from importers.draft import Geodata
from tests.support.drafts import make_draft

SRID = 32631
SITE = Point(629_340.0, 5_803_880.0)
_HERE = to_lonlat(SITE, SRID)
GROUND = Ground(SRID, _HERE.x, _HERE.y)
#: Turned by 30 degrees and moved to the site.
TRUE = Similarity(math.cos(math.pi / 6), math.sin(math.pi / 6), SITE.x, SITE.y)
CORNERS = {"sw": (0.0, 0.0), "se": (20.0, 0.0), "ne": (20.0, 12.0), "nw": (0.0, 12.0)}
#: The earth itself, without any map's idea of north.
WGS84 = Geod(ellps="WGS84")
#: A tenth of a millimetre over a hundred metres, and what true north changes along them.
AZIMUTH_DEG = 0.001


def make_point(
    name: str, *, east_m: float = 0.0, unit: float = 1.0, turned_over: bool = False
) -> NamedPoint:
    """A corner of the floor as it truly lies, or that far off to the east."""
    x, y = CORNERS[name]
    east, north = TRUE.point(x, y)
    there = to_lonlat(Point(east + east_m, north), SRID)
    return NamedPoint(name, x * unit, (-y if turned_over else y) * unit, there.x, there.y)


def points(*made: NamedPoint) -> ControlPoints:
    return ControlPoints(made)


def test_true_control_points_give_the_true_place_and_no_residual() -> None:
    placed = placement(points(*map(make_point, CORNERS)), make_draft(), GROUND)
    assert placed.transform.rotation_deg == pytest.approx(30, abs=1e-4)
    assert placed.transform.point(20, 12) == pytest.approx(TRUE.point(20, 12), abs=0.001)
    assert placed.rmse_m == pytest.approx(0, abs=0.001)
    assert placed.warnings == ()


def test_a_wrong_point_is_named_and_asks_for_confirmation() -> None:
    bad = points(*map(make_point, ("sw", "se", "nw")), make_point("ne", east_m=9))
    with pytest.raises(Refused) as refused:
        placement(bad, make_draft(), GROUND)
    assert refused.value.code == "position_doubtful"
    assert refused.value.fields["bad_point"] == "ne"
    assert {r["name"] for r in refused.value.fields["residuals"]} == set(CORNERS)
    confirmed = placement(replace(bad, confirm=True), make_draft(), GROUND)
    assert confirmed.bad_point == "ne"
    assert "POINT_SUSPECT" in {w.code for w in confirmed.warnings}


def test_a_mirrored_plan_is_turned_over_only_when_a_person_says_so() -> None:
    seen = points(*(make_point(name, turned_over=True) for name in CORNERS))
    with pytest.raises(Refused) as refused:
        placement(seen, make_draft(), GROUND)
    assert refused.value.fields["looks_mirrored"]
    placed = placement(replace(seen, mirrored=True), make_draft(), GROUND)
    assert placed.transform.mirrored
    assert placed.rmse_m == pytest.approx(0, abs=0.001)


def test_a_drawing_in_the_wrong_unit_is_noticed() -> None:
    with pytest.raises(Refused) as refused:
        placement(points(*(make_point(n, unit=10) for n in CORNERS)), make_draft(), GROUND)
    assert "SCALE_SUSPECT" in refused.value.fields["warnings"]


def test_two_points_prove_nothing_and_the_answer_says_so() -> None:
    placed = placement(points(make_point("sw"), make_point("ne")), make_draft(), GROUND)
    assert placed.rmse_m is None
    assert [w.code for w in placed.warnings] == ["POSITION_UNPROVEN"]


def test_swapped_longitude_and_latitude_are_noticed() -> None:
    right = make_point("sw")
    swapped = PointAndBearing(0, 0, right.lat, right.lon, 0)
    with pytest.raises((Refused, Invalid)):
        placement(swapped, make_draft(), GROUND)


@pytest.mark.parametrize("made", [(), (make_point("sw"),), (make_point("sw"), make_point("sw"))])
def test_points_that_cannot_work_are_invalid(made: tuple[NamedPoint, ...]) -> None:
    with pytest.raises(Invalid):
        placement(ControlPoints(made), make_draft(), GROUND)


def test_a_coordinate_that_is_no_number_is_invalid() -> None:
    bad = replace(make_point("sw"), lon=math.nan)
    with pytest.raises(Invalid):
        placement(points(bad, make_point("se"), make_point("ne")), make_draft(), GROUND)


@pytest.mark.parametrize("bearing", [0.0, 90.0, 182.5, -17.5, 342.5])
@pytest.mark.parametrize(
    ("srid", "lon", "lat"),
    [(32631, 4.9, 52.37), (25832, 10.0, 53.54), (28992, 4.48, 51.92), (32755, 149.1, -35.3)],
)
def test_the_top_of_a_plan_looks_where_its_bearing_says_on_the_globe(
    bearing: float, srid: int, lon: float, lat: float
) -> None:
    told = PointAndBearing(5.0, 5.0, lon, lat, bearing_deg=bearing)
    placed = placement(told, make_draft(), Ground(srid, lon, lat)).transform
    low, high = (to_lonlat(Point(placed.point(5.0, y)), srid) for y in (5.0, 105.0))
    assert (low.x, low.y) == pytest.approx((lon, lat), abs=1e-8)
    azimuth, _, _ = WGS84.inv(low.x, low.y, high.x, high.y)
    assert math.remainder(azimuth - bearing, 360) == pytest.approx(0, abs=AZIMUTH_DEG)


def test_the_drawings_own_position_is_used_when_nobody_says_more() -> None:
    draft = make_draft(geodata=Geodata(SRID, SITE.x, SITE.y, 30.0, 1.0))
    placed = usual_placement(draft, GROUND)
    assert placed.method == "geodata"
    assert placed.transform.point(20, 12) == pytest.approx(TRUE.point(20, 12))


def test_a_position_in_another_crs_lands_on_the_same_ground() -> None:
    dutch = 28992
    there = to_metric(_HERE, dutch)
    draft = make_draft(geodata=Geodata(dutch, there.x, there.y, 0.0, 1.0))
    placed = placement(GeodataPosition(), draft, GROUND)
    assert placed.transform.point(0, 0) == pytest.approx((SITE.x, SITE.y), abs=0.01)
    assert 0.5 < abs(placed.transform.rotation_deg) < 2  # the two grids' norths differ


def test_a_position_in_another_country_is_not_believed_by_itself() -> None:
    draft = make_draft(geodata=Geodata(SRID, SITE.x + 90_000, SITE.y, 0.0, 1.0))
    placed = usual_placement(draft, GROUND)
    assert placed.method == "assumed"
    assert [w.code for w in placed.warnings] == ["GEODATA_NOT_USED", "POSITION_ASSUMED"]


def test_without_any_position_the_plan_lies_at_the_site_and_says_it_is_assumed() -> None:
    placed = usual_placement(make_draft(), GROUND)
    assert placed.transform.point(10, 6) == pytest.approx((SITE.x, SITE.y), abs=0.001)
    assert [w.code for w in placed.warnings] == ["POSITION_ASSUMED"]


def test_an_assumed_plan_stands_upright_on_a_map() -> None:
    placed = usual_placement(make_draft(), GROUND).transform
    low, high = (to_lonlat(Point(placed.point(0, y)), SRID) for y in (0, 100))
    assert high.x == pytest.approx(low.x, abs=1e-8)
    assert high.y > low.y


def test_an_assumed_building_does_not_stand_on_another_one() -> None:
    other = shapely.box(SITE.x - 30, SITE.y - 30, SITE.x + 30, SITE.y + 30)
    placed = usual_placement(make_draft(), replace(GROUND, others=(other,)))
    corners = [placed.transform.point(*c) for c in CORNERS.values()]
    assert not shapely.MultiPoint(corners).convex_hull.intersects(other)


def test_a_second_floor_lies_in_the_axes_of_the_first() -> None:
    known = replace(GROUND, building=TRUE, building_extent=Point(TRUE.point(10, 6)).buffer(20))
    placed = usual_placement(make_draft(), known)
    assert (placed.method, placed.transform) == ("same_as_building", TRUE)


def test_a_floor_above_an_assumed_one_is_assumed_too() -> None:
    extent = Point(TRUE.point(10, 6)).buffer(20)
    known = replace(GROUND, building=TRUE, building_extent=extent, building_assumed=True)
    placed = usual_placement(make_draft(), known)
    assert (placed.method, placed.transform) == ("assumed", TRUE)
    assert [w.code for w in placed.warnings] == ["POSITION_ASSUMED"]


def test_a_second_floor_in_other_axes_is_put_over_the_first_and_said_to_be_assumed() -> None:
    known = replace(GROUND, building=TRUE, building_extent=Point(SITE.x + 900, SITE.y).buffer(20))
    placed = usual_placement(make_draft(), known)
    assert placed.method == "assumed"
    assert placed.transform.point(10, 6) == pytest.approx((SITE.x + 900, SITE.y), abs=0.01)
    assert placed.transform.rotation_deg == pytest.approx(30)


def test_asking_for_what_is_not_there_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        placement(GeodataPosition(), make_draft(), GROUND)
    with pytest.raises(Conflict):
        placement(SameAsBuilding(), make_draft(), GROUND)
