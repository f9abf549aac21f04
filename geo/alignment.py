"""Laying one floor of a building on another by what stands above each other.

Stairs, lifts, shafts, columns and the corners of the outer edge vote, pair by pair, for the shift
that lays them on each other, for each turn by which the walls of both would run the same way, as
drawn and turned over. The shifts with the most votes are then measured closely; one is believed
when it explains clearly more than any other place the floor could lie.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from geo.georeference import Similarity
from geo.landmarks import CORNER, Landmark
from geo.rigid import Places, lay

WEIGHTS = {"stair": 3.0, "lift": 3.0, "escalator": 3.0, "ramp": 2.0, "shaft": 2.0, CORNER: 0.6}
COLUMN_WEIGHT = 1.0
#: How much all of one kind together say of whether a floor lies right.
KIND_WEIGHTS = {"stair": 3.0, "lift": 3.0, "escalator": 3.0, "column": 3.0, CORNER: 1.0}
OTHER_KIND = 2.0
ALIKE_M, ALIKE_SHARE = 0.25, 0.15  # by which the sides of one stair may differ between storeys
CELL_M = 0.5  # of the grid in which shifts are counted
CELLS = 40  # the fullest cells, whose neighbours are counted too
PEAKS = 6  # shifts looked at closely for each turn
NEAR_M = (0.8, 0.4, 0.25)  # how near partners must lie, drawn closer while the fit gets better
SPREAD_M = 0.12  # partners this far apart count little more than half
SAME_M = 0.5  # two ways that nowhere differ by more are one
OUTLINE_SHARE = 0.3  # of the score, for how much of the floors lies above each other
LEAST_SCORE = 0.35
LEAST_LEAD = 0.10  # of the best score, before the second best
LEAST_VOTES = 3.0
AS_DRAWN_M = 0.15  # floors drawn round one origin lie on each other at once
AS_DRAWN_LEAD = 0.02


class AlignmentRefusal(StrEnum):
    """Why floors could not be laid on each other."""

    NO_LANDMARKS = "no_landmarks"
    TOO_LITTLE = "too_little_in_common"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Storey:
    """What is known of a floor in its own axes, in metres; ``direction`` as ``direction_of``."""

    landmarks: tuple[Landmark, ...]
    outline: MultiPolygon | None
    direction: float | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """``transform`` lays a floor on the other; ``left_over_m`` is what partners are still apart.

    ``matched`` counts partners by kind. ``lead`` is by how much of its score the best way is ahead
    of the next, 1 when there is no other.
    """

    transform: Similarity
    matched: Mapping[str, int]
    left_over_m: float
    worst_m: float
    score: float
    lead: float


@dataclass(frozen=True, slots=True)
class Aligned:
    """The alignment, or why there is none; ``others`` are ways as good, where it is ambiguous."""

    found: Alignment | None
    refusal: AlignmentRefusal | None = None
    others: tuple[Alignment, ...] = ()


def align(floor: Storey, other: Storey) -> Aligned:
    """The way to lay ``floor`` on ``other``, both in metres and of one building."""
    if not floor.landmarks or not other.landmarks:
        return Aligned(None, AlignmentRefusal.NO_LANDMARKS)
    pair = _Pair(floor, other)
    ways = sorted(pair.ways(), key=lambda way: (-way.score, way.left_over_m))
    if not ways or ways[0].score < LEAST_SCORE or _votes(ways[0]) < LEAST_VOTES:
        return Aligned(None, AlignmentRefusal.TOO_LITTLE)
    best = ways[0]
    rivals = [way for way in ways[1:] if pair.differ(best.transform, way.transform)]
    near = [way for way in rivals if way.score > best.score * (1 - LEAST_LEAD)]
    if near:
        drawn = [way for way in (best, *near) if pair.as_drawn(way.transform)]
        if not drawn or drawn[0].score < best.score * (1 - AS_DRAWN_LEAD):
            return Aligned(None, AlignmentRefusal.AMBIGUOUS, (best, *near[:1]))
        best = drawn[0]
        rivals = [way for way in ways if pair.differ(best.transform, way.transform)]
    return Aligned(_with_lead(best, rivals))


def _with_lead(best: Alignment, rivals: Sequence[Alignment]) -> Alignment:
    lead = 1.0 - rivals[0].score / best.score if rivals else 1.0
    return Alignment(
        best.transform, best.matched, best.left_over_m, best.worst_m, best.score, max(lead, 0.0)
    )


def _votes(way: Alignment) -> float:
    return sum(WEIGHTS.get(kind, COLUMN_WEIGHT) * count for kind, count in way.matched.items())


class _Pair:
    """Both floors as arrays, and the ways of laying one on the other."""

    def __init__(self, floor: Storey, other: Storey) -> None:
        self.floor, self.other = floor, other
        self.here, self.there = _places(floor), _places(other)
        self.weights = _weights(floor), _weights(other)
        self.alike = _alike(floor.landmarks, other.landmarks)
        self.labels = np.array([mark.kind for mark in floor.landmarks])
        one, two = (Counter(mark.kind for mark in each.landmarks) for each in (floor, other))
        self.counts = {kind: (one[kind], two[kind]) for kind in sorted(one.keys() & two.keys())}
        self.kinds = {kind: KIND_WEIGHTS.get(kind, OTHER_KIND) for kind in self.counts}

    def ways(self) -> Iterator[Alignment]:
        """Every shift that enough landmarks vote for, measured closely."""
        i, j = np.nonzero(self.alike)
        if not len(i):
            return
        votes = np.minimum(self.weights[0][i], self.weights[1][j])
        for mirrored in (False, True):
            plan = self.here.conj() if mirrored else self.here
            for turn in self._turns(mirrored):
                shifts = self.there[j] - np.exp(1j * turn) * plan[i]
                for shift in _peaks(shifts, votes):
                    way = self._measured(plan, turn, shift, mirrored)
                    if way is not None:
                        yield way

    def differ(self, one: Similarity, two: Similarity) -> bool:
        """Whether two ways lay the floor's landmarks elsewhere."""
        return bool(abs(_moved(one, self.here) - _moved(two, self.here)).max() > SAME_M)

    def as_drawn(self, way: Similarity) -> bool:
        """Whether a way leaves the floor where its own coordinates put it."""
        return bool(abs(_moved(way, self.here) - self.here).max() <= AS_DRAWN_M)

    def _turns(self, mirrored: bool) -> list[float]:
        """Turns by which the walls of both run the same way; the plain ones without walls."""
        one, two = self.floor.direction, self.other.direction
        start = 0.0 if one is None or two is None else two - (-one if mirrored else one)
        return [start + quarter * math.pi / 2 for quarter in range(4)]

    def _measured(
        self, plan: Places, turn: float, shift: complex, mirrored: bool
    ) -> Alignment | None:
        laid = np.exp(1j * turn) * plan + shift
        i = j = np.zeros(0, dtype=np.intp)
        for near in NEAR_M:
            i, j = _partners(laid, self.there, self.alike, near)
            if len(i) < 2:
                return None
            fit = lay(plan[i], self.there[j], slack=1e-9)
            laid = fit.turn * plan + fit.shift
        away = abs(laid[i] - self.there[j])
        way = Similarity(fit.turn.real, fit.turn.imag, fit.shift.real, fit.shift.imag, mirrored)
        return Alignment(
            way,
            dict(sorted(Counter(self.floor.landmarks[n].kind for n in i.tolist()).items())),
            float(math.sqrt((away**2).mean())),
            float(away.max()),
            self._score(way, i, j, away),
            0.0,
        )

    def _score(
        self, way: Similarity, i: NDArray[np.intp], j: NDArray[np.intp], away: NDArray[np.float64]
    ) -> float:
        """From 0 to 1: the share of landmarks that have partners, and of the floors in common.

        Each kind counts by itself: a hundred columns in even rows fit a bay aside as well, and
        must not drown the one stair that does not.
        """
        good = np.exp(-((away / SPREAD_M) ** 2) / 2)
        total = worth = 0.0
        for kind, weight in self.kinds.items():
            own, others = self.counts[kind]
            matched = float(good[self.labels[i] == kind].sum())
            # A storey may be smaller than the other: the better covered of the two counts as well.
            share = matched / (own + others) + matched / (2 * min(own, others))
            total += weight
            worth += weight * min(share, 1.0)
        votes = worth / total if total else 0.0
        common = self._common(way)
        return votes if common is None else (1 - OUTLINE_SHARE) * votes + OUTLINE_SHARE * common

    def _common(self, way: Similarity) -> float | None:
        one, two = self.floor.outline, self.other.outline
        if one is None or two is None or one.is_empty or two.is_empty:
            return None
        moved = way.apply(one)
        shared = float(shapely.intersection(moved, two, grid_size=0.01).area)
        areas = float(one.area), float(two.area)
        return (shared / (sum(areas) - shared) + shared / min(areas)) / 2


def _places(storey: Storey) -> Places:
    return np.array([complex(m.x, m.y) for m in storey.landmarks])


def _weights(storey: Storey) -> NDArray[np.float64]:
    return np.array([WEIGHTS.get(m.kind, COLUMN_WEIGHT) for m in storey.landmarks])


def _alike(one: Sequence[Landmark], two: Sequence[Landmark]) -> NDArray[np.bool_]:
    """Which landmarks of both are of one kind and size."""
    kinds = np.array([m.kind for m in one])[:, None] == np.array([m.kind for m in two])
    fits = kinds
    for side in ("long_m", "short_m"):
        a = np.array([getattr(m, side) for m in one])[:, None]
        b = np.array([getattr(m, side) for m in two])
        fits = fits & (abs(a - b) <= ALIKE_M + ALIKE_SHARE * np.maximum(a, b))
    return np.asarray(fits)


def _peaks(shifts: Places, votes: NDArray[np.float64]) -> list[complex]:
    """The shifts with the most votes, as the mean of those in and around one cell."""
    cells = np.column_stack([np.floor(shifts.real / CELL_M), np.floor(shifts.imag / CELL_M)])
    where, index = np.unique(cells, axis=0, return_inverse=True)
    counts = np.bincount(index.reshape(-1), weights=votes)
    top = np.argsort(-counts, kind="stable")[:CELLS]
    ranked = []
    for cell in where[top]:
        close = abs(cells - cell).max(axis=1) <= 1
        worth = float(votes[close].sum())
        ranked.append((-worth, complex((shifts[close] * votes[close]).sum() / worth)))
    found: list[complex] = []
    for _, middle in sorted(ranked, key=lambda r: (r[0], r[1].real, r[1].imag)):
        if all(abs(middle - other) > 2 * CELL_M for other in found):
            found.append(middle)
    return found[:PEAKS]


def _partners(
    laid: Places, there: Places, alike: NDArray[np.bool_], near_m: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each landmark with the nearest of its kind, both ways, within ``near_m``."""
    away = np.where(alike, abs(laid[:, None] - there), np.inf)
    best = away.argmin(axis=1)
    back = away.argmin(axis=0)
    i = np.arange(len(laid))
    mutual = (back[best] == i) & (away[i, best] <= near_m)
    return i[mutual], best[mutual]


def _moved(way: Similarity, places: Places) -> Places:
    a = complex(way.a, way.b)
    return a * (places.conj() if way.mirrored else places) + complex(way.e, way.f)
