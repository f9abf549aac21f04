"""Columns of a drawing: on their own layer, or standing among the walls."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.codec import dumps, loads
from tests.support.drawings import draw_box, make_office, read_drawing


def test_columns_on_their_layer_are_told_once_however_they_are_drawn(tmp_path: Path) -> None:
    doc = make_office()
    space = doc.modelspace()
    draw_box(space, (1.0, 3.0), (1.4, 3.4), "S-COLS")
    space.add_line((1.0, 3.0), (1.4, 3.4), dxfattribs={"layer": "S-COLS"})
    space.add_line((1.0, 3.4), (1.4, 3.0), dxfattribs={"layer": "S-COLS"})
    hatch = space.add_hatch(dxfattribs={"layer": "S-COLS"})
    hatch.paths.add_polyline_path([(1.0, 3.0), (1.4, 3.0), (1.4, 3.4), (1.0, 3.4)])
    space.add_circle((5.0, 3.2), 0.25, dxfattribs={"layer": "S-COLS"})
    found = read_drawing(doc, tmp_path).columns
    assert len(found) == 2
    assert [c.layer for c in found] == ["S-COLS", "S-COLS"]
    assert found[0].polygon.area == pytest.approx(0.16, abs=0.001)
    assert found[1].polygon.centroid.coords[0] == pytest.approx((5.0, 3.2), abs=0.01)


def test_small_closed_shapes_among_walls_are_columns_where_no_layer_is(tmp_path: Path) -> None:
    doc = make_office()
    draw_box(doc.modelspace(), (1.0, 3.0), (1.4, 3.4), "A-WALL")
    draw_box(doc.modelspace(), (0.0, -0.2), (12.0, 0.0), "A-WALL")
    assert len(read_drawing(doc, tmp_path).columns) == 1


def test_a_draft_keeps_its_columns_on_the_way_to_the_database_and_back(tmp_path: Path) -> None:
    doc = make_office()
    draw_box(doc.modelspace(), (1.0, 3.0), (1.4, 3.4), "S-COLS")
    draft = read_drawing(doc, tmp_path)
    again = loads(dumps(draft))
    assert again.columns[0].polygon.equals_exact(draft.columns[0].polygon, 1e-4)
    assert dumps(again) == dumps(draft)
