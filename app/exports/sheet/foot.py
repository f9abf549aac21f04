"""The foot of a sheet: which floor and plan it is, the scale bar and the north arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from app.exports.formats import Options
from app.exports.sheet.fit import FOOT_MM, MARGIN_MM, MM, Fit
from app.exports.sheet.labels import text_width_mm
from app.exports.sheet.marks import Area, Line, Mark, Words
from floorplans.plans.exporting.exported import ExportedFloor
from importers.picture.letters import plain

INK, SOFT, PAPER = "#1c2430", "#5a6675", "#ffffff"
TITLE_MM, TEXT_MM, SMALL_MM = 4.2, 2.8, 2.2
BAR_MM = 50.0  # the bar is no longer
BAR_HIGH_MM = 1.6
ARROW_MM = 5.5  # half its length
_STEPS_M = tuple(step * 10**power for power in range(5) for step in (1, 2, 5))


def foot_of(floor: ExportedFloor, page: Fit, options: Options, north_deg: float) -> Iterator[Mark]:
    """``north_deg`` is true north on the sheet, counter-clockwise from straight up."""
    top = page.height_mm - MARGIN_MM - FOOT_MM
    right = page.width_mm - MARGIN_MM
    yield Line(((MARGIN_MM, top), (right, top)), INK, 0.2)
    arrow_x = right - ARROW_MM - 1
    bar_m = bar_length_m(page.scale)
    bar_x = arrow_x - ARROW_MM - 6 - bar_m * MM / page.scale
    yield from _title(floor, page, options, top, bar_x - MARGIN_MM - 4)
    yield from _bar(bar_x, top + 9, bar_m, page.scale)
    yield from _arrow(arrow_x, top + FOOT_MM / 2 + 1, north_deg)


def bar_length_m(scale: int) -> float:
    """The longest round length that is not longer than the bar may be."""
    return float(max((s for s in _STEPS_M if s * MM / scale <= BAR_MM), default=_STEPS_M[0]))


def _title(
    floor: ExportedFloor, page: Fit, options: Options, top: float, wide_mm: float
) -> Iterator[Mark]:
    told = floor.published_at.astimezone(ZoneInfo(floor.time_zone))
    lines = (
        (f"{floor.building_name}, {floor.floor_name}", TITLE_MM, INK, 6.0),
        (f"{floor.site_name}, {floor.organisation_name}", TEXT_MM, SOFT, 10.8),
        (
            f"Plan {floor.revision_number}, {told.day} {told.strftime('%B %Y')}",
            TEXT_MM,
            INK,
            15.2,
        ),
        (f"1:{page.scale} on {options.paper.upper()}", TEXT_MM, INK, 19.4),
    )
    for text, size, colour, below in lines:
        fitting = min(size, size * wide_mm / max(text_width_mm(plain(text), size), 1e-6))
        yield Words(plain(text), MARGIN_MM, top + below, fitting, colour, align="start")


def _bar(x: float, y: float, length_m: float, scale: int) -> Iterator[Mark]:
    whole = length_m * MM / scale
    for quarter in range(4):
        left, wide = x + quarter * whole / 4, whole / 4
        corners = (
            (left, y),
            (left + wide, y),
            (left + wide, y + BAR_HIGH_MM),
            (left, y + BAR_HIGH_MM),
        )
        yield Area((corners,), PAPER if quarter % 2 else INK, INK, 0.15)
    for share in (0.0, 0.5, 1.0):
        told = f"{length_m * share:g}" + (" m" if share == 1.0 else "")
        yield Words(told, x + share * whole, y - 1.0, SMALL_MM, INK)
    yield Words(f"1:{scale}", x + whole / 2, y + BAR_HIGH_MM + 1.4 + SMALL_MM, SMALL_MM, SOFT)


def _arrow(x: float, y: float, north_deg: float) -> Iterator[Mark]:
    angle = math.radians(north_deg)
    # Counter-clockwise from straight up, on paper whose y points down.
    up = (-math.sin(angle), -math.cos(angle))
    side = (-up[1], up[0])

    def at(ahead: float, beside: float) -> tuple[float, float]:
        return (
            round(x + ahead * up[0] + beside * side[0], 3),
            round(y + ahead * up[1] + beside * side[1], 3),
        )

    tip, tail, notch = at(ARROW_MM, 0), ARROW_MM * 0.55, at(-ARROW_MM * 0.25, 0)
    left, right = at(-tail, -ARROW_MM * 0.45), at(-tail, ARROW_MM * 0.45)
    yield Area(((tip, left, notch),), INK, INK, 0.15)
    yield Area(((tip, right, notch),), PAPER, INK, 0.15)
    middle = at(ARROW_MM + 1.8, 0)
    yield Words("N", middle[0], middle[1] + 0.36 * SMALL_MM, SMALL_MM, INK)
