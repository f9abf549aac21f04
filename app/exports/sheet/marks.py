"""What a sheet is made of: areas, lines and words, in millimetres, y downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Points = tuple[tuple[float, float], ...]
Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Area:
    """Rings filled by the even-odd rule; None is no filling, or no line. ``title`` is a hint."""

    rings: tuple[Points, ...]
    fill: str | None
    line: str | None = None
    width_mm: float = 0.1
    dashed: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    points: Points
    colour: str
    width_mm: float


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``x`` is its start, middle or end, ``y`` its base line."""

    text: str
    x: float
    y: float
    size_mm: float
    colour: str
    align: Align = "middle"


Mark = Area | Line | Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """``scale`` is the 200 of 1:200; marks are in the order in which they are drawn."""

    width_mm: float
    height_mm: float
    scale: int
    title: str
    marks: tuple[Mark, ...]
