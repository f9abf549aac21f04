"""Tells the drawings on one sheet apart, and which of them is the floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importers.draft import DraftView, ViewKind
from importers.dxf.names import words_of
from importers.dxf.roles.by_name import layer_by_name
from importers.dxf.scene import Scene
from importers.dxf.sheets.choose import chosen_views
from importers.dxf.sheets.clusters import label
from importers.dxf.sheets.frames import Frame, drawn_frames, is_frame_name, named_frames
from importers.dxf.sheets.kinds import settle_by_shape, settle_by_words
from importers.dxf.sheets.marks import Marks, apart, contains, measure
from importers.dxf.sheets.naming import name_pieces
from importers.dxf.sheets.panels import panels
from importers.dxf.sheets.parting import part
from importers.dxf.sheets.pieces import Piece, is_in, look, main_pieces, nested
from importers.dxf.sheets.titles import title_of
from importers.dxf.sheets.told import issues_of
from importers.dxf.sheets.views import View, Views, put_together, title_from_blocks
from importers.issues import ImportIssue
from importers.roles import LayerRole

#: What lies between a floor and something else belongs to the floor unless it is so much nearer
#: to the other: a tree, a column, a note may stand anywhere.
NEARER_TIMES = 2.0
#: Lines on these layers run from one drawing to the next and join nothing.
_GUIDES = frozenset(
    {"DIM", "DIMS", "DIMENSION", "DIMENSIONS", "VERMASSUNG", "BEMASSUNG", "COTAS", "COTATION"}
    | {"ACHSE", "ACHSEN", "AXIS", "AXES", "EJES", "AXE", "GRID", "GRIDS", "RASTER", "VIEWPORT"}
    | {"VPORT", "DEFPOINTS", "HILFSLINIEN", "CONSTRUCTION", "MAATVOERING", "AKSER", "ASSI"}
)

#: More drawings are on no sheet: what lies scattered is one plan without its walls.
MOST_DRAWINGS = 200

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The views of a drawing and what of it belongs to the chosen ones.

    ``kept`` tells for strokes, fills and texts, in this order, whether they are read; None where
    all of them are.
    """

    views: tuple[DraftView, ...]
    kept: Mask | None
    issues: tuple[ImportIssue, ...]


def tell_apart(scene: Scene, choice: str | None) -> Sheet:
    """Look at ``scene``, in metres; ``choice`` is a view's name or number, or ``all``.

    Raises ``ImportRefused`` (VIEW_NOT_FOUND) if there are several floors and none is meant.
    """
    marks = measure(scene)
    views, framed = _views(scene, marks)
    if len(views.all) < 2:
        return Sheet((), None, issues_of(Views(alike=views.alike), frozenset(), choice))
    chosen = chosen_views(views.floors, views.all, choice)
    told = tuple(
        DraftView(number, view.name, view.kind, view.ordinal, view.box, number in chosen)
        for number, view in enumerate(views.all, 1)
    )
    if len(chosen) == len(told) and len(told) > 1:
        return Sheet(told, None, issues_of(views, chosen, choice))
    owner = _owners(scene, marks, views, framed)
    kept = (owner < 0) | np.isin(owner + 1, sorted(chosen))
    return Sheet(told, kept, issues_of(views, chosen, choice))


def _views(scene: Scene, marks: Marks) -> tuple[Views, Mask]:
    """All views, and the lines that are frames; neither where all that is drawn is one plan."""
    framed = named_frames(scene, marks)
    free = ~(framed | _guides(scene, marks))
    boxed = panels(scene, marks, ~framed)
    for piece in boxed:
        free[piece.members] = False
    frames = _frames(scene, marks, free, boxed)
    for frame in frames:
        framed[list(frame.members)] = True
    main = main_pieces(marks, label(marks, free & ~framed))
    if len(main) + len(boxed) + framed.any() < 2 and not _names_floors(scene):
        return Views(), framed
    if len(main) > MOST_DRAWINGS:
        return Views(), framed
    look(scene, main)
    pieces = _known(scene, marks, main, boxed)
    views = put_together(scene, marks, pieces, framed)
    title_from_blocks(scene, views, [frame.box for frame in frames])
    return views, framed


def _frames(scene: Scene, marks: Marks, free: Mask, boxed: Sequence[Piece]) -> list[Frame]:
    """Rectangles that hold a plan with its title block, or several drawings with their titles.

    A rectangle around one plan may be its terrace, one around windows is a front, and one on a
    layer of rooms is a room, whose rows of desks look like drawings of their own.
    """
    frames = [f for f in drawn_frames(scene, marks, free) if not _is_room(scene, f)]
    if not frames:
        return []
    rest = free.copy()
    for frame in frames:
        rest[list(frame.members)] = False
    pieces = main_pieces(marks, label(marks, rest))
    look(scene, pieces)
    settle_by_words(pieces)
    found = []
    for frame in frames:
        held = [p for p in (*pieces, *boxed) if contains(frame.box, p.box)]
        told = any(p.kind is ViewKind.TITLE_BLOCK or p in boxed for p in held)
        if len(held) > 1 and (told or _titles_within(scene, frame) > 1):
            found.append(frame)
    return found


def _titles_within(scene: Scene, frame: Frame) -> int:
    titles = (title_of(text) for text in scene.texts if is_in(frame.box, text))
    return len({title.name.upper() for title in titles if title is not None})


def _is_room(scene: Scene, frame: Frame) -> bool:
    layers = {scene.strokes[index].layer for index in frame.members}
    guesses = [layer_by_name(layer) for layer in layers]
    return all(guess is not None and guess.role == LayerRole.ROOM for guess in guesses)


def _names_floors(scene: Scene) -> bool:
    """True if texts name several storeys, so that a single piece may be several plans."""
    titles = (title_of(text) for text in scene.texts)
    floors = {t.ordinal for t in titles if t is not None and t.kind is ViewKind.FLOOR_PLAN}
    return len(floors) > 1


def _known(scene: Scene, marks: Marks, main: list[Piece], boxed: list[Piece]) -> list[Piece]:
    """The pieces with their titles and kinds."""
    settle_by_words(main)
    blocks = [p for p in main if p.kind is ViewKind.TITLE_BLOCK]
    apart_from = {i for piece in (*blocks, *boxed) for i in piece.texts}
    apart_from |= {i for i, text in enumerate(scene.texts) if is_frame_name(text.layer)}
    others = part(scene, marks, [p for p in main if p not in blocks], apart_from)
    name_pieces(scene.texts, others, apart_from)
    settle_by_words(others)
    settled = nested(others)
    settle_by_shape(scene, marks, settled)
    return [*settled, *blocks, *boxed]


def _guides(scene: Scene, marks: Marks) -> Mask:
    layers = {s.layer for s in scene.strokes} | {f.layer for f in scene.fills}
    named = {layer for layer in layers if _GUIDES.intersection(words_of(layer))}
    found = np.zeros(marks.lines, dtype=bool)
    if named:
        found[: marks.strokes] = [s.layer in named for s in scene.strokes]
        found[marks.strokes :] = [f.layer in named for f in scene.fills]
    return found


def _owners(scene: Scene, marks: Marks, views: Views, framed: Mask) -> NDArray[np.int64]:
    """For every mark the index of its view, -1 for what is read with any of them."""
    boxes = marks.boxes
    owner = np.full(len(boxes), -2, dtype=np.int64)
    for number, view in enumerate(views.all):
        owner[view.piece.members] = number
        owner[[marks.lines + i for i in (*view.piece.texts, *view.piece.title_texts)]] = number
    # The frame goes with the title block, whose view holds it or stands in it.
    first = next((n for n, v in enumerate(views.all) if v.kind is ViewKind.TITLE_BLOCK), -1)
    owner[: marks.lines][framed & (owner[: marks.lines] == -2)] = first
    for index, text in enumerate(scene.texts, marks.lines):
        if owner[index] == -2 and is_frame_name(text.layer):
            owner[index] = first
    loose = np.flatnonzero(owner == -2)
    owner[loose] = _nearest(boxes[loose], views.all)
    return owner


def _nearest(boxes: NDArray[np.float64], views: Sequence[View]) -> NDArray[np.int64]:
    """The nearest view, in doubt a floor; -1 for what touches several, such as axes."""
    if not len(boxes) or not views:
        return np.full(len(boxes), -1, dtype=np.int64)
    away = np.stack([apart(view.box, boxes) for view in views], axis=1)
    touched = ((away <= 0) & [not view.surrounds for view in views]).sum(axis=1)
    is_floor = np.array([view.kind is ViewKind.FLOOR_PLAN for view in views])
    weighed = away * np.where(is_floor, 1.0, NEARER_TIMES)
    weighed[:, [view.surrounds for view in views]] = np.inf
    found: NDArray[np.int64] = weighed.argmin(axis=1)
    found[(touched > 1) | np.isnan(boxes).any(axis=1)] = -1
    return found
