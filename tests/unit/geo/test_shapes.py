"""Boxes, repairs and anchors of plane shapes, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.anchor import anchor
from geo.repair import Gap, gap_class, repair_ring
from geo.shapes import likeness, oriented_box, polygons_of, rectangle, thickness


@settings(deadline=None)
@given(st.floats(0, 179), st.floats(0.5, 3), st.floats(-500, 500))
def test_an_oriented_box_gives_back_the_rectangle_it_was_made_from(angle, length, x):
    found = oriented_box(rectangle(x, 2.0, length + 0.3, length, angle))
    assert found is not None
    assert (found.x, found.y) == pytest.approx((x, 2.0), abs=1e-3)
    assert (found.length, found.width) == pytest.approx((length + 0.3, length), abs=1e-3)
    turn = (found.angle_deg - angle) % 180
    assert min(turn, 180 - turn) < 0.01


def test_a_line_has_no_box():
    assert oriented_box(Polygon([(0, 0), (1, 0), (1, 0)])) is None


def test_a_bow_tie_keeps_both_halves_and_says_where_it_crosses():
    found = repair_ring(np.array([(0.0, 0), (4, 4), (4, 0), (0, 4)]))
    assert not found.was_valid
    assert found.place == pytest.approx((2, 2))
    assert sum(p.area for p in found.parts) == pytest.approx(8.0)


def test_a_bridged_island_becomes_a_hole():
    ring = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 5), (3, 5), (3, 7), (6, 7), (6, 3), (3, 3)]
    found = repair_ring(np.array([*ring, (3, 5), (0, 5)], dtype=float))
    assert len(found.parts) == 1
    assert found.parts[0].area == pytest.approx(100 - 12)


@pytest.mark.parametrize(
    ("gap_m", "expected"),
    [(0.0008, Gap.NONE), (0.015, Gap.SLIP), (0.1, Gap.DOUBT), (0.9, Gap.OPEN)],
)
def test_gaps_fall_into_four_classes(gap_m, expected):
    assert gap_class(gap_m) is expected


def test_points_that_are_not_numbers_give_no_shape():
    assert repair_ring(np.array([(0, 0), (math.nan, 1), (1, 1)], dtype=float)).parts == ()


rings = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12)


@settings(deadline=None)
@given(rings)
def test_whatever_was_drawn_the_repaired_parts_are_valid_and_hold_their_anchor(ring):
    for part in repair_ring(np.array(ring)).parts:
        assert part.is_valid
        assert part.area > 0
        assert part.intersects(anchor(part))


def test_the_anchor_of_an_l_lies_in_the_l():
    shape = Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 10), (0, 10)])
    assert not shape.contains(shape.centroid)
    assert shape.contains(anchor(shape))


def test_an_empty_shape_has_no_anchor():
    with pytest.raises(ValueError, match="anchor"):
        anchor(Polygon())


def test_a_corridor_is_as_thick_as_it_is_wide():
    assert thickness(box(0, 0, 20, 1.6)) == pytest.approx(1.6, abs=0.06)


def test_half_a_shared_area_is_a_likeness_of_a_third():
    assert likeness(box(0, 0, 2, 1), box(1, 0, 3, 1)) == pytest.approx(1 / 3)


def test_polygons_are_found_inside_collections():
    both = box(0, 0, 1, 1).union(box(5, 5, 6, 6))
    assert len(polygons_of(both)) == 2
