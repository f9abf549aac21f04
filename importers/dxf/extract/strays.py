"""Content that lies absurdly far from everything else, and would make the plan a dot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importers.dxf.findings import Findings
from importers.dxf.scene import Filled, Scene, Stroke, Text
from importers.issues import Severity
from importers.repairs import RepairName, Repairs

#: What lies farther from the middle than this many times the distance of nine tenths of the rest.
STRAY_RATIO = 30.0
_BULK_SHARE = 0.9


def drop_strays(scene: Scene, findings: Findings, repairs: Repairs) -> None:
    """Take far-away strokes, fills and texts out of ``scene``, with an issue for each."""
    reach, centre = _reach(scene)
    if reach is None:
        return
    limit = reach * STRAY_RATIO
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


def _reach(scene: Scene) -> tuple[float | None, NDArray[np.float64]]:
    """How far the bulk of the drawing reaches from its middle; None if nothing lies beyond it."""
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
    if reach <= 0 or away.max() <= reach * STRAY_RATIO:
        return None, centre
    return reach, centre


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
    )
