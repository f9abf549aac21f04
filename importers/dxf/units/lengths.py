"""What round lengths tell: people draw in steps of 5 cm or of 3 inches, whatever the unit is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.units import UNITS
from importers.dxf.scene import Scene

Lengths = NDArray[np.float64]

#: The steps of metric and of imperial design, with what a person calls them.
STEPS_M = ((0.05, "5 cm"), (0.0762, "3 inches"))
#: Shorter lengths are details, longer ones are sheets and sites.
LENGTH_M = (0.3, 30.0)
#: Files keep at least four decimals; a length is on a step within this.
NEAR_M = 0.0001
NEAR_WHOLE_SHARE = 1e-4  # of a drawing unit
#: Fewer lengths may be round by chance.
LEAST_COUNT = 10


def straight_lengths(scene: Scene) -> Lengths:
    """The length of every straight piece of ``scene``, in its own unit."""
    strokes = [s for s in scene.strokes if s.kind in {"line", "polyline"} and len(s.points)]
    if not strokes:
        return np.empty(0)
    points = np.concatenate([stroke.points for stroke in strokes])
    ends = np.cumsum([len(stroke.points) for stroke in strokes]) - 1
    lengths = np.hypot(*np.diff(points, axis=0).T)
    within = np.ones(len(lengths), dtype=bool)
    within[ends[:-1]] = False  # from one stroke to the next
    back = np.array([stroke.closed for stroke in strokes])
    starts = np.concatenate([[0], ends[:-1] + 1])
    closing = np.hypot(*(points[starts[back]] - points[ends[back]]).T)
    return np.concatenate([lengths[within], closing])


def roundness(lengths: Lengths, unit: str) -> tuple[float, str]:
    """How much rounder the lengths are in ``unit`` than by chance, 0 to 1, and by which step.

    Whole numbers of drawing units prove nothing by themselves: 110 is as round in inches as in
    centimetres. Only what lies on a step more often than whole numbers do counts.
    """
    factor = UNITS[unit]
    metres = lengths * factor
    usual = lengths[(metres > LENGTH_M[0]) & (metres < LENGTH_M[1])]
    if len(usual) < LEAST_COUNT:
        return 0.0, ""
    whole = float(np.mean(_on(usual, 1.0, NEAR_WHOLE_SHARE)))
    best = (0.0, "")
    for step_m, name in STEPS_M:
        share = float(np.mean(_on(usual * factor, step_m, NEAR_M)))
        by_chance = whole * min(1.0, factor / step_m)
        if by_chance < share:
            best = max(best, ((share - by_chance) / (1 - by_chance), name))
    return best


def _on(lengths: Lengths, step: float, near: float) -> NDArray[np.bool_]:
    steps = lengths / step
    return np.abs(steps - np.round(steps)) * step < near
