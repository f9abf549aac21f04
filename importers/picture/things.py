"""What stands on the plan: desks with their seats, parking, doors, stairs, zones, the outline."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from geo.anchor import anchor
from geo.shapes import oriented_box, rectangle
from importers.draft import DraftDesk, DraftDoor, FloorPlanDraft
from importers.picture import colours
from importers.picture.canvas import Canvas, Colour
from importers.picture.letters import plain, width_of

SEAT_M = 0.17
SEAT_PX = (2.5, 8.0)
DESK_SIZES_PX = (19, 16, 14, 12, 10, 9)
LABEL_LENGTH = 24
VIEW_LENGTH = 48
ARC_STEPS = 13
DOOR_PX = {"entrance": 4.5}
_DOOR_COLOURS: dict[str, Colour] = {
    "entrance": colours.ENTRANCE,
    "opening": colours.OPENING,
}


def draw_things(canvas: Canvas, draft: FloorPlanDraft) -> None:
    """Everything but rooms and findings, the large before the small."""
    if draft.outline is not None:
        canvas.edge(draft.outline, colours.OUTLINE, 2.5)
    for connector in draft.connectors:
        _connector(canvas, connector.polygon, connector.kind)
    for place in draft.parking:
        _block(canvas, place, colours.PARKING)
    for desk in draft.desks:
        _block(canvas, desk, colours.DESK)
        _seat(canvas, desk)
    for window in draft.windows:
        canvas.edge(window.line, colours.WINDOW, 3.5)
    for door in draft.doors:
        _door(canvas, door)
    for item in (*draft.desks, *draft.parking):
        _label(canvas, item)


def draw_zones(canvas: Canvas, draft: FloorPlanDraft) -> None:
    """Dashed edges, each with its name at the top."""
    for zone in draft.zones:
        canvas.area(zone.polygon, colours.ZONE, 0.05)
        canvas.edge(zone.polygon, colours.ZONE, 2.0, dashed=True)
        name = plain(zone.name or "", LABEL_LENGTH)
        shape = canvas.in_px(zone.polygon)
        if name and not shape.is_empty:
            left, top, right, _ = shape.bounds
            if width_of(name, 13) < right - left:
                canvas.text_px(
                    ((left + right) / 2, top + 3), name, 13, colours.ZONE, "ma", halo=True
                )


def draw_views(canvas: Canvas, draft: FloorPlanDraft) -> None:
    """The drawings on a sheet, each in a dashed frame with its name; those left out are faint."""
    for view in draft.views:
        frame = shapely.box(*view.extent_m)
        colour = colours.OUTLINE if view.chosen else colours.LEFT_OUT
        canvas.edge(frame, colour, 1.5, dashed=True)
        left, top, _, _ = canvas.in_px(frame).bounds
        what = plain(view.name, VIEW_LENGTH) or view.kind.replace("_", " ")
        text = what if view.chosen else f"{what} (left out)"
        canvas.text_px((left + 4, top + 2), text, 14, colour, "la", halo=True)


def _connector(canvas: Canvas, shape: shapely.Polygon, kind: str) -> None:
    colour = colours.LIFT if kind in {"lift", "elevator"} else colours.STAIR
    canvas.area(shape, colour, 0.35)
    canvas.edge(shape, colour, 2.0)
    inside = canvas.in_px(shape)
    if inside.is_empty:
        return
    left, top, right, bottom = inside.bounds
    for size in (14, 11):
        if width_of(kind, size) < right - left and 1.4 * size < bottom - top:
            middle = (left + right) / 2, (top + bottom) / 2
            canvas.text_px(middle, kind, size, colour, "mm", halo=True)
            return


def _block(canvas: Canvas, item: DraftDesk, colour: Colour) -> None:
    canvas.area(item.polygon, colour, 0.45)
    canvas.edge(item.polygon, colour, 1.5)


def _seat(canvas: Canvas, desk: DraftDesk) -> None:
    """A dot before the side at which a person sits."""
    turn = math.radians(desk.rotation_deg)
    dx, dy = math.sin(turn), -math.cos(turn)
    reach = 2.0 * math.sqrt(max(desk.polygon.area, 0.01)) + 1.0
    ray = LineString([(desk.x, desk.y), (desk.x + reach * dx, desk.y + reach * dy)])
    crossed = shapely.get_coordinates(ray.intersection(desk.polygon))
    far = max((math.dist((desk.x, desk.y), (x, y)) for x, y in crossed.tolist()), default=0.0)
    away = far + 0.6 * SEAT_M
    ((x, y),) = shapely.get_coordinates(
        canvas.in_px(shapely.Point(desk.x + away * dx, desk.y + away * dy))
    )
    radius = min(max(SEAT_PX[0], SEAT_M * canvas.view.px_per_m), SEAT_PX[1])
    canvas.dot_px(float(x), float(y), radius, colours.SEAT)


def _label(canvas: Canvas, item: DraftDesk) -> None:
    """The label along the longer side, as large as fits; none where it would not be legible."""
    text = plain(item.label or "", LABEL_LENGTH)
    shape = canvas.in_px(item.polygon)
    if not text or shape.is_empty:
        return
    shapely.prepare(shape)
    centre = shape.centroid if shape.covers(shape.centroid) else anchor(shape, tolerance_m=0.5)
    middle = shapely.get_coordinates(centre)[0]
    box = oriented_box(shape)
    along = 0.0 if box is None else (box.angle_deg + 90.0) % 180.0 - 90.0
    # Upright first, then along the shape's longer side and across it, always read from below.
    for turn in (0.0, -along, -along - 90.0 if along < 0 else 90.0 - along):
        for size in DESK_SIZES_PX:
            width = width_of(text, size)
            if shape.covers(rectangle(middle[0], middle[1], width + 2, size, -turn)):
                canvas.turned_text_px(
                    _beginning(middle, width, size, turn), text, size, colours.INK, turn
                )
                return


def _beginning(
    middle: Sequence[float], width: float, size: float, turn_deg: float
) -> tuple[float, float]:
    """Where a baseline begins whose text has its middle there."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    drop = 0.36 * size
    return (
        middle[0] - width / 2 * c + drop * s,
        middle[1] + width / 2 * s + drop * c,
    )


def _door(canvas: Canvas, door: DraftDoor) -> None:
    colour = _DOOR_COLOURS.get(door.kind, colours.DOOR)
    for leaf in swept(door):
        canvas.area(leaf, colour, 0.22)
        canvas.edge(leaf, colour, 1.0)
    canvas.edge(door.line, colour, DOOR_PX.get(door.kind, 3.0))
    ends = shapely.get_coordinates(canvas.in_px(door.line)).tolist()
    _hinges(canvas, door, ends, colour)


def swept(door: DraftDoor) -> list[Polygon]:
    """What the leaves of a door sweep: a quarter of a circle for each that swings one way."""
    if door.operation is None or door.opens_to is None:
        return []
    one, two = np.array(door.line.coords[0]), np.array(door.line.coords[-1])
    middle = (one + two) / 2
    leaves = [(one, middle), (two, middle)] if _has_two(door) else [(one, two)]
    return [_quarter(hinge, latch, np.array(door.opens_to)) for hinge, latch in leaves]


def _quarter(
    hinge: NDArray[np.float64], latch: NDArray[np.float64], to: NDArray[np.float64]
) -> Polygon:
    run, away = latch - hinge, to - hinge
    side = 1.0 if run[0] * away[1] - run[1] * away[0] > 0 else -1.0
    turns = side * np.radians(np.linspace(0.0, 90.0, ARC_STEPS))
    xs = hinge[0] + run[0] * np.cos(turns) - run[1] * np.sin(turns)
    ys = hinge[1] + run[0] * np.sin(turns) + run[1] * np.cos(turns)
    return Polygon([tuple(hinge), *zip(xs.tolist(), ys.tolist(), strict=True)])


def _has_two(door: DraftDoor) -> bool:
    return (door.operation or "").startswith("double_door") or door.kind == "double_door"


def _hinges(
    canvas: Canvas, door: DraftDoor, ends: Sequence[Sequence[float]], colour: Colour
) -> None:
    """A dot at the hinge of a leaf, at both ends of a double door, at none of an opening."""
    swings = door.operation is None or "swing" in door.operation
    if door.kind == "opening" or not swings or not ends:
        return
    for x, y in (ends[0], ends[-1]) if _has_two(door) else (ends[0],):
        canvas.dot_px(x, y, 3.0, colour)
