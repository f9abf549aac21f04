"""Corner desks drawn as two loose tables with a chair in the angle. Lengths are in metres."""

from __future__ import annotations

import pytest

from tests.support.scenes import make_drawing, understood

LAYERS = {"TABLES": "furniture", "CHAIRS": "furniture"}
MAIN, RETURN = (0, 0, 0.8, 1.8), (0.8, 0, 1.8, 0.6)


def make_floor(*tables, chairs):
    doc = make_drawing()
    for layer, boxes in (("TABLES", tables), ("CHAIRS", chairs)):
        for x0, y0, x1, y1 in boxes:
            doc.modelspace().add_lwpolyline(
                [(x0, y0), (x1, y0), (x1, y1), (x0, y1)],
                close=True,
                dxfattribs={"layer": layer},
            )
    return doc


def chair(x, y):
    return (x - 0.25, y - 0.25, x + 0.25, y + 0.25)


OWN = chair(1.15, 0.95)
VISITORS = (chair(-0.4, 0.5), chair(-0.4, 1.3))


def test_two_tables_around_a_chair_are_one_desk():
    (desk,) = understood(make_floor(MAIN, RETURN, chairs=[OWN]), LAYERS).desks
    assert desk.polygon.area == pytest.approx(1.44 + 0.6, abs=0.05)


def test_chairs_for_visitors_make_no_second_desk():
    assert len(understood(make_floor(MAIN, RETURN, chairs=[OWN, *VISITORS]), LAYERS).desks) == 1


def test_a_cupboard_at_the_far_end_does_not_take_the_return_away():
    cupboard = (1.8, 0, 2.4, 1.8)
    (desk,) = understood(make_floor(cupboard, MAIN, RETURN, chairs=[OWN]), LAYERS).desks
    assert desk.polygon.bounds == pytest.approx((0, 0, 1.8, 1.8), abs=0.04)


def test_two_corner_desks_back_to_back_stay_two():
    mirrored = [(-x1, y0, -x0, y1) for x0, y0, x1, y1 in (MAIN, RETURN, OWN)]
    floor = make_floor(MAIN, RETURN, *mirrored[:2], chairs=[OWN, mirrored[2]])
    assert len(understood(floor, LAYERS).desks) == 2


def test_tables_in_a_row_are_not_joined():
    row = [(0, 0, 1.6, 0.8), (1.6, 0, 3.2, 0.8)]
    floor = make_floor(*row, chairs=[chair(0.8, 1.1), chair(2.4, 1.1)])
    assert len(understood(floor, LAYERS).desks) == 2
