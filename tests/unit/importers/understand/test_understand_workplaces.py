"""Closed shapes that look like rooms but are workplaces, and those that are neither."""

from __future__ import annotations

import pytest

from tests.support.scenes import make_drawing, understood

LAYERS = {"RM": "room", "AREA-X": "unknown", "FURN": "furniture"}


def ring(doc, x, y, width, height, layer):
    doc.modelspace().add_lwpolyline(
        [(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
        close=True,
        dxfattribs={"layer": layer},
    )


def make_office():
    doc = make_drawing()
    ring(doc, 0, 0, 20, 10, "RM")
    for i in range(6):
        ring(doc, 1 + 3 * i, 4, 1.8, 1.6, "AREA-X")
    return doc


@pytest.mark.parametrize("role", ["unknown", "room"])
def test_equal_shapes_of_a_desks_size_inside_a_room_are_workplaces(role):
    found = understood(make_office(), {**LAYERS, "AREA-X": role})
    assert len(found.rooms) == 1
    assert [round(d.x, 3) for d in found.desks] == [1.9, 4.9, 7.9, 10.9, 13.9, 16.9]


def test_the_seat_of_an_outlined_workplace_is_where_the_chairs_curves_are():
    doc = make_office()
    for i in range(6):
        for step in range(4):
            doc.modelspace().add_arc(
                (1.9 + 3 * i, 5.2), 0.1 + 0.02 * step, 0, 90, dxfattribs={"layer": "FURN"}
            )
    assert {d.rotation_deg for d in understood(doc, LAYERS).desks} == {180.0}


def test_floor_tiles_are_no_workplaces():
    doc = make_drawing()
    ring(doc, 0, 0, 8, 4, "RM")
    for i in range(8):
        for j in range(4):
            ring(doc, i, j, 1, 1, "AREA-X")
    found = understood(doc, LAYERS)
    assert len(found.rooms) == 1
    assert found.desks == ()


def test_small_rooms_with_a_use_in_their_layers_name_stay_rooms():
    doc = make_drawing()
    ring(doc, 0, 0, 20, 10, "RM")
    for i in range(5):
        ring(doc, 1 + 3 * i, 4, 1.5, 1.8, "Toilets")
    found = understood(doc, {**LAYERS, "Toilets": "room"})
    assert sum(r.category == "restroom" for r in found.rooms) == 5


def test_a_chair_at_loose_furniture_lines_is_a_workplace_on_the_lines():
    doc = make_drawing()
    chair = doc.blocks.new("CHAIR")
    chair.add_lwpolyline([(-0.25, -0.25), (0.25, -0.25), (0.25, 0.25), (-0.25, 0.25)], close=True)
    lines = [((0, 0), (4, 0)), ((0, 0.8), (4, 0.8)), ((0, 0), (0, 0.8)), ((4, 0), (4, 0.8))]
    lines.append(((2, 0), (2, 0.8)))
    for start, end in lines:
        doc.modelspace().add_line(start, end, dxfattribs={"layer": "FURN"})
    for x in (1, 3):
        doc.modelspace().add_blockref("CHAIR", (x, -0.4), dxfattribs={"layer": "FURN"})
    desks = understood(doc, LAYERS, {"CHAIR": "chair"}).desks
    assert [(round(d.x, 2), round(d.y, 2)) for d in desks] == [(1.0, 0.4), (3.0, 0.4)]
    assert [d.polygon.area for d in desks] == pytest.approx([1.6, 1.6], abs=0.01)


def draw_table_for_two(doc, x, y):
    """Two tables side by side, and a chair of 0.5 by 0.4 m at the outer side of each."""
    ring(doc, x, y, 0.8, 1.6, "FURN")
    ring(doc, x + 0.8, y, 0.8, 1.6, "FURN")
    ring(doc, x - 0.4, y + 0.5, 0.4, 0.5, "FURN")
    ring(doc, x + 1.6, y + 0.5, 0.4, 0.5, "FURN")


def test_the_compartments_of_a_shelf_at_the_end_of_a_desk_are_no_chairs():
    doc = make_drawing()
    for k in range(3):
        draw_table_for_two(doc, 2 + 4 * k, 2)
        for cell in range(6):
            ring(doc, 2 + 4 * k + 1.6 * cell / 6, 3.6, 1.6 / 6, 0.4, "FURN")
    found = understood(doc, LAYERS)
    assert len(found.desks) == 6
    assert {d.rotation_deg for d in found.desks} == {90.0, 270.0}
