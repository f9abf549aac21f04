"""The nearest ways out of doors, and the way to one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.ways.graph import NO_NODE
from geo.ways.nearest import Near, walked_m
from geo.ways.network import Network
from geo.ways.route import Route, route_of
from geo.ways.starts import Row, Start, row_at, sharp


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
    """The ``most`` doors to the outside that are reached first; nothing where none is.

    Doors that are closed, too narrow for this person, or have steps that they cannot take, are no
    way out for them. Emergency exits are ways out.
    """
    row = _row(network, start)
    if row is None:
        return ()
    times = (network.times(row.nodes.tolist()) + _away_s(network, row)[:, None]).min(axis=0)
    found = []
    for number, floor in enumerate(network.site.floors):
        for door in np.flatnonzero(floor.outside).tolist():
            seconds = min(
                (float(times[node]) + last_s for node, last_s in _inside(network, number, door)),
                default=np.inf,
            )
            if np.isfinite(seconds):
                x, y = floor.door_at[door].tolist()
                found.append(Exit(number, door, seconds, x, y))
    return tuple(sorted(found, key=lambda each: (each.seconds, each.floor, each.door))[:most])


def way_out(network: Network, start: Start, floor: int, door: int) -> Route | None:
    """The quickest way to a door that leads outside, and through it; None where there is none."""
    start = sharp(start)
    row = _row(network, start)
    inside = _inside(network, floor, door)
    if row is None or not inside:
        return None
    nodes = row.nodes.tolist()
    ends, last_s = [node for node, _ in inside], np.array([last for _, last in inside])
    # (starts, ends): from each node that is gone to first, to each one inside of the door.
    taken = network.times(nodes)[:, ends] + _away_s(network, row)[:, None] + last_s
    first, end = np.unravel_index(int(taken.argmin()), taken.shape)
    (way,) = network.ways(nodes[first], [ends[end]])
    if way is None:
        return None
    speed = network.profile.walk_m_s
    metres = row.off_m + float(row.away_m[first]) + float(last_s[end]) * speed
    metres += walked_m(network.site, way)
    seconds = float(taken[first, end]) + row.off_m / speed
    near = Near(floor, NO_NODE, seconds, metres, seconds, seconds, way)
    return route_of(network, start, near, out_by=door)


def _row(network: Network, start: Start) -> Row | None:
    """The row of a start, with the nodes that one turns at; None where nobody can go on."""
    row = row_at(network, start, np.zeros(len(network.site.at), dtype=bool))
    return row if row is not None and len(row.nodes) else None


def _away_s(network: Network, row: Row) -> np.ndarray:
    return row.away_m / network.profile.walk_m_s


def _inside(network: Network, floor: int, door: int) -> list[tuple[int, float]]:
    """The nodes on the inner side of a door, and the seconds from each to the door's middle."""
    own = network.site.floors[floor]
    if not network.leaves(floor, door):
        return []
    return [
        (
            int(node) + int(network.site.begins[floor]),
            float(np.hypot(*(own.ways.at[node] - own.door_at[door]))) / network.profile.walk_m_s,
        )
        for node in own.ways.door_nodes[door].tolist()
        if node != NO_NODE
    ]
