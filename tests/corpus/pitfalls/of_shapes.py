"""Pitfalls 40 to 47: outlines and walls."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ezdxf.document import Drawing

from importers.draft import FloorPlanDraft
from tests.corpus.office import Pen, Style, box, make_office, start
from tests.corpus.pitfalls.of_files import codes
from tests.corpus.pitfalls.of_units import FLOOR
from tests.corpus.pitfalls.table import pitfall

Corner = tuple[float, float]
IN_METRES = Style(unit_per_m=1.0, header=6)


def plan(*rings: Iterable[Corner], close: bool = True, layer: str = "A-AREA") -> Drawing:
    """Outlines of rooms, in metres, and nothing else."""
    doc, pen = start(IN_METRES)
    for ring in rings:
        pen.layout.add_lwpolyline(list(ring), close=close, dxfattribs={"layer": layer})
    return doc


def pen_of(doc: Drawing) -> Pen:
    return Pen(doc.modelspace(), IN_METRES)


def shut_and(ring: Sequence[Corner]) -> Drawing:
    """``ring`` as it is, open or not, beside a room that is closed."""
    doc = plan(box(10, 0, 14, 4))
    doc.modelspace().add_lwpolyline(ring, dxfattribs={"layer": "A-AREA"})
    return doc


@pitfall(40, "first_is_last_but_open.dxf", rooms=(16.0, 20.0), unsaid=codes("ROOM_NOT_CLOSED"))
def first_is_last_but_open() -> Drawing:
    return shut_and([*box(0, 0, 5, 4), (0, 0)])


@pitfall(40, "open_by_half_a_millimetre.dxf", rooms=(16.0, 20.0), unsaid=codes("ROOM_NOT_CLOSED"))
def open_by_half_a_millimetre() -> Drawing:
    return shut_and([*box(0, 0, 5, 4), (0, 0.0005)])


@pitfall(
    40,
    "open_by_a_centimetre.dxf",
    rooms=(16.0, 20.0),
    found=codes("ROOM_NOT_CLOSED"),
    says="10.0 mm",
)
def open_by_a_centimetre() -> Drawing:
    return shut_and([*box(0, 0, 5, 4), (0, 0.01)])


@pitfall(
    40,
    "open_by_a_decimetre.dxf",
    rooms=(16.0, 20.0),
    found=codes("ROOM_NOT_CLOSED"),
    says="100.0 mm",
)
def open_by_a_decimetre() -> Drawing:
    return shut_and([*box(0, 0, 5, 4), (0, 0.1)])


@pitfall(
    40, "open_by_a_door.dxf", rooms=(16.0, 20.0), found=codes("ROOM_NOT_CLOSED"), says="900.0 mm"
)
def open_by_a_door() -> Drawing:
    """Drawn from one side of a door around the room to the other."""
    return shut_and([*box(0, 0, 5, 4), (0, 0.9)])


@pitfall(40, "open_by_a_side.dxf", rooms=(16.0,), unsaid=codes("ROOM_NOT_CLOSED"))
def open_by_a_side() -> Drawing:
    """Nobody knows what is missing: such an outline is no room."""
    return shut_and([(0, 0), (5, 0), (5, 4), (0, 4)])


@pitfall(41, "rooms_of_loose_lines.dxf", **FLOOR)
def rooms_of_loose_lines() -> Drawing:
    return make_office(Style(rooms="lines"))


@pitfall(41, "a_room_of_lines_and_an_arc.dxf", rooms=(20.0 + math.pi * 2,))
def a_room_of_lines_and_an_arc() -> Drawing:
    """Lines that miss each other by 0.8 mm, and half a circle at the end."""
    doc, pen = start(IN_METRES)
    pen.lines([(5, 0), (0, 0)], "A-AREA")
    pen.lines([(0.0008, 0), (0, 4)], "A-AREA")
    pen.lines([(0, 3.9992), (5, 4)], "A-AREA")
    pen.arc((5, 2), 2, 270, 90, "A-AREA")
    return doc


@pitfall(42, "a_wall_that_stops_3_mm_short.dxf", rooms=(20.0, 20.0, 20.0), doors=3)
def a_wall_that_stops_3_mm_short() -> Drawing:
    """Three rooms of single lines; doors with arcs, and a slip at the end of one wall."""
    doc, pen = start(IN_METRES)
    pen.lines([(0, 0), (15, 0), (15, 4), (0, 4), (0, 0)], "A-WALL")
    for x, top in ((5.0, 3.997), (10.0, 4.0)):
        pen.lines([(x, 0), (x, 1)], "A-WALL")
        pen.lines([(x, 1.9), (x, top)], "A-WALL")
        pen.lines([(x, 1), (x + 0.9, 1)], "A-DOOR")
        pen.arc((x, 1), 0.9, 0, 90, "A-DOOR")
    pen.layout.query("LINE")[0].dxf.end = (12, 0)
    pen.lines([(12.9, 0), (15, 0)], "A-WALL")
    pen.lines([(12, 0), (12, 0.9)], "A-DOOR")
    pen.arc((12, 0), 0.9, 0, 90, "A-DOOR")
    return doc


@pitfall(42, "a_wall_with_a_hole.dxf", found=codes("WALL_LEAK"), rooms=(20.0, 20.0))
def a_wall_with_a_hole() -> Drawing:
    """The outer wall of one room has a hole of a metre, and no door."""
    doc, pen = start(IN_METRES)
    pen.lines([(0, 0), (10, 0), (10, 4), (0, 4)], "A-WALL")
    pen.lines([(5, 0), (5, 4)], "A-WALL")
    pen.lines([(0, 4), (0, 2.5)], "A-WALL")
    pen.lines([(0, 1.5), (0, 0)], "A-WALL")
    return doc


def inner_faces(draft: FloorPlanDraft) -> bool:
    """Rooms of 5 by 5 m between walls of 0.2 m, and the corridor of 20 by 2 m."""
    areas = sorted(room.area_m2 for room in draft.rooms)
    return all(abs(a - 4.8 * 4.8) < 0.3 for a in areas[:-1]) and abs(areas[-1] - 19.8 * 1.8) < 1.0


for walls in ("double", "filled"):
    pitfall(43, f"walls_{walls}.dxf", also=inner_faces, unsaid=codes("WALL_LEAK"), **FLOOR)(
        lambda walls=walls: make_office(Style(room=None, walls=walls))
    )


@pitfall(43, "columns_in_the_rooms.dxf", also=inner_faces, unsaid=codes("WALL_LEAK"), **FLOOR)
def columns_in_the_rooms() -> Drawing:
    """Columns stand in the rooms; they are no rooms, and the rooms are not cut by them."""
    doc = make_office(Style(room=None))
    pen = Pen(doc.modelspace(), Style())
    for room in range(4):
        for y in (3.3, 9.0):
            x = 5.0 * room + 2.5
            pen.ring(box(x, y, x + 0.3, y + 0.3), "A-COLS")
    return doc


@pitfall(44, "a_bow_tie.dxf", found=codes("ROOM_SELF_CROSSING"), rooms=(4.0, 4.0, 16.0))
def a_bow_tie() -> Drawing:
    """Both halves are kept: 8 square metres, not 4."""
    return plan([(0, 0), (4, 4), (4, 0), (0, 4)], box(10, 0, 14, 4))


@pitfall(44, "a_spike.dxf", rooms=(16.0, 20.0))
def a_spike() -> Drawing:
    """The outline runs out along a line and back again."""
    return plan([(0, 0), (5, 0), (5, 2), (8, 2), (5, 2), (5, 4), (0, 4)], box(10, 0, 14, 4))


@pitfall(
    45,
    "an_island_on_a_bridge.dxf",
    rooms=(16.0, 96.0),
    also=lambda draft: [len(r.polygon.interiors) for r in draft.rooms if r.area_m2 > 90] == [1],
)
def an_island_on_a_bridge() -> Drawing:
    """One outline: to the island over a bridge without width, around it, and back."""
    bridge = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 5), (4, 5), (4, 6), (6, 6), (6, 4), (4, 4)]
    return plan([*bridge, (4, 5), (0, 5)], box(12, 0, 16, 4))


@pitfall(
    46,
    "a_circle_of_two_bulges.dxf",
    rooms=(20.0, math.pi * 9),
    also=lambda draft: max(len(room.polygon.exterior.coords) for room in draft.rooms) < 300,
)
def a_circle_of_two_bulges() -> Drawing:
    """In millimetres: neither an area of nothing nor a thousand corners."""
    doc, pen = start(Style())
    pen.layout.add_lwpolyline(
        [(0, 3000, 1), (6000, 3000, 1)], "xyb", close=True, dxfattribs={"layer": "A-AREA"}
    )
    pen.ring(box(7, 0, 12, 4), "A-AREA")
    return doc


@pitfall(47, "a_round_room_as_ellipse.dxf", rooms=(20.0, math.pi * 3 * 2))
def a_round_room_as_ellipse() -> Drawing:
    doc = plan(box(7, 0, 12, 4))
    doc.modelspace().add_ellipse((3, 2), (3, 0), 2 / 3, dxfattribs={"layer": "A-AREA"})
    return doc


@pitfall(47, "a_round_room_as_spline.dxf", rooms=(20.0, math.pi * 4))
def a_round_room_as_spline() -> Drawing:
    doc = plan(box(7, 0, 12, 4))
    points = [
        (3 + 2 * math.cos(k * math.pi / 12), 2 + 2 * math.sin(k * math.pi / 12)) for k in range(25)
    ]
    doc.modelspace().add_spline(points, dxfattribs={"layer": "A-AREA"})
    return doc


@pitfall(47, "splines_that_are_damaged.dxf", found=codes("ENTITY_UNREADABLE"), rooms=(16.0, 20.0))
def splines_that_are_damaged() -> Drawing:
    """Too few knots, no points at all, all points in one place: the rest is read."""
    doc = plan(box(0, 0, 4, 4), box(7, 0, 12, 4))
    msp, layer = doc.modelspace(), {"layer": "A-FURN"}
    few = msp.add_open_spline([(0, 0), (1, 1), (2, 0), (3, 1)], dxfattribs=layer)
    few.knots = [0.0, 0.0, 1.0]
    msp.add_spline(dxfattribs=layer)
    msp.add_open_spline([(1, 1)] * 4, dxfattribs=layer)
    weights = msp.add_rational_spline([(0, 0), (1, 1), (2, 0), (3, 1)], [1] * 4, dxfattribs=layer)
    weights.weights = [0.0] * 4
    return doc
