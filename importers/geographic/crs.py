"""The coordinate system that a file names, and the way from it to longitude and latitude."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence

import shapely
from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, CrsError, metric_crs, to_lonlat, to_metric, true_north_deg
from geo.crs import grid_scale as _grid_scale
from importers.geographic.refusals import crs_unknown, place_unusable

_EPSG = re.compile(r"\bEPSG(?:/0/|/[\d.]+/|:[\d.]*:|:)(\d{4,6})$", re.IGNORECASE)
#: numpy loads these on first use.
_LATE_MODULES = ("numpy.ma", "numpy.random", "_strptime")
_LON_LAT = re.compile(r"\b(?:OGC[:/\d.]*|)CRS\s?84$|\bWGS\s?84$", re.IGNORECASE)


def epsg_of(name: str) -> int:
    """The EPSG code behind a name such as "EPSG:25832" or a URN.

    Raises ``ImportRefused`` (CRS_NOT_USABLE) for any other name.
    """
    text = name.strip()
    if _LON_LAT.search(text):
        return WGS84
    found = _EPSG.search(text)
    if found is None:
        raise crs_unknown(text)
    return int(found[1])


def to_degrees(shapes: Sequence[BaseGeometry], epsg: int) -> list[BaseGeometry]:
    """Shapes of a coordinate system (x is east) in longitude and latitude.

    Raises ``ImportRefused`` (CRS_NOT_USABLE) outside of its area of use.
    """
    if epsg == WGS84 or not shapes:
        return list(shapes)
    try:
        moved = to_lonlat(GeometryCollection(list(shapes)), epsg)
    except CrsError as error:
        raise (
            crs_unknown(f"EPSG:{epsg}") if error.code == "CRS_UNKNOWN" else place_unusable()
        ) from None
    return list(shapely.get_parts(moved))


def warm() -> None:
    """Load what is found no more once rights are given up: late modules and PROJ's database."""
    for name in _LATE_MODULES:
        importlib.import_module(name)
    here = shapely.Point(10.0, 50.0)
    srid = metric_crs(here.x, here.y)
    to_lonlat(to_metric(here, srid), srid)
    true_north_deg(here.x, here.y, srid)
    _grid_scale(here.x, here.y, srid)
