"""How much points that disagree can be believed: closed forms, so that no table is needed."""

from __future__ import annotations

import math
from statistics import NormalDist

_NORMAL = NormalDist()


def chi_square_limit(free: int, chance: float) -> float:
    """What a sum of ``free`` squares of unit errors exceeds with probability ``chance``.

    By Wilson and Hilferty, within 1 % for the few degrees of freedom that points have.
    """
    part = 2.0 / (9.0 * free)
    return float(free * (1.0 - part + _NORMAL.inv_cdf(1.0 - chance) * math.sqrt(part)) ** 3)


def two_in_many_limit(free: int, chance: float) -> float:
    """What F(2, ``free``) exceeds with probability ``chance``; exact."""
    return float((free / 2.0) * (chance ** (-2.0 / free) - 1.0))


def evidence(cost_m2: float, free: int, usual_m: float, weight: float) -> float:
    """Log probability density of ``free`` errors whose squares sum to ``cost_m2``.

    Their standard deviation is not known but believed to be about ``usual_m``, as strongly as
    ``weight`` errors would say it (a scaled inverse chi-square prior, integrated out).
    """
    prior = weight * usual_m**2
    return (
        math.lgamma((weight + free) / 2.0)
        - math.lgamma(weight / 2.0)
        + (weight / 2.0) * math.log(prior)
        - ((weight + free) / 2.0) * math.log(prior + cost_m2)
        - (free / 2.0) * math.log(math.pi)
    )
