"""Archives of IMDF, honest and hostile."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from shapely import Point, box

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.imdf import ImdfImporter
from importers.imdf.sniff import sniff
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.support.geofiles import feature, imdf_names, imdf_types, lonlat, make_imdf, pack


@pytest.fixture
def read(tmp_path):
    def run(
        content: bytes, profile: Profile | None = None, limits: Limits | None = None
    ) -> FloorPlanDraft:
        path = tmp_path / "venue.zip"
        path.write_bytes(content)
        given = (profile or Profile(), limits or Limits())
        return ImdfImporter().read(path, *given, lambda *_: None)

    return run


def refused(read, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ImportRefused) as told:
        read(content, None, limits)
    return told.value.code


def venue(**more: Any) -> Mapping[str, Any]:
    """The files of the floor with further features in them."""
    types = imdf_types()
    for kind, features in more.items():
        known = types.setdefault(kind, {"type": "FeatureCollection", "features": []})
        known["features"] += features
    return imdf_names(types)


def unit(ident: str, shape, category: str, name: str | None = None, **more: Any) -> Any:
    told = {"category": category, "level_id": "level 0", "name": {"en": name} if name else None}
    return feature(lonlat(shape), told | more, id=ident, feature_type="unit")


BESIDE = box(20, 0, 24, 4)


def at(draft: FloorPlanDraft, handle: str):
    return next(room for room in draft.rooms if room.handle == handle)


def test_desks_are_fixtures_and_neighbourhoods_are_sections(read):
    draft = read(make_imdf())
    assert [desk.label for desk in draft.desks] == ["D-1", "D-2"]
    assert [zone.name for zone in draft.zones] == ["Quiet"]
    assert {layer.name for layer in draft.layers} >= {"fixture:desk", "section:unspecified"}


def test_the_outline_is_that_of_the_level(read):
    assert read(make_imdf()).outline.area == pytest.approx(91, rel=0.001)


def test_a_door_that_slides_says_so(read):
    (door,) = read(make_imdf()).doors
    assert (door.kind, door.operation, door.handle) == ("door", "sliding", "o0")


@pytest.mark.parametrize(
    ("category", "door", "kind"),
    [
        ("pedestrian.principal", None, "entrance"),
        ("pedestrian", {"type": "open"}, "opening"),
        ("pedestrian", {"type": "swinging"}, "door"),
    ],
)
def test_openings_are_told_by_category_and_door(read, category, door, kind):
    types = imdf_types()
    (opening,) = types["opening"]["features"]
    opening["properties"] |= {"category": category, "door": door}
    assert read(pack(imdf_names(types))).doors[0].kind == kind


@pytest.mark.parametrize(
    ("category", "connector"),
    [("elevator", "lift"), ("escalator", "escalator"), ("ramp", "ramp"), ("steps", "stair")],
)
def test_units_that_lead_to_other_levels_are_connectors(read, category, connector):
    draft = read(pack(venue(unit=[unit("x", BESIDE, category)])))
    assert connector in {c.kind for c in draft.connectors}
    assert "x" not in {room.handle for room in draft.rooms}


@pytest.mark.parametrize("category", ["restroom.male", "kitchen", "nonpublic", "terrace"])
def test_a_unit_keeps_its_category(read, category):
    assert at(read(pack(venue(unit=[unit("x", BESIDE, category)]))), "x").category == category


@pytest.mark.parametrize("category", ["opentobelow", "column", "brick"])
def test_units_that_nobody_stands_in_are_no_rooms(read, category):
    draft = read(pack(venue(unit=[unit("x", BESIDE, category)])))
    assert "x" not in {room.handle for room in draft.rooms}


def test_who_occupies_a_unit_names_it(read):
    anchor = feature(lonlat(Point(22, 2)), {"unit_id": "x"}, id="a1", feature_type="anchor")
    who = feature(None, {"anchor_id": "a1", "name": {"en": "Acme"}}, id="o9",
                  feature_type="occupant")  # fmt: skip
    members = venue(unit=[unit("x", BESIDE, "office")], anchor=[anchor], occupant=[who])
    assert at(read(pack(members)), "x").name == "Acme"


def test_an_amenity_tells_what_a_unit_without_category_is(read):
    tap = feature(lonlat(Point(22, 2)), {"unit_ids": ["x"], "category": "restroom"}, id="a1",
                  feature_type="amenity")  # fmt: skip
    draft = read(pack(venue(unit=[unit("x", BESIDE, "unspecified")], amenity=[tap])))
    assert at(draft, "x").category == "restroom"
    assert any(i.code == "KIND_LEFT_OUT" and "amenity" in i.message for i in draft.issues)


def test_levels_have_the_names_that_people_know(read):
    views = read(make_imdf([-1, 0, 2])).views
    assert [(v.name, v.ordinal) for v in views] == [
        ("Floor -1", -1),
        ("Floor 0", 0),
        ("Floor 2", 2),
    ]
    assert [v.chosen for v in views] == [False, True, False]


def test_levels_of_several_buildings_say_which(read):
    types = imdf_types([0, 1])
    for index, level in enumerate(types["level"]["features"]):
        level["properties"] |= {"building_ids": [f"b{index}"], "ordinal": 0}
        level["properties"]["name"] = {"en": "Ground"}
    houses = [feature(None, {"name": {"en": name}}, id=f"b{i}") for i, name in enumerate("NS")]
    types["building"] = {"type": "FeatureCollection", "features": houses}
    assert [v.name for v in read(pack(imdf_names(types))).views] == ["Ground, N", "Ground, S"]


def test_an_archive_with_a_folder_is_read(read):
    members = {f"my venue/{name}": value for name, value in venue().items()}
    content = pack(members)
    assert sniff(content[:4096])
    assert len(read(content).rooms) == 3


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "C:\\x", "..\\x"]
)
def test_names_that_lead_out_of_the_archive_are_refused(read, name):
    assert refused(read, pack({**venue(), name: b"x"})) == "ARCHIVE_UNSAFE"


@pytest.mark.parametrize("twin", ["my venue/unit.geojson", "unit.json"])
def test_a_file_of_the_venue_that_is_there_twice_is_refused(read, twin):
    assert refused(read, pack({**venue(), twin: venue()["unit.geojson"]})) == "ARCHIVE_UNSAFE"


def test_a_bomb_is_refused_before_it_is_unpacked(read):
    members = {**venue(), "detail.geojson": b" " * 2_000_000}
    few = replace(Limits(), file_bytes=100_000)
    assert refused(read, pack(members), few) == "ARCHIVE_UNSAFE"


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(read):
    content = bytearray(pack({**venue(), "detail.geojson": b" " * 2_000_000}))
    real, lie = struct.pack("<I", 2_000_000), struct.pack("<I", 10)
    assert bytes(content).count(real) == 2
    assert refused(read, bytes(content).replace(real, lie)) in {"ARCHIVE_DAMAGED", "JSON_INVALID"}


def test_thousands_of_members_are_refused(read):
    members = {**venue(), **{f"{n}.txt": b"" for n in range(2000)}}
    assert refused(read, pack(members)) == "ARCHIVE_UNSAFE"


def test_a_locked_archive_is_refused(read):
    content = bytearray(pack(venue()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    assert refused(read, bytes(content)) == "ARCHIVE_LOCKED"


def test_an_archive_without_units_is_no_venue(read):
    members = dict(venue())
    del members["unit.geojson"]
    assert refused(read, pack(members)) == "ARCHIVE_NOT_IMDF"


def test_an_archive_of_other_things_is_not_taken_for_a_venue():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Ground.dwg", b"AC1027")
        archive.writestr("manifest.json", b"{}")
    assert not sniff(stream.getvalue())


def test_a_file_of_the_archive_that_is_broken_refuses_the_venue(read):
    assert refused(read, pack({**venue(), "unit.geojson": b'{"type":'})) == "JSON_INVALID"
