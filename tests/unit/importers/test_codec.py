"""Drafts as JSON and back."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Polygon, box

from importers import codec
from importers.draft import (
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    DraftWall,
    DraftWindow,
    DraftZone,
    FloorPlanDraft,
    Geodata,
    RoleDecision,
    UnitEvidence,
    Units,
)
from importers.issues import ImportIssue, Severity
from importers.repairs import Repair, RepairName
from tests.support.drawings import make_office, read_drawing

PLACES = st.integers(-10_000_000, 10_000_000).map(lambda tenths_mm: tenths_mm / 10_000)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE_TEXTS = st.none() | TEXTS
ANGLES = st.integers(0, 3_600_000).map(lambda n: n / 10_000)


@st.composite
def boxes(draw):
    x, y = draw(PLACES), draw(PLACES)
    return box(x, y, round(x + 4, 4), round(y + 3, 4))


@st.composite
def rings_with_holes(draw):
    x, y = draw(PLACES), draw(PLACES)
    outer = [(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)]
    hole = [(x + 4, y + 4), (x + 6, y + 4), (x + 6, y + 6)]
    rounded = [[(round(a, 4), round(b, 4)) for a, b in ring] for ring in (outer, hole)]
    return Polygon(rounded[0], [rounded[1]])


POLYGONS = boxes() | rings_with_holes()
LINES = st.lists(st.tuples(PLACES, PLACES), min_size=2, max_size=4).map(LineString)
ROOMS = st.builds(
    DraftRoom, MAYBE_TEXTS, MAYBE_TEXTS, TEXTS, POLYGONS, PLACES, TEXTS, TEXTS, MAYBE_TEXTS
)
DESKS = st.builds(
    DraftDesk,
    MAYBE_TEXTS,
    PLACES,
    PLACES,
    ANGLES,
    POLYGONS,
    MAYBE_TEXTS,
    TEXTS,
    MAYBE_TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
)
ISSUES = st.builds(
    ImportIssue,
    TEXTS,
    st.sampled_from(Severity),
    TEXTS,
    TEXTS,
    MAYBE_TEXTS,
    MAYBE_TEXTS,
    st.none() | PLACES,
    st.none() | PLACES,
    st.none() | st.tuples(PLACES, PLACES, PLACES, PLACES),
)
REPAIRS = st.builds(
    Repair,
    st.sampled_from(RepairName).map(str),
    st.integers(0),
    st.none() | PLACES,
    st.booleans(),
    TEXTS,
)


DOORS = st.builds(
    DraftDoor,
    LINES,
    PLACES,
    TEXTS,
    TEXTS,
    MAYBE_TEXTS,
    MAYBE_TEXTS,
    st.none() | st.tuples(PLACES, PLACES),
    st.none() | PLACES,
    st.none() | st.sampled_from(["jambs", "leaf"]),
)


def many(items):
    return st.lists(items, max_size=3).map(tuple)


DRAFTS = st.builds(
    FloorPlanDraft,
    format=st.just("dxf"),
    version=st.just("AC1027"),
    units=st.builds(
        Units,
        st.just("mm"),
        st.just(0.001),
        st.booleans(),
        many(st.builds(UnitEvidence, TEXTS, TEXTS, PLACES, TEXTS)),
    ),
    extent_m=st.tuples(PLACES, PLACES, PLACES, PLACES),
    layers=many(st.builds(RoleDecision, TEXTS, TEXTS, TEXTS, st.integers(0, 9_999), st.booleans())),
    blocks=many(st.builds(RoleDecision, TEXTS, TEXTS, TEXTS, st.integers(0, 9_999))),
    rooms=many(ROOMS),
    desks=many(DESKS),
    parking=many(DESKS),
    doors=many(DOORS),
    connectors=many(st.builds(DraftConnector, TEXTS, MAYBE_TEXTS, POLYGONS, TEXTS, MAYBE_TEXTS)),
    zones=many(st.builds(DraftZone, MAYBE_TEXTS, POLYGONS, TEXTS, MAYBE_TEXTS)),
    outline=st.none() | st.lists(boxes(), max_size=2).map(MultiPolygon),
    walls=st.lists(LINES, max_size=3).map(MultiLineString),
    geodata=st.none()
    | st.builds(Geodata, st.integers(1024, 32767), PLACES, PLACES, ANGLES, st.just(1.0)),
    issues=many(ISSUES),
    repairs=many(REPAIRS),
    windows=many(st.builds(DraftWindow, LINES, PLACES, TEXTS, TEXTS, MAYBE_TEXTS)),
    wall_pieces=many(st.builds(DraftWall, LINES, PLACES, TEXTS)),
    wall_thickness_m=st.none() | PLACES,
)


@given(DRAFTS)
@settings(max_examples=60, deadline=None)
def test_a_draft_survives_the_way_to_json_and_back(draft):
    written = codec.dumps(draft)
    back = codec.loads(written)
    assert back == draft
    assert codec.dumps(back) == written


def make_draft(tmp_path) -> FloorPlanDraft:
    return read_drawing(make_office(), tmp_path)


def test_json_has_the_fields_that_are_promised(tmp_path):
    plain = codec.to_plain(make_draft(tmp_path))
    assert {"format", "version", "units", "extent_m", "layers", "rooms", "desks"} <= plain.keys()
    assert {"doors", "zones", "issues"} <= plain.keys()
    assert {"name", "metres_per_unit", "evidence"} <= plain["units"].keys()
    assert {"name", "role", "reason"} <= plain["layers"][0].keys()
    room, desk = plain["rooms"][0], plain["desks"][0]
    assert {"number", "name", "category", "area_m2", "polygon", "handle"} <= room.keys()
    assert {"label", "x", "y", "rotation_deg", "block", "polygon", "handle"} <= desk.keys()
    assert room["polygon"]["type"] == "Polygon"


def test_reading_twice_gives_the_same_bytes(tmp_path):
    assert codec.dumps(make_draft(tmp_path)) == codec.dumps(make_draft(tmp_path))


def test_a_draft_with_no_number_in_a_number_is_never_written(tmp_path):
    draft = make_draft(tmp_path)
    with pytest.raises(ValueError, match="finite"):
        codec.dumps(replace(draft, extent_m=(0, 0, math.nan, 1)))


def test_minus_zero_is_written_as_zero(tmp_path):
    draft = replace(make_draft(tmp_path), extent_m=(-0.0, -0.00001, 1, 1))
    assert "-0.0" not in json.dumps(codec.to_plain(draft)["extent_m"])


@pytest.mark.parametrize("text", ["[]", "{}", '{"format": "dxf"}', "3", "not json"])
def test_other_json_is_not_a_draft(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is the promise
        codec.loads(text)


def test_a_draft_stored_before_doors_and_windows_were_measured_can_be_read(tmp_path):
    plain = codec.to_plain(make_draft(tmp_path))
    for key in ("windows", "wall_pieces", "wall_thickness_m"):
        del plain[key]
    for door in plain["doors"]:
        for key in ("operation", "opens_to", "clear_m", "clear_by"):
            del door[key]
    back = codec.from_plain(plain)
    assert back.windows == ()
    assert [door.operation for door in back.doors] == [None] * len(plain["doors"])
