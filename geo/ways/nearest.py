"""The nearest places by seconds, and whether they are that from wherever somebody may be.

A position is a circle. Its free ground is cut into triangles. Within one, no time differs from that
at its middle by more than the way between them takes; and of two places behind the same doors one
is later by the same everywhere. What neither proves is cut in half, up to a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.ways.graph import NO_NODE
from geo.ways.ground import Cell
from geo.ways.network import Network, Way
from geo.ways.profiles import least_seconds
from geo.ways.proof import Proof, prove
from geo.ways.site import Site
from geo.ways.starts import MOST_CELLS, Outside, Row, Spot, Start, row_at, rows_of
from geo.ways.table import Table, Targets

#: How far is looked at first; three times as far each time that this was not enough.
FIRST_S = 60.0
LAST_S = 5000.0

PlaceRef = tuple[int, int]
Why = Literal[
    "proven", "order_differs", "not_decided", "too_wide", "out_of_doors", "more_beyond", "nowhere"
]


@dataclass(frozen=True, slots=True)
class Near:
    """A place, its way, and how long that takes from the point that was said.

    ``least_s`` and ``most_s`` hold from anywhere within the circle; ``most_s`` is None where no
    bound is known. ``metres`` are gone on floors and out of doors, not on stairs and in lifts.
    """

    floor: int
    place: int
    seconds: float
    metres: float
    least_s: float
    most_s: float | None
    way: Way


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest places, nearest first; ``exact`` only where this order is proven.

    Where it is, no other place is nearer from anywhere within the circle, and none of the places
    comes before one that is told first, by more than ``proof.TIE_S``. Of the circle only ground
    counts where somebody can stand and from where any of the places can be reached. ``latest_s`` is
    how long it takes from the point that was said to the last of as many places as were wanted;
    infinite where fewer are reached.
    """

    found: tuple[Near, ...]
    exact: bool
    why: Why
    latest_s: float = np.inf


def nearest(
    network: Network,
    start: Start,
    places: Sequence[PlaceRef],
    most: int,
    beyond_m: float = np.inf,
    *,
    cut_m: float = np.inf,
) -> Nearest:
    """The ``most`` nearest of ``places``, (floor, place) each; of equal ones the first in the list.

    Places that are not in the list lie no nearer than ``beyond_m`` from the point, in a straight
    line: so a list cut off by straight distance is enough, where the answer says ``exact``. Where
    a place beyond ``cut_m`` could be nearer from the point than what was found, that alone is told,
    with ``latest_s``: nothing is ``found`` then.
    """
    targets = _targets(network, places)
    row = row_at(network, start, targets.wanted)
    if row is None or not len(targets.nodes) or most < 1:
        return Nearest((), exact=False, why="nowhere")
    table = _reaching(Table(network, targets, FIRST_S), [row], most)
    latest_s = _latest(table.times[0], most)
    if latest_s > least_seconds(network.profile, cut_m):
        return Nearest((), exact=False, why="more_beyond", latest_s=latest_s)
    cells = _cells(network, start)
    if cells and isinstance(start, Spot):
        rows = rows_of(network.site, start.floor, cells, targets.wanted)
        table = _reaching(table, rows, most)
    order = _order(table.times[0], most)
    proof = prove(table, order, most)
    why: Why = proof.why
    if isinstance(start, Outside):
        why = "out_of_doors"
    elif cells is None:
        why = "too_wide"
    elif why == "proven" and not _complete(network, start, proof, beyond_m):
        why = "more_beyond"
    accuracy_m = start.accuracy_m if isinstance(start, Spot | Outside) else 0.0
    loose = why in ("out_of_doors", "too_wide")
    found = _found(table, order, row, proof, accuracy_m if loose else None)
    return Nearest(found, exact=why == "proven", why=why, latest_s=latest_s)


def _targets(network: Network, places: Sequence[PlaceRef]) -> Targets:
    """Those of ``places`` that this person can stand before."""
    site, profile = network.site, network.profile
    refs = np.array(places, dtype=np.int64).reshape(-1, 2)
    nodes = np.full(len(refs), NO_NODE, dtype=np.int64)
    off_m = np.zeros(len(refs))
    hall = np.full(len(refs), NO_NODE, dtype=np.int64)
    for floor in np.unique(refs[:, 0]).tolist():
        own = np.flatnonzero(refs[:, 0] == floor)
        part, numbers = site.floors[floor], refs[own, 1]
        node = part.ways.place_node[numbers]
        if profile.turn_m > 0:
            node = np.where(part.can_turn[numbers], node, NO_NODE)
        nodes[own] = np.where(node == NO_NODE, NO_NODE, node + site.begins[floor])
        off_m[own] = part.ways.off_m[numbers]
        hall[own] = part.ways.hall[node]
    met = nodes != NO_NODE
    wanted = np.zeros(len(site.at), dtype=bool)
    wanted[nodes[met]] = True
    return Targets(refs[met], nodes[met], off_m[met] / profile.walk_m_s, hall[met], wanted)


def _cells(network: Network, start: Start) -> list[Cell] | None:
    """The ground that somebody may be on; None where it is too much to look at."""
    if not isinstance(start, Spot) or start.accuracy_m <= 0:
        return []
    cells = network.site.ground(start.floor).cells(start.x, start.y, start.accuracy_m)
    return cells if len(cells) <= MOST_CELLS else None


def _reaching(table: Table, more: Sequence[Row], most: int) -> Table:
    """The table with more rows, reaching far enough to hold the ``most`` nearest from all rows."""
    rows = [*table.rows, *more]
    table.add(more)
    while table.limit_s < np.inf and table.needed_s(most) > table.limit_s:
        limit_s = table.limit_s * 3
        table = Table(table.network, table.targets, limit_s if limit_s <= LAST_S else np.inf)
        table.add(rows)
    return table


def _latest(times: NDArray[np.float64], most: int) -> float:
    """The ``most``-th of some times; infinite where there are fewer."""
    return float(np.partition(times, most - 1)[most - 1]) if len(times) >= most else np.inf


def _order(times: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    order = np.argsort(times, kind="stable")[:most]
    reached: NDArray[np.int64] = order[np.isfinite(times[order])]
    return reached


def _complete(network: Network, start: Start, proof: Proof, beyond_m: float) -> bool:
    if not np.isfinite(beyond_m):
        return True
    accuracy_m = start.accuracy_m if isinstance(start, Spot) else 0.0
    least_s = least_seconds(network.profile, beyond_m - accuracy_m)
    return bool(len(proof.most_s)) and float(np.max(proof.most_s)) <= least_s


def walked_m(site: Site, way: Way) -> float:
    """The metres of a way that are gone on floors and out of doors."""
    return float(site.walked_m[np.array(way.edges, dtype=int)].sum())


def _found(
    table: Table,
    order: NDArray[np.int64],
    row: Row,
    proof: Proof,
    circle_m: float | None,
) -> tuple[Near, ...]:
    """The places with their ways; with ``circle_m`` only the straight line bounds their times."""
    network, targets = table.network, table.targets
    speed = network.profile.walk_m_s
    firsts = [table.first(row, int(target)) for target in order]
    ways: dict[int, Way | None] = {}
    for first in sorted({f for f, _ in firsts}):
        own = [int(order[n]) for n, (f, _) in enumerate(firsts) if f == first]
        limit_s = max(float(table.times[0][n]) for n in own)
        nodes = [int(targets.nodes[n]) for n in own]
        ways.update(zip(own, network.ways(first, nodes, limit_s), strict=True))
    found = []
    for n, (target, (_, away_m)) in enumerate(zip(order.tolist(), firsts, strict=True)):
        way = ways[target]
        if way is None:
            continue
        seconds = float(table.times[0][target]) + row.off_m / speed
        metres = row.off_m + away_m + float(targets.off_s[target]) * speed
        metres += walked_m(network.site, way)
        floor, place = targets.refs[target].tolist()
        least, most_s = float(proof.least_s[n]), float(proof.most_s[n])
        if circle_m is not None:
            at = network.site.at[targets.nodes[target]]
            straight_m = float(np.hypot(*(at - row.at)))
            least = least_seconds(network.profile, straight_m - circle_m - row.off_m)
        found.append(
            Near(
                floor,
                place,
                seconds,
                metres,
                min(least, seconds),
                None if circle_m is not None else max(most_s, seconds),
                way,
            )
        )
    return tuple(found)
