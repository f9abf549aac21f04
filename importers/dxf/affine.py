"""Plane affine maps as (a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from ezdxf.math import OCS, Matrix44, UVec
from numpy.typing import NDArray

Affine: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Two scales that differ by less than this share count as equal.
UNIFORM_SHARE = 1e-6


def apply(m: Affine, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """``points`` (n, 2) under ``m``."""
    a, b, c, d, e, f = m
    result: NDArray[np.float64] = points @ np.array(((a, b), (c, d))) + np.array((e, f))
    return result


def apply_xy(m: Affine, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = m
    return a * x + c * y + e, b * x + d * y + f


def compose(outer: Affine, inner: Affine) -> Affine:
    """The map that applies ``inner`` first and ``outer`` to its result."""
    a, b, c, d, e, f = inner
    p, q, r, s, _, _ = outer
    x, y = apply_xy(outer, e, f)
    return (p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, x, y)


def moved(m: Affine, dx: float, dy: float) -> Affine:
    return (*m[:4], m[4] + dx, m[5] + dy)


def is_finite(m: Affine) -> bool:
    return all(map(math.isfinite, m))


def similarity_scale(m: Affine) -> float | None:
    """The one scale of a map that keeps circles round, None for any other map."""
    a, b, c, d, _, _ = m
    x, y = math.hypot(a, b), math.hypot(c, d)
    if x == 0 or abs(x - y) > UNIFORM_SHARE * x or abs(a * c + b * d) > UNIFORM_SHARE * x * x:
        return None
    return x


def mirrors(m: Affine) -> bool:
    return m[0] * m[3] - m[1] * m[2] < 0


def from_matrix44(m: Matrix44) -> Affine:
    """The plan view of a map in space, for points of the ground plane."""
    v = tuple(m)
    return (v[0], v[1], v[4], v[5], v[12], v[13])


def from_extrusion(extrusion: UVec, elevation: float = 0.0) -> Affine:
    """From the plane of an entity with this extrusion (its OCS) to the plan view."""
    ocs = OCS(extrusion)
    ux, uy, uz = ocs.ux, ocs.uy, ocs.uz
    return (ux.x, ux.y, uy.x, uy.y, uz.x * elevation, uz.y * elevation)
