"""Which title belongs to which drawing: a sheet has them all below, all above, or close by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from statistics import median

import numpy as np

from importers.draft import ViewKind
from importers.dxf.scene import Text
from importers.dxf.sheets.marks import Box, height, width
from importers.dxf.sheets.pieces import Piece, is_in
from importers.dxf.sheets.titles import Title, title_of

#: A title is no farther from its drawing than this, and than this share of its longer side.
REACH_M = 4.0
REACH_SHARE = 0.35
#: Within a drawing only a text this much larger than the others is its title.
LARGE_TIMES = 1.5
#: On the side that a sheet does not use, a title seems this much farther away.
OTHER_SIDE_TIMES = 4.0

MOST_TITLES = 500

_HEADINGS = frozenset({ViewKind.LEGEND, ViewKind.SCHEDULE})
HEADING_M = 1.0
_MARKS = frozenset({ViewKind.SECTION, ViewKind.ELEVATION})
_Distance = Callable[[Box, Text], float]


def name_pieces(
    texts: Sequence[Text], pieces: Sequence[Piece], apart_from: Collection[int] = ()
) -> None:
    """Give every piece the title that stands at it; ``apart_from`` are texts of title blocks."""
    told = _told(texts, apart_from)
    outside, inside = _sides(texts, pieces, told)
    best = _best(texts, pieces, outside)
    for number, piece in enumerate(pieces):
        _take(texts, piece, best.get(number, []), inside)


def titles_at(
    texts: Sequence[Text], pieces: Sequence[Piece], apart_from: Collection[int]
) -> dict[int, list[Title]]:
    """The titles that stand beside each piece, by its place in ``pieces``."""
    outside, _ = _sides(texts, pieces, _told(texts, apart_from))
    best = _best(texts, pieces, outside)
    return {number: [title for _, title in titles] for number, titles in best.items()}


def _told(texts: Sequence[Text], apart_from: Collection[int]) -> list[tuple[int, Title]]:
    found = [
        (index, title)
        for index, text in enumerate(texts)
        if index not in apart_from and (title := title_of(text)) is not None
    ]
    return found[:MOST_TITLES]


def _sides(
    texts: Sequence[Text], pieces: Sequence[Piece], told: list[tuple[int, Title]]
) -> tuple[list[tuple[int, Title]], list[tuple[int, Title]]]:
    """Titles outside of all pieces, and those within one."""
    outside = [(i, t) for i, t in told if not any(is_in(p.box, texts[i]) for p in pieces)]
    return outside, [pair for pair in told if pair not in outside]


def _best(
    texts: Sequence[Text], pieces: Sequence[Piece], outside: Sequence[tuple[int, Title]]
) -> dict[int, list[tuple[int, Title]]]:
    """The way to read a sheet, titles below, above or near, that gives most pieces a title."""
    best: dict[int, list[tuple[int, Title]]] = {}
    best_rank: tuple[int, float] | None = None
    for distance in (_near, _below, _above):
        found, total = _assigned(texts, pieces, outside, distance)
        rank = (-len(found), total)
        if best_rank is None or rank < best_rank:
            best, best_rank = found, rank
    return best


def _assigned(
    texts: Sequence[Text],
    pieces: Sequence[Piece],
    titles: Sequence[tuple[int, Title]],
    distance: _Distance,
) -> tuple[dict[int, list[tuple[int, Title]]], float]:
    found: dict[int, list[tuple[int, Title]]] = {}
    total = 0.0
    for index, title in titles:
        away = [distance(piece.box, texts[index]) for piece in pieces]
        if title.kind in _HEADINGS:
            # A heading stands over or under what it heads, not beside it.
            away = [
                far if box[0] - HEADING_M <= texts[index].x <= box[2] + HEADING_M else np.inf
                for far, box in zip(away, (piece.box for piece in pieces), strict=True)
            ]
        nearest = int(np.argmin(away)) if away else -1
        if nearest < 0 or away[nearest] == np.inf:
            continue
        box = pieces[nearest].box
        if _near(box, texts[index]) <= max(REACH_M, REACH_SHARE * max(width(box), height(box))):
            found.setdefault(nearest, []).append((index, title))
            total += away[nearest]
    return found, total


def _near(box: Box, text: Text) -> float:
    dx = max(box[0] - text.x, text.x - box[2], 0.0)
    dy = max(box[1] - text.y, text.y - box[3], 0.0)
    return float(np.hypot(dx, dy))


def _below(box: Box, text: Text) -> float:
    return _near(box, text) * (1.0 if text.y <= box[1] else OTHER_SIDE_TIMES)


def _above(box: Box, text: Text) -> float:
    return _near(box, text) * (1.0 if text.y >= box[3] else OTHER_SIDE_TIMES)


def _take(
    texts: Sequence[Text],
    piece: Piece,
    outside: list[tuple[int, Title]],
    inside: Sequence[tuple[int, Title]],
) -> None:
    """The largest title counts, then the nearest; a plan is named as a floor if it can be."""
    usual = median([texts[i].height for i in piece.texts]) if piece.texts else 0.0
    held = set(piece.texts)
    large = [
        (i, t)
        for i, t in inside
        if i in held and (texts[i].height >= LARGE_TIMES * usual or not piece.is_plan)
    ]
    candidates = outside or large
    floors = [(i, t) for i, t in candidates if t.kind is ViewKind.FLOOR_PLAN]
    if piece.is_plan:
        candidates = floors or candidates
    elif _names_storeys(texts, piece.box, floors):
        piece.storeys |= {t.name.upper() for _, t in floors}
        candidates = [pair for pair in candidates if pair not in floors]
    marks = [t.name.upper() for _, t in candidates if t.kind in _MARKS]
    if not candidates or (len(marks) > 1 and len(marks) == len(candidates)):
        # Several sections or elevations at one drawing are the marks of where they are cut.
        return
    index, piece.title = min(
        candidates,
        key=lambda pair: (-texts[pair[0]].height, _near(piece.box, texts[pair[0]]), pair[0]),
    )
    piece.title_texts = [i for i, _ in outside] or [index]


def _names_storeys(texts: Sequence[Text], box: Box, floors: Sequence[tuple[int, Title]]) -> bool:
    """Several storeys named beside a drawing, each at its height, are those that a section cuts."""
    beside = [(i, t) for i, t in floors if box[1] <= texts[i].y <= box[3]]
    return len({t.name.upper() for _, t in beside}) > 1
