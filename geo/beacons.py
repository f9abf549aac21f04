"""Where somebody is, from how far away beacons are heard. Plane coordinates in metres.

A distance from a strength of signal follows the log-distance path loss model (T. S. Rappaport,
Wireless Communications, 2nd edition, section 4.9.1): the strength falls by ``10 * LOSS`` dB for ten
times the distance, and what walls and people do to it is a normal error in dB. So the error of a
distance is a share of it, and what is fitted are logarithms of distances. Least squares give the
point; what else would explain the readings nearly as well gives the radius.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

#: In offices 1.6 to 3.3 was measured (the same book, table 4.6); in halls and corridors about 2.
LOSS = 2.2
#: The error of a strength of signal in offices, dB.
SHADOWING_DB = 6.0
#: A signal at one metre where the beacon says nothing else, dBm.
USUAL_AT_1_M_DBM = -59.0
#: The error of a measured distance where nobody says: a share, and at least so much.
USUAL_SHARE, USUAL_LEAST_M = 0.15, 0.5
#: Nearer than this one does not come to a beacon on a wall or a ceiling.
CLOSEST_M = 0.3
#: Where the spread of beacons across is a smaller share of that along, they are in one line.
LINE_SHARE = 0.15
FEWEST = 3
#: Outside the beacons nobody is looked for farther than this.
MARGIN_M = 12.0
CONFIDENCE = 0.95
_STEPS = 81


@dataclass(frozen=True, slots=True)
class Heard:
    """A beacon at (x, y) that is ``distance_m`` away, give or take a share of ``log_error``.

    It prints without its numbers, because they tell where somebody is.
    """

    x: float
    y: float
    distance_m: float
    log_error: float

    def __repr__(self) -> str:
        return "<heard>"


@dataclass(frozen=True, slots=True)
class Fix:
    """A point, the radius that it is within with ``CONFIDENCE``, and how badly the readings fit.

    ``misfit`` is 1 where they are as wrong as was said, and more where they contradict each other;
    the radius is wider then.
    """

    x: float
    y: float
    radius_m: float
    misfit: float

    def __repr__(self) -> str:
        return "<fix>"


def heard_at(x: float, y: float, rssi_dbm: float, at_1_m_dbm: float = USUAL_AT_1_M_DBM) -> Heard:
    """A beacon by the strength of its signal."""
    distance_m = 10 ** ((at_1_m_dbm - rssi_dbm) / (10 * LOSS))
    error = SHADOWING_DB * math.log(10) / (10 * LOSS)
    return Heard(x, y, max(CLOSEST_M, distance_m), error)


def measured_at(x: float, y: float, distance_m: float, error_m: float | None = None) -> Heard:
    """A beacon by its distance, whose error is ``error_m`` (one standard deviation)."""
    far_m = max(CLOSEST_M, distance_m)
    usual_m = max(USUAL_LEAST_M, USUAL_SHARE * far_m)
    return Heard(x, y, far_m, (usual_m if error_m is None else max(error_m, 0.05)) / far_m)


def in_one_line(heard: Sequence[Heard]) -> bool:
    """Whether beacons lie so that nobody can say on which side of them one is."""
    at = np.array([(each.x, each.y) for each in heard])
    along, across = np.linalg.svd(at - at.mean(axis=0), compute_uv=False)
    return bool(across <= LINE_SHARE * along)


def fix(heard: Sequence[Heard]) -> Fix:
    """Where somebody is who hears these. Raises ValueError for fewer than ``FEWEST``, or a line."""
    if len(heard) < FEWEST or in_one_line(heard):
        raise ValueError("too few beacons, or beacons in one line")
    at = np.array([(each.x, each.y) for each in heard])
    logs = np.log([each.distance_m for each in heard])
    errors = np.array([each.log_error for each in heard])

    def wrong(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(points, beacons): how far off each reading is, in its own errors."""
        away = np.hypot(*(points[:, None] - at).transpose(2, 0, 1))
        # Near a beacon a logarithm would tell centimetres apart, which no signal does.
        off: NDArray[np.float64] = (np.log(np.maximum(away, CLOSEST_M)) - logs) / errors
        return off

    grid = _grid(at)
    squares = (wrong(grid) ** 2).sum(axis=1)
    found = least_squares(
        lambda point: wrong(point[None])[0],
        grid[squares.argmin()],
        bounds=(grid.min(axis=0), grid.max(axis=0)),
    )
    best = found.x if 2 * found.cost <= squares.min() else grid[squares.argmin()]
    least = min(float(2 * found.cost), float(squares.min()))
    misfit = math.sqrt(max(1.0, least / max(1, len(heard) - 2)))
    weights = np.exp(-(squares - least) / (2 * misfit**2))
    away = np.hypot(*(grid - best).T)
    order = np.argsort(away)
    mass = np.cumsum(weights[order])
    within = min(int(np.searchsorted(mass, CONFIDENCE * mass[-1])), len(order) - 1)
    # The grid is no finer than this.
    step_m = float(np.hypot(*(grid[1] - grid[0])))
    return Fix(float(best[0]), float(best[1]), float(away[order[within]]) + step_m, misfit)


def _grid(at: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = at.min(axis=0) - MARGIN_M, at.max(axis=0) + MARGIN_M
    xs, ys = (np.linspace(low[n], high[n], _STEPS) for n in (0, 1))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
