"""How far from a start the places lie that one can go to at all."""

from __future__ import annotations

import numpy as np

from geo.ways.graph import NO_NODE
from geo.ways.network import Network
from geo.ways.starts import Outside, Start, row_at


def reach_m(network: Network, start: Start, floor_m: float = 0.0) -> float:
    """No place that there is a way to from the point that was said lies farther in a straight line.

    Each floor up or down counts as ``floor_m`` more, but not for who is out of doors. 0 where there
    is no way to any place.
    """
    site = network.site
    nodes = np.concatenate([site.place_nodes(floor) for floor in range(len(site.floors))])
    off_m = np.concatenate([floor.ways.off_m for floor in site.floors])
    met = nodes != NO_NODE
    wanted = np.zeros(len(site.at), dtype=bool)
    wanted[nodes[met]] = True
    row = row_at(network, start, wanted)
    if row is None or not met.any():
        return 0.0
    met[met] = np.isin(network.parts[nodes[met]], network.parts[row.nodes])
    away_m = np.hypot(*(site.at[nodes[met]] - row.at).T) + off_m[met] + row.off_m
    if not isinstance(start, Outside):
        ordinal = np.array([level.ordinal for level in site.levels])
        away_m += floor_m * np.abs(ordinal[site.floor[nodes[met]]] - ordinal[start.floor])
    return float(np.max(away_m, initial=0.0))
