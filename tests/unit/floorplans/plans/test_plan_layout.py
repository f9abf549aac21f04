"""Shapes on the earth, and the map made of them."""

from __future__ import annotations

import json
import math
from uuid import UUID

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.geometry import shape

from floorplans.plans import map_document
from floorplans.plans.layout import Layout, lay_out
from floorplans.plans.spaces import planned_spaces, planned_zones
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room

SRID = 32631
EAST, NORTH = 629_340.0, 5_803_880.0


def placed(draft: FloorPlanDraft, *, turn_deg: float = 0.0, mirrored: bool = False) -> Layout:
    turn = math.radians(turn_deg)
    transform = Similarity(math.cos(turn), math.sin(turn), EAST, NORTH, mirrored)
    return lay_out(draft, planned_spaces(draft), planned_zones(draft), transform, SRID)


@given(turn=st.floats(-180, 180), mirrored=st.booleans())
def test_every_shape_is_valid_right_handed_and_holds_its_anchor(
    turn: float, mirrored: bool
) -> None:
    corner = Polygon([(0, 0), (9, 0), (9, 1), (1, 1), (1, 8), (0, 8)])
    draft = make_draft(
        rooms=[make_draft_room("1", None, polygon=corner)], desks=[make_draft_desk("1", 5, 5)]
    )
    layout = placed(draft, turn_deg=turn, mirrored=mirrored)
    for made in layout.spaces:
        assert made.polygon.is_valid
        assert made.polygon.exterior.is_ccw
        assert made.polygon.contains(made.anchor)
    assert layout.spaces[0].polygon.area == pytest.approx(corner.area)


def test_a_desk_knows_the_smallest_room_it_stands_in() -> None:
    hall = make_draft_room("1", "Hall", polygon=box(0, 0, 20, 12))
    nook = make_draft_room("2", "Nook", polygon=box(0, 0, 5, 5))
    desks = [make_draft_desk("a", 2, 2), make_draft_desk("b", 12, 6), make_draft_desk("c", 40, 6)]
    layout = placed(make_draft(rooms=[hall, nook], desks=desks))
    assert [s.within for s in layout.spaces] == [None, 0, 1, 0, None]


def test_the_direction_of_a_desk_turns_with_the_plan_and_flips_with_a_mirror() -> None:
    draft = make_draft(desks=[make_draft_desk("a", 2, 2, rotation_deg=20)])
    assert placed(draft, turn_deg=30).spaces[0].rotation_deg == pytest.approx(50)
    assert placed(draft, mirrored=True).spaces[0].rotation_deg == pytest.approx(-20)


def test_a_plan_without_outline_gets_one_round_its_spaces() -> None:
    bare = make_draft(desks=[make_draft_desk("a", 2, 2)], outline=shapely.MultiPolygon())
    layout = placed(bare)
    assert layout.outline.contains(layout.spaces[0].polygon)


def made_map(draft: FloorPlanDraft) -> map_document.MapDocument:
    spaces, layout = planned_spaces(draft), placed(draft)
    ids = [UUID(int=i + 10) for i in range(len(spaces))]
    return map_document.make(
        floor_id=UUID(int=1),
        revision_id=UUID(int=2),
        layout=layout,
        spaces=spaces,
        space_ids=ids,
        zones=[],
    )


def test_the_same_plan_makes_the_same_bytes() -> None:
    draft = make_draft(desks=[make_draft_desk("a", 2, 2)])
    assert made_map(draft) == made_map(draft)


def test_the_map_holds_valid_geojson_in_degrees_that_points_at_its_own_spaces() -> None:
    room = make_draft_room("1.02", "Rhine", "conferenceroom")
    body = map_document.read(
        made_map(make_draft(rooms=[room], desks=[make_draft_desk("a", 2, 2)])).content
    )
    hall, desk = body["spaces"]["features"]
    assert desk["properties"]["within"] == hall["id"] == str(UUID(int=10))
    assert hall["properties"]["name"] == "1.02 Rhine"
    west, south, east, north = body["bounds"]
    for feature in (hall, desk):
        polygon = shape(feature["geometry"])
        assert polygon.is_valid
        assert polygon.exterior.is_ccw
        assert box(west, south, east, north).buffer(1e-6).contains(polygon)
    assert body["openings"]["features"][0]["properties"] == {"kind": "door", "width_m": 1.0}
    assert body["connectors"]["features"][0]["properties"]["kind"] == "stair"


def test_a_script_in_a_name_is_text_in_the_map() -> None:
    draft = make_draft(desks=[make_draft_desk("<script>alert(1)</script>", 2, 2)])
    body = json.dumps(map_document.read(made_map(draft).content))
    assert (
        "<script>alert(1)</script>"
        in json.loads(body)["spaces"]["features"][0]["properties"]["name"]
    )
