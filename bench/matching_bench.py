"""``matching``: floors edited by known operations; are the spaces of the old plan found again?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from bench.edited.judging import Score, judge, make_case
from bench.edited.operations import OPERATIONS, some_operations
from floorplans.plans.matching import match

PLANS = 500
PLANS_AN_OPERATION = 30
TARGET = 0.99
LARGE_WINGS = 40  # about 2,000 spaces
LARGE_TRIES = 3
SECONDS_A_THOUSAND = 0.5


def run() -> dict[str, Any]:
    single = {
        name: sum_of((seed, [name]) for seed in range(PLANS_AN_OPERATION)) for name in OPERATIONS
    }
    mixed = sum_of((1000 + seed, some_operations(Random(seed))) for seed in range(PLANS))
    seconds, spaces = large_floor()
    worst = min(min(s.precision, s.recall) for s in single.values())
    return {
        "plans": PLANS,
        "combinations": figures(mixed),
        "operations": {name: figures(score) for name, score in single.items()},
        "large_floor": {"spaces": spaces, "seconds_per_1000": round(seconds / spaces * 1000, 3)},
        "targets": {
            f"precision at least {TARGET}": mixed.precision >= TARGET,
            f"recall at least {TARGET}": mixed.recall >= TARGET,
            f"each operation at least {TARGET}": worst >= TARGET,
            f"1,000 spaces in {SECONDS_A_THOUSAND} s": seconds / spaces
            <= SECONDS_A_THOUSAND / 1000,
        },
    }


def sum_of(cases: Iterable[tuple[int, Sequence[str]]]) -> Score:
    """The figures of all cases together, each a seed and its operations."""
    total = Score(0, 0, 0)
    for seed, operations in cases:
        total += judge(make_case(seed, operations))
    return total


def large_floor() -> tuple[float, int]:
    """(median seconds of the processor, spaces) of one large floor after several operations."""
    case = make_case(3, ["renumber_some", "push_desks", "delete", "mirror_wing"], LARGE_WINGS)
    took = []
    for _ in range(LARGE_TRIES):
        started = time.process_time()
        match(case.known, case.wanted)
        took.append(time.process_time() - started)
    return statistics.median(took), len(case.known)


def figures(score: Score) -> dict[str, float]:
    return {
        "spaces": score.true,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
    }
