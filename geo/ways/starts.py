"""Where somebody starts, as rows of nodes and metres to them: one for each place they may be at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.ways.graph import NO_NODE
from geo.ways.ground import Cell, Stand
from geo.ways.network import Network
from geo.ways.site import Site

#: More cells than these are not looked at: so wide a circle proves nothing.
MOST_CELLS = 160


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody says where they are: within ``accuracy_m`` of (x, y) on a floor, in the site's axes.

    It prints as ``<position>``, so that no log tells it.
    """

    floor: int
    x: float
    y: float
    accuracy_m: float = 0.0

    def __repr__(self) -> str:
        return "<position>"


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Somebody is at a place of a floor, as by a code that they scanned: exactly known."""

    floor: int
    place: int


@dataclass(frozen=True, slots=True)
class AtDoor:
    """Somebody comes in by a door that leads outside: exactly known."""

    floor: int
    door: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody is out of doors, within ``accuracy_m`` of (x, y); ways there are not known."""

    x: float
    y: float
    accuracy_m: float = 0.0

    def __repr__(self) -> str:
        return "<position>"


Start = Spot | AtPlace | AtDoor | Outside


def sharp(start: Start) -> Start:
    """The point that was said alone, without its circle."""
    return start if isinstance(start, AtPlace | AtDoor) else replace(start, accuracy_m=0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """The nodes that are gone to first from a point, and how far they are.

    Nothing that the row stands for is further than ``radius_m`` from its point, by a straight way.
    ``hall`` is (floor, hall); None out of doors and at a place.
    """

    nodes: NDArray[np.int64]
    away_m: NDArray[np.float64]
    radius_m: float = 0.0
    hall: tuple[int, int] | None = None
    cell: Cell | None = None
    at: tuple[float, float] = (0.0, 0.0)
    off_m: float = 0.0
    doors: tuple[tuple[int, int], ...] = ()


def row_at(network: Network, start: Start, wanted: NDArray[np.bool_]) -> Row | None:
    """The row of the point that somebody said; None where nobody can stand near it.

    Out of doors and at a door ``doors`` tells for each node the (floor, door) that leads to it.
    """
    site = network.site
    if isinstance(start, AtPlace):
        node = int(site.place_nodes(start.floor)[start.place])
        if node == NO_NODE:
            return None
        off_m = float(site.floors[start.floor].ways.off_m[start.place])
        at = (float(site.at[node, 0]), float(site.at[node, 1]))
        return Row(np.array([node]), np.zeros(1), at=at, off_m=off_m)
    if isinstance(start, Outside):
        return _from_outside(network, (start.x, start.y))
    if isinstance(start, AtDoor):
        x, y = site.floors[start.floor].door_at[start.door].tolist()
        return _from_outside(network, (x, y), (start.floor, start.door))
    stand = site.ground(start.floor).stand(start.x, start.y)
    return None if stand is None else _of_stand(site, start.floor, stand, wanted)


def _of_stand(site: Site, floor: int, stand: Stand, wanted: NDArray[np.bool_]) -> Row:
    own = wanted[site.begins[floor] : site.begins[floor + 1]]
    ((nodes, away_m),) = site.ground(floor).seen(stand.hall, [(stand.x, stand.y)], own)
    return Row(
        nodes + int(site.begins[floor]),
        away_m,
        hall=(floor, stand.hall),
        at=(stand.x, stand.y),
        off_m=stand.off_m,
    )


def _from_outside(
    network: Network, at: tuple[float, float], only: tuple[int, int] | None = None
) -> Row | None:
    """Straight to each door that leads outside, or to one: no way can be shorter."""
    site = network.site
    nodes, away, doors = [], [], []
    for number, floor in enumerate(site.floors):
        for door in np.flatnonzero(floor.outside).tolist():
            if only not in (None, (number, door)) or not network.enters(number, door):
                continue
            for node in floor.ways.door_nodes[door][floor.ways.door_nodes[door] != NO_NODE]:
                middle = floor.door_at[door]
                inside_m = float(np.hypot(*(floor.ways.at[node] - middle)))
                nodes.append(int(node) + int(site.begins[number]))
                away.append(float(np.hypot(*(middle - at))) + inside_m)
                doors.append((number, door))
    if not nodes:
        return None
    return Row(np.array(nodes), np.array(away), at=at, doors=tuple(doors))


def rows_of(site: Site, floor: int, cells: Sequence[Cell], wanted: NDArray[np.bool_]) -> list[Row]:
    """A row for each cell."""
    own = wanted[site.begins[floor] : site.begins[floor + 1]]
    by_hall: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_hall[cell.hall].append(cell)
    rows = []
    for hall, group in by_hall.items():
        seen = site.ground(floor).seen(hall, [(cell.x, cell.y) for cell in group], own)
        rows += [
            Row(
                nodes + int(site.begins[floor]),
                away_m,
                cell.radius_m,
                (floor, hall),
                cell,
                (cell.x, cell.y),
            )
            for cell, (nodes, away_m) in zip(group, seen, strict=True)
        ]
    return rows
