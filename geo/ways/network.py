"""Shortest times over a site for one kind of person, while certain things are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from geo.ways.costs import seconds
from geo.ways.profiles import Profile
from geo.ways.site import DOOR, LIFT_IN, LIFT_RIDE, NOTHING_CLOSED, WALK, Closed, Site

#: An edge of length 0 is still an edge.
_LEAST_S = 1e-9
#: Where no way leads to another floor, each counts as this.
MOST_FLOOR_S = 60.0


@dataclass(frozen=True, slots=True)
class Way:
    """Nodes in the order they are passed, and the edge to each from the one before it."""

    nodes: tuple[int, ...]
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Network:
    """``matrix`` (n, n) has the seconds of each arc, ``edge`` which of the site's edges it is."""

    site: Site
    profile: Profile
    closed: Closed
    matrix: csr_matrix
    edge: NDArray[np.int32]

    @cached_property
    def parts(self) -> NDArray[np.int32]:
        """(n,) which part of the site each node is in: between parts nobody goes either way."""
        _, part = connected_components(self.matrix, directed=True, connection="weak")
        parts: NDArray[np.int32] = part
        return parts

    @cached_property
    def floor_s(self) -> float:
        """No way to a floor so many ordinals up or down takes less than this for each of them,
        beside what its straight line does; 0 where nothing is known of it."""
        site = self.site
        between = np.flatnonzero(~np.isin(site.kind, (WALK, DOOR))[self.edge])
        tails = np.searchsorted(self.matrix.indptr, between, side="right") - 1
        heads, kind = self.matrix.indices[between], site.kind[self.edge[between]]
        aside_m = np.hypot(*(site.at[tails] - site.at[heads]).T)
        over_s = self.matrix.data[between] - aside_m / self.profile.walk_m_s
        ordinal = np.array([level.ordinal for level in site.levels])[site.floor]
        rise = np.abs(ordinal[tails] - ordinal[heads])
        rides = kind == LIFT_RIDE
        stepped = (rise > 0) & ~rides
        by_steps = float(np.min(over_s[stepped] / rise[stepped], initial=MOST_FLOOR_S))
        riding = rides & (rise > 0)
        by_lift = float(np.min(over_s[riding] / rise[riding], initial=by_steps))
        # Whoever rides gets in and out; how far up is not known, so as far as there are floors.
        into = (kind == LIFT_IN) & (heads >= site.begins[-1])
        out = (kind == LIFT_IN) & ~into
        aboard = [float(np.min(over_s[each], initial=MOST_FLOOR_S)) for each in (into, out)]
        by_lift += sum(aboard) / max(1, int(np.ptp(ordinal)))
        return max(0.0, min(by_steps, by_lift))

    def enters(self, floor: int, door: int) -> bool:
        """Whether this person comes in by a door: it opens from outside, nothing before it bars
        them, and it is known to be wide enough where that counts."""
        said = self.site.floors[floor].entrance(door)
        return said.opens_from_outside and not said.is_emergency and self.leaves(floor, door)

    def leaves(self, floor: int, door: int) -> bool:
        """Whether this person gets out by a door, also by one that is for emergencies alone."""
        own, least_m = self.site.floors[floor], self.profile.least_clear_m
        is_wide = least_m <= 0 or own.clear_m[door] >= np.float32(least_m)
        takes_steps = self.profile.stairs or not own.entrance(door).steps
        return bool(is_wide) and takes_steps and (floor, door) not in self.closed.doors

    def times(self, sources: Sequence[int], limit_s: float = np.inf) -> NDArray[np.float64]:
        """(sources, nodes) seconds; infinite where there is no way or it takes over ``limit_s``."""
        found: NDArray[np.float64] = dijkstra(self.matrix, indices=list(sources), limit=limit_s)
        return found

    def ways(self, source: int, ends: Sequence[int], limit_s: float = np.inf) -> list[Way | None]:
        """The quickest way from a node to each of ``ends``; None where there is none."""
        limit_s *= 1 + 1e-9
        _, before = dijkstra(self.matrix, indices=source, limit=limit_s, return_predecessors=True)
        return [self._way(source, end, before) for end in ends]

    def _way(self, source: int, end: int, before: NDArray[np.int32]) -> Way | None:
        nodes = [end]
        while nodes[-1] != source:
            prior = int(before[nodes[-1]])
            if prior < 0:
                return None
            nodes.append(prior)
        nodes.reverse()
        return Way(tuple(nodes), tuple(self._edge(*pair) for pair in pairwise(nodes)))

    def _edge(self, tail: int, head: int) -> int:
        """The quickest edge from a node to another; of equal ones the first."""
        begin, end = self.matrix.indptr[tail : tail + 2].tolist()
        heads, costs = self.matrix.indices[begin:end].tolist(), self.matrix.data[begin:end].tolist()
        _, best = min((costs[n], n) for n, each in enumerate(heads) if each == head)
        return int(self.edge[begin + best])


def network_of(site: Site, profile: Profile, closed: Closed = NOTHING_CLOSED) -> Network:
    """Raises ValueError where the site was made for another width of person."""
    if any(floor.radius_m != profile.radius_m for floor in site.floors):
        raise ValueError(f"the site was not made for {profile.name}")
    there, back = seconds(site, profile, closed)
    tails = np.concatenate([site.ends[:, 0], site.ends[:, 1]])
    heads = np.concatenate([site.ends[:, 1], site.ends[:, 0]])
    costs = np.maximum(np.concatenate([there, back]), _LEAST_S)
    edge = np.tile(np.arange(len(site.ends), dtype=np.int32), 2)
    order = np.argsort(tails, kind="stable")
    order = order[np.isfinite(costs[order])]
    count = len(site.at)
    begins = np.searchsorted(tails[order], np.arange(count + 1)).astype(np.int32)
    matrix = csr_matrix((costs[order], heads[order], begins), shape=(count, count))
    return Network(site, profile, closed, matrix, edge[order])
