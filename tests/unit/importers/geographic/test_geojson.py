"""GeoJSON as people write it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import shapely
from pyproj import Geod, Transformer
from shapely import LineString, Point, Polygon, box

from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.geojson import GeoJsonImporter
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.support.geofiles import SRID, feature, geojson_of, grid, lonlat


@pytest.fixture
def read(tmp_path):
    def run(content: bytes, profile: Profile | None = None) -> FloorPlanDraft:
        path = Path(tmp_path / "floor.geojson")
        path.write_bytes(content)
        return GeoJsonImporter().read(path, profile or Profile(), Limits(), lambda *_: None)

    return run


def floor(*things) -> bytes:
    """Shapes in metres with their properties, as GeoJSON."""
    return geojson_of(feature(lonlat(shape), told) for shape, told in things)


def codes(draft: FloorPlanDraft) -> set[str]:
    return {issue.code for issue in draft.issues}


def refused(read, content: bytes, profile: Profile | None = None) -> str:
    with pytest.raises(ImportRefused) as told:
        read(content, profile)
    return told.value.code


WALLS = [
    (box(-0.2, -0.2, 10.2, 0.0), {"type": "wall"}),
    (box(-0.2, 5.0, 10.2, 5.2), {"type": "wall"}),
    (box(-0.2, 0.0, 0.0, 5.0), {"type": "wall"}),
    (box(10.0, 0.0, 10.2, 5.0), {"type": "wall"}),
    (box(4.9, 0.0, 5.1, 2.0), {"type": "wall"}),
    (box(4.9, 2.0, 5.1, 2.9), {"type": "door"}),
    (box(4.9, 2.9, 5.1, 5.0), {"type": "wall"}),
]


def test_walls_and_doors_without_rooms_enclose_rooms(read):
    draft = read(floor(*WALLS))
    assert [round(room.area_m2, 1) for room in draft.rooms] == [24.5, 24.5]
    assert {room.source for room in draft.rooms} == {"linework"}
    assert [round(door.width_m, 2) for door in draft.doors] == [0.9]


def test_walls_drawn_as_lines_enclose_rooms(read):
    lines = [(LineString(box(0, 0, 10, 5).exterior.coords), {"type": "wall"}),
             (LineString([(5, 0), (5, 5)]), {"type": "wall"})]  # fmt: skip
    draft = read(floor(*lines))
    assert len(draft.rooms) == 2
    assert all(room.area_m2 == pytest.approx(25, abs=0.6) for room in draft.rooms)


def test_a_void_between_walls_is_no_room(read):
    draft = read(floor(*WALLS, (box(5.1, 0.0, 10.0, 5.0), {"type": "inaccessible_space"})))
    assert len(draft.rooms) == 1


def test_rooms_that_are_drawn_leave_no_rooms_in_the_gaps_of_their_walls(read):
    drawn = [(box(0, 0, 4.9, 5), {"type": "room"}), (box(5.1, 0, 10, 5), {"type": "room"})]
    assert len(read(floor(*WALLS, *drawn)).rooms) == 2


def test_a_point_with_words_names_the_room_around_it(read):
    label = (Point(2, 2), {"type": "room", "name": "Kitchen", "roomnumber": "K1"})
    rooms = read(floor(*WALLS, label)).rooms
    named = next(room for room in rooms if room.number)
    assert (named.number, named.name, named.category) == ("K1", "Kitchen", "kitchen")


def test_a_point_with_words_in_no_room_is_told(read):
    label = (Point(40, 2), {"type": "room", "name": "Kitchen"})
    assert "LABEL_WITHOUT_ROOM" in codes(read(floor(*WALLS, label)))


@pytest.mark.parametrize(
    ("told", "number", "name", "category"),
    [
        ({"type": "room", "name": "1.04 Office"}, "1.04", "Office", "office"),
        ({"Room_Number": 12, "Room Name": "Lab"}, "12", "Lab", "laboratory"),
        ({"kind": "room", "category": "conferenceroom", "name": "Rhine"}, None, "Rhine",
         "conferenceroom"),
        ({"type": "Toilette"}, None, None, "restroom"),
        ({"feature_type": "unit", "category": "restroom.female"}, None, None, "restroom.female"),
        ({"type": "room"}, None, None, "unspecified"),
        ({}, None, None, "unspecified"),
    ],
)  # fmt: skip
def test_properties_tell_a_room_whatever_they_are_called(read, told, number, name, category):
    (room,) = read(floor((box(0, 0, 5, 5), told))).rooms
    assert (room.number, room.name, room.category) == (number, name, category)


def test_an_area_of_an_unknown_kind_with_a_name_is_a_room_and_the_kind_says_why(read):
    draft = read(floor((box(0, 0, 5, 5), {"type": "blob", "name": "Unit 4"})))
    assert [room.name for room in draft.rooms] == ["Unit 4"]
    assert [(d.role, "name" in d.reason) for d in draft.layers] == [("room", True)]


def test_kinds_that_are_not_understood_are_counted(read):
    things = [(box(0, 0, 5, 5), {"type": "room"}), (Point(1, 1), {"type": "gizmo"})]
    draft = read(floor(*things, (LineString([(0, 0), (3, 3)]), {"type": "pathway"})))
    told = {issue.code: issue.message for issue in draft.issues}
    assert "gizmo" in told["KIND_NOT_KNOWN"]
    assert "pathway" in told["KIND_LEFT_OUT"]


def test_a_desk_that_is_a_point_gets_a_usual_size_and_its_bearing(read):
    room = (box(0, 0, 9, 9), {"type": "room"})
    desk = (Point(3, 3), {"type": "desk", "name": "A1", "bearing": 90, "features": ["monitor"]})
    (found,) = (draft := read(floor(room, desk))).desks
    assert (found.label, found.features) == ("A1", ("monitor",))
    assert found.polygon.area == pytest.approx(1.28, rel=0.01)
    # Somebody who looks east sits on the west side of the desk.
    assert found.rotation_deg == pytest.approx(270, abs=0.01)
    assert "SHAPE_ASSUMED" in codes(draft)


def test_a_door_that_is_a_point_lies_along_the_edge_of_its_room(read):
    room = (box(0, 0, 9, 6), {"type": "room"})
    (door,) = read(floor(room, (Point(4, 6), {"type": "door", "width": "1.1"}))).doors
    assert door.width_m == pytest.approx(1.1)
    (x0, y0), (x1, y1) = door.line.coords
    assert abs(x1 - x0) == pytest.approx(1.1, abs=0.01)
    assert abs(y1 - y0) < 0.05


def test_a_door_far_from_every_room_is_told(read):
    room = (box(0, 0, 9, 6), {"type": "room"})
    draft = read(floor(room, (Point(40, 6), {"type": "door"})))
    assert draft.doors == ()
    assert "DOOR_WITHOUT_WALL" in codes(draft)


def test_a_window_round_a_curve_runs_along_it(read):
    band = Point(0, 0).buffer(10, quad_segs=32).boundary.buffer(0.1)
    curve = band.intersection(box(0, 0, 20, 20))
    draft = read(floor((box(0, 0, 12, 12), {"type": "room"}), (curve, {"type": "window"})))
    (window,) = draft.windows
    assert window.width_m == pytest.approx(15.6, abs=0.3)


def test_parking_places_are_no_rooms(read):
    draft = read(floor((box(0, 0, 2.5, 5), {"type": "parking space", "name": "P1"})))
    assert [place.label for place in draft.parking] == ["P1"]
    assert draft.rooms == ()


def test_an_outline_that_crosses_itself_is_mended_and_told_with_its_place(read):
    bow = Polygon([(0, 0), (6, 4), (6, 0), (0, 4)])
    draft = read(floor((bow, {"type": "room"}), (box(8, 0, 12, 4), {"type": "room"})))
    (issue,) = (i for i in draft.issues if i.code == "ROOM_SELF_CROSSING")
    assert issue.x is not None
    assert all(room.polygon.is_valid for room in draft.rooms)
    off = Profile(repairs={"mend_crossings": False})
    assert len(read(floor((bow, {"type": "room"}), (box(8, 0, 12, 4), {})), off).rooms) == 1


def test_one_feature_that_is_broken_costs_only_itself(read):
    good = feature(lonlat(box(0, 0, 5, 5)), {"type": "room"})
    broken = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": c}}
        for c in ([], [[[1, 2]]], "x", [[["a", "b"]] * 4], [[[1, None]] * 4], [[[1e999, 0]] * 4])
    ]
    draft = read(geojson_of([good, None, 7, *broken, feature(None, {"type": "address"})]))
    told = {issue.code: issue.message for issue in draft.issues}
    assert told["FEATURE_UNREADABLE"].startswith("8 features")
    assert "FEATURE_WITHOUT_SHAPE" in told
    assert len(draft.rooms) == 1


def test_a_number_that_is_none_is_no_place(read):
    text = floor((box(0, 0, 5, 5), {"type": "room"})).decode()
    draft = text.replace('"geometry"', '"nan": NaN, "geometry"')
    assert len(read(draft.encode()).rooms) == 1
    start = text.index("[[[") + 3
    broken = text[:start] + "NaN" + text[text.index(",", start) :]
    assert refused(read, broken.encode()) == "NO_FEATURES"


def test_deep_nesting_is_refused(read):
    deep = b'{"type":"FeatureCollection","features":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert refused(read, deep) == "JSON_INVALID"
    nested = {"type": "Point", "coordinates": [1, 1]}
    for _ in range(30):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    assert refused(read, json.dumps(nested).encode()) == "NO_FEATURES"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type":"FeatureCollection","features":[]}', "NO_FEATURES"),
        (b'{"type":"FeatureCollection","features":{}}', "JSON_INVALID"),
        (b'{"type":"FeatureCollection","features":[{"type":', "JSON_INVALID"),
        (b'{"type":"FeatureCollection","features":[]} x', "JSON_INVALID"),
        (b'{"type":"Feature","properties":{"a":"\xff"}}', "JSON_INVALID"),
        (b'{"type":"Point","coordinates":[' + b"9" * 5000 + b",1]}", "JSON_INVALID"),
        (b'{"type":"Point","coordinates":[10,53]}', "NO_FLOOR_IN_FILE"),
    ],
)
def test_what_is_no_floor_is_refused_with_a_code(read, content, code):
    assert refused(read, content) == code


def test_coordinates_in_metres_without_a_system_are_refused_and_read_with_a_unit(read):
    square = box(500_000, 5_900_000, 500_010, 5_900_005)
    content = geojson_of([feature(square, {"type": "room"})])
    assert refused(read, content) == "CRS_NOT_USABLE"
    draft = read(content, Profile(units="m"))
    assert draft.geodata is None
    assert draft.rooms[0].area_m2 == pytest.approx(50)


def test_plain_lengths_are_scaled_by_their_unit(read):
    content = geojson_of([feature(box(0, 0, 6000, 4000), {"type": "room"})])
    assert read(content, Profile(units="mm")).rooms[0].area_m2 == pytest.approx(24)


@pytest.mark.parametrize("srid", [25832, 3857, 4258])
def test_another_coordinate_system_that_the_file_names_is_used(read, srid):
    shape = lonlat(box(0, 0, 6, 4))
    moved = {25832: grid(box(0, 0, 6, 4)), 4258: shape}.get(srid)
    if moved is None:
        transformer = Transformer.from_crs(4326, srid, always_xy=True)
        moved = shapely.transform(shape, transformer.transform, interleaved=False)
    name = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{srid}"}}
    draft = read(geojson_of([feature(moved, {"type": "room"})], crs=name))
    assert draft.rooms[0].area_m2 == pytest.approx(24, rel=0.001)
    assert draft.geodata.epsg == SRID


@pytest.mark.parametrize(
    "name", ["EPSG:999999", "urn:ogc:def:crs:EPSG::12", "my own", "EPSG:25832"]
)
def test_a_coordinate_system_that_does_not_fit_is_refused(read, name):
    crs = {"type": "name", "properties": {"name": name}}
    content = geojson_of([feature(lonlat(box(0, 0, 6, 4)), {"type": "room"})], crs=crs)
    assert refused(read, content) == "CRS_NOT_USABLE"


def scribble(kind: str, corners: int, closed: bool = True) -> bytes:
    """A line to and fro over 50 m."""
    chance = random.Random(3)
    places = [(chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(corners)]
    shape = Polygon(places) if closed else LineString(places)
    return floor((shape, {"type": kind}), (box(60, 0, 66, 5), {"type": "room"}))


def test_a_scribble_is_no_room_and_the_child_says_so_too(read, tmp_path):
    path = tmp_path / "scribble.geojson"
    path.write_bytes(scribble("room", 3000))
    draft = read_in_child(path)
    assert [round(room.area_m2) for room in draft.rooms] == [30]
    assert "ROOM_SELF_CROSSING" in codes(draft)


def test_walls_that_cross_like_a_pattern_enclose_no_rooms(read):
    draft = read(scribble("wall", 3000, closed=False))
    assert len(draft.rooms) == 1
    assert "WALLS_TOO_DENSE" in codes(draft)


def test_more_rooms_than_a_floor_can_hold_are_refused(read):
    square = lonlat(box(0, 0, 5, 5))
    assert refused(read, geojson_of([feature(square, {"type": "room"})] * 10_001)) == (
        "RESULT_TOO_LARGE"
    )


def test_a_country_is_no_floor(read):
    rooms = [feature(box(x, 50, x + 0.001, 50.001), {"type": "room"}) for x in (2, 6, 10)]
    assert refused(read, geojson_of(rooms)) == "PLACES_TOO_FAR_APART"


def test_one_feature_at_the_ends_of_the_earth_is_left_out(read):
    rooms = [(box(x, 0, x + 4, 4), {"type": "room"}) for x in range(0, 60, 5)]
    content = json.loads(floor(*rooms))
    content["features"].append(feature(Point(0, 0).buffer(0.0001), {"type": "room"}))
    draft = read(json.dumps(content).encode())
    assert len(draft.rooms) == 12
    assert "STRAY_CONTENT" in codes(draft)


def test_features_without_a_level_are_told_where_others_have_one(read):
    rooms = [(box(0, 0, 4, 4), {"type": "room", "level": n}) for n in (0, 1)]
    draft = read(floor(*rooms, (box(5, 0, 9, 4), {"type": "room"})))
    assert "LEVEL_NOT_TOLD" in codes(draft)
    assert len(draft.rooms) == 1


def test_an_outline_without_a_level_belongs_to_every_level(read):
    rooms = [(box(0, 0, 4, 4), {"type": "room", "level": n}) for n in (0, 1)]
    edge = (box(-1, -1, 5, 5), {"type": "building"})
    for view in ("0", "1"):
        outline = read(floor(*rooms, edge), Profile(view=view)).outline
        assert outline.area == pytest.approx(36, rel=0.001)


def test_levels_are_named_by_their_own_features(read):
    told = {"type": "level", "id": "L-77", "ordinal": 3, "name": "Attic"}
    room = {"type": "room", "level_id": "L-77"}
    other = {"type": "room", "level_id": "L-78"}
    things = [(box(0, 0, 9, 9), told), (box(1, 1, 5, 5), room), (box(1, 1, 5, 5), other)]
    draft = read(floor(*things))
    assert [(v.name, v.ordinal) for v in draft.views] == [("Attic", 3), ("L-78", None)]


def test_words_are_cleaned_of_what_no_page_should_show(read):
    bad = "Room\u202e\x07 <script>"
    (room,) = read(floor((box(0, 0, 5, 5), {"type": "room", "name": bad}))).rooms
    assert room.name == "Room <script>"


def test_areas_have_the_size_they_have_on_the_ground(read):
    # At the edge of its zone the grid is 0.1 % too long; the ground is not.
    there = Point(12.0, 10.0)
    square = shapely.transform(box(0, 0, 1, 1), lambda p: p * 1e-4 + there.coords[0])
    area_m2 = read(geojson_of([feature(square, {"type": "room"})])).rooms[0].area_m2
    on_ground, _ = Geod(ellps="WGS84").geometry_area_perimeter(square)
    assert area_m2 == pytest.approx(abs(on_ground), rel=1e-5)
