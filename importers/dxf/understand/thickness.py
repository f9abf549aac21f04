"""How thick walls are: two parallel lines that run side by side are the faces of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, STRtree

from geo.density import is_crowd
from importers.draft import DraftWall
from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

THICK_M = (0.04, 0.9)
LEAST_LENGTH_M = 0.4
PARALLEL = 0.9998  # cosine of about one degree
SHARED = 0.5  # of the shorter face, side by side with the other
MAX_FACES = 30_000
MAX_PAIRS = 1_000_000  # of faces near each other; more fill an area with a pattern
MAX_WALLS = 4000
_NO_WALLS = {BlockRole.DESK, BlockRole.CHAIR, BlockRole.FURNITURE, BlockRole.IGNORE}
_Faces = NDArray[np.float64]  # shape (n, 4)


def wall_pieces(plan: Plan) -> list[DraftWall]:
    """The middle lines of walls with two faces, each face used once, in order of place."""
    faces, layers = _faces(plan)
    if not 2 <= len(faces) <= MAX_FACES:
        return []
    found = [
        _wall(faces, one, two, gap, layers[one]) for one, two, gap in _each_once(_pairs(faces))
    ]
    found.sort(key=lambda wall: (-wall.line.length, wall.line.bounds, wall.line.wkb))
    return sorted(found[:MAX_WALLS], key=lambda wall: (wall.line.bounds, wall.line.wkb))


def usual_thickness_m(walls: Sequence[DraftWall]) -> float | None:
    """The thickness that half of the walls' length does not exceed; None without walls."""
    if not walls:
        return None
    ordered = sorted(walls, key=lambda wall: wall.thickness_m)
    run = np.cumsum([wall.line.length for wall in ordered])
    return ordered[int(np.searchsorted(run, run[-1] / 2))].thickness_m


def _faces(plan: Plan) -> tuple[_Faces, list[str]]:
    pieces: list[_Faces] = []
    layers: list[str] = []
    drawn = [
        (shapely.get_coordinates(line), stroke.layer)
        for _, stroke in plan.strokes_on({LayerRole.WALL})
        if stroke.kind in {"line", "polyline", "solid"}
        and not any(role in _NO_WALLS for role in plan.roles_around(stroke.insertion))
        and (line := stroke.line) is not None
    ]
    drawn += [
        (np.vstack([ring, ring[:1]]), fill.layer)
        for fill in plan.scene.fills
        if plan.layer_role(fill.layer) is LayerRole.WALL
        for ring in fill.rings
        if len(ring) >= 3 and np.isfinite(ring).all()
    ]
    for points, layer in drawn:
        sides = np.hstack([points[:-1], points[1:]])
        long = sides[np.hypot(*(sides[:, 2:] - sides[:, :2]).T) >= LEAST_LENGTH_M]
        pieces.append(long)
        layers += [layer] * len(long)
    return (np.concatenate(pieces) if pieces else np.empty((0, 4))), layers


def _pairs(faces: _Faces) -> list[tuple[float, int, int]]:
    """(thickness, one, other) of faces that run side by side."""
    lines = shapely.linestrings(faces.reshape(-1, 2, 2))
    if is_crowd(lines, THICK_M[1], MAX_PAIRS):
        return []
    tree = STRtree(lines)
    one, two = tree.query(lines, predicate="dwithin", distance=THICK_M[1])
    first = one < two
    one, two = one[first], two[first]
    along, length = _directions(faces)
    straight = np.abs(np.einsum("ij,ij->i", along[one], along[two])) >= PARALLEL
    one, two = one[straight], two[straight]
    middle = (faces[two, :2] + faces[two, 2:]) / 2 - faces[one, :2]
    gap = np.abs(along[one, 0] * middle[:, 1] - along[one, 1] * middle[:, 0])
    low, high = _shared(faces, one, two, along[one])
    side_by_side = high - low >= np.maximum(
        SHARED * np.minimum(length[one], length[two]), LEAST_LENGTH_M / 2
    )
    good = side_by_side & (gap >= THICK_M[0]) & (gap <= THICK_M[1])
    return list(zip(gap[good].tolist(), one[good].tolist(), two[good].tolist(), strict=True))


def _directions(faces: _Faces) -> tuple[_Faces, _Faces]:
    run = faces[:, 2:] - faces[:, :2]
    length = np.hypot(run[:, 0], run[:, 1])
    return run / length[:, None], length


def _shared(
    faces: _Faces, one: NDArray[np.int64], two: NDArray[np.int64], along: _Faces
) -> tuple[_Faces, _Faces]:
    """From where to where both faces run, along the first, whose direction ``along`` is."""
    ends = [np.einsum("ij,ij->i", faces[two, k : k + 2] - faces[one, :2], along) for k in (0, 2)]
    length = np.einsum("ij,ij->i", faces[one, 2:] - faces[one, :2], along)
    low = np.maximum(np.minimum(*ends), 0.0)
    high = np.minimum(np.maximum(*ends), length)
    return low, high


def _each_once(pairs: Sequence[tuple[float, int, int]]) -> list[tuple[int, int, float]]:
    """Faces with the nearest other one; a face that has found its wall is no face of another."""
    used: set[int] = set()
    found = []
    for gap, one, two in sorted((round(gap, 6), one, two) for gap, one, two in pairs):
        if one not in used and two not in used:
            used.update((one, two))
            found.append((one, two, gap))
    return found


def _wall(faces: _Faces, one: int, two: int, gap: float, layer: str) -> DraftWall:
    along, _ = _directions(faces[[one]])
    low, high = _shared(faces, np.array([one]), np.array([two]), along)
    middle = (faces[two, :2] + faces[two, 2:]) / 2 - faces[one, :2]
    left = np.array([-along[0, 1], along[0, 0]])
    shift = float(np.dot(middle, left)) / 2 * left
    ends = [faces[one, :2] + at * along[0] + shift for at in (float(low[0]), float(high[0]))]
    ends.sort(key=lambda end: (end[0], end[1]))
    return DraftWall(LineString(ends), gap, layer)
