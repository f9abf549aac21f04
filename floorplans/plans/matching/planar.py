"""Similarities of the plane as complex numbers: z' = a z + t, of the mirrored z where told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.georeference import Similarity

Points = NDArray[np.complex128]
Shapes = NDArray[np.object_]
Kinds = NDArray[np.str_]

IDENTITY = Similarity(1.0, 0.0, 0.0, 0.0)
RIGID_SHARE = 0.02  # a scale this near 1 is 1: nobody draws a floor 1 % larger
LEAST_SPREAD_M2 = 1e-6


def shapes_of(polygons: Sequence[Polygon]) -> Shapes:
    """An array of them; numpy would take the coordinates apart."""
    made = np.empty(len(polygons), dtype=object)
    made[:] = polygons
    return made


def centres(shapes: Shapes) -> Points:
    """The centroids as x + iy."""
    points = shapely.get_coordinates(shapely.centroid(shapes))
    return np.asarray(points[:, 0] + 1j * points[:, 1], dtype=np.complex128)


def moved(transform: Similarity, points: Points) -> Points:
    """Where the transform takes the points."""
    seen = points.conj() if transform.mirrored else points
    return complex(transform.a, transform.b) * seen + complex(transform.e, transform.f)


def similarity(a: complex, t: complex, mirrored: bool = False) -> Similarity:
    return Similarity(a.real, a.imag, t.real, t.imag, mirrored)


def then(first: Similarity, second: Similarity) -> Similarity:
    """One after the other, as one."""
    a, t = complex(first.a, first.b), complex(first.e, first.f)
    if second.mirrored:
        a, t = a.conjugate(), t.conjugate()
    turn = complex(second.a, second.b)
    both = first.mirrored != second.mirrored
    return similarity(turn * a, turn * t + complex(second.e, second.f), both)


def best_fit(old: Points, new: Points, mirrored: bool) -> Similarity | None:
    """The least-squares similarity, rigid where the scale is nearly 1; None for one spot."""
    seen = old.conj() if mirrored else old
    centre, goal = seen.mean(), new.mean()
    spread = float((abs(seen - centre) ** 2).sum())
    if spread < LEAST_SPREAD_M2:
        return None
    a = complex(((seen - centre).conj() * (new - goal)).sum() / spread)
    if abs(a) == 0:
        return None
    if abs(abs(a) - 1.0) < RIGID_SHARE:
        a /= abs(a)
    return similarity(a, complex(goal - a * centre), mirrored)


def likeness(
    old: Shapes, new: Shapes, old_kinds: Kinds, new_kinds: Kinds
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """(old, new, shared area, its part of both areas) of pairs of one kind that share area.

    Sorted by index; a likeness of 1 is the same shape in the same place.
    """
    j, i = shapely.STRtree(old).query(new, predicate="intersects")
    # Desks stand in rooms: most pairs that meet are of two kinds, and cutting them costs the most.
    same = old_kinds[i] == new_kinds[j]
    i, j = i[same], j[same]
    shared = np.asarray(shapely.area(shapely.intersection(old[i], new[j])), dtype=np.float64)
    order = np.lexsort((j, i))
    order = order[shared[order] > 0]
    i, j, shared = i[order], j[order], shared[order]
    together = shapely.area(old)[i] + shapely.area(new)[j] - shared
    return i, j, shared, np.divide(shared, together, out=np.zeros_like(shared), where=together > 0)
