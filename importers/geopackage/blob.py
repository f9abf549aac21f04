"""The geometry of a GeoPackage's row: a header of its own, then well-known binary."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_MAGIC = b"GP"
_HEAD_BYTES = 8
#: Bytes of the envelope by its code in the flags (OGC 12-128, table 5).
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_PLAIN = frozenset(
    (
        "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
        "GeometryCollection",
    )
)  # fmt: skip


def shape_in(blob: object) -> BaseGeometry | None:
    """The plane shape of a blob, None where it is empty.

    Raises ``ValueError`` or ``ShapelyError`` for what is none.
    """
    if blob is None:
        return None
    if not isinstance(blob, bytes) or not blob.startswith(_MAGIC) or len(blob) < _HEAD_BYTES:
        raise ValueError("no geometry of a GeoPackage")
    envelope = _ENVELOPE_BYTES.get(blob[3] >> 1 & 0b111)
    if envelope is None:
        raise ValueError("an envelope that there is not")
    shape = shapely.force_2d(shapely.from_wkb(blob[_HEAD_BYTES + envelope :]))
    if shape.geom_type not in _PLAIN:
        raise ValueError("a curve")
    if shape.is_empty:
        return None
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise ValueError("no finite coordinates")
    return shape
