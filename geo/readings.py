"""What else the numbers of a place can have meant: each usual slip of writing them down, undone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from shapely import Point

from geo.crs import CrsError, to_lonlat, to_metric

LAT_LON_SWAPPED = "lat_lon_swapped"
LATITUDE_SIGN = "latitude_sign"
LONGITUDE_SIGN = "longitude_sign"
BOTH_SIGNS = "both_signs"
EAST_NORTH_SWAPPED = "east_north_swapped"

Place = tuple[float, float]


def place_of(lon: float, lat: float, srid: int) -> Place | None:
    """A place in metres of EPSG:``srid``, None where that is not used (or is no place at all)."""
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    try:
        there = to_metric(Point(lon, lat), srid)
    except CrsError:
        return None
    return there.x, there.y


def place_of_metres(east: float, north: float, epsg: int, srid: int) -> Place | None:
    """The same for a place in metres of EPSG:``epsg``; raises ``CrsError`` for an unknown CRS."""
    try:
        there = to_lonlat(Point(east, north), epsg)
    except CrsError as error:
        if error.code == "CRS_UNKNOWN":
            raise
        return None
    return place_of(there.x, there.y, srid)


def readings_of_degrees(lon: float, lat: float, srid: int) -> dict[str, Place]:
    """Where a place lies if its degrees were swapped or lost a sign, in metres of EPSG:``srid``."""
    meant = {
        LAT_LON_SWAPPED: (lat, lon),
        LATITUDE_SIGN: (lon, -lat),
        LONGITUDE_SIGN: (-lon, lat),
        BOTH_SIGNS: (-lon, -lat),
    }
    return dict(_known((name, place_of(*place, srid)) for name, place in meant.items()))


def readings_of_metres(east: float, north: float, epsg: int, srid: int) -> dict[str, Place]:
    """The same for metres of EPSG:``epsg``: east and north may have been swapped."""
    there = place_of_metres(north, east, epsg, srid)
    return dict(_known([(EAST_NORTH_SWAPPED, there)]))


def _known(found: Iterable[tuple[str, Place | None]]) -> Iterator[tuple[str, Place]]:
    for name, place in found:
        if place is not None:
            yield name, place
