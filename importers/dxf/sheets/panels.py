"""Boxes on a sheet that hold words about the drawing: title blocks, legends, schedules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from importers.draft import ViewKind
from importers.dxf.facts import quarter_radius
from importers.dxf.roles.sizes import DOOR_RADIUS_M, within
from importers.dxf.scene import Scene
from importers.dxf.sheets.frames import rings
from importers.dxf.sheets.kinds import BLOCK_WORDS
from importers.dxf.sheets.marks import Box, Marks, area, around, contains, inside
from importers.dxf.sheets.pieces import Piece, is_in
from importers.dxf.sheets.titles import Title, title_block_words, title_of

#: A box with words is smaller than this share of the sheet.
PANEL_SHARE = 0.25
#: A cell of a title block lies in a box at most so much larger; the next is the sheet's frame.
GROWTH_TIMES = 4.0
#: A legend or a table explains more than one thing.
ENTRIES = 3
#: More boxes, or more words in them, are no sheet that a person has drawn.
MOST_WORDS = 200
MOST_BOXES = 500
_KINDS = frozenset({ViewKind.LEGEND, ViewKind.SCHEDULE})


class _Words:
    """Texts that title a legend or a table, and texts in fields of a title block."""

    def __init__(self, scene: Scene) -> None:
        self.titles: dict[int, Title] = {}
        self.fields: dict[int, set[str]] = {}
        for index, text in enumerate(scene.texts):
            title = title_of(text)
            if title is not None and title.kind in _KINDS:
                self.titles[index] = title
            if words := title_block_words(text):
                self.fields[index] = words


def panels(scene: Scene, marks: Marks, free: NDArray[np.bool_]) -> list[Piece]:
    """Closed boxes with the words of a title block, or with a legend or a table in them."""
    words = _Words(scene)
    whole = around(marks.boxes[: marks.lines][free])
    if whole is None or (not words.titles and len(words.fields) < BLOCK_WORDS):
        return []
    spots = [scene.texts[i] for i in [*words.titles, *words.fields][:MOST_WORDS]]
    boxes = sorted(
        (
            box
            for box, _ in rings(scene, marks, free, 0.0)
            if area(box) <= PANEL_SHARE * area(whole)
        ),
        key=lambda box: (area(box), box),
    )
    boxes = [box for box in boxes if any(is_in(box, text) for text in spots)][:MOST_BOXES]
    found: list[Piece] = []
    for box in boxes:
        if any(contains(other.box, box) for other in found):
            continue
        piece = _panel(scene, marks, free, _grown(box, boxes), words)
        if piece is not None:
            found = [p for p in found if not contains(piece.box, p.box)] + [piece]
    return found


def _grown(box: Box, boxes: Sequence[Box]) -> Box:
    for other in boxes:
        if area(box) < area(other) <= GROWTH_TIMES * area(box) and contains(other, box):
            box = other
    return box


def _panel(
    scene: Scene,
    marks: Marks,
    free: NDArray[np.bool_],
    box: Box,
    known: _Words,
) -> Piece | None:
    texts = [i for i, text in enumerate(scene.texts) if is_in(box, text)]
    title = next((known.titles[i] for i in texts if i in known.titles), None)
    words = {word for i in texts for word in known.fields.get(i, ())}
    is_block = len(words) >= BLOCK_WORDS
    if not is_block and (title is None or len(texts) <= ENTRIES):
        return None
    members = np.flatnonzero(inside(marks.boxes[: marks.lines], box, 1e-6) & free)
    legend = title is not None and title.kind is ViewKind.LEGEND
    if not legend and _has_doors(scene, marks, members):
        return None
    piece = Piece(members, box, texts=texts, block_words=words, title=title)
    piece.kind = title.kind if title is not None and not is_block else ViewKind.TITLE_BLOCK
    return piece


def _has_doors(scene: Scene, marks: Marks, members: NDArray[np.int64]) -> bool:
    strokes = (scene.strokes[i] for i in members.tolist() if i < marks.strokes)
    radii = (quarter_radius(stroke) for stroke in strokes if stroke.arc is not None)
    return any(radius is not None and within(radius, DOOR_RADIUS_M) for radius in radii)
