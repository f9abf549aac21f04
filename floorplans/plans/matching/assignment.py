"""The one assignment over all spaces that has the most evidence for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from floorplans.plans.matching.keys import Pair

#: A way of 1 km weighs as much as this score: it decides between equals only.
FAR_SCORE = 1e-3
FAR_M = 1000.0
#: Keeps the order of the plan where even the ways are equal.
ORDER_SCORE = 1e-9


def assign(scores: Mapping[Pair, float], ways_m: Mapping[Pair, float]) -> list[Pair]:
    """Pairs of which no side occurs twice and whose scores, all above 0, sum to the most.

    Equal sums go to the shorter ways, then to the order of the plan. A pair whose sides are in no
    other is taken at once; the rest is a minimum-weight matching of a sparse graph.
    """
    if not scores:
        return []
    # scipy takes half a second to import, which only a comparison of plans is worth.
    from scipy.sparse import csgraph, csr_array  # noqa: PLC0415

    pairs = sorted(scores)
    old, rows = np.unique([i for i, _ in pairs], return_inverse=True)
    new, columns = np.unique([j for _, j in pairs], return_inverse=True)
    worth = np.array([scores[p] for p in pairs])
    worth -= FAR_SCORE * np.minimum(np.array([ways_m[p] for p in pairs]) / FAR_M, 1.0)
    worth -= ORDER_SCORE * np.abs(rows - columns) / (len(old) + len(new))
    # Each old space may also stay alone, at a column of its own: then all can be assigned.
    most = float(worth.max()) + 1.0
    alone = np.arange(len(old))
    costs = np.concatenate([most - worth, np.full(len(old), most)])
    where = np.concatenate([rows, alone]), np.concatenate([columns, len(new) + alone])
    graph = csr_array((costs, where), shape=(len(old), len(new) + len(old)))
    ours, theirs = csgraph.min_weight_full_bipartite_matching(graph)
    found = ((old[i], new[j]) for i, j in zip(ours, theirs, strict=True) if j < len(new))
    return sorted((int(i), int(j)) for i, j in found)
