"""Loose ends of walls, the gaps that matter, and rooms that an opening joins."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, Point, Polygon, box

from geo.gaps import closed_gaps, divided
from geo.joins import joins
from geo.linework import GAP_M, Walls, merged, survey


def make_walls(*gaps: tuple[float, float]) -> list[LineString]:
    """A box of 10 by 4 m with a wall at x = 5 that is missing between the heights ``gaps``."""
    lines = [LineString(p) for p in [[(0, 0), (10, 0)], [(10, 0), (10, 4)], [(10, 4), (0, 4)]]]
    lines.append(LineString([(0, 4), (0, 0)]))
    bottom = 0.0
    for low, high in gaps:
        if low > bottom:
            lines.append(LineString([(5, bottom), (5, low)]))
        bottom = high
    if bottom < 4:
        lines.append(LineString([(5, bottom), (5, 4)]))
    return lines


def test_a_loose_end_is_joined_to_the_wall_ahead_by_the_shortest_line():
    (join,) = joins(make_walls((3.993, 4.0)), GAP_M)
    assert join.length == pytest.approx(0.007)
    assert join.centroid.coords[0] == pytest.approx((5, 3.9965))


def test_two_ends_that_face_each_other_are_joined_once():
    (join,) = joins(make_walls((2, 2.1)), GAP_M)
    assert join.length == pytest.approx(0.1)


def test_ends_that_touch_are_not_loose():
    assert joins(make_walls(), GAP_M) == ()


def test_the_faces_of_a_wall_are_not_joined_to_each_other_at_its_end():
    faces = [LineString([(0, 0), (3, 0)]), LineString([(0, 0.1), (3, 0.1)])]
    assert joins(faces, GAP_M) == ()


def test_a_gap_between_two_spaces_was_closed_for_them():
    lines = make_walls((2, 2.1))
    seen = survey(lines)
    (gap,) = closed_gaps(lines, seen.spaces, seen.gaps, GAP_M)
    assert gap.length == pytest.approx(0.1)


def test_a_gap_within_one_space_matters_to_nobody():
    lines = [*make_walls((0, 4)), LineString([(3, 0.05), (3, 2)])]
    seen = survey(lines)
    assert len(seen.spaces) == 1
    assert closed_gaps(lines, seen.spaces, seen.gaps, GAP_M) == ()


def test_a_broken_face_of_a_double_wall_lets_nobody_see_the_next_room():
    lines = [*make_walls((2, 2.1)), LineString([(5.1, 0), (5.1, 4)])]
    seen = survey(lines)
    assert len(seen.spaces) == 2
    assert closed_gaps(lines, seen.spaces, seen.gaps, GAP_M) == ()


def test_a_double_wall_that_is_broken_through_has_one_gap():
    other = [LineString([(5.1, 0), (5.1, 2)]), LineString([(5.1, 2.1), (5.1, 4)])]
    lines = [*make_walls((2, 2.1)), *other]
    seen = survey(lines)
    assert len(closed_gaps(lines, seen.spaces, seen.gaps, GAP_M)) == 1


MARKS = [(Point(2, 2), "101"), (Point(8, 2), "102")]


@pytest.mark.parametrize("width", [0.3, 0.7, 1.0, 1.3, 1.5])
def test_a_space_with_two_numbers_is_divided_at_its_opening(width):
    walls = Walls(merged(make_walls((1, 1 + width))))
    parts = divided(box(0, 0, 10, 4), walls, MARKS)
    assert sorted(round(part.shape.area) for part in parts) == [20, 20]
    (opening,) = [opening for part in parts for opening in part.openings]
    assert opening.length == pytest.approx(width, abs=0.005)


def test_a_wide_opening_joins_two_numbers_to_one_room():
    walls = Walls(merged(make_walls((1, 3))))
    assert divided(box(0, 0, 10, 4), walls, MARKS) == ()


def test_one_number_at_two_places_divides_nothing():
    walls = Walls(merged(make_walls((1, 2))))
    same = [(point, "101") for point, _ in MARKS]
    assert divided(box(0, 0, 10, 4), walls, same) == ()


def test_three_rooms_in_a_row_are_told_apart():
    lines = [*make_walls((1, 2)), LineString([(8, 0), (8, 1)]), LineString([(8, 1.8), (8, 4)])]
    whole: Polygon = box(0, 0, 10, 4)
    marks = [(Point(2, 3), "1"), (Point(6.5, 3), "2"), (Point(9, 3), "3")]
    parts = divided(whole, Walls(merged(lines)), marks)
    assert sorted(round(part.shape.area) for part in parts) == [8, 12, 20]


@pytest.mark.parametrize("thick", [0.0, 0.1])
def test_many_rooms_open_to_one_corridor_are_each_cut_off_once(thick):
    """What was cut off must not grow back when the next one is."""
    rooms = 6
    floor = box(0, 0, 4 * rooms, 10)
    lines = [floor.exterior]
    for k in range(rooms):
        west = 4 * k
        faces = (3.0, 3.0 - thick) if thick else (3.0,)
        lines += [LineString([(west, y), (west + 1.2, y)]) for y in faces]
        lines += [LineString([(west + 2.2, y), (west + 4, y)]) for y in faces]
        lines += [LineString([(west + x, y) for y in faces]) for x in (1.2, 2.2) if thick]
        if k:
            lines.append(LineString([(west, 3 - thick), (west, 0)]))
    marks = [(Point(4 * k + 2, 1.5), str(k)) for k in range(rooms)] + [(Point(12, 7), "corridor")]
    parts = divided(floor, Walls(merged(lines)), marks)
    assert len(parts) == rooms + 1
    whole = sum(part.shape.area for part in parts)
    assert whole == pytest.approx(shapely.union_all([part.shape for part in parts]).area, rel=1e-3)


def test_without_closing_gaps_the_spaces_run_together():
    lines = make_walls((2, 2.007))
    assert len(survey(lines).spaces) == 2
    assert len(survey(lines, 0.001, 0.0, 0.001).spaces) == 1
