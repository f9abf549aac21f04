"""Sheets that show the office of ``office.py`` more than once, or more than the office.

Every plan is 20.2 by 12.2 m with its lower left corner 0.1 m left of and below the place it is
drawn at. Places are in metres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ezdxf.document import Drawing

from tests.corpus.office import NUMBERS, Pen, Point, Style, box, draw_office, start

#: Rooms of the second storey bear numbers that begin with a 2.
SECOND = tuple(f"2{number[1:]}" for number in NUMBERS)
NO_ROOMS = Style(room=None)


class SheetPen:
    """Draws plans, elevations, titles and frames beside each other."""

    def __init__(self, style: Style = NO_ROOMS) -> None:
        self.style = style
        self.doc, self.pen = start(style)

    def at(self, x: float, y: float) -> Pen:
        """A pen for things that lie at (x, y), turned with the sheet."""
        turn = math.radians(self.style.turn_deg)
        c, s = math.cos(turn), math.sin(turn)
        moved = (x * c - y * s, x * s + y * c)
        return Pen(self.pen.layout, replace(self.style, offset=moved))

    def plan(self, x: float, y: float, numbers: tuple[str, ...] = NUMBERS) -> SheetPen:
        draw_office(self.at(x, y), numbers)
        return self

    def title(self, words: str, x: float, y: float, height: float = 0.5) -> SheetPen:
        self.at(x, y).text(words, (0, 0), "TITLES", height)
        return self

    def elevation(self, x: float, y: float, wide: float = 20.2, high: float = 7.0) -> SheetPen:
        """A front with two rows of windows on a ground line that runs beyond it."""
        pen = self.at(x, y)
        pen.lines([(-2, 0), (wide + 2, 0)], "LINES")
        pen.lines(box(0, 0, wide, high), "LINES", close=True)
        for row in (1.0, 4.0):
            for step in range(int(wide / 3)):
                pen.ring(box(1 + 3 * step, row, 2.4 + 3 * step, row + 1.6), "LINES")
        return self

    def section(self, x: float, y: float, storeys: Sequence[str] = ("EG", "1. OG")) -> SheetPen:
        """Slabs and walls with heights beside them and the storeys' names in them."""
        pen = self.at(x, y)
        pen.lines([(-3, 0), (23, 0)], "LINES")
        for level in range(len(storeys) + 1):
            pen.ring(box(0, 3.2 * level, 20.2, 3.2 * level + 0.25), "LINES")
            pen.text(f"+{3.2 * level:.2f}", (20.6, 3.2 * level), "LINES", 0.2)
        for level, storey in enumerate(storeys):
            for wall in (0.0, 6.0, 13.0, 20.0):
                pen.ring(box(wall, 3.2 * level + 0.25, wall + 0.2, 3.2 * level + 3.2), "LINES")
            pen.text(storey, (9.0, 3.2 * level + 1.5), "LINES", 0.3)
        return self

    def frame(self, x: float, y: float, wide: float, high: float) -> SheetPen:
        """Two rectangles: the edge of the paper and the margin."""
        pen = self.at(x, y)
        pen.ring(box(0, 0, wide, high), "0")
        pen.ring(box(1, 1, wide - 1, high - 1), "0")
        return self

    def title_block(self, x: float, y: float, words: Sequence[str] = ()) -> SheetPen:
        """A box of 18 by 6 m with rows, each with what is written in it."""
        pen = self.at(x, y)
        rows = words or (
            "Project: New office",
            "Date: 3 May",
            "Scale 1:100",
            "Drawn: NN",
            "Sheet 1",
        )
        step = 6.0 / len(rows)
        pen.ring(box(0, 0, 18, 6), "0")
        for number, row in enumerate(rows):
            pen.lines([(0, number * step), (18, number * step)], "0")
            pen.text(row, (0.5, number * step + 0.3), "0", 0.35)
        return self

    def legend(self, x: float, y: float) -> SheetPen:
        """A box with a door and a desk, and what they mean."""
        pen = self.at(x, y)
        pen.ring(box(0, 0, 8, 6), "0")
        pen.text("LEGEND", (0.5, 5.2), "0", 0.4)
        pen.insert("DOOR", (1, 3.6), self.style.door)
        pen.text("Door", (3.5, 3.8), "0", 0.25)
        pen.insert("DESK", (1.4, 2.2), self.style.furniture)
        pen.text("Workplace", (3.5, 2.0), "0", 0.25)
        pen.lines([(0.5, 0.8), (2.5, 0.8)], self.style.wall)
        pen.text("Wall", (3.5, 0.7), "0", 0.25)
        return self

    def detail(self, x: float, y: float) -> SheetPen:
        """The foot of a wall at ten times its size."""
        pen = self.at(x, y)
        for wall in (0.0, 2.0, 2.3, 3.5):
            pen.lines([(wall, 0), (wall, 6)], "LINES")
        for layer in (0.0, 0.8, 1.4):
            pen.lines([(3.5, layer), (8, layer)], "LINES")
        return self

    def lines(self, points: Sequence[Point], layer: str = "0") -> SheetPen:
        self.pen.lines(points, layer)
        return self

    def drawing(self) -> Drawing:
        return self.doc
