"""What else is on an architect's sheet: grid, dimensions, title block, notes, demolition."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.demo.sketch import Sketch
from app.demo.walls import gross_outline

if TYPE_CHECKING:
    from app.demo.drawing import Board

FRAME_M = (84.1, 59.4)  # A1 at 1:100


def draw_sheet(board: Board, sketch: Sketch) -> None:
    x0, y0, x1, y1 = gross_outline(sketch).bounds
    _frame(board, x0, y0, x1, y1)
    _grid(board, sketch, (x0, y0, x1, y1))
    _dimensions(board, sketch, x0, y0, x1)
    for line in sketch.demolished:
        (ax, ay), (bx, by) = line.coords
        for offset in (-0.06, 0.06):
            board.msp.add_line(
                board.at(ax + offset, ay),
                board.at(bx + offset, by),
                dxfattribs={"layer": "A-WALL-DEMO"},
            )
    board.msp.add_mtext(
        r"{\LGeneral notes}\PAll dimensions to be checked on site.\PDo not scale.\~\U+00A9 2024",
        dxfattribs={"layer": "A-ANNO-NOTE", "char_height": 0.3 * board.hand.k},
    ).set_location(board.at(x0, y0 - 5.0), attachment_point=1)


def _frame(board: Board, x0: float, y0: float, x1: float, y1: float) -> None:
    corner = ((x0 + x1 - FRAME_M[0]) / 2, (y0 + y1 - FRAME_M[1]) / 2 - 2.0)
    frame = board.msp.add_blockref(
        "A1-FRAME", board.at(*corner), dxfattribs={"layer": "G-ANNO-TTLB"}
    )
    frame.add_auto_attribs(
        {"TITLE": board.hand.title, "SHEET": "A-101 / Index C", "SCALE": "1 : 100"}
    )
    board.msp.add_blockref(
        "NORTH-ARROW",
        board.at(corner[0] + 80.0, corner[1] + 54.0),
        dxfattribs={"layer": "G-ANNO-SYMB"},
    )


def _grid(board: Board, sketch: Sketch, bounds: tuple[float, float, float, float]) -> None:
    """Axes through the columns, numbered along and lettered across."""
    x0, y0, x1, y1 = bounds
    for number, x in enumerate(sorted({x for x, _ in sketch.columns}), 1):
        _axis(board, (x, y0 - 3.0), (x, y1 + 1.0), str(number))
    for letter, y in zip("ABCD", sorted({y for _, y in sketch.columns}), strict=False):
        _axis(board, (x0 - 3.0, y), (x1 + 1.0, y), letter)


def _axis(board: Board, start: tuple[float, float], end: tuple[float, float], name: str) -> None:
    board.msp.add_line(board.at(*start), board.at(*end), dxfattribs={"layer": "S-GRID"})
    bubble = board.msp.add_blockref(
        "GRID-BUBBLE", board.at(*start), dxfattribs={"layer": "S-GRID-IDEN"}
    )
    bubble.add_auto_attribs({"AXIS": name})


def _dimensions(board: Board, sketch: Sketch, x0: float, y0: float, x1: float) -> None:
    """A chain below the plan and the whole length under it."""
    stops = [x0, *sorted({x for x, _ in sketch.columns}), x1]
    pairs = [*pairwise(stops), (x0, x1)]
    k = board.hand.k
    for number, (left, right) in enumerate(pairs):
        below = y0 - (1.4 if number < len(pairs) - 1 else 2.2)
        dimension = board.msp.add_linear_dim(
            base=board.at(left, below),
            p1=board.at(left, y0),
            p2=board.at(right, y0),
            override={"dimtxt": 0.25 * k, "dimasz": 0.15 * k, "dimexo": 0.1 * k,
                      "dimexe": 0.1 * k, "dimgap": 0.06 * k, "dimdec": 0},
            dxfattribs={"layer": "A-ANNO-DIMS"},
        )  # fmt: skip
        dimension.render()
