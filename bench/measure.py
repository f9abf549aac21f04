"""Numbers from runs: percentiles, and ratios of pairs measured side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def paired(
    measured: Callable[[], float], reference: Callable[[], float], pairs: int = 5
) -> dict[str, float]:
    """Measure both in turn, so that a machine that slows down slows both; median of the ratios."""
    rounds = [(measured(), reference()) for _ in range(pairs)]
    ratios = [ours / theirs for ours, theirs in rounds]
    return {
        "ratio": round(median(ratios), 3),
        "ratio_lowest": round(min(ratios), 3),
        "ratio_highest": round(max(ratios), 3),
        "measured": round(median(ours for ours, _ in rounds), 4),
        "reference": round(median(theirs for _, theirs in rounds), 4),
    }
