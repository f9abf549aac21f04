"""Real files of other formats by strangers give the floors that a person sees in them."""

from __future__ import annotations

from functools import cache

import pytest
from shapely import Point

from geo.crs import to_lonlat
from geo.georeference import from_geodata
from importers import codec
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import importer_for
from tests.support.plans import plans_folder

FOLDER = plans_folder()
FORMATS = None if FOLDER is None else FOLDER / "formats"
pytestmark = pytest.mark.skipif(FORMATS is None, reason="the real files are not at hand")
HOUSE = "westport-house"


@cache
def read(name: str, view: str | None = None) -> FloorPlanDraft:
    assert FORMATS is not None
    path = FORMATS / name
    return importer_for(path).read(path, Profile(view=view), Limits(), lambda *_: None)


def place(draft: FloorPlanDraft, x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in the draft."""
    told = draft.geodata
    assert told is not None
    there = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    found = to_lonlat(Point(there.point(x, y)), told.epsg)
    return float(found.x), float(found.y)


def test_walls_and_doors_of_an_office_enclose_its_rooms():
    draft = read(f"{HOUSE}/floor-3.geojson")
    assert 85 <= len(draft.rooms) <= 100
    assert len(draft.doors) == 122
    assert len(draft.windows) == 41
    assert sorted(c.kind for c in draft.connectors) == ["lift", "lift", "stair", "stair", "stair"]
    assert all(room.source == "linework" for room in draft.rooms)


def test_rooms_that_are_named_keep_their_names_and_get_a_use():
    draft = read(f"{HOUSE}/floor-2.geojson")
    uses = {room.name: room.category for room in draft.rooms if room.name}
    assert uses["Server room"] == "serverroom"
    assert uses["Meeting Room Large"] == uses["Meeting Room Small"] == "conferenceroom"
    assert uses["Women's Bathroom"] == uses["Men's Bathroom"] == "restroom"
    assert uses["Balcony"] == "terrace"
    assert {"Unit 1", "Unit 3", "Unit 4"} <= set(uses)


@pytest.mark.parametrize("floor", ["gf", "1", "2", "3", "4", "5", "6"])
def test_every_floor_of_the_house_is_read_without_a_loss(floor):
    draft = read(f"{HOUSE}/floor-{floor}.geojson")
    assert len(draft.rooms) >= 9
    assert {issue.severity.value for issue in draft.issues} <= {"info"}
    assert draft.outline is not None
    assert sum(room.area_m2 for room in draft.rooms) < draft.outline.area


def test_floors_of_the_house_stand_above_each_other():
    middles = []
    for floor in ("3", "4"):
        draft = read(f"{HOUSE}/floor-{floor}.geojson")
        middle = draft.outline.centroid
        middles.append(place(draft, middle.x, middle.y))
    assert middles[0] == pytest.approx(middles[1], abs=1e-5)
    assert middles[0] == pytest.approx((-2.978, 56.4600), abs=1e-3)


@pytest.mark.parametrize(
    "name",
    ["floor-gf-paths.geojson", "floor-1-paths.geojson", "floor-2-paths.geojson", "outline.geojson",
     "main-paths.json"],
)  # fmt: skip
def test_paths_and_bare_outlines_are_no_floor(name):
    with pytest.raises(ImportRefused) as refused:
        read(f"{HOUSE}/{name}")
    assert refused.value.code == "NO_FLOOR_IN_FILE"


def test_a_manifest_is_no_floor():
    with pytest.raises(ImportRefused):
        read(f"{HOUSE}/main.json")


def test_an_archive_of_drawings_is_not_taken_for_a_venue():
    with pytest.raises(ImportRefused) as refused:
        read("contoso2-drawing-package.zip")
    assert refused.value.code == "FORMAT_UNKNOWN"


def test_a_railway_station_gives_the_platforms_of_its_levels():
    draft = read("hamburg-central.osm")
    assert [view.ordinal for view in draft.views] == [-3, -2, -1]
    assert [view.ordinal for view in draft.views if view.chosen] == [-1]
    assert {room.category for room in draft.rooms} == {"platform"}
    assert {room.number for room in draft.rooms} >= {"3;4", "5;6", "7;8", "11;12", "13;14"}


def test_another_level_of_the_station_is_chosen():
    draft = read("hamburg-central.osm", "-2")
    assert [view.ordinal for view in draft.views if view.chosen] == [-2]
    assert {room.number for room in draft.rooms} >= {"3", "4"}


@pytest.mark.parametrize("name", ["hamburg-central.osm", f"{HOUSE}/floor-4.geojson"])
def test_reading_a_real_file_twice_gives_the_same_bytes(name):
    first = codec.dumps(read(name))
    read.cache_clear()
    assert codec.dumps(read(name)) == first
