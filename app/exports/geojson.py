"""GeoJSON (RFC 7946): longitude and latitude, right-handed, one feature for each thing."""

from __future__ import annotations

import json
from typing import Any

import shapely

from app.exports.features import Feature, features_of
from app.exports.formats import Options
from floorplans.plans.exporting.exported import ExportedFloor
from floorplans.plans.layout import lonlat
from floorplans.plans.map_document import geometry

DECIMALS = 9  # a tenth of a millimetre


def write(floor: ExportedFloor, options: Options) -> bytes:
    """One FeatureCollection; no option changes it."""
    del options
    found = features_of(floor)
    shapes = lonlat([each.shape for each in found], floor.srid)
    document = {
        "type": "FeatureCollection",
        "features": [_feature(each, shape) for each, shape in zip(found, shapes, strict=True)],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _feature(told: Feature, shape: shapely.Geometry) -> dict[str, Any]:
    named = {} if told.id is None else {"id": str(told.id)}
    return {
        "type": "Feature",
        **named,
        "properties": {"kind": told.kind, **told.properties},
        "geometry": geometry(shape, DECIMALS),
    }
