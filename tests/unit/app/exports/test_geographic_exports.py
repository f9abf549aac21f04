"""GeoJSON, GeoPackage and IMDF: read again, everything is where it was, to the millimetre."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from shapely import MultiPolygon, affinity
from shapely.geometry import shape as shape_of

from app.exports.formats import FORMATS, Options
from floorplans.plans.exporting.exported import ExportedFloor
from floorplans.plans.spaces import planned_zones, shown_name
from geo.crs import to_metric
from geo.georeference import from_geodata
from importers.base import Importer, Limits
from importers.draft import FloorPlanDraft
from importers.geojson import GeoJsonImporter
from importers.geopackage import GeoPackageImporter
from importers.imdf import ImdfImporter
from importers.profile import Profile
from tests.support.exports import HARD_NAMES, SRID

NEAR_M = 0.001
READERS: dict[str, type[Any]] = {
    "geojson": GeoJsonImporter,
    "gpkg": GeoPackageImporter,
    "imdf": ImdfImporter,
}


def written(floor: ExportedFloor, name: str) -> bytes:
    return FORMATS[name].write(floor, Options())


def features(floor: ExportedFloor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written(floor, "geojson"))["features"]
    return found


def imdf(floor: ExportedFloor) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(written(floor, "imdf"))) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def read(floor: ExportedFloor, name: str, folder: Path) -> FloorPlanDraft:
    path = folder / f"floor{FORMATS[name].suffix}"
    path.write_bytes(written(floor, name))
    reader: Importer = READERS[name]()
    return reader.read(path, Profile(), Limits(), lambda *_: None)


def test_every_space_of_geojson_lies_within_a_millimetre_of_its_place(floor: ExportedFloor) -> None:
    told = {f["id"]: f for f in features(floor) if "id" in f}
    for space in floor.spaces:
        there = to_metric(shape_of(told[str(space.id)]["geometry"]), SRID)
        assert shapely.hausdorff_distance(there, space.polygon) < NEAR_M


def test_geojson_is_right_handed_and_in_degrees(floor: ExportedFloor) -> None:
    for feature in features(floor):
        shape = shape_of(feature["geometry"])
        assert 4 < shape.bounds[0] < shape.bounds[2] < 6
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


def test_hard_names_stand_in_geojson_as_they_are(floor: ExportedFloor) -> None:
    assert set(HARD_NAMES) <= {f["properties"].get("name") for f in features(floor)}


def test_a_geopackage_holds_a_layer_for_each_kind_of_thing(
    floor: ExportedFloor, tmp_path: Path
) -> None:
    path = tmp_path / "floor.gpkg"
    path.write_bytes(written(floor, "gpkg"))
    layers = {str(name): str(kind) for name, kind in pyogrio.list_layers(path)}
    assert layers == {
        "outlines": "MultiPolygon",
        "walls": "MultiLineString",
        "zones": "MultiPolygon",
        "spaces": "Polygon",
        "openings": "LineString",
    }
    meta, _, shapes, columns = pyogrio.raw.read(path, layer="spaces")
    assert meta["crs"] == f"EPSG:{SRID}"
    told = dict(zip(meta["fields"], columns, strict=True))
    by_id = dict(zip(told["id"], shapely.from_wkb(shapes), strict=True))
    for space in floor.spaces:
        assert shapely.hausdorff_distance(by_id[str(space.id)], space.polygon) < NEAR_M
    assert set(HARD_NAMES) <= set(told["name"])


@pytest.mark.parametrize("name", sorted(READERS))
def test_our_reader_finds_every_room_desk_door_and_zone_again(
    floor: ExportedFloor, draft: FloorPlanDraft, name: str, tmp_path: Path
) -> None:
    again = read(floor, name, tmp_path)
    for part in ("desks", "doors", "zones"):
        assert len(getattr(again, part)) == len(getattr(draft, part)), part
    told = sorted(shown_name(r.number, r.name) for r in again.rooms)
    assert told == sorted(shown_name(r.number, r.name) for r in draft.rooms)
    assert {d.label for d in again.desks} == {d.label for d in draft.desks}


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_features_of_a_format_bear_our_ids(
    floor: ExportedFloor, name: str, tmp_path: Path
) -> None:
    again = read(floor, name, tmp_path)
    own = {thing.own_id for thing in (*again.rooms, *again.desks, *again.parking)}
    assert own == {str(space.id) for space in floor.spaces}
    assert {zone.own_id for zone in again.zones} == {str(zone.id) for zone in floor.zones}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_space_comes_back_by_its_id_within_a_millimetre_of_its_place(
    floor: ExportedFloor, name: str, tmp_path: Path
) -> None:
    again = read(floor, name, tmp_path)
    told = again.geodata
    assert told is not None
    back = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    shapes = {d.own_id: d.polygon for d in (*again.rooms, *again.desks, *again.parking)}
    assert told.epsg == SRID
    for space in floor.spaces:
        there = back.apply(shapes[str(space.id)])
        assert shapely.hausdorff_distance(there, space.polygon) < NEAR_M


def test_an_id_that_two_features_bear_is_nobodys(floor: ExportedFloor, tmp_path: Path) -> None:
    document = json.loads(written(floor, "geojson"))
    first = next(f for f in document["features"] if f["properties"]["kind"] == "desk")
    document["features"].append(first | {"properties": {**first["properties"], "name": "Copy"}})
    path = tmp_path / "copied.geojson"
    path.write_text(json.dumps(document))
    again = GeoJsonImporter().read(path, Profile(), Limits(), lambda *_: None)
    assert first["id"] not in {desk.own_id for desk in again.desks}
    assert len({desk.own_id for desk in again.desks} - {None}) > 0


def test_people_at_desks_look_the_same_way_after_geojson(
    floor: ExportedFloor, draft: FloorPlanDraft, tmp_path: Path
) -> None:
    again = read(floor, "geojson", tmp_path)
    assert again.geodata is not None
    turns = {d.label: d.rotation_deg for d in draft.desks}
    for desk in again.desks:
        # The reader's axes point to true north, the drawing was turned by 36.87 degrees.
        on_earth = desk.rotation_deg + again.geodata.rotation_deg
        wanted = turns[desk.label] + floor.drawing.transform.rotation_deg  # type: ignore[union-attr]
        assert abs((on_earth - wanted + 180) % 360 - 180) < 0.01


def test_an_imdf_archive_has_a_manifest_and_a_file_for_each_type(floor: ExportedFloor) -> None:
    files = imdf(floor)
    types = (
        *("address", "venue", "building", "footprint", "level"),
        *("unit", "section", "fixture", "opening", "anchor"),
    )
    assert set(files) == {"manifest.json", *(f"{name}.geojson" for name in types)}
    assert files["manifest.json"]["version"] == "1.0.0"
    for name in types:
        assert files[f"{name}.geojson"]["type"] == "FeatureCollection"
        assert {f["feature_type"] for f in files[f"{name}.geojson"]["features"]} == {name}


def test_ids_of_an_archive_are_given_once_and_point_to_what_is_there(floor: ExportedFloor) -> None:
    files = imdf(floor)
    found = [f for name in files if name.endswith(".geojson") for f in files[name]["features"]]
    ids = [f["id"] for f in found]
    assert len(ids) == len(set(ids))
    for feature in found:
        told = feature["properties"]
        keys = [told.get(k) for k in ("level_id", "address_id", "unit_id", "anchor_id")]
        assert {key for key in (*keys, *told.get("building_ids", ())) if key} <= set(ids)


def test_desks_are_fixtures_and_zones_are_sections_of_the_level(floor: ExportedFloor) -> None:
    files = imdf(floor)
    level = files["level.geojson"]["features"][0]
    assert (level["id"], level["properties"]["ordinal"]) == (str(floor.floor_id), 2)
    fixtures = files["fixture.geojson"]["features"]
    assert {f["properties"]["category"] for f in fixtures} == {"desk"}
    assert {f["properties"]["name"]["en"] for f in fixtures} == {"D-0", "D-1", "D-2"}
    sections = files["section.geojson"]["features"]
    assert [f["properties"]["name"] for f in sections] == [{"en": "Team “Süd”"}]
    for feature in (*fixtures, *sections):
        assert feature["properties"]["level_id"] == level["id"]


@pytest.mark.parametrize("name", ["geojson", "gpkg", "imdf"])
def test_a_zone_of_two_pieces_comes_back_as_one(
    name: str, floor: ExportedFloor, tmp_path: Path
) -> None:
    (zone, *_) = floor.zones
    beside = affinity.translate(zone.shape, 200, 0)
    split = replace(zone, shape=MultiPolygon([zone.shape, beside]))
    (again,) = planned_zones(read(replace(floor, zones=(split,)), name, tmp_path))
    assert again.name == zone.name
    assert len(shapely.get_parts(again.shape)) == 2


def test_a_desk_is_anchored_in_its_room(floor: ExportedFloor) -> None:
    files = imdf(floor)
    office = next(s.id for s in floor.spaces if s.number == "2.10")
    anchors = {f["id"]: f for f in files["anchor.geojson"]["features"]}
    for fixture in files["fixture.geojson"]["features"]:
        anchor = anchors[fixture["properties"]["anchor_id"]]
        assert anchor["properties"]["unit_id"] == str(office)
        assert anchor["geometry"]["type"] == "Point"


def test_the_country_of_an_address_follows_from_the_time_zone(floor: ExportedFloor) -> None:
    address = imdf(floor)["address.geojson"]["features"][0]
    assert address["geometry"] is None
    assert address["properties"]["country"] == "NL"


@pytest.mark.parametrize("name", ["geojson", "imdf", "csv", "svg", "pdf", "png"])
def test_the_same_plan_gives_the_same_bytes(floor: ExportedFloor, name: str) -> None:
    assert written(floor, name) == written(floor, name)
