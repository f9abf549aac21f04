"""Pieces of furniture: placed blocks and closed shapes, each with its footprint."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely import Polygon

from geo.shapes import Box, hull, oriented_box, polygons_of
from importers.dxf.names import is_demolition
from importers.dxf.roles.by_name import block_by_name
from importers.dxf.scene import Stroke
from importers.dxf.understand.plan import Plan, lines_of
from importers.dxf.understand.words import plain_layer
from importers.roles import BlockRole, LayerRole

DESK, CHAIR, TABLE, OTHER = "desk", "chair", "table", "other"
OUTLINE_SHARE = 0.5  # of its box; a smaller face is a detail, not the outline
SNAP_M = 0.002
MIN_CHAIR_M = 0.22  # a narrower shape on a chair layer is a back or an arm rest
DETAIL_M = 0.9  # of a smaller piece only the box is of interest
BENCH_SEATS = 3  # a desk with so many chairs inside its block is a bench for several
ELBOW_M = 1.05  # from one seat of a bench to the next
MAX_PIECE_M = 6.0  # a wider block is an assembly, or no furniture at all
#: Tables that several people share from both sides are as deep as this, and longer.
SHARED_DEEP_M = (1.3, 2.3)
SHARED_LONG_M = 16.0
_CHAIR = re.compile(
    r"chair|chrs?\b|chr_|seat|stuhl|st[uü]hl|stoel|\bstol|chaise|silla|stool|sessel|"
    r"armch|tuoli|sedia",
    re.IGNORECASE,
)
_NO_DESK = re.compile(
    r"sofa|couch|coffee|counter|reception|kitchen|k[uü]che|meeting|conf|besprech|vergader|"
    r"lounge|shel[fv]|regal|cabin|cupboard|storage|schrank|kast|plant|lamp|printer|copier|"
    r"sink|toilet|\bwc|bath|bed\b|stove|fridge|screen|trash|dining|restaurant|ess?tisch|"
    r"sanit|^san\b|fixt|plumb|mixer|basin|lavabo|bidet|urin|centro|bookcase|locker|panel|divider|computer|monitor|\bcomp\b|\bpc\b|\btv\b|planter",
    re.IGNORECASE,
)
_LOOSE = {LayerRole.FURNITURE, LayerRole.DESK}
_FREE = {LayerRole.FURNITURE, LayerRole.DESK, LayerRole.UNKNOWN, LayerRole.ROOM}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece; ``kind`` is what is known of it before its neighbours are looked at.

    ``seat`` is the unit direction from the piece to the side a person sits at, by the block's own
    convention (its -y side) or a chair drawn inside it; None where nothing tells.
    """

    kind: str
    shape: Polygon
    box: Box
    block: str | None
    layer: str
    handle: str | None
    insertion: int | None
    seat: tuple[float, float] | None
    attributes: tuple[tuple[str, str], ...]
    certain: bool  # said by a role, not guessed
    alike: str | None = None  # what a block that is there only once has in common with others

    @property
    def type(self) -> str:
        """What repeated pieces have in common."""
        return (
            self.alike or self.block or f"{self.layer} {self.box.length:.1f} {self.box.width:.1f}"
        )


@cache
def names_a_chair(name: str) -> bool:
    return bool(_CHAIR.search(name))


@cache
def names_no_desk(name: str) -> bool:
    return bool(_NO_DESK.search(name))


def pieces_of(plan: Plan) -> list[Piece]:
    """All furniture of the scene in drawing order: blocks first, then loose closed shapes."""
    found = placed_pieces(plan)
    loose = (_loose_piece(plan, stroke) for _, stroke in plan.strokes_on(_LOOSE))
    found.extend(piece for piece in loose if piece is not None)
    return found


def placed_pieces(plan: Plan) -> list[Piece]:
    """The furniture that is drawn as blocks, in drawing order."""
    found: list[Piece] = []
    for index, insertion in enumerate(plan.scene.insertions):
        if insertion.parent is None:
            _visit(plan, index, found)
    return found


def _visit(plan: Plan, index: int, found: list[Piece]) -> None:
    """Take a block as one piece, or look inside it when it is an assembly of several."""
    role = _own_role(plan, index)
    children = plan.children_of[index]
    inside = [r for c in children for r in _roles_below(plan, c)]
    desks = sum(r is BlockRole.DESK for r in inside)
    seats = sum(r is BlockRole.CHAIR for r in inside)
    split = desks >= 2 or (desks == 1 and role is not BlockRole.DESK) or _is_group(role, seats)
    block = plan.scene.insertions[index].block
    bench = seats >= BENCH_SEATS and not names_no_desk(block) and _has_elbow_room(plan, index)
    split = (split or (bench and role is BlockRole.DESK)) and not _is_settled(plan, index)
    kind = None if split else _kind_of(plan, index, role)
    piece = None
    if kind is not None:
        certain = role in {BlockRole.DESK, BlockRole.CHAIR}
        piece = _block_piece(plan, index, kind, certain)
    if piece is not None:
        found.append(piece)
    elif split or role is BlockRole.UNKNOWN:
        if seats and not desks and _has_elbow_room(plan, index):
            plan.opened.add(index)
        for child in children:
            _visit(plan, child, found)


def _has_elbow_room(plan: Plan, index: int) -> bool:
    """True when the chairs inside a block stand apart as people work, not as they meet."""
    middles = np.array([_middle(plan, i) for i in _chairs_below(plan, index)])
    if len(middles) < 2:
        return True
    apart = np.hypot(*(middles[:, None, :] - middles[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return float(np.median(apart.min(axis=0))) >= ELBOW_M


def _chairs_below(plan: Plan, index: int) -> list[int]:
    if plan.block_role(index) is BlockRole.CHAIR:
        return [index]
    return [i for child in plan.children_of[index] for i in _chairs_below(plan, child)]


def _middle(plan: Plan, index: int) -> tuple[float, float]:
    points = plan.points_of(index)
    middle = np.vstack(points).mean(axis=0) if points else np.zeros(2)
    return float(middle[0]), float(middle[1])


def _own_role(plan: Plan, index: int) -> BlockRole:
    """The block's role; on a layer for workplaces a nameless block is one."""
    role = plan.block_role(index)
    insertion = plan.scene.insertions[index]
    if plan.told_block(insertion.block) is None:
        layer = plan.told_layer(insertion.layer)
        if layer == LayerRole.IGNORE or is_demolition(insertion.layer):
            return BlockRole.IGNORE
        if layer == LayerRole.FURNITURE and not _named_for_work(insertion.block):
            return BlockRole.FURNITURE
    if role is BlockRole.UNKNOWN and plan.layer_role(insertion.layer) is LayerRole.DESK:
        return BlockRole.CHAIR if names_a_chair(insertion.block) else BlockRole.DESK
    return role


def _named_for_work(block: str) -> bool:
    guess = block_by_name(block)
    return guess is not None and guess.role == BlockRole.DESK


def _is_settled(plan: Plan, index: int) -> bool:
    """True where a person said that the block, with all it holds, is nothing to book."""
    insertion = plan.scene.insertions[index]
    told = plan.told_block(insertion.block)
    if told is None and not _named_for_work(insertion.block):
        told = plan.told_layer(insertion.layer)
    return told in {BlockRole.FURNITURE, BlockRole.IGNORE}


def _kind_of(plan: Plan, index: int, role: BlockRole) -> str | None:
    if role in {BlockRole.DESK, BlockRole.CHAIR}:
        return DESK if role is BlockRole.DESK else CHAIR
    if role not in {BlockRole.UNKNOWN, BlockRole.FURNITURE}:
        return None
    insertion = plan.scene.insertions[index]
    if _is_settled(plan, index):
        return OTHER
    other_layer = plan.layer_role(insertion.layer) not in _FREE
    if other_layer or names_no_desk(insertion.block) or names_no_desk(plain_layer(insertion.layer)):
        return OTHER
    return CHAIR if names_a_chair(insertion.block) else TABLE


def _is_group(role: BlockRole, seats: int) -> bool:
    return seats >= 1 and role in {BlockRole.UNKNOWN, BlockRole.FURNITURE}


def _roles_below(plan: Plan, index: int) -> list[BlockRole]:
    role = plan.block_role(index)
    if role in {BlockRole.DESK, BlockRole.CHAIR}:
        return [role]
    return [r for child in plan.children_of[index] for r in _roles_below(plan, child)]


def _block_piece(plan: Plan, index: int, kind: str, certain: bool) -> Piece | None:
    insertion = plan.scene.insertions[index]
    body, seat_strokes = _body_and_seat(plan, index)
    strokes = [s for s in body if np.isfinite(s.points).all() and len(s.points)]
    if not strokes:
        return None
    a, b, c, d, _, _ = insertion.matrix
    box = _box_along(strokes, math.atan2(b, a))
    if box is None or _is_too_large(box):
        return None
    small = max(box.length, box.width) < DETAIL_M
    shape = box.polygon if small or kind == OTHER else _edge(plan, index, strokes, box)
    seat = _unit(-c, -d)
    if seat_strokes:
        chair = np.vstack([s.points for s in seat_strokes]).mean(axis=0)
        seat = _unit(float(chair[0]) - box.x, float(chair[1]) - box.y) or seat
    return Piece(
        kind,
        shape,
        box,
        insertion.block,
        insertion.layer,
        insertion.handle,
        index,
        seat,
        insertion.attributes,
        certain,
        _likeness(plan, index, len(strokes), box),
    )


def _likeness(plan: Plan, index: int, strokes: int, box: Box) -> str | None:
    """For a group, which programs export as a block of its own each time: its size and layer."""
    insertion = plan.scene.insertions[index]
    if plan.once("uses of blocks", _uses)[insertion.block] > 1:
        return None
    return f"{insertion.layer} {strokes} {box.length:.2f} {box.width:.2f}"


def _uses(plan: Plan) -> Counter[str]:
    return Counter(insertion.block for insertion in plan.scene.insertions)


def _edge(plan: Plan, index: int, strokes: Sequence[Stroke], box: Box) -> Polygon:
    """The outer edge of a placed block, from the first copy of the same size."""
    insertion = plan.scene.insertions[index]
    a, b, c, d, e, f = insertion.matrix
    if abs(a * d - b * c) < 1e-12:
        return outline_of(strokes, box)
    key = (insertion.block, len(strokes), round(box.length, 2), round(box.width, 2))
    here = np.array([[a, c], [b, d]])
    if key not in plan.edges:
        back = np.linalg.inv(here)
        drawn = outline_of(strokes, box)
        plan.edges[key] = shapely.transform(drawn, lambda p: (p - [e, f]) @ back.T)
    return shapely.transform(plan.edges[key], lambda p: p @ here.T + [e, f])


def _body_and_seat(plan: Plan, index: int) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes of a block without the chairs that are placed inside it, and those chairs."""
    body: list[Stroke] = []
    seat: list[Stroke] = []
    for i in plan.strokes_of[index]:
        stroke = plan.scene.strokes[i]
        inner = plan.chain(stroke.insertion)
        inner = inner[: inner.index(index)] if index in inner else []
        in_chair = any(
            plan.block_role(k) is BlockRole.CHAIR or names_a_chair(plan.scene.insertions[k].block)
            for k in inner
        )
        (seat if in_chair else body).append(stroke)
    return (body, seat) if body else (seat, [])


def _box_along(strokes: Sequence[Stroke], turn: float) -> Box | None:
    """The rectangle around strokes whose sides follow the block's own axes."""
    points = np.vstack([s.points for s in strokes])
    u = np.array([math.cos(turn), math.sin(turn)])
    v = np.array([-u[1], u[0]])
    along, across = points @ u, points @ v
    length, width = float(np.ptp(along)), float(np.ptp(across))
    if min(length, width) < 0.02:
        return None
    x, y = u * (along.min() + along.max()) / 2 + v * (across.min() + across.max()) / 2
    return Box(float(x), float(y), length, width, math.degrees(turn) % 360.0)


def outline_of(strokes: Sequence[Stroke], box: Box) -> Polygon:
    """The outer edge that strokes draw, where they close one; else their box."""
    lines = lines_of(strokes)
    if lines:
        noded = shapely.union_all(shapely.set_precision(lines, SNAP_M / 20))
        faces = polygons_of(shapely.polygonize([noded]))
        whole = polygons_of(shapely.union_all(list(faces))) if faces else ()
        if whole:
            largest = max(whole, key=lambda p: (float(p.area), p.bounds))
            if largest.area >= OUTLINE_SHARE * box.area:
                return Polygon(largest.exterior).simplify(SNAP_M)
    return box.polygon


def _loose_piece(plan: Plan, stroke: Stroke) -> Piece | None:
    """A closed shape, or an open chair, that was drawn without a block."""
    role = plan.layer_role(stroke.layer)
    if len(stroke.points) < 3:
        return None
    layer = plain_layer(stroke.layer)
    chair = names_a_chair(layer)
    if not stroke.closed and not (chair and stroke.kind != "arc"):
        return None
    if not np.isfinite(stroke.points).all() or not _stands_alone(plan, stroke.insertion):
        return None
    box = oriented_box(hull([stroke.points]))
    if box is None or _is_too_large(box) or (chair and box.width < MIN_CHAIR_M):
        return None
    kind = CHAIR if chair else (DESK if role is LayerRole.DESK else TABLE)
    told = plan.told_layer(stroke.layer) == LayerRole.FURNITURE
    if kind == TABLE and (told or names_no_desk(layer)):
        kind = OTHER
    shape = Polygon(stroke.points) if stroke.closed else box.polygon
    whole = shape if shape.is_valid else box.polygon
    return Piece(kind, whole, box, None, stroke.layer, stroke.handle, None, None, (), kind == DESK)


def _is_too_large(box: Box) -> bool:
    long, short = max(box.length, box.width), min(box.length, box.width)
    if SHARED_DEEP_M[0] <= short <= SHARED_DEEP_M[1]:
        return long > SHARED_LONG_M
    return long > MAX_PIECE_M


def _stands_alone(plan: Plan, insertion: int | None) -> bool:
    """True outside of blocks, and inside those that only wrap a whole drawing."""
    around = plan.chain(insertion)
    return all(plan.block_role(i) is BlockRole.UNKNOWN and _is_wide(plan, i) for i in around)


def _is_wide(plan: Plan, insertion: int) -> bool:
    if insertion not in plan.wide:
        box = oriented_box(hull(plan.points_of(insertion)))
        plan.wide[insertion] = box is not None and box.length > MAX_PIECE_M
    return plan.wide[insertion]


def _unit(x: float, y: float) -> tuple[float, float] | None:
    size = math.hypot(x, y)
    return (x / size, y / size) if size > 1e-9 else None
