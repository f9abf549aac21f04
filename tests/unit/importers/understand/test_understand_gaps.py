"""What a person is asked about gaps in walls, and what is left alone."""

from __future__ import annotations

import pytest

from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"WALL": "wall", "GLASS": "window", "NUMBERS": "room_label"}


def draw(doc, *lines, layer="WALL"):
    for start, end in lines:
        doc.modelspace().add_line(start, end, dxfattribs={"layer": layer})


def number(doc, text, x, y):
    doc.modelspace().add_text(
        text, height=0.2, dxfattribs={"layer": "NUMBERS", "insert": (x, y), "rotation": 0}
    )


def make_shop_window(*, panes=3, post_m=0.12, layer="GLASS"):
    """A room of 6 by 4 m whose lower side is panes with a post between them."""
    doc = make_drawing()
    draw(doc, ((6, 0), (6, 4)), ((6, 4), (0, 4)), ((0, 4), (0, 0)))
    wide = 6.0 / panes
    for k in range(panes):
        start, end = k * wide + post_m / 2, (k + 1) * wide - post_m / 2
        draw(doc, ((start, 0), (end, 0)), layer=layer)
    return doc


def test_posts_between_panes_are_no_gaps_to_ask_about():
    found = understood(make_shop_window(), LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([24.0], abs=0.1)
    assert "WALL_LEAK" not in codes(found)


def test_the_same_gaps_between_walls_are_asked_about():
    found = understood(make_shop_window(layer="WALL"), LAYERS)
    assert "WALL_LEAK" in codes(found)


def make_office_at_a_band_of_glass(short_m):
    """Two rooms of 4 by 4 m; the wall between them ends ``short_m`` before the glass."""
    doc = make_drawing()
    draw(doc, ((8, 0), (8, 4)), ((0, 4), (0, 0)), ((0, 0), (8, 0)), ((4, 0), (4, 4 - short_m)))
    draw(doc, ((0, 4), (8, 4)), layer="GLASS")
    return doc


def test_a_wall_that_ends_at_the_reveal_of_a_window_is_not_asked_about():
    found = understood(make_office_at_a_band_of_glass(0.14), LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([16.0, 16.0], abs=0.1)
    assert "WALL_LEAK" not in codes(found)


def make_rooms_beside_a_hall(labels):
    """Two rooms whose wall lacks 1.2 m, and a hall of 12 by 6 m with ``labels`` in it."""
    doc = make_drawing()
    draw(doc, ((0, 0), (8, 0)), ((0, 4), (8, 4)), ((0, 0), (0, 4)), ((8, 0), (8, 4)))
    draw(doc, ((4, 0), (4, 2.8)))
    draw(doc, ((10, 0), (22, 0)), ((22, 0), (22, 6)), ((22, 6), (10, 6)), ((10, 6), (10, 0)))
    number(doc, "101", 2, 2)
    number(doc, "102", 6, 2)
    for k, (x, y) in enumerate(labels):
        number(doc, str(201 + k), 10 + x, y)
    return doc


def test_two_rooms_stay_two_although_desks_elsewhere_are_numbered_like_them():
    desks = [(2 + 1.6 * k, y) for k in range(4) for y in (2, 3.5)]
    found = understood(make_rooms_beside_a_hall(desks), LAYERS)
    areas = sorted(r.area_m2 for r in found.rooms)
    assert areas == pytest.approx([16.0, 16.0, 72.0], abs=0.9)


def test_labels_side_by_side_do_not_divide_the_room_they_stand_in():
    doc = make_rooms_beside_a_hall([(4.2 + 1.2 * k, 3) for k in range(4)])
    draw(doc, ((16, 0), (16, 2.3)), ((16, 3.7), (16, 6)))
    found = understood(doc, LAYERS)
    areas = sorted(r.area_m2 for r in found.rooms)
    assert areas == pytest.approx([16.0, 16.0, 72.0], abs=0.9)


def test_five_rooms_in_a_row_with_broken_walls_stay_five():
    doc = make_drawing()
    draw(doc, ((0, 0), (20, 0)), ((0, 4), (20, 4)), ((0, 0), (0, 4)), ((20, 0), (20, 4)))
    draw(doc, *(((4 * k, 0), (4 * k, 2.9)) for k in range(1, 5)))
    for k in range(5):
        number(doc, str(101 + k), 4 * k + 2, 2)
    found = understood(doc, LAYERS)
    assert [r.area_m2 for r in found.rooms] == pytest.approx([16.0] * 5, abs=0.9)
