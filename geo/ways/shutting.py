"""A floor on which some ground is closed: nobody walks over it, and everybody walks round it.

Stairs and lifts on closed ground still lead past it from floor to floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.ways.floor import Floor, turning
from geo.ways.graph import NO_NODE, WITHIN, FloorWays, nearest_free
from geo.ways.halls import Hall
from geo.ways.sight import Points, in_sight, seen_pairs, turns_of

#: Who stands on closed ground before a place that is open may stand so much further off.
ASIDE_M = 1.0
#: Ground that is only touched is not closed.
TOUCH_M = 1e-3


def without(floor: Floor, shut: BaseGeometry) -> Floor:
    """The floor without the ground of ``shut``, an area in its axes; places keep their numbers.

    Whoever walks keeps off the ground itself, not away from it: there is no wall. Before a place
    whose stand is closed one stands aside where that is near, else nobody reaches it.
    """
    inner = shapely.buffer(shut, -TOUCH_M)
    shapely.prepare(inner)
    ways = floor.ways
    met = np.array([hall.free.intersects(inner) for hall in ways.halls], dtype=bool)
    if not met.any() and not shapely.intersects(inner, shapely.points(floor.door_at)).any():
        return floor
    halls = tuple(
        Hall(hall.rooms, hall.floor, _ground(hall.free.difference(shut))) if is_met else hall
        for hall, is_met in zip(ways.halls, met.tolist(), strict=True)
    )
    at = ways.at.copy()
    place_node, off_m = _aside(ways, halls, at, inner)
    door_nodes = ways.door_nodes.copy()
    shut_nodes = _covered(inner, at) & met[ways.hall]
    sides = (door_nodes != NO_NODE) & shut_nodes[door_nodes]
    door_nodes[sides | _covered(inner, floor.door_at)[:, None]] = NO_NODE
    made = _Edges(ways, halls, at, met=met, shut=shut_nodes, fixed=_fixed(floor))
    made.doors(floor.door_at, door_nodes, inner)
    made.halls()
    number = made.number
    remade = FloorWays(
        halls=halls,
        at=np.vstack([at[made.kept], *made.corners]),
        hall=np.concatenate([ways.hall[made.kept], *made.corner_hall]).astype(np.int32),
        ends=np.vstack([np.empty((0, 2), np.int32), *made.ends]).astype(np.int32),
        length_m=np.concatenate([np.empty(0), *made.length_m]).astype(np.float32),
        passage=np.concatenate([np.empty(0), *made.passage]).astype(np.int32),
        place_node=_renumbered(number, place_node),
        off_m=off_m,
        door_nodes=_renumbered(number, door_nodes),
    )
    return replace(
        floor,
        ways=remade,
        can_turn=turning(remade, floor.radius_m),
        stop_node=_renumbered(number, floor.stop_node),
    )


class _Edges:
    """The nodes that stay, with the corners and edges of the halls that were cut."""

    def __init__(
        self,
        ways: FloorWays,
        halls: Sequence[Hall],
        at: Points,
        *,
        met: NDArray[np.bool_],
        shut: NDArray[np.bool_],
        fixed: NDArray[np.bool_],
    ) -> None:
        self._ways, self._halls, self._at = ways, halls, at
        self._met, self._shut, self._fixed = met, shut, fixed
        self.kept = np.flatnonzero(fixed | ~met[ways.hall])
        self.number = np.full(len(at), NO_NODE, dtype=np.int32)
        self.number[self.kept] = np.arange(len(self.kept))
        self.corners: list[Points] = []
        self.corner_hall: list[NDArray[np.int32]] = []
        self.ends: list[NDArray[np.int32]] = []
        self.length_m: list[NDArray[np.float64]] = []
        self.passage: list[NDArray[np.int32]] = []
        self._next = len(self.kept)

    def _add(self, ends: NDArray[np.int32], length: NDArray[np.float64], passage: int) -> None:
        self.ends.append(ends)
        self.length_m.append(length)
        self.passage.append(np.full(len(ends), passage, dtype=np.int32))

    def doors(self, door_at: Points, door_nodes: NDArray[np.int32], inner: BaseGeometry) -> None:
        """The ways through doors that no closed ground lies across."""
        ways = self._ways
        through = np.flatnonzero(ways.passage != WITHIN)
        for edge in through.tolist():
            door = int(ways.passage[edge])
            one, other = ways.ends[edge].tolist()
            line = shapely.linestrings([self._at[one], door_at[door], self._at[other]])
            if NO_NODE in door_nodes[door] or line.intersects(inner):
                continue
            length = np.array([float(ways.length_m[edge])])
            self._add(self.number[[[one, other]]], length, door)

    def halls(self) -> None:
        """What was seen in halls that stay, and what is seen in those that were cut."""
        ways = self._ways
        stays = (ways.passage == WITHIN) & ~self._met[ways.hall[ways.ends[:, 0]]]
        self._add(self.number[ways.ends[stays]], ways.length_m[stays].astype(float), WITHIN)
        for hall in np.flatnonzero(self._met).tolist():
            self._cut(hall, self._halls[hall].free)

    def _cut(self, hall: int, free: BaseGeometry) -> None:
        if free.is_empty:
            return
        turns = turns_of(free)
        own = np.flatnonzero((self._ways.hall == hall) & self._fixed & ~self._shut)
        corners = np.arange(self._next, self._next + len(turns.at), dtype=np.int32)
        self._next += len(corners)
        self.corners.append(turns.at)
        self.corner_hall.append(np.full(len(corners), hall, dtype=np.int32))
        nodes = np.concatenate([corners, self.number[own]])
        at = np.vstack([turns.at, self._at[own]])
        pairs = seen_pairs(free, turns, self._at[own])
        length = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
        self._add(nodes[pairs], length, WITHIN)


def _ground(shape: BaseGeometry) -> BaseGeometry:
    """The areas of what a cut leaves."""
    parts = [part for part in shapely.get_parts(shape).tolist() if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts)


def _covered(inner: BaseGeometry, at: Points) -> NDArray[np.bool_]:
    covered: NDArray[np.bool_] = shapely.intersects(inner, shapely.points(at))
    return covered


def _fixed(floor: Floor) -> NDArray[np.bool_]:
    """Nodes at doors, places and connectors; all others are corners."""
    fixed = np.zeros(len(floor.ways.at), dtype=bool)
    for nodes in (floor.ways.door_nodes.ravel(), floor.ways.place_node, floor.stop_node):
        fixed[nodes[nodes != NO_NODE]] = True
    return fixed


def _aside(
    ways: FloorWays, halls: Sequence[Hall], at: Points, inner: BaseGeometry
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Where one stands before each place; ``at`` is changed where that is elsewhere now."""
    place_node, off_m = ways.place_node.copy(), ways.off_m.copy()
    stands = np.flatnonzero(place_node != NO_NODE)
    for place in stands[_covered(inner, at[place_node[stands]])].tolist():
        node = int(place_node[place])
        hall, here = int(ways.hall[node]), at[node]
        stand = nearest_free(halls[hall], shapely.Point(here))
        aside = None if stand is None else np.array([stand.x, stand.y])
        if aside is None or not _is_aside(ways.halls[hall].free, here, aside):
            place_node[place] = NO_NODE
            continue
        off_m[place] += float(np.hypot(*(aside - here)))
        at[node] = aside
    return place_node, off_m


def _is_aside(free: BaseGeometry, here: Points, aside: Points) -> bool:
    """Whether one steps aside by little, and straight."""
    is_near = float(np.hypot(*(aside - here))) <= ASIDE_M
    return is_near and bool(in_sight(free, here[None], aside[None])[0])


def _renumbered(number: NDArray[np.int32], nodes: NDArray[np.int32]) -> NDArray[np.int32]:
    told: NDArray[np.int32] = np.where(nodes == NO_NODE, NO_NODE, number[nodes]).astype(np.int32)
    return told
