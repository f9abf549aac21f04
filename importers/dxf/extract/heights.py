"""Floors that stand above each other in one model, told by the heights their things stand at.

Seen from above such a model is all floors at once. Where the same texts and blocks repeat over each
other, only one floor is read: the one that holds most. The unit is not known yet, so heights are
compared with the size of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from importers.dxf.dynamic import Entity
from importers.dxf.findings import Findings
from importers.dxf.load import LOAD_ERRORS
from importers.issues import Severity

#: A floor has at least so many texts and blocks, and so great a share of all.
LEAST_THINGS = 4
LEAST_SHARE = 0.15
#: All floors together hold so much of what was looked at; else heights are noise.
COVERED_SHARE = 0.8
#: Floors are apart by at least this share of the plan's size: 2.5 m for half a kilometre.
STOREY_SHARE = 0.005
#: Two floors lie over each other if they share so much of the smaller one's box, ...
OVER_SHARE = 0.5
#: ... and so many of the names of blocks and of the texts of the poorer one.
ALIKE_SHARE = 0.3
#: So many things are looked at; that is enough to see a storey.
SAMPLE = 20_000
_NAMED = {"INSERT": "name", "TEXT": "text", "MTEXT": "text"}


@dataclass(frozen=True, slots=True)
class _Floor:
    low: float
    high: float
    box: tuple[float, float, float, float]
    names: frozenset[str]
    count: int


def one_floor(modelspace: Iterable[Entity], findings: Findings) -> Iterable[Entity]:
    """``modelspace`` without the entities of further floors above or below, with an issue."""
    entities = list(modelspace)
    floors = _floors(entities)
    if len(floors) < 2:
        return entities
    chosen = max(range(len(floors)), key=lambda i: floors[i].count)
    edges = [-np.inf, *((a.high + b.low) / 2 for a, b in pairwise(floors)), np.inf]
    heights = ", ".join(f"{floor.low:g}" for floor in floors)
    findings.add(
        "FLOORS_STACKED",
        Severity.ERROR,
        f"{len(floors)} floors stand above each other, at the heights {heights}. Only the one at "
        f"{floors[chosen].low:g} was read, which holds most.",
        "Send each floor as a drawing of its own.",
    )
    return [
        e for e in entities if edges[chosen] < _height(e, floors[chosen].low) < edges[chosen + 1]
    ]


def _floors(entities: Sequence[Entity]) -> list[_Floor]:
    """Floors from the lowest up; fewer than two where nothing repeats over itself."""
    named = [e for e in entities if e.dxftype() in _NAMED]
    named = named[:: len(named) // SAMPLE + 1]
    places = [p for p in map(_place, named) if p is not None]
    if len(places) < 2 * LEAST_THINGS:
        return []
    points = np.array([p[:3] for p in places])
    names = np.array([p[3] for p in places], dtype=object)
    size = float(np.ptp(np.quantile(points[:, :2], (0.05, 0.95), axis=0), axis=0).max())
    order = np.argsort(points[:, 2], kind="stable")
    cuts = np.flatnonzero(np.diff(points[order, 2]) > max(STOREY_SHARE * size, 1e-6)) + 1
    levels = [level for level in np.split(order, cuts) if _is_floor(len(level), len(points))]
    if sum(map(len, levels)) < COVERED_SHARE * len(points):
        return []
    floors = [_floor(points[level], names[level]) for level in levels]
    return floors if all(_repeats(a, b) for a, b in pairwise(floors)) else []


def _place(entity: Entity) -> tuple[float, float, float, str] | None:
    try:
        at = entity.dxf.insert
        place = (float(at.x), float(at.y), float(at.z))
        name = entity.dxf.get(_NAMED[entity.dxftype()])
    except LOAD_ERRORS:
        return None
    return (*place, str(name).casefold()) if np.isfinite(place).all() else None


def _is_floor(count: int, total: int) -> bool:
    return count >= LEAST_THINGS and count >= LEAST_SHARE * total


def _floor(points: NDArray[np.float64], names: NDArray[np.object_]) -> _Floor:
    (x0, y0, low), (x1, y1, high) = points.min(axis=0), points.max(axis=0)
    box = (float(x0), float(y0), float(x1), float(y1))
    return _Floor(float(low), float(high), box, frozenset(names), len(points))


def _repeats(lower: _Floor, upper: _Floor) -> bool:
    a, b = lower.box, upper.box
    across = min(a[2], b[2]) - max(a[0], b[0])
    along = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    if across <= 0 or along <= 0 or across * along < OVER_SHARE * smaller:
        return False
    shared = len(lower.names & upper.names)
    return shared >= ALIKE_SHARE * min(len(lower.names), len(upper.names))


def _height(entity: Entity, otherwise: float) -> float:
    """The height an entity begins at; ``otherwise`` for those that tell none."""
    try:
        height = _told_height(entity)
    except LOAD_ERRORS:
        return otherwise
    return otherwise if height is None else height


def _told_height(entity: Entity) -> float | None:
    dxf = entity.dxf
    for name in ("insert", "start", "center", "vtx0"):
        if dxf.hasattr(name):
            return float(dxf.get(name).z)
    if entity.dxftype() == "POLYLINE" and len(entity.vertices):
        return float(entity.vertices[0].dxf.location.z)
    if not dxf.is_supported("elevation"):
        return None
    level = dxf.get("elevation", 0.0)
    return float(getattr(level, "z", level))
