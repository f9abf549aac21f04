"""Laying points on points where the scale is known: turn and shift are free, the scale hardly.

Places are complex numbers (east + north i), so that a turn is one multiplication.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.complex128]

CLICK_M = 0.35  # along each axis: what a careful hand misses a corner by, on plan and map together
STRETCH = 0.004  # of 1: what paper, scanner and the projection of a map do to a true scale


@dataclass(frozen=True, slots=True)
class Laid:
    """How well points agree: ``cost_m2`` is the sum of squares, with what the scale had to give."""

    cost_m2: float
    scale: float
    turn: complex  # of length 1
    shift: complex

    def at(self, place: complex) -> complex:
        """Where a place of the plan falls."""
        return self.scale * self.turn * place + self.shift


def lay(plan: Places, ground: Places, scale: float = 1.0, slack: float = STRETCH) -> Laid:
    """The least-squares turn and shift of ``plan`` to ``ground``, at about ``scale``.

    The scale may differ by ``slack`` (one standard deviation, a share of it), which costs as much
    as points that are off by ``CLICK_M``; an infinite slack leaves it free.
    """
    here, there = plan.mean(), ground.mean()
    p, q = plan - here, ground - there
    product = complex(np.vdot(p, q))
    own, wanted = float(np.vdot(p, p).real), float(np.vdot(q, q).real)
    if own == 0 or product == 0:
        return Laid(wanted, scale, 1 + 0j, complex(there - scale * here))
    held = 0.0 if math.isinf(slack) else (CLICK_M / (slack * scale)) ** 2
    found = (abs(product) + held * scale) / (own + held)
    cost = wanted - 2 * found * abs(product) + found**2 * own + held * (found - scale) ** 2
    turn = product / abs(product)
    return Laid(max(cost, 0.0), found, turn, complex(there - found * turn * here))


def thinness(plan: Places) -> float:
    """0 for points on one line, 1 for points that lie as far apart both ways."""
    p = plan - plan.mean()
    spread = np.linalg.svd(np.column_stack([p.real, p.imag]), compute_uv=False)
    return float(spread[-1] / spread[0]) if spread[0] > 0 else 0.0
