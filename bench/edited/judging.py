"""A floor, its edited self, and how much of it a matching finds again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from bench.edited.floors import Floor, Spot, make_floor
from bench.edited.operations import OPERATIONS
from floorplans.plans.matching import Known, Matching, Wanted, match


@dataclass(frozen=True, slots=True)
class Case:
    """Both plans, and for each new space the index of the old one that it is, or None."""

    known: tuple[Known, ...]
    wanted: tuple[Wanted, ...]
    truth: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs found, those of them that are right, and those that there are."""

    found: int
    right: int
    true: int

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.right + other.right, self.true + other.true)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


def make_case(seed: int, operations: Sequence[str], wings: int | None = None) -> Case:
    """The floor of ``seed`` before and after the operations; the new one in another order."""
    floor = make_floor(seed, wings)
    chance = Random(seed + 1)
    spots = list(floor.spots)
    for name in operations:
        spots = OPERATIONS[name](floor, spots, chance)
    chance.shuffle(spots)
    return Case(
        known=tuple(_known(floor, spot) for spot in floor.spots),
        wanted=tuple(_wanted(floor, spot) for spot in spots),
        truth=tuple(spot.key for spot in spots),
    )


def judge(case: Case, found: Matching | None = None) -> Score:
    """How right the matching of a case is."""
    matching = found or match(case.known, case.wanted)
    pairs = {(m.wanted, m.known.int - 1) for m in matching.matches}
    true = {(j, key) for j, key in enumerate(case.truth) if key is not None}
    return Score(len(pairs), len(pairs & true), len(true))


def _known(floor: Floor, spot: Spot) -> Known:
    return Known(
        UUID(int=(spot.key or 0) + 1),
        spot.kind,
        spot.number,
        spot.handle,
        floor.placed(spot.polygon),
        name=spot.name,
        category=spot.category,
        capacity=spot.capacity,
        features=spot.features,
    )


def _wanted(floor: Floor, spot: Spot) -> Wanted:
    return Wanted(
        spot.kind,
        spot.number,
        spot.handle,
        floor.placed(spot.polygon),
        name=spot.name,
        category=spot.category,
        capacity=spot.capacity,
        features=spot.features,
    )
