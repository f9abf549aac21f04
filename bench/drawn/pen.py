"""A pen that draws metres into a drawing of another unit, turned and moved."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import BaseLayout

#: How far apart the lines of a pattern are, about.
PATTERN_M = 0.05

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the floor's metres lie on the sheet."""

    unit_per_m: float = 1000.0
    turn_deg: float = 0.0
    offset: Point = (0.0, 0.0)  # in metres
    version: str = "R2010"

    def at(self, x: float, y: float) -> Point:
        turn = math.radians(self.turn_deg)
        c, s, u = math.cos(turn), math.sin(turn), self.unit_per_m
        return (x * c - y * s + self.offset[0]) * u, (x * s + y * c + self.offset[1]) * u


class Pen:
    def __init__(self, layout: BaseLayout, sheet: Sheet) -> None:
        self.layout = layout
        self.sheet = sheet

    def lines(self, points: Iterable[Sequence[float]], layer: str, *, close: bool = False) -> None:
        corners = [self.sheet.at(x, y) for x, y, *_ in points]
        pairs = zip(corners, corners[1:] + (corners[:1] if close else []), strict=False)
        for one, two in pairs:
            self.layout.add_line(one, two, dxfattribs={"layer": layer})

    def ring(self, points: Iterable[Sequence[float]], layer: str) -> None:
        """A closed polyline; the first point is not repeated."""
        corners = [self.sheet.at(x, y) for x, y, *_ in points]
        if self.sheet.version == "R12":
            self.layout.add_polyline2d(corners, close=True, dxfattribs={"layer": layer})
        else:
            self.layout.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})

    def hatch(
        self, rings: Iterable[Iterable[Sequence[float]]], layer: str, pattern: str = ""
    ) -> None:
        """A solid fill, or a pattern that is named."""
        hatch = self.layout.add_hatch(dxfattribs={"layer": layer})
        if pattern:
            hatch.set_pattern_fill(pattern, scale=PATTERN_M * self.sheet.unit_per_m)
        for ring in rings:
            corners = [self.sheet.at(x, y) for x, y, *_ in ring]
            hatch.paths.add_polyline_path(corners, is_closed=True)

    def dimension(self, one: Point, two: Point, layer: str) -> None:
        """How far it is between two points, as a dimension with its picture."""
        size = {"dimtxt": 0.15 * self.sheet.unit_per_m, "dimlfac": 1.0, "dimscale": 1.0}
        a, b = self.sheet.at(*one), self.sheet.at(*two)
        self.layout.add_aligned_dim(
            a, b, distance=0.0, override=size, dxfattribs={"layer": layer}
        ).render()

    def circle(self, middle: Point, radius: float, layer: str) -> None:
        size = radius * self.sheet.unit_per_m
        self.layout.add_circle(self.sheet.at(*middle), size, dxfattribs={"layer": layer})

    def arc(self, middle: Point, radius: float, start: float, end: float, layer: str) -> None:
        turn, size = self.sheet.turn_deg, radius * self.sheet.unit_per_m
        self.layout.add_arc(
            self.sheet.at(*middle), size, start + turn, end + turn, dxfattribs={"layer": layer}
        )

    def text(
        self,
        words: str,
        at: Point,
        layer: str,
        height: float = 0.2,
        *,
        middle: bool = False,
    ) -> None:
        attributes = {
            "layer": layer,
            "height": height * self.sheet.unit_per_m,
            "rotation": self.sheet.turn_deg,
        }
        align = TextEntityAlignment.MIDDLE_CENTER if middle else TextEntityAlignment.LEFT
        self.layout.add_text(words, dxfattribs=attributes).set_placement(
            self.sheet.at(*at), align=align
        )

    def insert(
        self,
        block: str,
        at: Point,
        layer: str,
        turn_deg: float = 0.0,
        x_scale: float = 1.0,
        y_scale: float = 1.0,
    ) -> None:
        self.layout.add_blockref(
            block,
            self.sheet.at(*at),
            dxfattribs={
                "layer": layer,
                "rotation": turn_deg + self.sheet.turn_deg,
                "xscale": x_scale,
                "yscale": y_scale,
            },
        )


def box(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
