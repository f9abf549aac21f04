"""What dimension texts tell: 12'-6" written over a length of 150 means inches."""

from __future__ import annotations

import re
from collections import Counter

from geo.units import UNITS

#: A text counts for a unit if it agrees within this share: texts are rounded for reading.
AGREEMENT_SHARE = 0.02
_FEET = re.compile(r"""^[^\d]*(\d+)\s*'\s*-?\s*(?:(\d+(?:\.\d+)?)?(?:\s+(\d+)/(\d+))?\s*")?""")
_INCHES = re.compile(r"""^[^\d]*(\d+(?:\.\d+)?)(?:[\s-]+(\d+)/(\d+))?\s*\"""")
_METRIC = re.compile(r"^[^\d]*(\d+(?:[.,]\d+)?)\s*(mm|cm|m)?\b")
#: A bare number beside the measured length: which unit the pair is usual for. A drawing in
#: metres shows millimetres, one in millimetres shows metres, and so on.
_BARE = ((0.001, "mm"), (0.01, "cm"), (0.1, "mm"), (10.0, "cm"), (100.0, "m"), (1000.0, "m"))


def unit_of_dimension(measured: float, written: str) -> str | None:
    """The drawing's unit if ``written`` tells it, else None."""
    metres = _metres(written)
    if metres is not None:
        return _nearest(metres / measured)
    found = _METRIC.match(written)
    if found is None:
        return None
    ratio = float(found[1].replace(",", ".")) / measured
    for usual, unit in _BARE:
        if abs(ratio / usual - 1) < AGREEMENT_SHARE:
            return unit
    return None


def count_units(dimensions: list[tuple[float, str]]) -> Counter[str]:
    """How many dimensions speak for which unit."""
    found = (unit_of_dimension(measured, written) for measured, written in dimensions)
    return Counter(unit for unit in found if unit is not None)


def _metres(written: str) -> float | None:
    feet = _FEET.match(written)
    if feet is not None:
        return (float(feet[1]) * 12 + _with_fraction(feet[2], feet[3], feet[4])) * 0.0254
    inches = _INCHES.match(written)
    if inches is not None:
        return _with_fraction(inches[1], inches[2], inches[3]) * 0.0254
    metric = _METRIC.match(written)
    if metric is not None and metric[2]:
        return float(metric[1].replace(",", ".")) * UNITS[metric[2]]
    return None


def _with_fraction(whole: str | None, over: str | None, under: str | None) -> float:
    part = float(over) / float(under) if over and under and float(under) else 0.0
    return float(whole or 0) + part


def _nearest(factor: float) -> str | None:
    for unit in ("mm", "cm", "m", "inch", "foot"):
        if abs(factor / UNITS[unit] - 1) < AGREEMENT_SHARE:
            return unit
    return None
