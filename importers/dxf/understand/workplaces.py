"""All places to work on a floor, from outlines, blocks and chairs, each with its seat side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Point, Polygon, STRtree

from geo.shapes import oriented_box
from importers.dxf.understand.benches import benches, chair_types_at_lines, working_types
from importers.dxf.understand.corners import with_corners
from importers.dxf.understand.faces import faces_of
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.pieces import DESK, Piece, pieces_of, placed_pieces
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.rows import seats_in_rows
from importers.dxf.understand.seats import (
    MEETING_CHAIRS,
    OWN_PLACE_M,
    chairs_at,
    is_chair_size,
    row_seats,
    seat_direction,
    seat_of,
    side_of,
    split_chairs,
    votes,
)
from importers.dxf.understand.shared_tables import shared_tables
from importers.dxf.understand.words import category_of, plain_layer
from importers.roles import LayerRole

SAME_PLACE_SHARE = 0.5  # of the smaller; two shapes that share more are one workplace
MIN_PLACE_M2 = 0.08
MAX_PLACE_M2 = 12.0
CLASSROOM_DESKS = 6  # with a seat of their own; a room to meet in has fewer tables
_MEETING = {"conferenceroom", "kitchen", "foodservice", "lounge", "restroom"}


@dataclass(frozen=True, slots=True)
class Place:
    """A workplace; ``seat`` is the unit direction from its middle to where a person sits."""

    piece: Piece
    seat: tuple[float, float]
    guessed: bool

    @property
    def rotation_deg(self) -> float:
        """The turn of a desk whose seat is at its bottom: 0 when the seat lies towards -y."""
        turn = math.degrees(math.atan2(self.seat[1], self.seat[0])) + 90.0
        return round(turn % 360.0, 6) % 360.0


def workplaces(
    plan: Plan, outlines: Sequence[Outline], rooms: Sequence[tuple[Polygon, str]]
) -> list[Place]:
    """Every workplace once: outlines on desk layers, then desk blocks, then tables with a seat.

    ``rooms`` are (polygon, IMDF category); an unnamed table in a meeting room is no workplace.
    """
    found = [p for o in outlines if (p := _from_outline(plan, o)) is not None]
    if found:
        # The furniture inside workplace outlines is their picture, not more workplaces.
        blocks = [p for p in placed_pieces(plan) if p.kind == DESK]
        return _each_once(found + [Place(b, b.seat or (0.0, -1.0), False) for b in blocks])
    pieces = pieces_of(plan) + faces_of(plan)
    tables, chairs = split_chairs(pieces, chair_types_at_lines(plan, pieces))
    social = _Social(rooms)
    parts, seated, shared = shared_tables(pieces, chairs, social.holds)
    found += [Place(part, part.seat or (0.0, -1.0), True) for part in parts]
    chairs = [chair for k, chair in enumerate(chairs) if k not in seated]
    tables = [table for table in tables if table not in shared]
    tables, own = with_corners(tables, chairs)
    at = chairs_at(tables, chairs)
    seats = [
        chairs[own[i]] if i in own else seat_of(t, [chairs[k] for k in at.get(i, [])])
        for i, t in enumerate(tables)
    ]
    rows = row_seats(tables, at, chairs)
    seats = [seat or rows.get(index) for index, seat in enumerate(seats)]
    elected = votes(tables, seats)
    social = social.without_classrooms([t for t, s in zip(tables, seats, strict=True) if s])
    for index, table in enumerate(tables):
        around = [chairs[k] for k in ([own[index]] if index in own else at.get(index, []))]
        found += _judge(table, seats[index], around, elected, social)
    used = {k for ks in at.values() for k in ks}
    working = working_types(tables, at, chairs, seats)
    free = [c for k, c in enumerate(chairs) if k not in used and c.type in working]
    for piece, _ in benches(plan, free):
        if not social.holds(piece):
            found.append(Place(piece, piece.seat or (0.0, -1.0), True))
    rest = [chair for k, chair in enumerate(chairs) if k not in used]
    # Seats that neither their name nor a table told: small blocks.
    rest += [
        t for t, s in zip(tables, seats, strict=True) if not s and t.block and is_chair_size(t)
    ]
    found += [Place(s, s.seat or (0.0, -1.0), True) for s in seats_in_rows(rest, rooms)]
    return _each_once(found)


class _Social:
    """Rooms where tables are for meeting, eating or waiting."""

    def __init__(self, rooms: Sequence[tuple[Polygon, str]]) -> None:
        self._rooms = [(shape, category) for shape, category in rooms if category in _MEETING]
        self._tree = STRtree([shape for shape, _ in self._rooms])

    def without_classrooms(self, desks: Sequence[Piece]) -> _Social:
        """The same without the rooms in which many ``desks`` with a seat of their own stand."""
        points = STRtree([Point(desk.box.x, desk.box.y) for desk in desks])
        return _Social(
            [
                (shape, category)
                for shape, category in self._rooms
                if len(points.query(shape, predicate="contains")) < CLASSROOM_DESKS
            ]
        )

    def holds(self, piece: Piece) -> bool:
        point = Point(piece.box.x, piece.box.y)
        return len(self._tree.query(point, predicate="intersects")) > 0


def _judge(
    table: Piece, seat: Piece | None, around: Sequence[Piece], elected: set[str], social: _Social
) -> list[Place]:
    """No place, one, or several along a bench."""
    sides = {side_of(table, c) for c in around}
    meeting = seat is None and len(around) >= MEETING_CHAIRS and len(sides) >= 2
    named = table.certain and table.kind == DESK
    own = table.seat or (0.0, -1.0)
    if meeting or (not named and (_is_social(table) or social.holds(table))):
        return []
    if named:
        return [Place(table, seat_direction(table, seat) if seat else own, False)]
    if seat is None:
        return [Place(table, own, True)] if table.block and table.type in elected else []
    if len(around) >= 2 and len(sides) == 1:
        return _along_bench(table, seat, len(around))
    return [Place(table, seat_direction(table, seat), True)]


def _is_social(table: Piece) -> bool:
    return category_of(plain_layer(table.layer)) in _MEETING


def _along_bench(table: Piece, seat: Piece, count: int) -> list[Place]:
    """A long bench holds a workplace for each chair when each has elbow room enough."""
    towards = seat_direction(table, seat)
    side = side_of(table, seat)
    long = table.box.width if side in {0, 2} else table.box.length
    if long / count < OWN_PLACE_M:
        return [Place(table, towards, True)]
    turn = math.radians(table.box.angle_deg + (90.0 if side in {0, 2} else 0.0))
    step = long / count
    places = []
    for k in range(count):
        shift = (k - (count - 1) / 2) * step
        x, y = table.box.x + math.cos(turn) * shift, table.box.y + math.sin(turn) * shift
        sizes = (table.box.length, step) if side in {0, 2} else (step, table.box.width)
        box = replace(table.box, x=x, y=y, length=sizes[0], width=sizes[1])
        places.append(Place(replace(table, box=box, shape=box.polygon), towards, True))
    return places


def _from_outline(plan: Plan, outline: Outline) -> Place | None:
    """A shape on a workplace layer; its seat is where the curved lines, the chair, are."""
    area = float(outline.polygon.area)
    box = oriented_box(outline.polygon)
    if box is None or not MIN_PLACE_M2 <= area <= MAX_PLACE_M2:
        return None
    piece = Piece(
        DESK, outline.polygon, box, None, outline.layer, outline.handle, None, None, (), True
    )
    return Place(piece, (0.0, 0.0), False)


def with_seats(plan: Plan, places: Sequence[Place]) -> list[Place]:
    """Give places without a known seat the side on which chairs' curves lie inside them."""
    if all(place.seat != (0.0, 0.0) for place in places):
        return list(places)
    roles = {LayerRole.FURNITURE, LayerRole.DESK, LayerRole.UNKNOWN}
    curves = [
        (float(s.arc.x), float(s.arc.y)) if s.arc else tuple(map(float, s.points.mean(axis=0)))
        for _, s in plan.strokes_on(roles)
        if s.kind in {"arc", "circle", "ellipse", "spline"} and np.isfinite(s.points).all()
    ]
    tree = STRtree([Point(c) for c in curves])
    result = []
    for place in places:
        if place.seat != (0.0, 0.0):
            result.append(place)
            continue
        inside = sorted(tree.query(place.piece.shape, predicate="contains").tolist())
        middle = np.mean([curves[i] for i in inside], axis=0) if len(inside) >= 3 else None
        result.append(replace(place, seat=_side_towards(place.piece, middle)))
    return result


def _side_towards(piece: Piece, point: np.ndarray | None) -> tuple[float, float]:
    """The side of the box that faces ``point``; the long side that looks down when unknown."""
    turn = math.radians(piece.box.angle_deg)
    along = np.array([math.cos(turn), math.sin(turn)])
    across = np.array([-along[1], along[0]])
    if point is None:
        chosen = (
            across if across[1] < -1e-9 or (abs(across[1]) <= 1e-9 and across[0] < 0) else -across
        )
        return float(chosen[0]), float(chosen[1])
    away = point - np.array([piece.box.x, piece.box.y])
    u, v = float(away @ along) / piece.box.length, float(away @ across) / piece.box.width
    chosen = along * math.copysign(1, u) if abs(u) > abs(v) else across * math.copysign(1, v)
    return float(chosen[0]), float(chosen[1])


def _each_once(places: Sequence[Place]) -> list[Place]:
    """Drop a place that mostly covers an earlier one: the same desk seen twice."""
    if len(places) < 2:
        return list(places)
    shapes = np.array([p.piece.shape for p in places], dtype=object)
    tree, areas = STRtree(shapes), shapely.area(shapes)
    dropped: set[int] = set()
    # One by one: what was dropped is not asked again, so heaps of copies cost little.
    for one, shape in enumerate(shapes):
        if one in dropped:
            continue
        met = tree.query(shape, predicate="intersects")
        later = [two for two in sorted(met[met > one].tolist()) if two not in dropped]
        shared = shapely.area(shapely.intersection(shape, shapes[later]))
        most = SAME_PLACE_SHARE * np.minimum(areas[one], areas[later])
        dropped.update(two for two, same in zip(later, shared > most, strict=True) if same)
    return [p for i, p in enumerate(places) if i not in dropped]
