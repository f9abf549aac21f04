"""Times from many points to many places, as far as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.ways.network import Network
from geo.ways.starts import Row

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Targets:
    """Places to go to: ``refs`` (t, 2) are (floor, place), ``off_s`` the last steps from the node.

    ``hall`` is that of the node on its floor, ``wanted`` (nodes of the site) tells all the nodes.
    """

    refs: NDArray[np.int64]
    nodes: NDArray[np.int64]
    off_s: Times
    hall: NDArray[np.int64]
    wanted: NDArray[np.bool_]


#: Of a node from which nothing is known yet.
_UNKNOWN = -1


class Table:
    """``times`` (rows, targets): seconds from each row's point; infinite beyond ``limit_s``."""

    def __init__(self, network: Network, targets: Targets, limit_s: float) -> None:
        self.network = network
        self.targets = targets
        self.limit_s = limit_s
        self.rows: list[Row] = []
        self.times: Times = np.empty((0, len(targets.nodes)))
        self._from: Times = np.empty((0, len(targets.nodes)))
        self._known = np.full(len(network.site.at), _UNKNOWN)
        self._part_of = network.parts[targets.nodes]
        self._parts = np.zeros(int(network.parts.max(initial=0)) + 1, dtype=bool)
        self._parts[self._part_of] = True
        self._begun = np.zeros_like(self._parts)

    def add(self, rows: Sequence[Row]) -> None:
        """Rows after those that are there; the first stays, others only if they reach a place."""
        rows = [row for n, row in enumerate(rows) if self._reaches(row) or not (n or self.rows)]
        self._know(np.concatenate([row.nodes for row in rows]) if rows else [])
        speed = self.network.profile.walk_m_s
        more = np.full((len(rows), len(self.targets.nodes)), np.inf)
        for n, row in enumerate(rows):
            self._begun[self.network.parts[row.nodes]] = True
            if len(row.nodes):
                through = row.away_m[:, None] / speed + self._from[self._known[row.nodes]]
                more[n] = through.min(axis=0)
        more[more > self.limit_s] = np.inf
        self.rows += rows
        self.times = np.vstack([self.times, more])

    def _reaches(self, row: Row) -> bool:
        return bool(self._parts[self.network.parts[row.nodes]].any())

    def from_nodes(self, nodes: Sequence[int]) -> Times:
        """(nodes, targets) seconds, the last steps to the place among them."""
        self._know(nodes)
        found: Times = self._from[self._known[np.asarray(nodes, dtype=int)]]
        return found

    def first(self, row: Row, target: int) -> tuple[int, float]:
        """The node that one goes to first from a row's point, and the metres to it."""
        speed = self.network.profile.walk_m_s
        best = int(np.argmin(row.away_m / speed + self._from[self._known[row.nodes], target]))
        return int(row.nodes[best]), float(row.away_m[best])

    def needed_s(self, most: int) -> float:
        """So far one must look to hold the ``most`` nearest of every point of every row.

        Where not even so many can be reached from any of them: all that can be.
        """
        most = min(most, int(self._begun[self._part_of].sum()))
        if not most:
            return 0.0
        radius_s = np.array([row.radius_m for row in self.rows]) / self.network.profile.walk_m_s
        latest = (self.times + radius_s[:, None]).max(axis=0)
        return float(np.partition(latest, most - 1)[most - 1])

    def _know(self, nodes: Sequence[int] | NDArray[np.int64]) -> None:
        asked = np.unique(np.asarray(nodes, dtype=int))
        new = asked[self._known[asked] == _UNKNOWN]
        if len(new):
            found = self.network.times(new.tolist(), self.limit_s)[:, self.targets.nodes]
            self._known[new] = len(self._from) + np.arange(len(new))
            self._from = np.vstack([self._from, found + self.targets.off_s])
