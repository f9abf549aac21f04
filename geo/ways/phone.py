"""A building's ways for one kind of person as bytes that a phone searches by itself.

The layout is that of ``geo.ways.packing`` with the magic ``FPPHONE`` and the version below. Its
head has ``profile``, ``speed_m_s``, ``origin``, ``lonlat`` (``Plane``) and ``floors``, each with
its ``id``, ``short_name``, ``ordinal`` and ``spaces`` in the order of their places. Its arrays:

- ``at`` (n, 2) metres from ``origin``, ``floor`` (n), ``hall`` (n; -1 for the cars of lifts) and
  ``passed`` (n; 0 for nodes that nobody turns at) of the nodes,
- ``both`` (m, 2) with ``both_s`` (m): edges that take as long both ways; ``only`` (k, 2) with
  ``only_s`` (k): edges from their first node to their second alone,
- ``place_node`` and ``place_off_m`` of all places, floor after floor; -1 where nobody can stand;
  ``place_fits`` whether this person can go there,
- ``rings`` (r, 4) and ``points`` of the ground of halls, as there, halls counted over all floors,
- ``hall_floor`` (h) and ``exit_node`` (e) and ``exit_at`` (e, 2) of the
  doors that one comes in by from outside, of each floor the main entrance first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_lonlat
from geo.ways.graph import NO_NODE
from geo.ways.network import Network
from geo.ways.packing import container, rings_of

MAGIC = b"FPPHONE\0"
VERSION = 1
#: Farther than this from the building's middle nobody is in it or before it.
REACH_M = 3000.0
_STEPS = 13


@dataclass(frozen=True, slots=True)
class Plane:
    """How EPSG:4326 degrees become metres from an origin, within ``REACH_M`` of the middle.

    With u and v the degrees from the middle times 100, x and y are the sums of ``x[i]`` and
    ``y[i]`` times the i-th of 1, u, v, uu, uv, vv, uuu, uuv, uvv, vvv.
    """

    lon: float
    lat: float
    x: tuple[float, ...]
    y: tuple[float, ...]


def plane_of(srid: int, middle: Sequence[float], origin: Sequence[float]) -> Plane:
    """The plane around a middle in metres of a CRS; right to a centimetre."""
    steps = np.linspace(-REACH_M, REACH_M, _STEPS)
    at = np.array([(middle[0] + dx, middle[1] + dy) for dx in steps for dy in steps])
    moved = shapely.get_coordinates(to_lonlat(shapely.MultiPoint([*at, tuple(middle)]), srid))
    lon, lat = moved[-1].tolist()
    u, v = ((moved[:-1] - moved[-1]) * 100).T
    terms = np.stack([u**0, u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3], axis=1)
    found, *_ = np.linalg.lstsq(terms, at - np.array(origin), rcond=None)
    return Plane(lon, lat, tuple(found[:, 0].tolist()), tuple(found[:, 1].tolist()))


def pack_for_phone(network: Network, floors: Sequence[Mapping[str, Any]], srid: int) -> bytes:
    """The bytes of a network; the same network gives the same bytes.

    ``floors`` say of each floor of the site its ``id``, ``short_name``, ``ordinal`` and ``spaces``.
    """
    site, profile = network.site, network.profile
    low, high = site.at.min(axis=0), site.at.max(axis=0)
    origin = np.floor(low)
    plane = plane_of(srid, ((low + high) / 2).tolist(), origin.tolist())
    head = {
        "profile": profile.name,
        "speed_m_s": profile.walk_m_s,
        "origin": origin.tolist(),
        "lonlat": {"lon": plane.lon, "lat": plane.lat, "x": plane.x, "y": plane.y},
        "floors": list(floors),
    }
    halls = [hall for floor in site.floors for hall in floor.ways.halls]
    rings, points = rings_of(tuple(halls))
    arrays: dict[str, NDArray[Any]] = {
        "at": (site.at - origin).astype("<f4"),
        "floor": site.floor.astype("<i4"),
        **_nodes(network),
        **_edges(network),
        **_places(network),
        "rings": rings,
        "points": (points - origin).astype("<f4"),
        "hall_floor": np.repeat(
            np.arange(len(site.floors)), [len(each.ways.halls) for each in site.floors]
        ).astype("<i4"),
        **_exits(network, origin),
    }
    return container(MAGIC, VERSION, head, arrays)


def _nodes(network: Network) -> dict[str, NDArray[Any]]:
    site = network.site
    hall = np.full(len(site.at), NO_NODE, dtype="<i4")
    passed = np.ones(len(site.at), dtype="u1")
    before = 0
    for number, floor in enumerate(site.floors):
        begin, end = int(site.begins[number]), int(site.begins[number + 1])
        hall[begin:end] = floor.ways.hall + before
        passed[begin:end] = site.ground(number).passed
        before += len(floor.ways.halls)
    return {"hall": hall, "passed": passed}


def _edges(network: Network) -> dict[str, NDArray[Any]]:
    """Of edges between the same nodes the quickest; each once where it is as quick both ways."""
    matrix = network.matrix.tocoo()
    order = np.lexsort((matrix.data, matrix.col, matrix.row))
    tails, heads, cost_s = matrix.row[order], matrix.col[order], matrix.data[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(tails) != 0) | (np.diff(heads) != 0)
    tails, heads, cost_s = tails[first], heads[first], cost_s[first].astype("<f4")
    # The edges are in the order of their keys, so that the way back is looked up among them.
    keys, turned = tails.astype("i8") * matrix.shape[0] + heads, heads.astype("i8")
    turned = turned * matrix.shape[0] + tails
    place = np.minimum(np.searchsorted(keys, turned), max(0, len(keys) - 1))
    back = np.where(keys[place] == turned, cost_s[place], np.float32(-1.0))
    same = back == cost_s
    once = same & (tails < heads)
    ends = np.stack([tails, heads], axis=1).astype("<i4")
    return {
        "both": ends[once],
        "both_s": cost_s[once],
        "only": ends[~same],
        "only_s": cost_s[~same],
    }


def _places(network: Network) -> dict[str, NDArray[Any]]:
    site = network.site
    floors = range(len(site.floors))
    fits = [
        np.ones(len(each.ways.off_m), bool) if network.profile.turn_m == 0 else each.can_turn
        for each in site.floors
    ]
    return {
        "place_node": np.concatenate([site.place_nodes(n) for n in floors]).astype("<i4"),
        "place_off_m": np.concatenate([each.ways.off_m for each in site.floors]).astype("<f4"),
        "place_fits": np.concatenate(fits).astype("u1"),
    }


def _exits(network: Network, origin: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    site = network.site
    nodes: list[int] = []
    at: list[NDArray[np.float64]] = []
    for number, floor in enumerate(site.floors):
        doors = np.flatnonzero(floor.outside).tolist()
        for door in sorted(doors, key=lambda each: not floor.entrance(each).is_main):
            if not network.enters(number, door):
                continue
            for node in floor.ways.door_nodes[door]:
                if node != NO_NODE:
                    nodes.append(int(node) + int(site.begins[number]))
                    at.append(floor.door_at[door] - origin)
    return {
        "exit_node": np.array(nodes, dtype="<i4"),
        "exit_at": np.array(at, dtype="<f4").reshape(-1, 2),
    }
