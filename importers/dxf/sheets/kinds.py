"""What each drawing on a sheet is: by its title, else by what it shows beside the floor plans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from importers.draft import ViewKind
from importers.dxf.scene import Scene
from importers.dxf.sheets.marks import Box, Marks, area, around, height, width
from importers.dxf.sheets.pieces import Piece

#: A title block, a legend or a table is smaller than this share of the sheet or the largest plan.
SMALL_SHARE = 0.4
TINY_SHARE = 0.1
BLOCK_WORDS = 3
#: Elevations and sections are as wide as the plan is wide or deep, within these.
WIDTH_SHARE = 0.04
WIDTH_M = 1.0
#: A ground line spans so much of the drawing, and stands out so much beyond the building.
GROUND_SPAN = 0.9
GROUND_BEYOND_SHARE = 0.01
#: Lines of the ground are so much longer than high, and meet within this share of the drawing.
LEVEL_TIMES = 3.0
JOINED_SHARE = 0.005
#: A ground line in more parts was not drawn as one.
MOST_PARTS = 50
#: So few of the other lines lie below the ground.
BELOW_SHARE = 0.05
STOREY_M = 2.0
#: Signs that a drawing is upright: one from its width is not enough, there must be one more.
ENOUGH_SIGNS = 2
FACADES = 3
FRONTS = 2
FLAT_TIMES = 2.5
#: A roof plan has its own layer, and stands out over the walls by no more than this.
ROOF_SHARE = 0.05
OVERHANG_M = 2.5
#: Heights told beside a drawing that stands upright lie as far apart as they say.
RISE_M = 0.5

_AT_ANY_SIZE = frozenset(
    {ViewKind.CEILING_PLAN, ViewKind.ROOF_PLAN, ViewKind.SITE_PLAN, ViewKind.TECHNICAL_PLAN}
)
_ONLY_SMALL = frozenset({ViewKind.LEGEND, ViewKind.SCHEDULE, ViewKind.DETAIL})


def settle_by_words(pieces: Sequence[Piece]) -> None:
    """Give a kind to every piece that is titled or filled in like one."""
    largest = max((area(p.box) for p in pieces), default=0.0)
    for piece in pieces:
        piece.kind = _by_words(piece, area(piece.box) / largest if largest else 1.0)


def _by_words(piece: Piece, share: float) -> ViewKind | None:
    """The kind of a piece whose box has this share of the largest one's."""
    small = share <= SMALL_SHARE
    if len(piece.block_words) >= BLOCK_WORDS and (small or not piece.is_plan) and not piece.swings:
        return ViewKind.TITLE_BLOCK
    title = piece.title
    if title is None:
        return None if piece.is_plan else piece.layer_kind
    if title.kind in _ONLY_SMALL:
        is_table = title.kind is ViewKind.SCHEDULE and not (piece.swings or piece.furniture)
        return title.kind if small or is_table else None
    if title.kind is ViewKind.FLOOR_PLAN and not piece.is_plan and share < TINY_SHARE:
        # Nobody walks in it: it is the box that the title is written in.
        return ViewKind.TITLE_BLOCK if piece.block_words else None
    if title.kind in _AT_ANY_SIZE or title.kind is ViewKind.FLOOR_PLAN:
        return title.kind
    # Beside a plan, the word is the mark of where a section is cut.
    return None if piece.swings else title.kind


def settle_by_shape(scene: Scene, marks: Marks, pieces: Sequence[Piece]) -> None:
    """Tell roofs and upright drawings from plans, where there is a plan to hold them against."""
    plans = [p for p in pieces if p.kind is ViewKind.FLOOR_PLAN or (p.kind is None and p.is_plan)]
    bare = [p for p in pieces if p.kind is None and not p.is_plan]
    if not plans or not bare:
        return
    for piece in bare:
        if piece.roof_share >= ROOF_SHARE and any(_covers(piece.box, p.box) for p in plans):
            piece.kind = ViewKind.ROOF_PLAN
    upright = [(p, *_body(scene, marks, p)) for p in bare if p.kind is None]
    fitting = [_fits(body, plans) for _, body, _ in upright]
    family = sum(fit and _is_flat(body) for fit, (_, body, _) in zip(fitting, upright, strict=True))
    standing = sum(grounded for _, _, grounded in upright)
    for fit, (piece, body, grounded) in zip(fitting, upright, strict=True):
        signs = [grounded, _tells_heights(piece), len(piece.storeys) > 1]
        signs.append(fit and _is_flat(body) and family >= FACADES)
        signs.append(grounded and standing >= FRONTS)
        if any(signs) and height(body) >= STOREY_M and fit + sum(signs) >= ENOUGH_SIGNS:
            cut = len(piece.storeys) > 1 or piece.rooms > 0
            piece.kind = ViewKind.SECTION if cut else ViewKind.ELEVATION


def _tells_heights(piece: Piece) -> bool:
    marks = sorted(set(piece.heights))
    return any(
        abs(high - low) > RISE_M and abs((y_high - y_low) - (high - low)) <= RISE_M
        for (y_low, low), (y_high, high) in pairwise(marks)
    )


def _covers(roof: Box, plan: Box) -> bool:
    wider, higher = width(roof) - width(plan), height(roof) - height(plan)
    return all(-WIDTH_M <= more <= OVERHANG_M for more in (wider, higher))


def _is_flat(body: Box) -> bool:
    return width(body) >= FLAT_TIMES * height(body)


def _fits(body: Box, plans: Sequence[Piece]) -> bool:
    sides = [side for p in plans for side in (width(p.box), height(p.box))]
    slack = [max(WIDTH_M, WIDTH_SHARE * side) for side in sides]
    wide = width(body)
    return any(abs(wide - s) <= more for s, more in zip(sides, slack, strict=True))


def _body(scene: Scene, marks: Marks, piece: Piece) -> tuple[Box, bool]:
    """The box of the building without the ground that it stands on, and whether there is one."""
    ground = _ground(scene, piece)
    own = marks.boxes[piece.members]
    low = around(own[np.isin(piece.members, ground)])
    if low is None:
        return piece.box, False
    # The ground may be drawn with its thickness, so that several lines lie along it.
    spans = own[:, 2] - own[:, 0] >= GROUND_SPAN * width(piece.box)
    rest = own[~(np.isin(piece.members, ground) | (spans & (own[:, 3] <= low[3])))]
    body = around(rest)
    if body is None or body[3] - low[1] < STOREY_M:
        return piece.box, False
    beyond = GROUND_BEYOND_SHARE * width(piece.box)
    stands_out = low[0] < body[0] - beyond or low[2] > body[2] + beyond
    below = float((rest[:, 3] < low[1]).sum())
    return (body, True) if stands_out and below <= BELOW_SHARE * len(rest) else (piece.box, False)


def _ground(scene: Scene, piece: Piece) -> list[int]:
    """Lines end to end, nearly level, that run under the whole drawing from its left."""
    slack = JOINED_SHARE * width(piece.box)
    lines: list[tuple[float, float, float, float, int]] = []
    for index in piece.members.tolist():
        if index < len(scene.strokes) and not scene.strokes[index].closed:
            points = scene.strokes[index].points
            one, two = points[points[:, 0].argmin()], points[points[:, 0].argmax()]
            level = two[0] - one[0] >= LEVEL_TIMES * float(np.ptp(points[:, 1]))
            if level and two[0] - one[0] > slack:
                lines.append((float(one[0]), float(one[1]), float(two[0]), float(two[1]), index))
    starts = sorted((y, -x_end, i) for x, y, x_end, _, i in lines if x <= piece.box[0] + slack)
    ends = {line[4]: line for line in lines}
    chain = [starts[0][2]] if starts else []
    while chain and len(chain) <= MOST_PARTS:
        _, _, x, y, _ = ends[chain[-1]]
        if x - piece.box[0] >= GROUND_SPAN * width(piece.box):
            return chain
        following = [
            (-line[2], line[4])
            for line in lines
            if abs(line[0] - x) <= slack and abs(line[1] - y) <= slack and line[4] not in chain
        ]
        if not following:
            return []
        chain.append(min(following)[1])
    return []
