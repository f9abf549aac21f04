"""The label sheets there are, in millimetres on A4; sizes as their makers print them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

WIDTH_MM, HEIGHT_MM = 210.0, 297.0


@dataclass(frozen=True, slots=True)
class Stock:
    """``gap_x_mm`` lies between two columns; rows touch. ``is_cut`` is a sheet of labels."""

    name: str
    title: str
    columns: int
    rows: int
    label_mm: tuple[float, float]
    gap_x_mm: float = 0.0
    is_cut: bool = True

    @property
    def on_a_sheet(self) -> int:
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a label, counted by rows from 0; the sheet is centred."""
        row, column = divmod(place, self.columns)
        wide, high = self.label_mm
        left = (WIDTH_MM - self.columns * wide - (self.columns - 1) * self.gap_x_mm) / 2
        top = (HEIGHT_MM - self.rows * high) / 2
        return left + column * (wide + self.gap_x_mm), top + row * high


_ALL = (
    Stock("l7160", "Avery L7160, 21 labels of 63.5 by 38.1 mm", 3, 7, (63.5, 38.1), 2.54),
    Stock("l7163", "Avery L7163, 14 labels of 99.1 by 38.1 mm", 2, 7, (99.1, 38.1), 2.54),
    Stock("l7165", "Avery L7165, 8 labels of 99.1 by 67.7 mm", 2, 4, (99.1, 67.7), 2.54),
    Stock("a6", "Plain paper, 4 cards of A6", 2, 2, (105.0, 148.5), is_cut=False),
    Stock("a4", "Plain paper, one large code on each page", 1, 1, (210.0, 297.0), is_cut=False),
)
STOCKS = MappingProxyType({each.name: each for each in _ALL})
USUAL = "l7163"
