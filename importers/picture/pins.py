"""Findings: one number for each code, pinned where they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString

from importers.issues import ImportIssue, Severity
from importers.picture import colours
from importers.picture.canvas import PAPER, Canvas

RADIUS_PX = 11.0
LETTERS_PX = 13
#: Pins of one code that would stand nearer to each other than this are one pin.
APART_PX = 16.0
MAX_PINS = 400
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Numbered:
    """All findings of one code and severity, under the number that their pins bear."""

    number: int
    code: str
    severity: Severity
    count: int
    message: str


def numbered(issues: Sequence[ImportIssue]) -> list[Numbered]:
    """Codes in the order of their severity, then as they first appear."""
    first: dict[tuple[Severity, str], ImportIssue] = {}
    counts: Counter[tuple[Severity, str]] = Counter()
    for issue in issues:
        first.setdefault((issue.severity, issue.code), issue)
        counts[issue.severity, issue.code] += 1
    ordered = sorted(first, key=lambda key: _ORDER.index(key[0]))
    return [
        Numbered(n, code, severity, counts[severity, code], first[severity, code].message)
        for n, (severity, code) in enumerate(ordered, start=1)
    ]


def draw_segments(canvas: Canvas, issues: Sequence[ImportIssue]) -> None:
    """The lines that would close a leak, dashed."""
    drawn = [issue for issue in issues if issue.segment is not None][:MAX_PINS]
    for issue in drawn:
        x0, y0, x1, y1 = issue.segment or (0.0, 0.0, 0.0, 0.0)
        line = LineString([(x0, y0), (x1, y1)])
        canvas.edge(line, colours.SEVERITY[issue.severity], 3.5, dashed=True)


def draw_pins(canvas: Canvas, issues: Sequence[ImportIssue], codes: Sequence[Numbered]) -> None:
    """The pins, the gravest last and so on top."""
    known = {(c.severity, c.code): c.number for c in codes}
    pinned: dict[int, list[tuple[float, float]]] = {}
    pins: list[tuple[float, float, int, Severity]] = []
    for issue in issues:
        if issue.x is None or issue.y is None:
            continue
        at = canvas.place(issue.x, issue.y)
        if at is None:
            continue
        number = known[issue.severity, issue.code]
        same = pinned.setdefault(number, [])
        if any(math.dist(at, other) < APART_PX for other in same):
            continue
        same.append(at)
        pins.append((*at, number, issue.severity))
        if len(pins) >= MAX_PINS:
            break
    for x, y, number, severity in sorted(pins, key=lambda p: -_ORDER.index(p[3])):
        draw_pin(canvas, x, y, number, severity)


def draw_pin(canvas: Canvas, x: float, y: float, number: int, severity: Severity) -> None:
    """A disc for an error, a lozenge for a warning, a square for a note, with its number."""
    colour = colours.SEVERITY[severity]
    r = RADIUS_PX
    if severity is Severity.ERROR:
        canvas.dot_px(x, y, r + 1.5, PAPER)
        canvas.dot_px(x, y, r, colour)
    elif severity is Severity.WARNING:
        for reach, fill in ((1.35 * r + 2, PAPER), (1.35 * r, colour)):
            canvas.lozenge_px(x, y, reach, fill)
    else:
        r *= 0.85
        canvas.box_px((x - r, y - r, x + r, y + r), colour, PAPER, round_px=3.0)
    canvas.text_px((x, y), str(number), LETTERS_PX, PAPER, "mm")
