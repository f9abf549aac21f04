"""A floor from a geographic file needs nobody to place it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from shapely import Point

from floorplans.plans.placing import Ground, usual_placement
from geo.crs import to_metric
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.profile import Profile
from importers.registry import importer_for
from tests.support.geofiles import (
    ROOMS,
    SRID,
    lonlat,
    make_geojson,
    make_geopackage,
    make_imdf,
    make_osm,
)

FORMATS: dict[str, Callable[[Path], bytes]] = {
    "geojson": lambda _: make_geojson(),
    "geopackage": make_geopackage,
    "imdf": lambda _: make_imdf(),
    "osm": lambda _: make_osm(),
}
HERE = lonlat(Point(5, 5))


@pytest.fixture(params=sorted(FORMATS))
def draft(request, tmp_path) -> FloorPlanDraft:
    path = tmp_path / "floor"
    content = FORMATS[request.param](path)
    path.write_bytes(content)
    return importer_for(path).read(path, Profile(), Limits(), lambda *_: None)


# 25832 is the survey's own system; 31467 stands on another ellipsoid, metres away.
@pytest.mark.parametrize(("srid", "within_m"), [(SRID, 0.001), (25832, 0.001), (31467, 0.01)])
def test_it_lies_at_its_place_without_a_doubt(draft, srid, within_m):
    placed = usual_placement(draft, Ground(srid, HERE.x, HERE.y))
    assert placed.method == "geodata"
    assert placed.warnings == ()
    for room in draft.rooms:
        wanted = to_metric(lonlat(ROOMS[str(room.number)][1]), srid)
        for corner in room.polygon.exterior.coords:
            assert wanted.boundary.distance(Point(placed.transform.point(*corner))) < within_m


def test_one_far_from_its_site_is_not_used_and_that_is_told(draft):
    placed = usual_placement(draft, Ground(SRID, HERE.x + 1.0, HERE.y))
    assert placed.method == "assumed"
    assert "GEODATA_NOT_USED" in {notice.code for notice in placed.warnings}
