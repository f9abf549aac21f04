"""Which few of many points lie closest together. Plane coordinates in metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Indices of the chosen points, the middle one first and then by their distance from it.

    ``spread_m`` is the sum of these distances.
    """

    members: tuple[int, ...]
    spread_m: float


def closest_group(points: Points, size: int, *, around: Sequence[float] | None = None) -> Group:
    """The ``size`` points whose distances from one of them add up to the least.

    ``points`` has shape (n, 2). With ``around`` they are the nearest to that place, which need not
    be a point itself. Ties go to the earlier point. Exact: each point is tried as the middle, with
    the nearest others. Raises ValueError when there are fewer than ``size`` points.
    """
    if not 1 <= size <= len(points):
        raise ValueError(f"{size} of {len(points)} points")
    if around is not None:
        return _nearest(points, np.asarray(around, dtype=np.float64), size)
    groups = (_nearest(points, middle, size) for middle in points)
    return min(groups, key=attrgetter("spread_m"))


def _nearest(points: Points, middle: Points, size: int) -> Group:
    away = np.hypot(points[:, 0] - middle[0], points[:, 1] - middle[1])
    chosen = np.argsort(away, kind="stable")[:size]
    return Group(tuple(int(index) for index in chosen), float(away[chosen].sum()))
