"""Plans that axes, dimensions or a narrow gap hold together, parted where several are titled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from importers.draft import ViewKind
from importers.dxf.scene import Scene
from importers.dxf.sheets.clusters import label
from importers.dxf.sheets.marks import Marks, height, width
from importers.dxf.sheets.naming import titles_at
from importers.dxf.sheets.pieces import Piece, look, main_pieces

#: Plans on one sheet that are drawn as close as this are still two.
NARROW_M = 0.4
#: A straight line over more than this of a piece's width or height runs through several plans.
THROUGH_SHARE = 0.55


def part(
    scene: Scene, marks: Marks, pieces: Sequence[Piece], apart_from: Collection[int]
) -> list[Piece]:
    """The pieces; those with titles of several floors in parts, if each part has one of them."""
    told = titles_at(scene.texts, pieces, apart_from)
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        floors = {t.name.upper() for t in told.get(number, ()) if t.kind is ViewKind.FLOOR_PLAN}
        storeys = {t.ordinal for t in told.get(number, ()) if t.kind is ViewKind.FLOOR_PLAN}
        parts = _parts(scene, marks, piece) if len(floors) > 1 and len(storeys) > 1 else []
        if len(parts) > 1 and len(titles_at(scene.texts, parts, apart_from)) == len(parts):
            look(scene, parts)
            found += parts
        else:
            found.append(piece)
    return found


def _parts(scene: Scene, marks: Marks, piece: Piece) -> list[Piece]:
    used = np.zeros(marks.lines, dtype=bool)
    used[piece.members] = True
    used[: marks.strokes] &= ~_through(scene, marks, piece, used)
    return main_pieces(marks, label(marks, used, NARROW_M))


def _through(
    scene: Scene, marks: Marks, piece: Piece, used: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    sizes = marks.boxes[: marks.strokes, 2:] - marks.boxes[: marks.strokes, :2]
    limits = THROUGH_SHARE * np.array((width(piece.box), height(piece.box)))
    long = (sizes > limits).any(axis=1) & used[: marks.strokes]
    found = np.zeros(marks.strokes, dtype=bool)
    for index in np.flatnonzero(long).tolist():
        found[index] = len(scene.strokes[index].points) == 2
    return found
