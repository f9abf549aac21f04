"""Parking places that are drawn as rows of lines, with nothing that closes them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from shapely import Polygon

from importers.dxf.scene import Stroke
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.plan import Plan
from importers.roles import LayerRole

LINE_M = (3.8, 6.6)
APART_M = (1.9, 3.9)  # from one line to the next, straight across
ALONG_SHARE = 0.3  # of a line's length; neighbours are not shifted by more, slanted ones included
TURN_DEG = 2.0
SAME_M = 0.15  # two lines nearer than this mark one edge
SAME_LOOKED_AT = 50  # lines that may lie between two of the same place, in other rows
MAX_LINES = 5_000  # more is a pattern, and each is compared with those near it


@dataclass(frozen=True, slots=True)
class _Line:
    along: float  # of its middle, along the direction of its row's lines
    across: float
    start: tuple[float, float]
    end: tuple[float, float]
    layer: str
    handle: str | None

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)


def stalls(plan: Plan) -> list[Outline]:
    """One place between each two neighbouring lines of a row; a row has two places or more."""
    groups: dict[int, list[_Line]] = defaultdict(list)
    for _, stroke in plan.strokes_on({LayerRole.PARKING}):
        if stroke.insertion is None and not stroke.closed and stroke.kind in {"line", "polyline"}:
            for turn, line in _lines_of(stroke):
                groups[round(turn / TURN_DEG)].append(line)
    if sum(map(len, groups.values())) > MAX_LINES:
        return []
    found: list[Outline] = []
    for turn in sorted(groups):
        found += _rows(groups[turn])
    return found


def _lines_of(stroke: Stroke) -> Iterable[tuple[float, _Line]]:
    """(direction, line) for each piece as long as a car; a long line through two rows is halved."""
    for one, two in zip(stroke.points[:-1], stroke.points[1:], strict=True):
        length = float(np.hypot(*(two - one)))
        parts = 2 if 2 * LINE_M[0] <= length <= 2 * LINE_M[1] else 1
        if not LINE_M[0] <= length / parts <= LINE_M[1]:
            continue
        first, second = sorted(((float(one[0]), float(one[1])), (float(two[0]), float(two[1]))))
        turn = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
        if turn < -90.0 + TURN_DEG:
            # A line that runs straight down has the direction of one that runs straight up.
            first, second, turn = second, first, turn + 180.0
        grid = math.radians(round(turn / TURN_DEG) * TURN_DEG)
        u, v = (math.cos(grid), math.sin(grid)), (-math.sin(grid), math.cos(grid))
        for k in range(parts):
            a = _between(first, second, k / parts)
            b = _between(first, second, (k + 1) / parts)
            middle = _between(a, b, 0.5)
            yield (
                turn,
                _Line(_dot(middle, u), _dot(middle, v), a, b, stroke.layer, stroke.handle),
            )


def _rows(lines: list[_Line]) -> list[Outline]:
    """Chains of neighbours: each line's next is the nearest beside it that is not far shifted."""
    lines = _once(sorted(lines, key=lambda line: (line.across, line.along)))
    after: dict[int, int] = {}
    for index, line in enumerate(lines):
        for other in range(index + 1, len(lines)):
            gap = lines[other].across - line.across
            if gap > APART_M[1]:
                break
            if gap >= APART_M[0] and _beside(line, lines[other]):
                after[index] = other
                break
    before = set(after.values())
    return [
        Outline(_place(lines[one], lines[two]), "linework", lines[one].layer, lines[one].handle)
        for one, two in after.items()
        if one in before or two in after
    ]


def _once(lines: list[_Line]) -> list[_Line]:
    """The sorted lines; one that two neighbouring places both draw is there once."""
    kept: list[_Line] = []
    for line in lines:
        near = (k for k in reversed(kept[-SAME_LOOKED_AT:]) if line.across - k.across < SAME_M)
        if not any(abs(line.along - k.along) < SAME_M for k in near):
            kept.append(line)
    return kept


def _beside(one: _Line, two: _Line) -> bool:
    alike = abs(one.length - two.length) <= ALONG_SHARE * one.length
    gap = two.across - one.across
    # In a slanted row each line is shifted by up to as much as it stands aside.
    return alike and abs(one.along - two.along) <= max(ALONG_SHARE * one.length, gap)


def _place(one: _Line, two: _Line) -> Polygon:
    return Polygon([one.start, one.end, two.end, two.start])


def _between(
    one: tuple[float, float], two: tuple[float, float], share: float
) -> tuple[float, float]:
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def _dot(one: tuple[float, float], two: tuple[float, float]) -> float:
    return one[0] * two[0] + one[1] * two[1]
