"""The shortest ways over a floor's graph from where somebody stands.

Costs are what the caller says: metres, or seconds for one kind of person.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.ways.graph import NO_NODE

NOWHERE = -1


@dataclass(frozen=True)
class Net:
    """Edges between nodes with their costs; an edge whose cost is not finite cannot be gone."""

    nodes: int
    ends: NDArray[np.int32]
    costs: NDArray[np.float64]

    @cached_property
    def _around(self) -> tuple[list[int], list[int], list[float]]:
        """For each node where its neighbours begin in the two lists after it."""
        usable = np.isfinite(self.costs)
        one, other = self.ends[usable].T if len(self.ends) else np.empty((2, 0), dtype=int)
        tails, heads = np.concatenate([one, other]), np.concatenate([other, one])
        costs = np.concatenate([self.costs[usable]] * 2)
        order = np.argsort(tails, kind="stable")
        begins = np.searchsorted(tails[order], np.arange(self.nodes + 1))
        return begins.tolist(), heads[order].tolist(), costs[order].tolist()

    def reached(self, starts: Mapping[int, float]) -> Iterator[tuple[int, float, int]]:
        """Nodes in the order of their cost, each with it and the node before it.

        ``starts`` are nodes with what it costs to come to them; before them is ``NOWHERE``. Whoever
        has seen enough stops asking, and nothing farther is looked at. Of equal costs the lower
        node is first.
        """
        begins, heads, costs = self._around
        best = dict(starts)
        before = dict.fromkeys(starts, NOWHERE)
        queue = [(cost, node) for node, cost in starts.items()]
        heapq.heapify(queue)
        done: set[int] = set()
        while queue:
            cost, node = heapq.heappop(queue)
            if node in done:
                continue
            done.add(node)
            yield node, cost, before[node]
            for place in range(begins[node], begins[node + 1]):
                head, further = heads[place], cost + costs[place]
                if head not in done and further < best.get(head, np.inf):
                    best[head] = further
                    before[head] = node
                    heapq.heappush(queue, (further, head))


def way_to(node: int, before: Mapping[int, int]) -> list[int]:
    """The nodes of the way to ``node``, from its start on; ``before`` as ``reached`` told it."""
    way = []
    while node not in (NOWHERE, NO_NODE):
        way.append(node)
        node = before[node]
    return way[::-1]


def cheapest(
    net: Net, starts: Mapping[int, float], targets: Sequence[int], most: int
) -> list[tuple[int, float]]:
    """The ``most`` cheapest of ``targets`` that are reached, each with its cost, cheapest first."""
    wanted, found = set(targets), []
    for node, cost, _ in net.reached(starts):
        if node in wanted:
            found.append((node, cost))
            if len(found) == most:
                break
    return found
