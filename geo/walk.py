"""A short walk past points: the order in which a person with a stack of labels visits them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

#: Above this, mending crossings costs more than a person gains.
MOST_MENDED = 400
ROUNDS = 8
#: Gained by a swap that is worth making.
GAIN_M = 1e-6

Place = tuple[float, float]


def walk(points: Sequence[Place], start: Place) -> list[int]:
    """The indexes of ``points`` in the order of a walk that begins near ``start``; metres.

    Each next point is the nearest that is left, then crossings are taken out (2-opt, Croes 1958).
    The same points give the same walk; equal distances are settled by the order given.
    """
    order = _nearest_next(np.asarray(points, dtype=float).reshape(-1, 2), start)
    if 3 < len(order) <= MOST_MENDED:
        order = _uncrossed(np.asarray(points, dtype=float), order, start)
    return order


def _nearest_next(points: np.ndarray, start: Place) -> list[int]:
    left = np.ones(len(points), dtype=bool)
    here, order = np.asarray(start, dtype=float), []
    for _ in range(len(points)):
        away = np.hypot(*(points - here).T)
        away[~left] = np.inf
        chosen = int(np.argmin(away.round(6)))
        left[chosen] = False
        here = points[chosen]
        order.append(chosen)
    return order


def _uncrossed(points: np.ndarray, order: list[int], start: Place) -> list[int]:
    """Turn parts of the walk round while that makes it shorter; its end is free."""
    path = np.vstack([np.asarray([start], dtype=float), points[order]])
    ids = np.asarray([-1, *order])
    for _ in range(ROUNDS):
        turned = [_turned(path, ids, first) for first in range(1, len(path) - 1)]
        if not any(turned):
            break
    return [int(each) for each in ids[1:]]


def _turned(path: np.ndarray, ids: np.ndarray, first: int) -> bool:
    """Turn the best part that begins at ``first``, if one gains."""
    ends = np.arange(first + 1, len(path))
    before = path[first - 1]
    after = np.vstack([path[first + 2 :], path[-1:]])
    has_after = ends < len(path) - 1
    now = np.hypot(*(path[first] - before)) + np.where(has_after, _apart(path[ends], after), 0.0)
    then = _apart(path[ends], before) + np.where(has_after, _apart(after, path[first]), 0.0)
    best = int(np.argmax(now - then))
    if (now - then)[best] <= GAIN_M:
        return False
    last = int(ends[best])
    path[first : last + 1] = path[first : last + 1][::-1].copy()
    ids[first : last + 1] = ids[first : last + 1][::-1].copy()
    return True


def _apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    apart: np.ndarray = np.hypot(*(one - other).T)
    return apart
