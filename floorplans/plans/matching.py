"""Which space of a new plan is which space of the old: ids live on, and bookings with them.

One-to-one, greedy by score: the number on the door first, then the drawing's own handle, then
where it is. A tie goes to the nearer pair, then to the order of the plan, so equal input gives
equal answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

NUMBER_SCORE = 4.0  # above all the others together: people follow the number
HANDLE_SCORE = 1.5
SHAPE_SCORE = 2.0  # times the likeness, 0 to 1
ALIKE = 0.3  # least likeness by which place alone is believed
SURELY_ALIKE = 0.8  # the same for a space that had ended
HANDLE_TRUST_M = 5.0  # programs hand out handles anew; far away it is another thing
SAME_NAME_PAIRS = 8  # more spaces of one number than this are told apart by place alone
MOVED_M = 0.25


@dataclass(frozen=True, slots=True)
class Known:
    """A space there is or was; the polygon is in the frame of the comparison, in metres."""

    id: UUID
    kind: str
    number: str | None
    handle: str | None
    polygon: Polygon
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A space of the new plan, in the same frame."""

    kind: str
    number: str | None
    handle: str | None
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Match:
    """``wanted`` is an index; ``moved_m`` is the way between the two centres."""

    wanted: int
    known: UUID
    moved_m: float


@dataclass(slots=True)
class _Pair:
    number: bool = False
    handle: bool = False
    likeness: float = 0.0

    @property
    def score(self) -> float:
        return NUMBER_SCORE * self.number + HANDLE_SCORE * self.handle + SHAPE_SCORE * self.likeness


def match(known: Sequence[Known], wanted: Sequence[Wanted]) -> list[Match]:
    """Pair old and new spaces, each at most once; spaces that had ended come after living ones."""
    if not known or not wanted:
        return []
    old = np.array([k.polygon for k in known], dtype=object)
    new = np.array([w.polygon for w in wanted], dtype=object)
    way = _ways(old, new)
    pairs = _candidates(known, wanted, old, new, way)
    ranked = sorted(
        (
            (known[i].ended, -pair.score, way(i, j), j, i)
            for (i, j), pair in pairs.items()
            if _believed(pair, ended=known[i].ended)
        ),
    )
    found: list[Match] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, moved_m, j, i in ranked:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            found.append(Match(j, known[i].id, moved_m))
    return sorted(found, key=lambda m: m.wanted)


def total_likeness(known: Sequence[Polygon], wanted: Sequence[Polygon]) -> float:
    """How well two plans lie on each other: the sum of the likeness of all overlapping pairs."""
    if not known or not wanted:
        return 0.0
    old, new = np.array(known, dtype=object), np.array(wanted, dtype=object)
    return float(sum(share for _, _, share in _overlaps(old, new)))


def _candidates(
    known: Sequence[Known],
    wanted: Sequence[Wanted],
    old: NDArray[np.object_],
    new: NDArray[np.object_],
    way: Callable[[int, int], float],
) -> dict[tuple[int, int], _Pair]:
    pairs: dict[tuple[int, int], _Pair] = defaultdict(_Pair)
    for i, j, share in _overlaps(old, new):
        if known[i].kind == wanted[j].kind:
            pairs[i, j].likeness = share
    numbers = ((k.kind, _key(k.number)) for k in known), ((w.kind, _key(w.number)) for w in wanted)
    for i, j in _equal(*numbers):
        pairs[i, j].number = True
    handles = ((k.kind, k.handle) for k in known), ((w.kind, w.handle) for w in wanted)
    for i, j in _equal(*handles):
        if pairs[i, j].likeness > 0 or way(i, j) <= HANDLE_TRUST_M:
            pairs[i, j].handle = True
    return pairs


def _believed(pair: _Pair, *, ended: bool) -> bool:
    if ended:
        return pair.number or pair.likeness >= SURELY_ALIKE
    return pair.number or pair.handle or pair.likeness >= ALIKE


def _overlaps(
    old: NDArray[np.object_], new: NDArray[np.object_]
) -> Iterator[tuple[int, int, float]]:
    """(old, new, likeness) of every pair that shares area."""
    tree = shapely.STRtree(old)
    j, i = tree.query(new, predicate="intersects")
    if len(i) == 0:
        return
    shared = shapely.area(shapely.intersection(old[i], new[j]))
    together = shapely.area(old)[i] + shapely.area(new)[j] - shared
    likeness = np.divide(shared, together, out=np.zeros_like(shared), where=together > 0)
    for one, other, share in zip(i.tolist(), j.tolist(), likeness.tolist(), strict=True):
        if share > 0:
            yield one, other, share


def _equal(
    old: Iterable[tuple[str, str | None]], new: Iterable[tuple[str, str | None]]
) -> Iterator[tuple[int, int]]:
    """Index pairs of equal keys, but for keys that too many share."""
    by_key: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((old, new)):
        for index, (kind, key) in enumerate(keys):
            if key:
                by_key[kind, key][side].append(index)
    for ours, theirs in by_key.values():
        if len(ours) * len(theirs) <= SAME_NAME_PAIRS:
            yield from ((i, j) for i in ours for j in theirs)


def _key(number: str | None) -> str | None:
    return " ".join(number.split()).casefold() if number else None


def _ways(old: NDArray[np.object_], new: NDArray[np.object_]) -> Callable[[int, int], float]:
    """The distance between the centres of two shapes by their indexes, in metres."""
    here = shapely.get_coordinates(shapely.centroid(old))
    there = shapely.get_coordinates(shapely.centroid(new))

    def way(i: int, j: int) -> float:
        return float(np.hypot(*(here[i] - there[j])))

    return way
