"""Simple Indoor Tagging, as it is mapped and as it is cut out."""

from __future__ import annotations

import pytest
from shapely import LineString, box

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.geographic.levels import level_keys
from importers.issues import ImportRefused
from importers.osm import OsmImporter
from importers.osm.sniff import sniff
from importers.profile import Profile
from tests.support.geofiles import OsmPen, make_osm
from tests.support.slowness import soon


@pytest.fixture
def read(tmp_path):
    def run(content: bytes, view: str | None = None) -> FloorPlanDraft:
        path = tmp_path / "house.osm"
        path.write_bytes(content)
        return OsmImporter().read(path, Profile(view=view), Limits(), lambda *_: None)

    return run


def refused(read, content: bytes) -> str:
    with pytest.raises(ImportRefused) as told:
        read(content)
    return told.value.code


def drawn(*ways, nodes=()) -> OsmPen:
    """Ways in metres with their tags, then nodes."""
    pen = OsmPen()
    for shape, tags in ways:
        pen.way(shape, tags)
    for x, y, tags in nodes:
        pen.node(x, y, tags)
    return pen


ROOM = {"indoor": "room", "level": "0"}


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("0", ("0",)),
        ("0;1", ("0", "1")),
        ("-1;0", ("-1", "0")),
        ("0-2", ("0", "1", "2")),
        ("-2--1", ("-2", "-1")),
        ("-1-1", ("-1", "0", "1")),
        ("0.5", ("0.5",)),
        ("1.0; +2", ("1", "2")),
        ("EG", ("EG",)),
        ("", ()),
    ],
)
def test_levels_are_lists_and_ranges(written, keys):
    assert level_keys(written) == keys


def test_a_range_without_end_is_cut():
    assert len(level_keys("0-999")) < 400


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"indoor": "room", "room": "office"}, "office"),
        ({"indoor": "room", "room": "toilets"}, "restroom"),
        ({"indoor": "room", "amenity": "toilets"}, "restroom"),
        ({"indoor": "corridor"}, "walkway"),
        ({"indoor": "area"}, "unenclosedarea"),
        ({"indoor": "room", "name": "Kitchen"}, "kitchen"),
        ({"indoor": "room"}, "unspecified"),
        ({"railway": "platform"}, "platform"),
    ],
)
def test_tags_tell_what_a_room_is(read, tags, category):
    draft = read(drawn((box(0, 0, 6, 5), {**tags, "level": "0"})).bytes())
    assert [room.category for room in draft.rooms] == [category]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "steps"}, "stair"),
        ({"indoor": "room", "stairs": "yes"}, "stair"),
        ({"highway": "steps", "conveying": "forward"}, "escalator"),
        ({"highway": "elevator"}, "lift"),
        ({"indoor": "room", "room": "elevator"}, "lift"),
    ],
)
def test_tags_tell_what_leads_to_other_levels(read, tags, kind):
    ways = [(box(0, 0, 6, 5), ROOM), (box(6, 0, 9, 5), {**tags, "level": "0"})]
    assert [c.kind for c in read(drawn(*ways).bytes()).connectors] == [kind]


def test_steps_that_are_a_line_are_as_wide_as_they_say(read):
    steps = {"highway": "steps", "level": "0", "width": "2 m"}
    ways = [(box(0, 0, 6, 5), ROOM), (LineString([(6, 1), (10, 1)]), steps)]
    (stair,) = read(drawn(*ways).bytes()).connectors
    assert stair.polygon.area == pytest.approx(8, rel=0.001)


def test_a_lift_that_is_a_node_gets_a_usual_size(read):
    node = (3.0, 2.0, {"highway": "elevator", "level": "0"})
    draft = read(drawn((box(0, 0, 6, 5), ROOM), nodes=[node]).bytes())
    assert draft.connectors[0].polygon.area == pytest.approx(3.24, rel=0.001)
    assert "SHAPE_ASSUMED" in {issue.code for issue in draft.issues}


def test_a_door_is_on_the_levels_of_the_rooms_it_stands_at(read):
    door = LineString([(0, 0), (2, 0), (6, 0), (6, 5), (0, 5), (0, 0)])
    pen = OsmPen()
    pen.node(2, 0, {"door": "yes", "entrance": "main"})
    for level in ("0", "1"):
        pen.way(door, {"indoor": "room", "level": level})
    for view in ("0", "1"):
        (found,) = read(pen.bytes(), view).doors
        assert found.kind == "entrance"
        assert found.handle == "node/1"


def test_a_shop_that_is_a_node_names_its_room(read):
    node = (3.0, 2.0, {"shop": "books", "name": "Pages", "level": "0"})
    (room,) = read(drawn((box(0, 0, 6, 5), ROOM), nodes=[node]).bytes()).rooms
    assert room.name == "Pages"


def test_a_room_on_several_levels_is_on_each(read):
    ways = [(box(0, 0, 6, 5), {"indoor": "room", "level": "0-2", "ref": "shaft"})]
    assert [v.ordinal for v in read(drawn(*ways).bytes()).views] == [0, 1, 2]
    for view in ("0", "1", "2"):
        assert len(read(drawn(*ways).bytes(), view).rooms) == 1


def test_levels_have_the_names_of_their_outlines(read):
    ways = [(box(0, 0, 6, 5), {"indoor": "room", "level": n}) for n in ("0", "1")]
    level = (box(-1, -1, 7, 6), {"indoor": "level", "level": "1", "name": "Mezzanine"})
    draft = read(drawn(*ways, level).bytes(), "mezzanine")
    assert [v.name for v in draft.views] == ["0", "Mezzanine"]
    assert draft.outline.area == pytest.approx(56, rel=0.001)


def test_walls_that_are_lines_enclose_rooms(read):
    wall = {"indoor": "wall", "level": "0"}
    ways = [(LineString(box(0, 0, 8, 4).exterior.coords), wall),
            (LineString([(4, 0), (4, 4)]), wall)]  # fmt: skip
    assert len(read(drawn(*ways).bytes()).rooms) == 2


def test_a_relation_is_an_area_with_its_holes(read):
    pen = drawn((box(0, 0, 10, 10), {}), (box(4, 4, 6, 6), {}))
    relation = (
        '<relation id="9"><member type="way" ref="1" role="outer"/>'
        '<member type="way" ref="2" role="inner"/><tag k="type" v="multipolygon"/>'
        '<tag k="indoor" v="room"/><tag k="level" v="0"/></relation>'
    )
    (room,) = read(pen.bytes(relation)).rooms
    assert room.area_m2 == pytest.approx(96, rel=0.001)
    assert room.handle == "relation/9"


def test_areas_that_lack_a_few_corners_are_drawn_through_the_others_and_told(read):
    line = box(0, 0, 6, 5).buffer(0.5)
    pen = drawn((line, ROOM), (box(10, 0, 16, 5), ROOM))
    del pen.nodes[3]
    draft = read(pen.bytes())
    assert len(draft.rooms) == 2
    assert "way 1" in next(i.message for i in draft.issues if i.code == "FEATURE_INCOMPLETE")


def test_areas_that_lack_most_corners_are_left_out_and_told(read):
    pen = drawn((box(0, 0, 6, 5), ROOM), (box(10, 0, 16, 5), ROOM))
    del pen.nodes[1:3]
    draft = read(pen.bytes())
    assert len(draft.rooms) == 1
    assert "way 1" in next(i.message for i in draft.issues if i.code == "FEATURE_UNREADABLE")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE osm SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused_with_all_its_entities(read, declared):
    content = make_osm().replace(b"<osm", declared.encode() + b"<osm", 1)
    assert sniff(content[:4096])
    assert refused(read, content) == "XML_UNSAFE"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<osm version="0.6"></osm>', "NO_FEATURES"),
        (b'<osm version="0.6">', "XML_DAMAGED"),
        (b"<osm>" + b"<a>" * 50_000, "XML_DAMAGED"),
        (b'<osm><node id="1" lat="nan" lon="x"><tag k="door" v="x"/></node></osm>', "NO_FEATURES"),
        (b'<osm><node id="1" lat="1" lon="1"><tag k="shop" v="x"/></node></osm>',
         "NO_FLOOR_IN_FILE"),
        (b"<osm>&undefined;</osm>", "XML_DAMAGED"),
        (b'<osm>\xff\xfe</osm>', "XML_DAMAGED"),
    ],
)  # fmt: skip
def test_what_is_no_floor_is_refused_with_a_code(read, content, code):
    assert refused(read, content) == code


def test_places_off_the_earth_are_refused(read):
    content = drawn((box(0, 0, 6, 5), ROOM)).bytes().replace(b'lat="5', b'lat="95')
    assert refused(read, content) == "CRS_NOT_USABLE"


@pytest.mark.parametrize("head", [b"<osmChange>", b"<html><osm>", b"<?xml version='1.0'?><kml>"])
def test_other_xml_is_not_taken_for_a_map(head):
    assert not sniff(head)


def test_a_beginning_of_nothing_but_comments_is_decided_at_once():
    with soon(0.05):
        assert not sniff((b"<!---->" * 600)[:4096] + b"<")
