"""The nearest ways out of doors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.ways.graph import NO_NODE
from geo.ways.network import Network
from geo.ways.starts import Start, row_at


@dataclass(frozen=True, slots=True)
class Exit:
    """A door that leads outside, by its number on its floor, and how long it takes to come to it.

    ``x`` and ``y`` are its middle in the site's axes.
    """

    floor: int
    door: int
    seconds: float
    x: float
    y: float


def nearest_exits(network: Network, start: Start, most: int) -> tuple[Exit, ...]:
    """The ``most`` doors to the outside that are reached first; nothing where none is."""
    site = network.site
    row = row_at(network, start, np.zeros(len(site.at), dtype=bool))
    if row is None or not len(row.nodes):
        return ()
    speed = network.profile.walk_m_s
    times = (network.times(row.nodes.tolist()) + row.away_m[:, None] / speed).min(axis=0)
    found = []
    for number, floor in enumerate(site.floors):
        for door in np.flatnonzero(floor.outside).tolist():
            middle = floor.door_at[door]
            inside = [int(n) for n in floor.ways.door_nodes[door] if n != NO_NODE]
            seconds = min(
                (
                    float(times[node + site.begins[number]])
                    + float(np.hypot(*(floor.ways.at[node] - middle))) / speed
                    for node in inside
                ),
                default=np.inf,
            )
            if np.isfinite(seconds):
                found.append(Exit(number, door, seconds, float(middle[0]), float(middle[1])))
    return tuple(sorted(found, key=lambda each: (each.seconds, each.floor, each.door))[:most])
