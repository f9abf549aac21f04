"""Ways in which one plan may lie on another, proposed by pairs of which many may be wrong.

Two pairs give a similarity; the one that most others agree with is taken (RANSAC, with a fixed
seed: equal input gives equal answers).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from floorplans.plans.matching.planar import (
    RIGID_SHARE,
    Points,
    Shapes,
    best_fit,
    moved,
    similarity,
)
from geo.georeference import Similarity

LEAST_PAIRS = 4  # fewer agree by chance
TRIES = 240
SEED = 1
COUNTED = 400  # pairs that vote; more change nothing but the time
AGREES_M = 0.4
BASE_M = 2.0  # two pairs nearer to each other do not tell a turn
NEIGHBOURS = 8
SIZE_STEP = 0.02  # sizes that differ by less are one
TWIN_SHARE = 0.03


def proposals(old: Points, new: Points) -> Iterator[Similarity]:
    """The best similarity, and the best with the old plan turned over, of paired points."""
    if len(old) < LEAST_PAIRS:
        return
    one, two = _tries(old)
    for mirrored in (False, True):
        seen = old.conj() if mirrored else old
        base = seen[two] - seen[one]
        sound = abs(base) >= BASE_M
        if not sound.any():
            return
        a = (new[two] - new[one])[sound] / base[sound]
        size = abs(a)
        kept = size > 0
        near = abs(size - 1.0) < RIGID_SHARE * 2
        a = np.where(near & kept, a / np.where(kept, size, 1.0), a)
        t = new[one][sound] - a * seen[one][sound]
        found = _refined(old, new, similarity(*_most(a, t, seen, new), mirrored))
        if found is not None:
            yield found


def agreeing(transform: Similarity, old: Points, new: Points) -> NDArray[np.bool_]:
    """Which pairs fall on each other, as near as the scale asks."""
    scale = max(transform.scale, 1e-3)
    return np.asarray(abs(moved(transform, old) - new) <= AGREES_M * scale)


def shift(old: Points, new: Points) -> Similarity | None:
    """The shift that most nearest neighbours agree on, None where there are too few."""
    if len(old) < LEAST_PAIRS or len(new) < LEAST_PAIRS:
        return None
    spots = shapely.points(new.real, new.imag)
    nearest = shapely.STRtree(spots).nearest(shapely.points(old.real, old.imag))
    ways = new[nearest] - old
    middle = complex(np.median(ways.real), np.median(ways.imag))
    return similarity(1.0 + 0j, middle)


def twins(old: Shapes, new: Shapes, scaled: bool) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of shapes whose size nobody else has; ``scaled`` compares sizes within each plan."""
    ours, theirs = _sizes(old, scaled), _sizes(new, scaled)
    if not len(ours) or not len(theirs):
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing
    tree = shapely.STRtree(shapely.points(theirs))
    nearest = tree.nearest(shapely.points(ours))
    gap = np.abs(ours - theirs[nearest]).max(axis=1)
    i = np.flatnonzero((gap < SIZE_STEP) & _rare(ours) & _rare(theirs)[nearest])
    return i, nearest[i]


def _tries(old: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of indexes: half of them anywhere, half of neighbours, for wings."""
    count, chance = len(old), np.random.default_rng(SEED)
    one = chance.integers(0, count, TRIES)
    two = (one + chance.integers(1, count, TRIES)) % count
    order = np.lexsort((old.imag, np.round(old.real / 4.0)))
    place = np.empty(count, dtype=np.intp)
    place[order] = np.arange(count)
    half = TRIES // 2
    step = chance.integers(1, NEIGHBOURS + 1, half)
    two[:half] = order[(place[one[:half]] + step) % count]
    return one, two


def _most(a: Points, t: Points, seen: Points, new: Points) -> tuple[complex, complex]:
    chosen = np.linspace(0, len(seen) - 1, min(len(seen), COUNTED)).astype(int)
    away = abs(a[:, None] * seen[chosen] + t[:, None] - new[chosen])
    near = away <= AGREES_M * np.maximum(abs(a), 1e-3)[:, None]
    best = int(near.sum(axis=1).argmax())
    return complex(a[best]), complex(t[best])


def _refined(old: Points, new: Points, found: Similarity) -> Similarity | None:
    for _ in range(2):
        inner = agreeing(found, old, new)
        if inner.sum() < LEAST_PAIRS:
            return None
        better = best_fit(old[inner], new[inner], found.mirrored)
        if better is None:
            return None
        found = better
    return found


def _sizes(shapes: Shapes, scaled: bool) -> NDArray[np.float64]:
    """The logarithms of area and girth: equal steps are equal shares."""
    sizes = np.column_stack([np.sqrt(shapely.area(shapes)), shapely.length(shapes)])
    logs = np.log(np.maximum(sizes, 1e-9))
    if scaled and len(logs):
        logs -= np.median(logs, axis=0)
    return np.asarray(logs, dtype=np.float64)


def _rare(sizes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which sizes have their cell of a coarse grid for themselves."""
    cells = np.round(sizes / TWIN_SHARE).astype(np.int64)
    _, place, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(count[place.reshape(-1)] == 1)
