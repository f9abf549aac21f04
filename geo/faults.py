"""What is wrong with control points that disagree: every usual slip is tried, the likeliest named.

A least-squares fit spreads one bad point over all residuals, and the largest residual is often
that of an innocent neighbour. So each slip that people make (one point misplaced, two exchanged,
numbers swapped or of the wrong sign, the plan turned over, another unit) is undone in turn, and the
points are laid again with the scale that the drawing's unit says. What then agrees best, weighed by
how often it happens, is named; what agrees as well is named beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from geo.rigid import CLICK_M, Laid, Places, lay, thinness
from geo.trust import chi_square_limit, evidence, two_in_many_limit

MOST_CLICK_M = 0.5  # along each axis; points that disagree more than this explains are at fault
FINE_M = 0.03  # surveyed points; nobody hunts for a bad point below this
CHANCE_OF_MISFIT = 0.008  # that honest points of ``MOST_CLICK_M`` are held for wrong
CHANCE_OF_OUTLIER = 0.004  # the same for one point among others that agree better than it
FAR_M = 20_000.0  # from the site: another town
LOST_M = 1e7  # for a place that is not on this part of the earth
LEAST_OFF_M = 1.0  # of a misplaced point, to weigh how unlikely its place is
DECADES = math.log(LOST_M / LEAST_OFF_M)
SCALES = math.log(1e3) - math.log(1e-3)  # the range of scales, of which all are as likely
AS_LIKELY = 3.0  # log units within which another explanation is told as well
THIN = 0.05  # narrower points lie on a line
PRIOR_WEIGHT = 3.0
FINE_SHARE = 0.15  # of people who bring surveyed points
ROUGH_M = 2.0  # clicks on a blurred picture, all of them


class FaultKind(StrEnum):
    """What can be wrong. With no points named it is so of the whole plan."""

    POINT = "point"  # lies elsewhere, for no reason that can be seen
    PAIR = "pair"  # two points have each other's place on the earth
    PLAN_SWAPPED = "plan_swapped"  # x and y of the drawing
    PLAN_SIGN = "plan_sign"
    READING = "reading"  # the earth's numbers are swapped or of the wrong sign
    MIRRORED = "mirrored"
    UNIT = "unit"
    STRETCHED = "stretched"  # a scale that is no unit's
    ROUGH = "rough"  # all disagree, and none more than the others
    FAR = "far"


# How often each is the reason, of 1 together; shared among all points or units it may hit.
_OFTEN = {
    FaultKind.POINT: 0.3,
    FaultKind.PAIR: 0.15,
    FaultKind.PLAN_SWAPPED: 0.05,
    FaultKind.PLAN_SIGN: 0.05,
    FaultKind.READING: 0.1,
    FaultKind.MIRRORED: 0.1,
    FaultKind.UNIT: 0.2,
    FaultKind.STRETCHED: 0.05,
    FaultKind.ROUGH: 0.02,
}


class Limit(StrEnum):
    """What these points cannot tell, however well they agree."""

    TWO_POINTS = "two_points"  # only the distance between them is proven
    THREE_POINTS = "three_points"  # that one is wrong, but which is a guess
    ON_A_LINE = "on_a_line"  # whether the plan is mirrored


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place in the drawing (x, y) and on the ground (east, north), all in metres.

    ``ground`` is None when it lies outside the part of the earth that the CRS is for. ``readings``
    are the places that the same numbers mean when a slip is undone, by its name.
    """

    x: float
    y: float
    ground: tuple[float, float] | None
    readings: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip; ``points`` are indexes, empty where it is of the whole plan.

    ``detail`` is the reading's name or the unit's. ``scale`` is that of the plan once it is undone.
    """

    kind: FaultKind
    points: tuple[int, ...] = ()
    detail: str | None = None
    scale: float = 1.0
    score: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fault, None where the points agree; ``others`` explain it as well."""

    fault: Fault | None
    others: tuple[Fault, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether only one explanation is left, and enough points to prove it."""
        return self.fault is not None and not self.others and Limit.THREE_POINTS not in self.limits


@dataclass(frozen=True, slots=True)
class _Case:
    plan: Places
    ground: Places
    readings: Mapping[str, Places]
    units: Mapping[str, float]
    site: complex | None

    @property
    def count(self) -> int:
        return len(self.plan)


def judge(
    points: Sequence[Sighting],
    units: Mapping[str, float] | None = None,
    site: tuple[float, float] | None = None,
) -> Verdict:
    """What is wrong with at least two points.

    ``units`` are, by name, the scales that the plan would have had it been drawn in another unit;
    ``site`` is where the plan should be near.
    """
    case = _case(points, units or {}, site)
    limits = _limits(case)
    if not _is_in_doubt(case):
        return Verdict(None, (), limits)
    ranked = sorted(_explanations(case), key=lambda fault: (-fault.score, fault.kind, fault.points))
    if not ranked:
        return Verdict(Fault(FaultKind.FAR), (), limits)
    best = ranked[0]
    others = tuple(f for f in ranked[1:] if f.score > best.score - AS_LIKELY)
    return Verdict(best, others, limits)


def _case(
    points: Sequence[Sighting], units: Mapping[str, float], site: tuple[float, float] | None
) -> _Case:
    names = sorted({name for point in points for name in point.readings})
    return _Case(
        np.array([complex(p.x, p.y) for p in points]),
        np.array([_place(p.ground) for p in points]),
        {name: np.array([_place(p.readings.get(name)) for p in points]) for name in names},
        units,
        None if site is None else complex(*site),
    )


def _place(place: tuple[float, float] | None) -> complex:
    return complex(math.nan, math.nan) if place is None else complex(*place)


def _limits(case: _Case) -> tuple[Limit, ...]:
    few = {2: Limit.TWO_POINTS, 3: Limit.THREE_POINTS}.get(case.count)
    thin = case.count > 2 and thinness(case.plan) < THIN
    return tuple(limit for limit in (few, Limit.ON_A_LINE if thin else None) if limit)


def _is_in_doubt(case: _Case) -> bool:
    if not np.isfinite(case.ground).all() or _is_far(case, case.ground):
        return True
    free = 2 * case.count - 3
    cost = lay(case.plan, case.ground).cost_m2
    if cost > chi_square_limit(free, CHANCE_OF_MISFIT) * MOST_CLICK_M**2:
        return True
    return any(_stands_out(case, index, cost) for index in range(case.count))


def _stands_out(case: _Case, index: int, cost_m2: float) -> bool:
    """Whether all the others agree far better than with this one, however finely that is."""
    free = 2 * case.count - 5
    if free < 3:
        return False
    rest = _without(case, index).cost_m2
    each = max(rest / free, FINE_M**2)
    gain = (cost_m2 - rest) / 2 / each
    return gain > two_in_many_limit(free, CHANCE_OF_OUTLIER / case.count)


def _is_far(case: _Case, ground: Places) -> bool:
    if case.site is None:
        return False
    return not bool((abs(ground - case.site) <= FAR_M).any())


def _explanations(case: _Case) -> Iterator[Fault]:
    for fault in (*_of_the_whole(case), *_of_readings(case)):
        if fault is not None:
            yield fault
    if not _is_far(case, case.ground):
        yield from _of_points(case)
        if case.count > 2:
            yield from _of_pairs(case)


def _of_the_whole(case: _Case) -> Iterator[Fault | None]:
    if not np.isfinite(case.ground).all() or _is_far(case, case.ground):
        return
    count, plan, ground = case.count, case.plan, case.ground
    if count > 2:
        turned = lay(plan.conj(), ground)
        yield _weighed(Fault(FaultKind.MIRRORED), turned, count)
    for name, scale in sorted(case.units.items()):
        laid = lay(plan, ground, scale)
        found = Fault(FaultKind.UNIT, detail=name, scale=laid.scale)
        yield _weighed(found, laid, count, len(case.units))
    free = lay(plan, ground, slack=math.inf)
    stretched = Fault(FaultKind.STRETCHED, scale=free.scale)
    # A scale that may be anything had to hit this one by chance.
    unlikely = math.log(SCALES * max(float(np.linalg.norm(ground - ground.mean())), LEAST_OFF_M))
    yield _scored(stretched, _agreement(free.cost_m2, 2 * count - 4) - unlikely)
    plain = lay(plan, ground)
    rough = evidence(plain.cost_m2, 2 * count - 3, ROUGH_M, PRIOR_WEIGHT)
    yield _scored(Fault(FaultKind.ROUGH), rough)


def _of_readings(case: _Case) -> Iterator[Fault | None]:
    """The earth's numbers were swapped or of the wrong sign, of all points or of one."""
    for name, places in case.readings.items():
        if np.isfinite(places).all() and not _is_far(case, places):
            fault = Fault(FaultKind.READING, (), name)
            yield _weighed(fault, lay(case.plan, places), case.count, len(case.readings))
        if case.count < 3:
            continue
        for index in range(case.count):
            ground = case.ground.copy()
            ground[index] = places[index]
            if np.isfinite(ground).all() and not _is_far(case, ground[[index]]):
                fault = Fault(FaultKind.READING, (index,), name)
                ways = case.count * len(case.readings)
                yield _weighed(fault, lay(case.plan, ground), case.count, ways)


def _of_points(case: _Case) -> Iterator[Fault]:
    """One point lies elsewhere, or its numbers in the drawing were swapped or lost a sign."""
    for index in range(case.count):
        others = np.delete(case.ground, index)
        if case.count < 3 or not np.isfinite(others).all():
            continue
        rest = _without(case, index)
        off = abs(rest.at(complex(case.plan[index])) - case.ground[index])
        off = max(float(off) if math.isfinite(off) else LOST_M, LEAST_OFF_M)
        unlikely = math.log(2 * math.pi * DECADES * off**2)
        agreement = _agreement(rest.cost_m2, 2 * case.count - 5)
        yield _scored(Fault(FaultKind.POINT, (index,)), agreement - unlikely, case.count)
        if np.isfinite(case.ground).all():
            yield from _of_numbers(case, index)


def _of_numbers(case: _Case, index: int) -> Iterator[Fault]:
    x, y = case.plan[index].real, case.plan[index].imag
    slips = (
        (FaultKind.PLAN_SWAPPED, complex(y, x), None),
        (FaultKind.PLAN_SIGN, complex(-x, y), "x"),
        (FaultKind.PLAN_SIGN, complex(x, -y), "y"),
    )
    for kind, place, detail in slips:
        plan = case.plan.copy()
        plan[index] = place
        ways = case.count * (2 if detail else 1)
        yield _weighed(Fault(kind, (index,), detail), lay(plan, case.ground), case.count, ways)


def _of_pairs(case: _Case) -> Iterator[Fault]:
    if not np.isfinite(case.ground).all():
        return
    ways = case.count * (case.count - 1) // 2
    for one in range(case.count):
        for two in range(one + 1, case.count):
            ground = case.ground.copy()
            ground[[one, two]] = ground[[two, one]]
            fault = Fault(FaultKind.PAIR, (one, two))
            yield _weighed(fault, lay(case.plan, ground), case.count, ways)


def _without(case: _Case, index: int) -> Laid:
    return lay(np.delete(case.plan, index), np.delete(case.ground, index))


def _weighed(fault: Fault, laid: Laid, count: int, ways: int = 1) -> Fault:
    return _scored(fault, _agreement(laid.cost_m2, 2 * count - 3), ways)


def _scored(fault: Fault, agreement: float, ways: int = 1) -> Fault:
    score = agreement + math.log(_OFTEN[fault.kind] / ways)
    return Fault(fault.kind, fault.points, fault.detail, fault.scale, score)


def _agreement(cost_m2: float, free: int) -> float:
    """Of points that most people click and some survey."""
    clicked = evidence(cost_m2, free, CLICK_M, PRIOR_WEIGHT) + math.log(1 - FINE_SHARE)
    surveyed = evidence(cost_m2, free, FINE_M, PRIOR_WEIGHT) + math.log(FINE_SHARE)
    return float(np.logaddexp(clicked, surveyed))
