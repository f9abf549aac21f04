"""One floor's ways as bytes: kept with its plan, and sent to a phone as they are.

The layout, version 1, all numbers little-endian:

====== =========================================================================================
offset what
====== =========================================================================================
0      8 bytes ``FPWAYS\\0\\0``
8      uint32: the version
12     uint32: the length of the head
16     the head: JSON in UTF-8, ``{"radius_m", "origin": [x, y], "arrays": {name: [type, shape,
       offset]}}``, filled up with spaces to a multiple of 8
then   the arrays, each row after row, beginning at a multiple of 8; ``offset`` counts from the end
       of the head, ``type`` is the name of the JavaScript array less ``Array``
====== =========================================================================================

Coordinates are metres from ``origin``, as float32: over 500 m that is 0.03 mm. The arrays are those
of ``FloorWays`` and ``Floor`` by the same names; places and doors count as in the plan they were
made of. A hall's ground is in rings: ``rings`` (r, 4) has for each its hall, 0 for ``floor`` or 1
for ``free``, the number of its polygon within that, and where its points begin in ``points`` (p,
2); the first ring of a polygon is its outer one. ``hall_rooms`` (h + 1) says where the rooms of
each hall begin in ``rooms``.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, overload

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.ways.floor import Floor
from geo.ways.graph import FloorWays
from geo.ways.halls import Hall

MAGIC = b"FPWAYS\0\0"
VERSION = 1
_HEAD = struct.Struct("<8sII")
_TYPES: dict[str, np.dtype[Any]] = {
    "Float32": np.dtype("<f4"),
    "Int32": np.dtype("<i4"),
    "Uint8": np.dtype("u1"),
}
_NAMES = {dtype: name for name, dtype in _TYPES.items()}
_FLOOR, _FREE = 0, 1


def pack(floor: Floor) -> bytes:
    """The bytes of a floor; the same floor gives the same bytes."""
    ways = floor.ways
    origin = np.floor(ways.at.min(axis=0)) if len(ways.at) else np.zeros(2)
    rings, points = rings_of(ways.halls)
    rooms = [room for hall in ways.halls for room in hall.rooms]
    arrays: dict[str, NDArray[Any]] = {
        "at": (ways.at - origin).astype("<f4"),
        "hall": ways.hall,
        "ends": ways.ends,
        "length_m": ways.length_m,
        "passage": ways.passage,
        "place_node": ways.place_node,
        "off_m": ways.off_m,
        "door_nodes": ways.door_nodes,
        "door_at": (floor.door_at - origin).astype("<f4"),
        "clear_m": floor.clear_m,
        "outside": floor.outside.astype("u1"),
        "leaf": floor.leaf.astype("u1"),
        "can_turn": floor.can_turn.astype("u1"),
        "stop_node": floor.stop_node,
        "stop_of": floor.stop_of,
        "rings": rings,
        "points": (points - origin).astype("<f4"),
        "hall_rooms": np.cumsum([0, *(len(hall.rooms) for hall in ways.halls)]).astype("<i4"),
        "rooms": np.array(rooms, dtype="<i4"),
    }
    return container(
        MAGIC, VERSION, {"radius_m": floor.radius_m, "origin": origin.tolist()}, arrays
    )


def container(
    magic: bytes, version: int, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> bytes:
    """The layout above for a head and arrays; the same ones give the same bytes."""
    told: dict[str, list[Any]] = {}
    body = bytearray()
    for name, array in arrays.items():
        own = np.ascontiguousarray(array)
        told[name] = [_NAMES[own.dtype.newbyteorder("<")], list(own.shape), len(body)]
        body += own.tobytes()
        body += bytes(-len(body) % 8)
    words = json.dumps({**head, "arrays": told}, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 8)
    return _HEAD.pack(magic, version, len(words)) + words + bytes(body)


def unpack(packed: bytes) -> Floor:
    """The floor of such bytes. Raises ValueError where they are of no version known here."""
    if len(packed) < _HEAD.size:
        raise ValueError("these are no ways of a floor")
    magic, version, length = _HEAD.unpack_from(packed)
    if magic != MAGIC:
        raise ValueError("these are no ways of a floor")
    if version != VERSION:
        raise ValueError(f"ways of version {version} are not known")
    head = json.loads(packed[_HEAD.size : _HEAD.size + length])
    arrays = _arrays(packed, _HEAD.size + length, head["arrays"])
    origin = np.array(head["origin"])
    ways = FloorWays(
        halls=_Halls(arrays, origin),
        at=arrays["at"].astype(float) + origin,
        hall=arrays["hall"],
        ends=arrays["ends"],
        length_m=arrays["length_m"],
        passage=arrays["passage"],
        place_node=arrays["place_node"],
        off_m=arrays["off_m"],
        door_nodes=arrays["door_nodes"],
    )
    return Floor(
        radius_m=float(head["radius_m"]),
        ways=ways,
        door_at=arrays["door_at"].astype(float) + origin,
        clear_m=arrays["clear_m"],
        outside=arrays["outside"].astype(bool),
        leaf=arrays["leaf"].astype(bool),
        can_turn=arrays["can_turn"].astype(bool),
        stop_node=arrays["stop_node"],
        stop_of=arrays["stop_of"],
    )


def _arrays(packed: bytes, begin: int, told: Mapping[str, list[Any]]) -> dict[str, NDArray[Any]]:
    return {
        name: np.frombuffer(
            packed, _TYPES[kind], count=math.prod(shape), offset=begin + offset
        ).reshape(shape)
        for name, (kind, shape, offset) in told.items()
    }


def rings_of(halls: Sequence[Hall]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The rings and points of the ground of halls, as the layout above has them."""
    rings: list[tuple[int, int, int, int]] = []
    points: list[NDArray[np.float64]] = [np.empty((0, 2))]
    begin = 0
    for number, hall in enumerate(halls):
        for kind, shape in ((_FLOOR, hall.floor), (_FREE, hall.free)):
            polygons = [p for p in shapely.get_parts(shape).tolist() if isinstance(p, Polygon)]
            for place, polygon in enumerate(polygons):
                for ring in shapely.get_rings(polygon).tolist():
                    own = shapely.get_coordinates(ring)
                    rings.append((number, kind, place, begin))
                    points.append(own)
                    begin += len(own)
    return np.array(rings, dtype="<i4").reshape(-1, 4), np.vstack(points)


class _Halls(Sequence[Hall]):
    """The halls of a floor, made when the first of them is looked at: most floors of a building
    are only passed, or not even that."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], origin: NDArray[np.float64]) -> None:
        self._arrays, self._origin = arrays, origin

    @cached_property
    def _made(self) -> tuple[Hall, ...]:
        return _halls(self._arrays, self._origin)

    def __len__(self) -> int:
        return len(self._arrays["hall_rooms"]) - 1

    @overload
    def __getitem__(self, number: int) -> Hall: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Hall]: ...

    def __getitem__(self, number: int | slice) -> Hall | Sequence[Hall]:
        return self._made[number]


def _halls(arrays: Mapping[str, NDArray[Any]], origin: NDArray[np.float64]) -> tuple[Hall, ...]:
    rings, points = arrays["rings"], arrays["points"].astype(float) + origin
    counts = np.diff(np.append(rings[:, 3], len(points)))
    lines = shapely.linearrings(points, indices=np.repeat(np.arange(len(rings)), counts))
    shapes: dict[tuple[int, int], list[Polygon]] = {}
    for (hall, kind), polygon in _polygons(rings[:, :3], lines):
        shapes.setdefault((hall, kind), []).append(polygon)
    rooms, begins = arrays["rooms"].tolist(), arrays["hall_rooms"].tolist()
    return tuple(
        Hall(
            tuple(rooms[begin:end]),
            _shape(shapes.get((number, _FLOOR), [])),
            _shape(shapes.get((number, _FREE), [])),
        )
        for number, (begin, end) in enumerate(pairwise(begins))
    )


def _polygons(of: NDArray[Any], lines: NDArray[Any]) -> Iterator[tuple[tuple[int, int], Polygon]]:
    """Hall and kind with each polygon; its rings follow each other, the outer one first."""
    outer = np.append(True, (of[1:] != of[:-1]).any(axis=1))[: len(of)]
    begins = np.flatnonzero(outer)
    ends = np.append(begins, len(of))[1:]
    made = shapely.polygons(lines[begins])
    for number, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        has_holes = end > begin + 1
        polygon = shapely.polygons(lines[begin], lines[begin + 1 : end]) if has_holes else None
        hall, kind, _ = of[begin].tolist()
        yield (hall, kind), made[number] if polygon is None else polygon


def _shape(polygons: list[Polygon]) -> BaseGeometry:
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
