"""Placing a drawing on the earth: a similarity from control points, with honest residuals.

Four parameters (two shifts, a rotation, one scale), by least squares: shear and unequal scales
would only hide errors of the points. Source of the linear form: x' = a x - b y + e,
y' = b x + a y + f (Helmert transform).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

SCALE_LIMIT = 0.01  # of 1; more means a wrong unit or a wrong point


class GeoreferenceError(ValueError):
    """Points that cannot place a drawing.

    ``code`` is TOO_FEW_POINTS, POINTS_COINCIDE or NOT_FINITE.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One place known both in the drawing (x, y) and in the site's CRS (east, north), in metres."""

    x: float
    y: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Similarity:
    """x' = a x - b y + e, y' = b x + a y + f; ``mirrored`` turns y over before that."""

    a: float
    b: float
    e: float
    f: float
    mirrored: bool = False

    @property
    def scale(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def rotation_deg(self) -> float:
        """Counter-clockwise turn of the drawing, above -180 and up to 180."""
        return math.degrees(math.atan2(self.b, self.a))

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """(a, b, d, e, xoff, yoff) as ``shapely.affinity.affine_transform`` takes it."""
        flip = -1.0 if self.mirrored else 1.0
        return (self.a, -self.b * flip, self.b, self.a * flip, self.e, self.f)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The drawing's (x, y) in the CRS."""
        a, b, d, e, dx, dy = self.matrix()
        return (a * x + b * y + dx, d * x + e * y + dy)

    def apply(self, shape: BaseGeometry) -> BaseGeometry:
        """``shape`` of the drawing in the CRS."""
        a, b, d, e, dx, dy = self.matrix()

        def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = points[:, 0], points[:, 1]
            return np.column_stack([a * x + b * y + dx, d * x + e * y + dy])

        return shapely.transform(shape, move)

    def inverse(self) -> Similarity:
        """The transform back; raises GeoreferenceError when the scale is zero."""
        square = self.a**2 + self.b**2
        if square == 0:
            raise GeoreferenceError("POINTS_COINCIDE")
        flip = -1.0 if self.mirrored else 1.0
        a, b = self.a / square, -self.b / square * flip
        back = Similarity(a, b, 0.0, 0.0, self.mirrored)
        dx, dy = back.point(self.e, self.f)
        return Similarity(a, b, -dx, -dy, self.mirrored)


@dataclass(frozen=True, slots=True)
class Fit:
    """A similarity and how well the points agree with it; lengths in metres."""

    transform: Similarity
    residuals_m: tuple[float, ...]
    rmse_m: float  # sqrt(sum of squares / (n - 2)), as QGIS states it; 0 for two points
    scale_suspect: bool  # the scale is more than 1 % from 1
    proven: bool  # at least three points; two always agree with themselves


def fit(points: Sequence[ControlPoint]) -> Fit:
    """The least-squares similarity through at least two control points.

    What is wrong with points that disagree, ``geo.faults`` tells. Raises GeoreferenceError.
    """
    _check(points)
    transform = solve(points)
    errors = residuals(transform, points)
    rmse = _rmse(errors)
    return Fit(
        transform=transform,
        residuals_m=errors,
        rmse_m=rmse,
        scale_suspect=abs(transform.scale - 1.0) > SCALE_LIMIT,
        proven=len(points) >= 3,
    )


def solve(points: Sequence[ControlPoint], mirrored: bool = False) -> Similarity:
    """The least-squares similarity, of the drawing turned over when ``mirrored``."""
    source = np.array([(p.x, -p.y if mirrored else p.y) for p in points], dtype=np.float64)
    target = np.array([(p.east, p.north) for p in points], dtype=np.float64)
    centre, goal = source.mean(axis=0), target.mean(axis=0)
    x, y = (source - centre).T
    design = np.vstack([np.column_stack([x, -y]), np.column_stack([y, x])])
    wanted = (target - goal).T.reshape(-1)
    (a, b), *_ = np.linalg.lstsq(design, wanted, rcond=None)
    e = goal[0] - (a * centre[0] - b * centre[1])
    f = goal[1] - (b * centre[0] + a * centre[1])
    return Similarity(float(a), float(b), float(e), float(f), mirrored)


def residuals(transform: Similarity, points: Sequence[ControlPoint]) -> tuple[float, ...]:
    """For each point the distance between where it falls and where it should, in metres."""
    moved = (transform.point(p.x, p.y) for p in points)
    return tuple(
        math.hypot(east - p.east, north - p.north)
        for (east, north), p in zip(moved, points, strict=True)
    )


def from_bearing(point: ControlPoint, bearing_deg: float, true_north_deg: float) -> Similarity:
    """From one known point and the bearing of the drawing's y axis (0 true north, 90 east).

    ``true_north_deg`` is how far counter-clockwise of the CRS's own north true north lies there
    (``geo.crs.true_north_deg``). Raises GeoreferenceError.
    """
    values = (bearing_deg, true_north_deg, point.x, point.y, point.east, point.north)
    if not all(map(math.isfinite, values)):
        raise GeoreferenceError("NOT_FINITE")
    turn = math.radians(true_north_deg - bearing_deg)
    a, b = math.cos(turn), math.sin(turn)
    return Similarity(
        a, b, point.east - (a * point.x - b * point.y), point.north - (b * point.x + a * point.y)
    )


def bearing_deg(rotation_deg: float, true_north_deg: float) -> float:
    """The bearing from true north, at least 0 and below 360, of a y axis that was turned
    counter-clockwise by ``rotation_deg`` from the CRS's own north: what ``from_bearing`` was told.
    """
    return (true_north_deg - rotation_deg) % 360.0


def from_geodata(east: float, north: float, rotation_deg: float, scale: float) -> Similarity:
    """From a drawing's own GEODATA: origin + scale * R(rotation) * (x, y)."""
    turn = math.radians(rotation_deg)
    return Similarity(scale * math.cos(turn), scale * math.sin(turn), east, north)


def _check(points: Sequence[ControlPoint]) -> None:
    if len(points) < 2:
        raise GeoreferenceError("TOO_FEW_POINTS")
    values = np.array([(p.x, p.y, p.east, p.north) for p in points], dtype=np.float64)
    if not np.isfinite(values).all():
        raise GeoreferenceError("NOT_FINITE")
    spread = values.max(axis=0) - values.min(axis=0)
    if max(spread[:2]) < 1e-6 or max(spread[2:]) < 1e-6:
        raise GeoreferenceError("POINTS_COINCIDE")


def _rmse(errors: Sequence[float]) -> float:
    free = len(errors) - 2
    return math.sqrt(sum(e * e for e in errors) / free) if free > 0 else 0.0
