"""Coordinate reference systems: which one suits a site, and the way there from lon/lat."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from pyproj.exceptions import CRSError, ProjError
from shapely import Point
from shapely.geometry.base import BaseGeometry

WGS84 = 4326
AREA_MARGIN_DEG = 0.5  # a site may lie a little over the edge of its CRS's area of use
METRE = 1.0
NORTH_STEP_DEG = 1e-4  # eleven metres: short against a meridian's curve, long against rounding


class CrsError(ValueError):
    """A place or CRS that cannot be used; ``code`` is CRS_UNKNOWN, CRS_NOT_METRIC, OUTSIDE_CRS,
    NO_METRIC_CRS or NOT_FINITE.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def metric_crs(lon: float, lat: float) -> int:
    """The EPSG code of the WGS 84 UTM zone for a place; polar places have none here."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise CrsError("NOT_FINITE")
    if not (-180 <= lon <= 180 and -80 <= lat <= 84):
        raise CrsError("NO_METRIC_CRS")
    found = query_utm_crs_info("WGS 84", AreaOfInterest(lon, lat, lon, lat), contains=True)
    if not found:
        raise CrsError("NO_METRIC_CRS")
    return min(int(info.code) for info in found)


def check_metric(srid: int) -> None:
    """Raise CrsError unless ``srid`` is a projected CRS in metres (and not web Mercator)."""
    crs = _crs(srid)
    metres = all(abs(axis.unit_conversion_factor - METRE) < 1e-9 for axis in crs.axis_info)
    if not crs.is_projected or not metres or srid == 3857:
        raise CrsError("CRS_NOT_METRIC")


def to_metric(shape: BaseGeometry, srid: int) -> BaseGeometry:
    """A lon/lat shape (x is longitude) in ``srid``; raises CrsError outside its area of use."""
    _check_area(shape, srid)
    return _move(shape, _transformer(WGS84, srid))


def to_lonlat(shape: BaseGeometry, srid: int) -> BaseGeometry:
    """A shape of ``srid`` as longitude and latitude; raises CrsError outside its area of use."""
    moved = _move(shape, _transformer(srid, WGS84))
    _check_area(moved, srid)
    return moved


def true_north_deg(lon: float, lat: float, srid: int) -> float:
    """Degrees counter-clockwise from the grid's north in ``srid`` to true north at a place.

    Half a degree to three in a UTM zone. Raises CrsError outside the area of use.
    """
    here, north = (to_metric(Point(lon, lat + step), srid) for step in (0.0, NORTH_STEP_DEG))
    return math.degrees(math.atan2(here.x - north.x, north.y - here.y))


def grid_scale(lon: float, lat: float, srid: int) -> float:
    """How many metres of ``srid`` a metre on the ground is at a place, along the meridian.

    0.9996 in the middle of a UTM zone. Raises CrsError where the place has none.
    """
    factors = Proj(_crs(srid)).get_factors(lon, lat, errcheck=False)
    scale = float(factors.meridional_scale)
    if not (math.isfinite(scale) and scale > 0):
        raise CrsError("OUTSIDE_CRS")
    return scale


def _move(shape: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    def step(points: NDArray[np.float64]) -> NDArray[np.float64]:
        if not np.isfinite(points).all():
            raise CrsError("NOT_FINITE")
        try:
            moved = np.column_stack(
                transformer.transform(points[:, 0], points[:, 1], errcheck=True)
            )
        except ProjError as error:
            raise CrsError("OUTSIDE_CRS") from error
        # PROJ answers "inf" for some places instead of an error; neither may reach a database.
        if not np.isfinite(moved).all():
            raise CrsError("OUTSIDE_CRS")
        return moved

    return shapely.transform(shape, step)


def _check_area(lonlat: BaseGeometry, srid: int) -> None:
    if lonlat.is_empty:
        return
    if not np.isfinite(lonlat.bounds).all():
        raise CrsError("NOT_FINITE")
    area = _crs(srid).area_of_use
    if area is None:
        return
    west, south, east, north = lonlat.bounds
    margin = AREA_MARGIN_DEG
    if area.west <= area.east:
        inside = area.west - margin <= west and east <= area.east + margin
    else:  # the area reaches over the date line
        inside = all(x >= area.west - margin or x <= area.east + margin for x in (west, east))
    if not (inside and area.south - margin <= south and north <= area.north + margin):
        raise CrsError("OUTSIDE_CRS")


@lru_cache(maxsize=64)
def _crs(srid: int) -> CRS:
    try:
        return CRS.from_epsg(srid)
    except CRSError as error:
        raise CrsError("CRS_UNKNOWN") from error


@lru_cache(maxsize=64)
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(_crs(source), _crs(target), always_xy=True)
