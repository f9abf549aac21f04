"""A deck with an open side is a zone, a room with walls all round is a room, whatever its name."""

from __future__ import annotations

from shapely import box

from tests.support.scenes import codes, make_drawing, understood

LAYERS = {"WALL": "wall", "NAMES": "room_label", "ROOMS": "room", "DESK": "desk"}
HOUSE = box(0, 0, 8, 6)


def make_house(name, *, walled=False):
    """A house of 8 by 6 m within walls of 0.2 m, and an area of 3 by 4 m at its right side."""
    doc = make_drawing()
    space = doc.modelspace()
    rings = [HOUSE, HOUSE.buffer(0.2, join_style="mitre")]
    rings += [box(8.2, 1, 11.2, 5), box(8.2, 0.8, 11.4, 5.2)][: 2 if walled else 1]
    for ring in rings:
        corners = list(ring.exterior.coords)[:-1]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "WALL"})
    for text, x in (("Living room", 4), (name, 9.7)):
        space.add_text(text, height=0.2, dxfattribs={"layer": "NAMES", "insert": (x, 3)})
    return doc


def names(found):
    return sorted(room.name for room in found.rooms)


def test_a_deck_of_single_lines_is_a_zone():
    found = understood(make_house("Covered deck"), LAYERS)
    assert names(found) == ["Living room"]
    assert [zone.name for zone in found.zones] == ["Covered deck"]
    assert "OPEN_AREA" in codes(found)


def test_a_terrace_within_walls_is_a_room():
    assert names(understood(make_house("Terrace", walled=True), LAYERS)) == [
        "Living room",
        "Terrace",
    ]


def test_a_room_of_single_lines_is_a_room():
    assert names(understood(make_house("Store"), LAYERS)) == ["Living room", "Store"]


def test_a_terrace_with_an_outline_of_a_room_is_a_room():
    doc = make_drawing()
    for k, name in enumerate(("Office", "Store", "Terrace")):
        corners = [(4 * k, 0), (4 * k + 4, 0), (4 * k + 4, 4), (4 * k, 4)]
        doc.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": "ROOMS"})
        text = {"layer": "NAMES", "insert": (4 * k + 1, 2)}
        doc.modelspace().add_text(name, height=0.2, dxfattribs=text)
    assert names(understood(doc, LAYERS)) == ["Office", "Store", "Terrace"]
