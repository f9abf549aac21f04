"""Doors, windows and desks from areas, lines and points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.shapes import Box, oriented_box, polygons_of
from importers.draft import DraftDesk, DraftDoor, DraftRoom, DraftWindow
from importers.dxf.findings import Findings
from importers.dxf.understand.entrances import building_of, with_entrances
from importers.dxf.understand.pieces import Piece
from importers.dxf.understand.places import labelled
from importers.dxf.understand.workplaces import Place
from importers.geographic.placed import Mender, Placed, lines_of, with_role
from importers.issues import Severity
from importers.roles import LayerRole

DOOR_M = 0.9  # the width of a door that tells none
MIN_DOOR_M, MAX_DOOR_M = 0.3, 12.0
EDGE_NEAR_M = 0.6  # a point further from every edge is no door of a room
BENT_SHARE = 0.6  # of its box; a shape that fills less of it is no straight one
MOST_CORNERS = 500  # each is measured to each; a window has fewer
MM_DIGITS = 4


def doors_of(
    placed: Sequence[Placed],
    rooms: Sequence[DraftRoom],
    edge: BaseGeometry | None,
    findings: Findings,
) -> tuple[DraftDoor, ...]:
    """The doors; those that lead out of the building are entrances."""
    edges = lines_of([room.polygon for room in rooms])
    if edge is not None:
        edges += lines_of([edge])
    tree = STRtree(edges)
    found: list[DraftDoor] = []
    for one in with_role(placed, LayerRole.DOOR):
        lines = _door_lines(one, edges, tree)
        if not lines:
            _tell_lost(one, findings)
        found += [_door(line, one) for line in lines]
    body = [*(polygons_of(edge) if edge is not None else ()), *(r.polygon for r in rooms)]
    told = with_entrances(found, building_of(body) if body else None)
    return tuple(sorted(told, key=lambda d: (d.line.bounds, d.handle or "")))


def _door_lines(one: Placed, edges: Sequence[LineString], tree: STRtree) -> list[LineString]:
    if one.is_point:
        points = shapely.get_parts(one.shape)
        lines = [_on_edge(point, one.thing.width_m or DOOR_M, edges, tree) for point in points]
        return [line for line in lines if line is not None]
    return [line for line in map(_middle_line, shapely.get_parts(one.shape)) if _is_door(line)]


def _is_door(line: LineString | None) -> bool:
    return line is not None and MIN_DOOR_M <= line.length <= MAX_DOOR_M


def _on_edge(
    point: Point, width_m: float, edges: Sequence[LineString], tree: STRtree
) -> LineString | None:
    """A line of ``width_m`` along the edge that the point lies on."""
    near = tree.query_nearest(point, max_distance=EDGE_NEAR_M).tolist() if len(edges) else []
    if not near:
        return None
    edge = edges[min(near)]
    segments = [LineString(pair) for pair in zip(edge.coords, edge.coords[1:], strict=False)]
    nearest = min(segments, key=lambda s: (s.distance(point), s.bounds))
    (x0, y0), (x1, y1) = nearest.coords
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    half_x, half_y = (x1 - x0) / length * width_m / 2, (y1 - y0) / length * width_m / 2
    x, y = float(point.x), float(point.y)
    return LineString([(x - half_x, y - half_y), (x + half_x, y + half_y)])


def _middle_line(shape: BaseGeometry) -> LineString | None:
    """The line through the middle of a thin shape; of a line, the one between its ends."""
    if shape.geom_type == "LineString":
        ends = LineString([shape.coords[0], shape.coords[-1]])
        return ends if ends.length > 0 else None
    box = oriented_box(shape)
    if box is None:
        return None
    turn = math.radians(box.angle_deg)
    dx, dy = math.cos(turn) * box.length / 2, math.sin(turn) * box.length / 2
    return LineString([(box.x - dx, box.y - dy), (box.x + dx, box.y + dy)])


def _along(shape: BaseGeometry) -> LineString | None:
    """The middle line of a straight window; the inner edge of one that runs round a curve."""
    box = oriented_box(shape) if shape.geom_type == "Polygon" else None
    if box is None or shape.area > BENT_SHARE * box.area:
        return _middle_line(shape)
    corners = shapely.get_coordinates(shape.exterior)[:-1]
    if len(corners) > MOST_CORNERS:
        return _middle_line(shape)
    apart = np.hypot(*(corners[:, None] - corners[None]).transpose(2, 0, 1))
    first, last = sorted(int(i) for i in np.unravel_index(np.argmax(apart), apart.shape))
    one, other = corners[first : last + 1], np.vstack((corners[last:], corners[: first + 1]))
    return min((LineString(one), LineString(other)), key=lambda line: float(line.length))


def _door(line: LineString, one: Placed) -> DraftDoor:
    kind = one.thing.kind
    own = kind.what if kind.role is LayerRole.DOOR else None
    width = one.thing.width_m or float(line.length)
    return DraftDoor(
        line,
        round(width, MM_DIGITS),
        own or "door",
        one.thing.layer,
        one.thing.handle,
        operation=kind.operation,
    )


def _tell_lost(one: Placed, findings: Findings) -> None:
    middle = one.shape.centroid
    findings.add(
        "DOOR_WITHOUT_WALL",
        Severity.WARNING,
        f"A door of the kind {one.thing.layer} stands at no room, or has no width of a door.",
        "It was left out. Move it onto the edge of its room.",
        handle=one.thing.handle,
        layer=one.thing.layer,
        at=(float(middle.x), float(middle.y)),
    )


def windows_of(placed: Sequence[Placed]) -> tuple[DraftWindow, ...]:
    """The windows that have a length."""
    found = []
    for one in with_role(placed, LayerRole.WINDOW):
        for line in map(_along, shapely.get_parts(one.shape)):
            if line is not None and line.length >= MIN_DOOR_M:
                width = round(float(line.length), MM_DIGITS)
                found.append(DraftWindow(line, width, "layer", one.thing.layer, one.thing.handle))
    return tuple(sorted(found, key=lambda w: (w.line.bounds, w.handle or "")))


def desks_of(
    placed: Sequence[Placed],
    role: LayerRole,
    rooms: Sequence[DraftRoom],
    mender: Mender,
) -> tuple[DraftDesk, ...]:
    """The desks or parking places, each with a label that no other has, in reading order."""
    places: list[Place] = []
    labels: list[str | None] = []
    for one in with_role(placed, role):
        for polygon in mender.area(one):
            box = oriented_box(polygon)
            if box is None:
                continue
            places.append(_place(one, polygon, box))
            labels.append(one.thing.number or one.thing.name)
    return tuple(labelled(places, labels, rooms, mender.findings, mender.repairs))


def _place(one: Placed, polygon: Polygon, box: Box) -> Place:
    thing = one.thing
    # Somebody who looks north sits south of the desk; without a bearing along its long side.
    turn = box.angle_deg if thing.bearing_deg is None else -thing.bearing_deg
    seat = (math.sin(math.radians(turn)), -math.cos(math.radians(turn)))
    piece = Piece(
        "desk", polygon, box, None, thing.layer, thing.handle, None, seat, thing.attributes, True
    )
    return Place(piece, seat, thing.bearing_deg is None)
