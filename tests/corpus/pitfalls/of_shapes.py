"""Pitfalls 40 to 52: geometry."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ezdxf.document import Drawing
from shapely import Point

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


@pitfall(48, "rooms_drawn_twice.dxf", found=codes("ROOM_DUPLICATE"), **FLOOR)
def rooms_drawn_twice() -> Drawing:
    """Some copies begin at another corner, or run the other way."""
    doc = make_office(Style())
    for number, ring in enumerate(doc.modelspace().query("LWPOLYLINE[layer=='A-AREA']")):
        points = ring.get_points("xy")
        turned = points[number % 4 :] + points[: number % 4]
        doc.modelspace().add_lwpolyline(
            turned[::-1] if number % 2 else turned, close=True, dxfattribs={"layer": "A-AREA"}
        )
    return doc


@pitfall(48, "the_whole_floor_twice.dxf", found=codes("ROOM_DUPLICATE"), **FLOOR)
def the_whole_floor_twice() -> Drawing:
    """Copied onto itself, as happens when a reference is bound twice."""
    doc = make_office(Style())
    for entity in list(doc.modelspace()):
        doc.modelspace().add_entity(entity.copy())
    return doc


@pitfall(49, "slivers_between_rooms.dxf", rooms=(15.984, 20.0), unsaid=codes("ROOM_OVERLAP"))
def slivers_between_rooms() -> Drawing:
    """Rooms are 4 mm apart where they should touch."""
    return plan(box(0, 0, 5, 4), box(5.004, 0, 9, 4))


@pitfall(49, "rooms_that_overlap_by_a_hair.dxf", rooms=(16.016, 20.0), unsaid=codes("ROOM_OVERLAP"))
def rooms_that_overlap_by_a_hair() -> Drawing:
    return plan(box(0, 0, 5, 4), box(4.996, 0, 9, 4))


@pitfall(
    49, "rooms_that_overlap.dxf", rooms=(20.0, 20.0), found=codes("ROOM_OVERLAP"), says="4.0 m"
)
def rooms_that_overlap() -> Drawing:
    return plan(box(0, 0, 5, 4), box(4, 0, 9, 4))


@pitfall(49, "a_room_in_a_room.dxf", rooms=(3.0, 80.0), unsaid=codes("ROOM_OVERLAP"))
def a_room_in_a_room() -> Drawing:
    return plan(box(0, 0, 10, 8), box(2, 2, 4, 3.5))


def framed(style: Style, layer: str) -> Drawing:
    """The floor in the border of an A1 sheet, which has a title block in its corner."""
    doc = make_office(style)
    pen = Pen(doc.modelspace(), style)
    pen.ring(box(-10, -20, 74.1, 39.4), layer)
    pen.ring(box(55, -20, 74.1, -10), layer)
    return doc


@pitfall(50, "a_frame_on_the_layer_of_rooms.dxf", found=codes("OUTSIDE_LEFT_OUT"), **FLOOR)
def a_frame_on_the_layer_of_rooms() -> Drawing:
    return framed(Style(), "A-AREA")


@pitfall(50, "a_frame_around_walls.dxf", found=codes("OUTSIDE_LEFT_OUT"), **FLOOR)
def a_frame_around_walls() -> Drawing:
    """Rooms are found from walls, and the frame lies on layer 0."""
    return framed(Style(room=None), "0")


@pitfall(50, "booths_in_a_hall.dxf", rooms=5, unsaid=codes("OUTSIDE_LEFT_OUT"))
def booths_in_a_hall() -> Drawing:
    """Four booths have numbers, the hall around them has none: desks stand in it."""
    doc = plan(box(0, 0, 30, 20), *[box(x, 8, x + 2, 10) for x in (3, 9, 15, 21)])
    pen = pen_of(doc)
    for number, x in enumerate((3, 9, 15, 21)):
        pen.text(f"B{number + 1}", (x + 0.7, 9), "A-AREA-IDEN")
        pen.insert("DESK", (x + 3, 3), "A-FURN")
        pen.insert("CHAIR", (x + 3, 2.35), "A-FURN", 180)
    return doc


@pitfall(50, "dots_on_the_layer_of_rooms.dxf", found=codes("ROOM_TINY"), **FLOOR)
def dots_on_the_layer_of_rooms() -> Drawing:
    doc = make_office(Style())
    pen = Pen(doc.modelspace(), Style())
    for x in range(4):
        pen.ring(box(5 * x + 1, 1.5, 5 * x + 1.2, 1.7), "A-AREA")
    return doc


@pitfall(50, "a_hall_of_four_hectares.dxf", found=codes("ROOM_HUGE"), rooms=(40_000.0,))
def a_hall_of_four_hectares() -> Drawing:
    doc = plan(box(0, 0, 200, 200))
    pen = pen_of(doc)
    for k in range(8):
        pen.insert("DOOR", (20 * k + 10, 0), "A-DOOR")
        pen.insert("DESK", (20 * k + 10, 50), "A-FURN")
        pen.insert("CHAIR", (20 * k + 10, 49.35), "A-FURN", 180)
    return doc


def label_is_in_the_l(draft: FloorPlanDraft) -> bool:
    return [(room.number, room.area_m2 > 20) for room in draft.rooms] == [("101", True)]


@pitfall(51, "an_l_shaped_room.dxf", also=label_is_in_the_l)
def an_l_shaped_room() -> Drawing:
    """The middle of the L lies in the corner that it leaves free; the label is in its leg."""
    doc = plan([(0, 0), (10, 0), (10, 2), (2, 2), (2, 10), (0, 10)])
    pen_of(doc).text("101", (0.7, 8), "A-AREA-IDEN")
    return doc


def all_desks_are_in_rooms(draft: FloorPlanDraft) -> bool:
    return all(
        any(room.polygon.covers(Point(desk.x, desk.y)) for room in draft.rooms)
        for desk in draft.desks
    )


@pitfall(52, "a_desk_across_a_wall.dxf", found=codes("DESK_ACROSS_ROOMS"), rooms=2, desks=2)
def a_desk_across_a_wall() -> Drawing:
    """Most of one desk is in the left room, a third of it in the right one."""
    doc = plan(box(0, 0, 5, 4), box(5, 0, 10, 4))
    pen = pen_of(doc)
    for x in (4.7, 8.0):
        pen.insert("DESK", (x, 2), "A-FURN")
        pen.insert("CHAIR", (x, 1.35), "A-FURN", 180)
    return doc


@pitfall(52, "a_desk_on_a_wall.dxf", found=codes("DESK_OUTSIDE_ROOM"), rooms=2, desks=3)
def a_desk_on_a_wall() -> Drawing:
    """A desk outside of all rooms is kept and pointed at."""
    doc = plan(box(0, 0, 5, 4), box(5, 0, 10, 4))
    pen = pen_of(doc)
    for x in (2.5, 8.0, 14.0):
        pen.insert("DESK", (x, 2), "A-FURN")
        pen.insert("CHAIR", (x, 1.35), "A-FURN", 180)
    return doc


@pitfall(52, "a_desk_that_pokes_into_a_wall.dxf", also=all_desks_are_in_rooms, rooms=2, desks=2)
def a_desk_that_pokes_into_a_wall() -> Drawing:
    """A hand's breadth of a desk in the wall is how people draw."""
    doc = plan(box(0, 0, 5, 4), box(5.2, 0, 10, 4))
    pen = pen_of(doc)
    for x in (4.3, 8.0):
        pen.insert("DESK", (x, 2), "A-FURN")
        pen.insert("CHAIR", (x, 1.35), "A-FURN", 180)
    return doc
