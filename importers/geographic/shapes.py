"""Geometries from the nested lists of GeoJSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_PARTS = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}
_COLLECTION = "GeometryCollection"
#: Nobody puts collections into collections deeper than this.
_DEPTH = 4


def shape_of(geometry: Any, depth: int = 0) -> BaseGeometry:
    """The plane shape of a GeoJSON geometry; raises ``ValueError`` for what is none."""
    if not isinstance(geometry, dict) or depth > _DEPTH:
        raise ValueError("no geometry")
    kind = geometry.get("type")
    if kind == _COLLECTION:
        parts = [shape_of(part, depth + 1) for part in _list(geometry.get("geometries"))]
        return _filled(shapely.GeometryCollection(parts))
    coordinates = geometry.get("coordinates")
    if kind in _PARTS:
        own = [_simple(_PARTS[kind], part) for part in _list(coordinates)]
        return _filled(shapely.union_all(own) if kind == "MultiPoint" else _many(kind, own))
    return _filled(_simple(str(kind), coordinates))


def _many(kind: str, parts: list[BaseGeometry]) -> BaseGeometry:
    made: BaseGeometry = (
        shapely.MultiPolygon(parts) if kind == "MultiPolygon" else shapely.MultiLineString(parts)
    )
    return made


def _simple(kind: str, coordinates: Any) -> BaseGeometry:
    if kind == "Point":
        return shapely.Point(*_points([coordinates])[0])
    if kind == "LineString":
        return shapely.LineString(_points(coordinates))
    if kind == "Polygon":
        rings = [_points(ring) for ring in _list(coordinates)]
        if not rings or any(len(ring) < 4 for ring in rings):
            raise ValueError("a ring has four points")
        return shapely.Polygon(rings[0], rings[1:])
    raise ValueError("no geometry")


def _points(coordinates: Any) -> NDArray[np.float64]:
    pairs = [point[:2] for point in _list(coordinates) if isinstance(point, list)]
    points = np.array(pairs, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError("no points")
    return points


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _filled(shape: BaseGeometry) -> BaseGeometry:
    if shape.is_empty:
        raise ValueError("empty")
    return shape
