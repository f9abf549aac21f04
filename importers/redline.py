"""What a redline of a drawing says: marks at places, each for one finding. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from importers.draft import FloorPlanDraft

_WHOLE, _ALONE = b"W", b"A"


@dataclass(frozen=True, slots=True)
class RedMark:
    """One finding; ``x``, ``y`` and ``segment`` are in the drawing's own unit, None without place.

    ``about`` is what happened, ``remedy`` what to do in the drawing.
    """

    code: str
    severity: str
    about: str
    remedy: str
    x: float | None = None
    y: float | None = None
    segment: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Redline:
    """The marks of one drawing. ``metre`` is how many of its units a metre has.

    ``corner`` is the upper right of what is drawn: beside it stands what has no place.
    """

    marks: tuple[RedMark, ...]
    metre: float
    corner: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Redlined:
    """A DXF. ``whole`` tells that it holds the original drawing, not the redlines alone."""

    content: bytes
    whole: bool


def packed(made: Redlined) -> bytes:
    """As a child sends it."""
    return (_WHOLE if made.whole else _ALONE) + made.content


def unpacked(content: bytes) -> Redlined:
    """What ``packed`` made; raises ``ValueError`` for anything else."""
    head, rest = content[:1], content[1:]
    if head not in {_WHOLE, _ALONE}:
        raise ValueError("this is no redline")
    return Redlined(rest, whole=head == _WHOLE)


def redline_of(draft: FloorPlanDraft, marks: Iterable[RedMark]) -> Redline:
    """The redline of a drawing, with marks that are in metres of the drawing's own axes."""
    metre = 1.0 / draft.units.metres_per_unit
    _, _, east, north = draft.extent_m
    return Redline(
        tuple(_in_units(mark, metre) for mark in marks), metre, (east * metre, north * metre)
    )


def marks_of(draft: FloorPlanDraft) -> list[RedMark]:
    """A mark for each finding of a reading, in metres."""
    return [
        RedMark(i.code, i.severity.value, i.message, i.advice, i.x, i.y, i.segment)
        for i in draft.issues
    ]


def to_plain(redline: Redline) -> dict[str, Any]:
    """As JSON takes it."""
    return asdict(redline)


def from_plain(plain: Mapping[str, Any]) -> Redline:
    """The redline behind ``to_plain``."""
    marks = tuple(
        RedMark(**{**mark, "segment": mark["segment"] and tuple(mark["segment"])})
        for mark in plain["marks"]
    )
    x, y = plain["corner"]
    return Redline(marks, plain["metre"], (x, y))


def _in_units(mark: RedMark, metre: float) -> RedMark:
    if mark.x is None or mark.y is None:
        return mark
    a, b, c, d = mark.segment or (0.0, 0.0, 0.0, 0.0)
    segment = None if mark.segment is None else (a * metre, b * metre, c * metre, d * metre)
    return RedMark(
        mark.code, mark.severity, mark.about, mark.remedy, mark.x * metre, mark.y * metre, segment
    )
