"""Pitfalls 48 to 52: rooms and desks drawn twice, over each other, or where none can be."""

from __future__ import annotations

from ezdxf.document import Drawing
from shapely import Point

from importers.draft import FloorPlanDraft
from tests.corpus.office import Pen, Style, box, make_office
from tests.corpus.pitfalls.of_files import codes
from tests.corpus.pitfalls.of_shapes import pen_of, plan
from tests.corpus.pitfalls.of_units import FLOOR
from tests.corpus.pitfalls.table import pitfall


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


@pitfall(50, "a_frame_on_the_layer_of_rooms.dxf", **FLOOR)
def a_frame_on_the_layer_of_rooms() -> Drawing:
    return framed(Style(), "A-AREA")


@pitfall(50, "a_frame_around_walls.dxf", **FLOOR)
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
