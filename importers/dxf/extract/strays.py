"""Content that lies absurdly far from everything else, and would make the plan a dot."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from importers.dxf.findings import Findings
from importers.dxf.scene import Filled, Scene, Stroke, Text
from importers.issues import Severity
from importers.repairs import RepairName, Repairs

#: What lies farther from the middle than this many times the distance of nine tenths of the rest.
STRAY_RATIO = 30.0
_BULK_SHARE = 0.9
#: A few things beyond an empty ring are strays as well: nothing lies between the distance of what
#: is left and so many times as much. A large floor has its stray point at ten times its size.
RING_TIMES = 4.0
FEW_SHARE = 0.02


def drop_strays(scene: Scene, findings: Findings, repairs: Repairs) -> None:
    """Take far-away strokes, fills and texts out of ``scene``, with an issue for each."""
    limit, centre = _limit(scene)
    if limit is None:
        return
    strays: list[tuple[str, Stroke | Filled | Text]] = []
    strays += [(s.kind, s) for s in scene.strokes if _distance(s.points, centre) > limit]
    strays += [("hatch", f) for f in scene.fills if _is_far(f, centre, limit)]
    strays += [("text", t) for t in scene.texts if _distance(_place(t), centre) > limit]
    far = {id(stray) for _, stray in strays}
    repairs.count(RepairName.DROP_STRAYS, len(far))
    kept = not repairs.allows(RepairName.DROP_STRAYS)
    for kind, stray in strays:
        _report(findings, kind, stray, kept=kept)
    if not kept:
        scene.strokes = [stroke for stroke in scene.strokes if id(stroke) not in far]
        scene.fills = [fill for fill in scene.fills if id(fill) not in far]
        scene.texts = [text for text in scene.texts if id(text) not in far]


def _is_far(fill: Filled, centre: NDArray[np.float64], limit: float) -> bool:
    return any(_distance(ring, centre) > limit for ring in fill.rings)


def _place(text: Text) -> NDArray[np.float64]:
    return np.array([(text.x, text.y)])


def _limit(scene: Scene) -> tuple[float | None, NDArray[np.float64]]:
    """How far from its middle the drawing may reach; None if nothing lies beyond that."""
    shapes = [stroke.points for stroke in scene.strokes]
    shapes += [ring for fill in scene.fills for ring in fill.rings]
    anchors = np.array([(text.x, text.y) for text in scene.texts]).reshape(-1, 2)
    counts = [len(shape) for shape in shapes]
    if not counts:
        return None, np.zeros(2)
    joined = np.concatenate([*shapes, anchors])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    # The middle is the median of one point for each shape, so a long curve has one vote.
    centre: NDArray[np.float64] = np.median(np.concatenate((joined[starts], anchors)), axis=0)
    away = np.abs(joined - centre).max(axis=1)
    far = np.maximum.reduceat(away[: int(sum(counts))], starts)
    reach = float(np.quantile(far, _BULK_SHARE, method="lower"))
    if reach <= 0:
        return None, centre
    texts = away[int(sum(counts)) :]
    limit = min(reach * STRAY_RATIO, _ring(np.sort(np.concatenate((far, texts))), reach))
    return (None if away.max() <= limit else limit), centre


def _ring(far: NDArray[np.float64], reach: float) -> float:
    """The inner edge of the empty ring, some way out, beyond which only a few things lie."""
    first = max(len(far) - 1 - int(FEW_SHARE * len(far)), 0)
    for last, following in pairwise(far[first:].tolist()):
        if last >= reach and following > RING_TIMES * last:
            return float(RING_TIMES * last)
    return math.inf


def _distance(points: NDArray[np.float64], centre: NDArray[np.float64]) -> float:
    return float(np.abs(points - centre).max())


def _report(findings: Findings, kind: str, stray: Stroke | Filled | Text, *, kept: bool) -> None:
    done = "kept, as asked" if kept else "left out"
    findings.add(
        "STRAY_CONTENT",
        Severity.WARNING,
        f"A {kind} lies far away from the rest of the plan and was {done}.",
        "Delete it in the drawing if it does not belong there.",
        handle=stray.handle,
        layer=stray.layer,
        at=_first(stray),
    )


def _first(stray: Stroke | Filled | Text) -> tuple[float, float]:
    if isinstance(stray, Text):
        return (stray.x, stray.y)
    points = stray.points if isinstance(stray, Stroke) else stray.rings[0]
    return (float(points[0, 0]), float(points[0, 1]))
