"""The immutable map of one revision: what a floor page draws, as gzipped JSON.

The same plan gives the same bytes, so the digest names the content and a browser may keep it for
ever. All coordinates are EPSG:4326 with seven decimals (about a centimetre).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.plans.layout import Layout, lonlat
from floorplans.plans.spaces import PlannedSpace

DECIMALS = 7
DIGEST_LENGTH = 32  # hexadecimal characters of the SHA-256
_HEXADECIMAL = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class MapDocument:
    """``content`` is gzipped JSON, ``digest`` names what it says."""

    digest: str
    content: bytes


def make(
    *,
    floor_id: UUID,
    revision_id: UUID,
    layout: Layout,
    spaces: Sequence[PlannedSpace],
    space_ids: Sequence[UUID],
    zones: Sequence[tuple[UUID, str]],
) -> MapDocument:
    """The document of a plan; ``space_ids`` and ``zones`` are in the layout's order."""
    outline, walls = lonlat([layout.outline, layout.walls], layout.srid)
    bounds = shapely.total_bounds([outline, *lonlat([layout.extent], layout.srid)])
    body = {
        "floor_id": str(floor_id),
        "revision_id": str(revision_id),
        "bounds": [round(float(value), DECIMALS) for value in bounds],
        "outline": geometry(outline),
        "walls": geometry(walls),
        "spaces": _collection(_spaces(layout, spaces, space_ids)),
        "zones": _collection(_zones(layout, zones)),
        "openings": _collection(_openings(layout)),
        "connectors": _collection(_connectors(layout)),
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return MapDocument(
        hashlib.sha256(text).hexdigest()[:DIGEST_LENGTH], gzip.compress(text, 6, mtime=0)
    )


def is_digest(text: str) -> bool:
    """Whether ``text`` could name a map at all; an address may hold anything."""
    return _HEXADECIMAL.fullmatch(text) is not None


def read(content: bytes) -> dict[str, Any]:
    """The document inside ``content``."""
    body: dict[str, Any] = json.loads(gzip.decompress(content))
    return body


def geometry(shape: BaseGeometry, decimals: int = DECIMALS) -> dict[str, Any]:
    """``shape`` as GeoJSON (RFC 7946) with rounded coordinates."""
    if isinstance(shape, Polygon):
        coordinates: Any = _rings(shape, decimals)
    elif shape.geom_type == "MultiPolygon":
        coordinates = [_rings(part, decimals) for part in shape.geoms]
    elif shape.geom_type == "MultiLineString":
        coordinates = [_points(part, decimals) for part in shape.geoms]
    elif isinstance(shape, LineString):
        coordinates = _points(shape, decimals)
    else:
        coordinates = _points(shape, decimals)[0]
    return {"type": shape.geom_type, "coordinates": coordinates}


def _rings(shape: Polygon, decimals: int) -> list[list[list[float]]]:
    return [_points(ring, decimals) for ring in (shape.exterior, *shape.interiors)]


def _points(shape: BaseGeometry, decimals: int) -> list[list[float]]:
    points: list[list[float]] = np.round(shapely.get_coordinates(shape), decimals).tolist()
    return points


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _feature(shape: BaseGeometry, properties: dict[str, Any], name: str | None) -> dict[str, Any]:
    own = {"id": name} if name is not None else {}
    return {"type": "Feature", **own, "geometry": geometry(shape), "properties": properties}


def _spaces(
    layout: Layout, spaces: Sequence[PlannedSpace], ids: Sequence[UUID]
) -> list[dict[str, Any]]:
    polygons = lonlat([s.polygon for s in layout.spaces], layout.srid)
    anchors = lonlat([s.anchor for s in layout.spaces], layout.srid)
    features = []
    for own, space, shape, polygon, point in zip(
        ids, spaces, layout.spaces, polygons, anchors, strict=True
    ):
        properties = {
            "kind": space.kind,
            "category": space.category,
            "name": space.name,
            "number": space.number,
            "capacity": space.capacity,
            "bookable": space.bookable,
            "features": list(space.features),
            "anchor": _points(point, DECIMALS)[0],
            "rotation_deg": None if shape.rotation_deg is None else round(shape.rotation_deg, 1),
            "within": None if shape.within is None else str(ids[shape.within]),
            "area_m2": round(shape.polygon.area, 2),
        }
        features.append(_feature(polygon, properties, str(own)))
    return features


def _zones(layout: Layout, zones: Sequence[tuple[UUID, str]]) -> list[dict[str, Any]]:
    shapes = lonlat(layout.zones, layout.srid)
    return [
        _feature(shape, {"name": name}, str(own))
        for (own, name), shape in zip(zones, shapes, strict=True)
    ]


def _openings(layout: Layout) -> list[dict[str, Any]]:
    lines = lonlat([line for _, line in layout.doors], layout.srid)
    return [
        _feature(line, {"kind": door.kind, "width_m": round(door.width_m, 2)}, None)
        for (door, _), line in zip(layout.doors, lines, strict=True)
    ]


def _connectors(layout: Layout) -> list[dict[str, Any]]:
    shapes = lonlat([shape for _, shape in layout.connectors], layout.srid)
    return [
        _feature(shape, {"kind": stair.kind, "name": stair.name}, None)
        for (stair, _), shape in zip(layout.connectors, shapes, strict=True)
    ]
