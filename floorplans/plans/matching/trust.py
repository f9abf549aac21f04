"""Whether numbers and handles may be believed, or were handed out anew.

People follow the number: two desks that swapped numbers have swapped places. But where a whole row
counts one further, or the whole floor was numbered anew, each number stands where another space was
and still is; then the shape is followed, as the people who sit there would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from floorplans.plans.matching.keys import Pair

SWAPPED = 3  # numbers that changed hands in a round and are still believed
HANDED_OUT_ANEW = 0.5  # of all keys that tell: more against the place, and none is believed
FEW = 4  # as many must be against it


def believed_numbers(
    numbers: Sequence[Pair], places: Mapping[int, int], handles: frozenset[Pair]
) -> frozenset[Pair]:
    """The pairs of ``numbers`` (each side once) that are not renumbered.

    ``places`` tells for an old space the new one that lies where it lay. ``handles`` are the
    believed ones: objects that really were moved carry their handle along.
    """
    holder = {j: i for i, j in places.items()}
    against = {i: j for i, j in numbers if places.get(i, j) != j}
    moved = {i for i, j in against.items() if (i, j) in handles}
    doubtful = {i: j for i, j in against.items() if i not in moved}
    agreeing = sum(places.get(i) == j for i, j in numbers)
    if len(doubtful) >= FEW and len(doubtful) > HANDED_OUT_ANEW * (agreeing + len(doubtful)):
        return frozenset((i, j) for i, j in numbers if places.get(i) == j or i in moved)
    rounds = _rounds({i: holder.get(j) for i, j in doubtful.items()})
    long = {i for members in rounds if len(members) > SWAPPED for i in members}
    return frozenset((i, j) for i, j in numbers if i not in long)


def believed_handles(
    handles: frozenset[Pair], places: Mapping[int, int], numbers: Sequence[Pair]
) -> frozenset[Pair]:
    """All of them, or none where a program has handed them out anew."""
    same_number = dict(numbers)
    right = wrong = 0
    for i, j in handles:
        if places.get(i) == j or same_number.get(i) == j:
            right += 1
        elif i in places or i in same_number:
            wrong += 1
    if wrong >= FEW and wrong > HANDED_OUT_ANEW * (right + wrong):
        return frozenset()
    return handles


def _rounds(follows: Mapping[int, int | None]) -> list[list[int]]:
    """Old spaces that handed their numbers on to each other, in connected groups."""
    # scipy takes half a second to import, which only a comparison of plans is worth.
    from scipy.sparse import coo_array, csgraph  # noqa: PLC0415

    names = sorted(follows)
    index = {own: k for k, own in enumerate(names)}
    links = [(index[i], index[k]) for i, k in follows.items() if k is not None and k in index]
    if not links:
        return [[i] for i in names]
    one, two = np.array(links).T
    size = (len(names), len(names))
    graph = coo_array((np.ones(len(links)), (one, two)), shape=size)
    count, labels = csgraph.connected_components(graph, directed=False)
    rounds: list[list[int]] = [[] for _ in range(count)]
    for own, label in zip(names, labels.tolist(), strict=True):
        rounds[label].append(own)
    return rounds
