"""Walls that a person drew over a drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely import LineString

from importers.base import Limits
from importers.geojson import GeoJsonImporter
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.support.drawings import draw_box, make_broken_wall, make_drawing, read_drawing
from tests.support.geofiles import feature, geojson_of

ACROSS = (((5.0, 2.0), (5.0, 3.5)),)


def codes(draft: object) -> list[str]:
    return [issue.code for issue in draft.issues]  # type: ignore[attr-defined]


def test_a_wall_in_the_gap_answers_the_question_about_it(tmp_path: Path) -> None:
    before = read_drawing(make_broken_wall(1.5), tmp_path)
    assert "WALL_LEAK" in codes(before)
    after = read_drawing(make_broken_wall(1.5), tmp_path, Profile(walls=ACROSS))
    assert "WALL_LEAK" not in codes(after)
    assert sorted(room.number or "" for room in after.rooms) == ["101", "102"]
    assert [layer.name for layer in after.layers] == [layer.name for layer in before.layers]


def test_the_line_that_a_finding_proposes_closes_the_gap(tmp_path: Path) -> None:
    before = read_drawing(make_broken_wall(0.7), tmp_path)
    (leak,) = [issue for issue in before.issues if issue.code == "WALL_LEAK"]
    assert leak.segment is not None
    x0, y0, x1, y1 = leak.segment
    wall = Profile(walls=(((x0, y0), (x1, y1)),))
    assert "WALL_LEAK" not in codes(read_drawing(make_broken_wall(0.7), tmp_path, wall))


def test_walls_are_in_the_unit_of_the_drawing(tmp_path: Path) -> None:
    doc = make_drawing(units=4)
    for start, end in (((0, 0), (9000, 0)), ((9000, 0), (9000, 4000)), ((9000, 4000), (0, 4000))):
        doc.modelspace().add_line(start, end, dxfattribs={"layer": "A-WALL"})
    open_side = Profile(units="mm", walls=(((0.0, 4000.0), (0.0, 0.0)),))
    (room,) = read_drawing(doc, tmp_path, open_side).rooms
    assert room.area_m2 == pytest.approx(36.0)


def test_an_outline_that_a_person_closed_is_not_asked_about(tmp_path: Path) -> None:
    doc = make_drawing()
    msp = doc.modelspace()
    msp.add_lwpolyline([(0, 0), (6, 0), (6, 4), (0, 4), (0, 0.6)], dxfattribs={"layer": "ROOM"})
    draw_box(msp, (6, 0), (12, 4))
    before = read_drawing(doc, tmp_path)
    (found,) = [issue for issue in before.issues if issue.code == "ROOM_NOT_CLOSED"]
    assert found.segment is not None
    x0, y0, x1, y1 = found.segment
    after = read_drawing(doc, tmp_path, Profile(walls=(((x0, y0), (x1, y1)),)))
    assert "ROOM_NOT_CLOSED" not in codes(after)
    assert len(after.rooms) == len(before.rooms) == 2


def test_a_profile_keeps_walls_as_they_were_told() -> None:
    told = {"walls": [[[0.0, 0.0], [0.0, 2.5]]]}
    assert Profile.from_mapping(told).to_mapping() == told


ENDLESS = [[0, 0], [1, float("inf")]]


@pytest.mark.parametrize(
    "walls", ["here", [[]], [[[0, 0]]], [[[0, 0], [1]]], [[[0, 0], [1, "2"]]], [ENDLESS]]
)
def test_what_is_no_wall_is_refused(walls: object) -> None:
    with pytest.raises(ImportRefused) as refused:
        Profile.from_mapping({"walls": walls})
    assert refused.value.code == "PROFILE_INVALID"


def test_a_wall_closes_a_room_of_a_geographic_file(tmp_path: Path) -> None:
    corners = [(1000, 1000), (1000, 1005), (1008, 1005), (1008, 1000)]
    three_sides = feature(LineString(corners), {"type": "wall"})
    path = tmp_path / "plan.geojson"
    path.write_bytes(geojson_of([three_sides]))

    def rooms(*walls: tuple[tuple[float, float], ...]) -> list[float]:
        profile = Profile(units="m", walls=walls)
        draft = GeoJsonImporter().read(path, profile, Limits(), lambda _stage, _share: None)
        return [room.area_m2 for room in draft.rooms]

    assert rooms() == []
    assert rooms(((1008.0, 1000.0), (1000.0, 1000.0))) == [pytest.approx(40.0, abs=1.0)]
