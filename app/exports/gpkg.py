"""GeoPackage (OGC 12-128) in the site's own metric CRS, a layer for each group of things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from app.exports.features import Feature, features_of
from app.exports.formats import Options
from floorplans.plans.exporting.exported import ExportedFloor

_TYPES = {
    "outlines": "MultiPolygon", "walls": "MultiLineString", "zones": "MultiPolygon",
    "connectors": "Polygon", "spaces": "Polygon", "openings": "LineString",
}  # fmt: skip


def write(floor: ExportedFloor, options: Options) -> bytes:
    """The database's bytes; no option changes them."""
    del options
    found = features_of(floor)
    # GDAL adds layers to a file only; the folder is gone when the content has been read.
    with TemporaryDirectory(prefix="floorplans-") as folder:
        path = Path(folder) / "floor.gpkg"
        for group in _TYPES:
            own = [each for each in found if each.group == group]
            if own:
                _write_layer(path, group, own, floor.srid)
        if not path.exists():
            _write_layer(path, "spaces", [], floor.srid)
        return path.read_bytes()


def _write_layer(path: Path, group: str, features: Sequence[Feature], srid: int) -> None:
    from pyogrio.raw import write as write_raw  # noqa: PLC0415 - GDAL is large

    columns = _columns(features)
    shapes = np.array([each.shape for each in features], dtype=object)
    write_raw(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=list(columns.values()),
        fields=list(columns),
        layer=group,
        driver="GPKG",
        geometry_type=_TYPES[group],
        promote_to_multi=_TYPES[group].startswith("Multi"),
        crs=f"EPSG:{srid}",
        append=path.exists(),
    )


def _columns(features: Sequence[Feature]) -> dict[str, NDArray[Any]]:
    """A column for each property; a list is told as JSON, as in GDAL's own columns of lists."""
    if not features:
        return {}
    columns: dict[str, NDArray[Any]] = {"kind": _column([each.kind for each in features])}
    if features[0].id is not None:
        columns["id"] = _column([str(each.id) for each in features])
    for name in features[0].properties:
        columns[name] = _column([each.properties[name] for each in features])
    return columns


def _column(values: list[Any]) -> NDArray[Any]:
    if all(isinstance(value, bool) for value in values):
        return np.array(values, dtype=bool)
    if all(isinstance(value, int) for value in values):
        return np.array(values, dtype=np.int64)
    if any(isinstance(value, float) for value in values):
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    told = [json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for v in values]
    return np.array(told, dtype=object)
