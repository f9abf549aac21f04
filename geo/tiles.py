"""Tiles of the web's usual map: squares of EPSG:3857, halved once more at each level.

Source: OGC 17-083r4 (Two Dimensional Tile Matrix Set), Annex D.1, “WebMercatorQuad”.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: A map's pixel is 0.6 mm wide there: nothing on a plan is smaller.
DEEPEST = 24
#: Beyond this latitude the map ends, so that it is a square.
EDGE_DEGREES = math.degrees(math.atan(math.sinh(math.pi)))


@dataclass(frozen=True, slots=True)
class Tile:
    """The ``column``-th from the west and ``row``-th from the north at ``level``; all from 0 on."""

    level: int
    row: int
    column: int

    def __post_init__(self) -> None:
        """Raises ValueError where the level has no such tile."""
        if not 0 <= self.level <= DEEPEST:
            raise ValueError(f"levels go from 0 to {DEEPEST}")
        across = 1 << self.level
        if not (0 <= self.row < across and 0 <= self.column < across):
            raise ValueError(f"level {self.level} has rows and columns from 0 to {across - 1}")

    def degrees(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east and north in EPSG:4326, with ``margin`` of its width added around.

        At the edges of the world the margin is cut off.
        """
        north, south = self._latitude(self.row - margin), self._latitude(self.row + 1 + margin)
        west, east = (
            self._longitude(self.column - margin),
            self._longitude(self.column + 1 + margin),
        )
        return west, south, east, north

    def _longitude(self, column: float) -> float:
        return min(180.0, max(-180.0, column / (1 << self.level) * 360 - 180))

    def _latitude(self, row: float) -> float:
        within = min(1.0, max(0.0, row / (1 << self.level)))
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * within))))
