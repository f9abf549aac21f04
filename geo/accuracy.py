"""How far off a placed drawing is to be expected at a place, from how its points disagree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.rigid import CLICK_M
from geo.trust import two_in_many_limit

USUAL = 0.05  # the chance that is left that the error is larger than ``most_m``


@dataclass(frozen=True, slots=True)
class ExpectedError:
    """The error at (x, y) of the drawing, in metres.

    ``usual_m`` is its root mean square, ``most_m`` holds in 19 of 20 cases. ``assumed`` tells that
    two points prove nothing, so that a careful hand's ``CLICK_M`` was taken.
    """

    x: float
    y: float
    usual_m: float
    most_m: float
    assumed: bool


def expected_error(
    known: Sequence[tuple[float, float]],
    residuals_m: Sequence[float],
    x: float,
    y: float,
) -> ExpectedError:
    """The error that is to be expected at (x, y) of a drawing laid by least squares on points.

    ``known`` are the points in the drawing, ``residuals_m`` how far each is off on the ground. By
    the covariance of a similarity: a point's variance, times one over their number plus the
    squared distance from their middle over the sum of their own squared distances.
    """
    count = len(known)
    points = np.array(known, dtype=np.float64)
    middle = points.mean(axis=0)
    spread = float(((points - middle) ** 2).sum())
    away = float(((np.array([x, y]) - middle) ** 2).sum())
    grows = math.sqrt(1.0 / count + (away / spread if spread > 0 else 0.0))
    free = 2 * count - 4
    if free <= 0:
        usual = math.sqrt(2.0) * CLICK_M * grows
        return ExpectedError(x, y, usual, usual * math.sqrt(-math.log(USUAL)), assumed=True)
    each = math.sqrt(sum(r * r for r in residuals_m) / free)
    most = each * grows * math.sqrt(2.0 * two_in_many_limit(free, USUAL))
    return ExpectedError(x, y, math.sqrt(2.0) * each * grows, most, assumed=False)


def farthest(
    known: Sequence[tuple[float, float]], corners: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """The corner that lies farthest from the middle of the points: where the error is largest."""
    middle = np.array(known, dtype=np.float64).mean(axis=0)
    return max(corners, key=lambda c: (math.dist(c, tuple(middle)), c))
