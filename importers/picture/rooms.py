"""Rooms: filled by category, with number and name where they fit."""

from __future__ import annotations

import shapely
from shapely import STRtree

from importers.draft import DraftRoom, FloorPlanDraft
from importers.picture import colours
from importers.picture.canvas import Canvas
from importers.picture.letters import plain
from importers.picture.places import Label, fit
from importers.picture.underlay import Underlay, box_of

OPACITY = 0.30
#: Words are looked for in so many rooms, the largest first; more would not be legible.
MAX_LABELS = 1200
MAX_WRITINGS = 5000
LEAST_PX2 = 150.0
NAME_LENGTH = 48


def draw_rooms(canvas: Canvas, draft: FloorPlanDraft) -> None:
    """The areas and their edges; words come last, over everything."""
    for room in sorted(draft.rooms, key=lambda r: -r.area_m2):
        colour = colours.colour_of(room.category)
        canvas.area(room.polygon, colour, OPACITY)
        canvas.edge(room.polygon, colour, 2.0)


def draw_room_labels(canvas: Canvas, draft: FloorPlanDraft, underlay: Underlay) -> None:
    """Numbers and names, beside the furniture where there is space beside it."""
    for room, label in _labels(canvas, draft, _taken(canvas, draft, underlay)):
        for row, (y, line) in enumerate(label.rows()):
            strong = row == 0 and bool(room.number)
            colour = colours.INK if strong else colours.FAINT_INK
            canvas.text_px((label.x, y), line, label.size_px, colour, "mm", halo=True)


def _taken(canvas: Canvas, draft: FloorPlanDraft, underlay: Underlay) -> STRtree:
    """Where words should not lie: furniture, stairs, and the drawing's own texts."""
    stands = [d.polygon for d in (*draft.desks, *draft.parking)]
    stands += [c.polygon for c in draft.connectors]
    stands += [box_of(writing) for writing in underlay.writings[:MAX_WRITINGS]]
    return STRtree([canvas.in_px(shape) for shape in stands])


def _labels(canvas: Canvas, draft: FloorPlanDraft, taken: STRtree) -> list[tuple[DraftRoom, Label]]:
    found: list[tuple[DraftRoom, Label]] = []
    sheet = shapely.box(0, 0, canvas.view.width_px, canvas.view.height_px)
    for room in sorted(draft.rooms, key=lambda r: -r.area_m2)[:MAX_LABELS]:
        shape = canvas.in_px(room.polygon)
        number = plain(room.number or "", NAME_LENGTH)
        name = plain(room.name or "", NAME_LENGTH)
        if not (number or name) or shape.area < LEAST_PX2 or not shape.is_valid:
            continue
        if not sheet.intersects(shape):
            continue
        label = fit(shape, number, name, taken)
        if label is not None:
            found.append((room, label))
    return found
