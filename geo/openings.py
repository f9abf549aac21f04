"""Openings that nobody drew a door for: the end of a wall that faces another wall across a gap.

A wall drawn with two faces ends in a short line, its jamb. Lengths are in metres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

JAMB_M = (0.04, 0.65)  # as thick as walls are
MIN_OPENING_M = 0.5
MAX_OPENING_M = 1.6  # two wall ends further apart frame a view, not a door
MAX_AT_WALL_M = 1.3  # from one wall end to the side of another wall
WIDE_M = 4.5  # with leaves in between: a sliding, folding or roller door
LEAF_NEAR_M = 0.25  # from the middle of the gap to a leaf in it
LEAF_SHARE = 0.65  # of a wide gap that leaves fill, pushed over each other
TOUCH_M = 0.01
WALL_M = 2.0  # what reaches less far is furniture or a column
FACE_M = 0.05  # a shorter line that leaves a jamb is a rebate of its frame
ALIGNED = 0.96  # cosine of the angle between lines that count as parallel
SKEW_M = 0.1  # both corners of a jamb are as far from the wall opposite
LEAF_STEPS = 100  # into which a gap is cut to see how much of it is filled
_SNAP_M = 0.002


@dataclass(frozen=True, slots=True)
class Opening:
    """``line`` runs through the middle of the gap; ``sides`` go on where the walls' faces end."""

    line: LineString
    sides: tuple[LineString, LineString]

    @property
    def width_m(self) -> float:
        return float(self.line.length)


@dataclass(frozen=True, slots=True)
class _Jamb:
    """The end of a wall from ``a`` to ``b``; ``out`` points from it into the gap."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    out: NDArray[np.float64]

    @property
    def middle(self) -> NDArray[np.float64]:
        return (self.a + self.b) / 2

    @property
    def half(self) -> float:
        return float(np.linalg.norm(self.b - self.a)) / 2


def openings_between(
    walls: Sequence[BaseGeometry], frames: Sequence[BaseGeometry] = ()
) -> tuple[Opening, ...]:
    """Gaps in ``walls`` that a person would walk through, sorted by place.

    ``frames`` are lines of door frames and leaves: they may draw the end of a wall and tell a wide
    door from a view, but close nothing.
    """
    if len(walls) == 0:
        return ()
    solid = _segments(walls)
    near = STRtree(list(frames)).query(list(walls), predicate="dwithin", distance=TOUCH_M)[1]
    drawn = _segments([*walls, *(frames[i] for i in np.unique(near))])
    jambs = tuple(_jambs(drawn, _Reach(drawn))) if len(solid) else ()
    if not jambs:
        return ()
    tree = STRtree(shapely.linestrings(solid))
    between = _between(jambs, tree)
    leaves = STRtree(list(frames))
    found = []
    for index, jamb in enumerate(jambs):
        facing = between.get(index, [])
        best = _narrowest(facing, MAX_OPENING_M)
        if best is None:
            side = _to_wall(jamb, tree)
            straight = [side] if side is not None else []
            wide = [o for o in [*facing, *straight] if _has_leaves(o, leaves)]
            best = _narrowest(straight, MAX_AT_WALL_M) or _narrowest(wide, WIDE_M)
        if best is not None:
            found.append(best)
    return _each_once(found)


def _segments(lines: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    """All straight pieces between crossings as (n, 2, 2)."""
    merged = shapely.union_all(shapely.set_precision(list(lines), _SNAP_M))
    points, owner = shapely.get_coordinates(shapely.get_parts(merged), return_index=True)
    same = owner[1:] == owner[:-1]
    return np.stack([points[:-1][same], points[1:][same]], axis=1)


class _Reach:
    """Tells walls from what stands between them by how far lines that touch each other go."""

    def __init__(self, pieces: NDArray[np.float64]) -> None:
        self._pieces = pieces
        self._nodes = np.round(pieces / TOUCH_M).astype(np.int64)
        self._at: dict[tuple[int, int], list[int]] = {}
        for index, ends in enumerate(self._nodes.tolist()):
            for x, y in ends:
                self._at.setdefault((x, y), []).append(index)

    def is_wall(self, start: int) -> bool:
        """True when the lines around a piece go on for ``WALL_M`` in some direction."""
        seen, waiting = {start}, [start]
        low, high = self._pieces[start].min(axis=0), self._pieces[start].max(axis=0)
        while waiting:
            for x, y in self._nodes[waiting.pop()].tolist():
                for index in self._at[x, y]:
                    if index in seen:
                        continue
                    seen.add(index)
                    waiting.append(index)
                    low = np.minimum(low, self._pieces[index].min(axis=0))
                    high = np.maximum(high, self._pieces[index].max(axis=0))
                    if float((high - low).max()) >= WALL_M:
                        return True
        return False


def _jambs(pieces: NDArray[np.float64], reach: _Reach) -> Iterator[_Jamb]:
    """Short pieces whose two ends both turn back the same way, as the end of a wall does."""
    run = pieces[:, 1] - pieces[:, 0]
    length = np.hypot(run[:, 0], run[:, 1])
    ends = shapely.points(np.concatenate([pieces[:, 0], pieces[:, 1]]))
    away = np.concatenate([run, -run]) / np.tile(np.maximum(length, _SNAP_M), 2)[:, None]
    long = np.tile(length, 2) >= FACE_M
    count = len(pieces)
    short = np.flatnonzero((length >= JAMB_M[0]) & (length <= JAMB_M[1]))
    tree = STRtree(ends)
    normal = np.column_stack([-run[short, 1], run[short, 0]]) / length[short, None]
    turns = np.zeros((2, 2, len(short)), dtype=bool)  # (end, side, piece)
    goes_on = np.zeros(len(short), dtype=bool)
    for end, shift in enumerate((0, count)):
        mine, near = tree.query(ends[short + shift], predicate="dwithin", distance=TOUCH_M)
        other = near % count != short[mine]
        mine, near = mine[other], near[other]
        across = np.einsum("ij,ij->i", away[near], normal[mine])
        goes_on[mine[np.abs(across) < 1 - ALIGNED]] = True
        for turned, way in enumerate((1, -1)):
            turns[end, turned, mine[(way * across > ALIGNED) & long[near]]] = True
    back, ahead = np.logical_and(turns[0], turns[1]), np.logical_or(turns[0], turns[1])
    ended = back & ~ahead[::-1] & ~goes_on
    for side, sign in ((1, 1.0), (0, -1.0)):
        for k in np.flatnonzero(ended[side]):
            if not reach.is_wall(int(short[k])):
                continue
            piece = pieces[short[k]]
            yield _Jamb(piece[0], piece[1], sign * normal[k])


def _between(jambs: Sequence[_Jamb], walls: STRtree) -> dict[int, list[Opening]]:
    """For each wall end (by index) the gaps to others that face it, with nothing in between."""
    middle = np.array([jamb.middle for jamb in jambs])
    out = np.array([jamb.out for jamb in jambs])
    half = np.array([jamb.half for jamb in jambs])
    places = shapely.points(middle)
    one, two = STRtree(places).query(places, predicate="dwithin", distance=WIDE_M + SKEW_M)
    away = middle[two] - middle[one]
    gap = np.einsum("ij,ij->i", away, out[one])
    aside = np.abs(away[:, 1] * out[one, 0] - away[:, 0] * out[one, 1])
    facing = np.einsum("ij,ij->i", out[one], out[two]) <= -ALIGNED
    fits = (gap >= MIN_OPENING_M) & (gap <= WIDE_M)
    fits &= facing & (aside <= np.maximum(SKEW_M, np.maximum(half[one], half[two])))
    one, two, gap, away = one[fits], two[fits], gap[fits], away[fits]
    step = 2 * TOUCH_M * away / gap[:, None]
    free = shapely.linestrings(np.stack([middle[one] + step, middle[two] - step], axis=1))
    barred = set(walls.query(free, predicate="intersects")[0].tolist()) if len(free) else set()
    found: dict[int, list[Opening]] = {}
    for k in range(len(one)):
        if k not in barred:
            opening = _gap(jambs[one[k]], jambs[two[k]], float(gap[k]))
            found.setdefault(int(one[k]), []).append(opening)
    return found


def _gap(one: _Jamb, two: _Jamb, gap_m: float) -> Opening:
    line = LineString([one.middle, two.middle])
    if one.half < two.half - TOUCH_M:
        return Opening(line, _straight_on(one, gap_m, gap_m))
    straight = np.linalg.norm(one.a - two.b) + np.linalg.norm(one.b - two.a)
    crossed = np.linalg.norm(one.a - two.a) + np.linalg.norm(one.b - two.b)
    c, d = (two.b, two.a) if straight <= crossed else (two.a, two.b)
    return Opening(line, (LineString([one.a, c]), LineString([one.b, d])))


def _to_wall(jamb: _Jamb, walls: STRtree) -> Opening | None:
    """The gap from a wall end to another wall, which its two corners meet at the same distance."""
    one, two = (_reach(point, jamb.out, walls) for point in (jamb.a, jamb.b))
    if one is None or two is None or abs(one - two) > SKEW_M or min(one, two) < MIN_OPENING_M:
        return None
    middle = LineString([jamb.middle, jamb.middle + (one + two) / 2 * jamb.out])
    return Opening(middle, _straight_on(jamb, one, two))


def _narrowest(openings: Sequence[Opening], most_m: float) -> Opening | None:
    fitting = [opening for opening in openings if opening.width_m <= most_m]
    return min(fitting, key=lambda o: (o.width_m, o.line.wkb), default=None)


def _has_leaves(opening: Opening, leaves: STRtree) -> bool:
    """True when lines of a door fill most of the gap."""
    near = leaves.query(opening.line, predicate="dwithin", distance=LEAF_NEAR_M)
    start, end = np.asarray(opening.line.coords)
    along = (end - start) / opening.width_m
    covered = np.zeros(LEAF_STEPS, dtype=bool)
    for index in near:
        points = shapely.get_coordinates(leaves.geometries[index]) - start
        inside = points[np.abs(points @ _across(along)) <= LEAF_NEAR_M] @ along
        if len(inside) > 1:
            low, high = np.clip([inside.min(), inside.max()], 0, opening.width_m)
            first, last = (round(at / opening.width_m * LEAF_STEPS) for at in (low, high))
            covered[first:last] = True
    return bool(covered.mean() >= LEAF_SHARE)


def _straight_on(jamb: _Jamb, a_m: float, b_m: float) -> tuple[LineString, LineString]:
    """The faces of the wall behind a jamb, gone on with over the gap."""
    a, b = (LineString([p, p + m * jamb.out]) for p, m in ((jamb.a, a_m), (jamb.b, b_m)))
    return a, b


def _reach(point: NDArray[np.float64], out: NDArray[np.float64], walls: STRtree) -> float | None:
    """How far the first wall is that one meets from ``point`` along ``out``."""
    ray = LineString([point + 2 * TOUCH_M * out, point + (WIDE_M + TOUCH_M) * out])
    met = walls.geometries[walls.query(ray, predicate="dwithin", distance=TOUCH_M)]
    if len(met) == 0:
        return None
    ends = shapely.get_coordinates(met).reshape(-1, 2, 2) - point
    along, aside = ends @ out, ends @ _across(out)
    # The faces of a wall that goes on beyond the gap lie along the ray: their ends are met.
    lies = (np.abs(aside) <= TOUCH_M).all(axis=1)
    drift = np.where(lies, 1.0, aside[:, 1] - aside[:, 0])
    share = np.clip(-aside[:, 0] / drift, 0.0, 1.0)
    crossed = along[:, 0] + share * (along[:, 1] - along[:, 0])
    gaps = np.where(lies, along.min(axis=1), crossed)
    ahead = gaps[gaps > TOUCH_M]
    return float(ahead.min()) if len(ahead) else None


def _across(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([-direction[1], direction[0]])


def _each_once(found: Sequence[Opening]) -> tuple[Opening, ...]:
    """Both jambs of one opening find it: keep the one with the shorter sides."""
    kept: list[Opening] = []
    for opening in sorted(found, key=lambda o: (sum(s.length for s in o.sides), o.line.wkb)):
        if not any(opening.line.hausdorff_distance(k.line) < JAMB_M[1] / 2 for k in kept):
            kept.append(opening)
    return tuple(sorted(kept, key=lambda o: (o.line.bounds, o.line.wkb)))
