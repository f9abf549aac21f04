"""Control points as people typed them, made ready to be judged."""

from __future__ import annotations

import math
from collections.abc import Sequence

from shapely import Point

from floorplans.plans.position import NamedPoint
from geo.crs import to_metric
from geo.faults import Sighting, Verdict, judge
from geo.georeference import GeoreferenceError
from geo.readings import place_of, readings_of_degrees, readings_of_metres
from geo.units import UNITS
from importers.draft import Units

#: What drawings of buildings are made in.
USUAL_UNITS = ("mm", "cm", "m", "inch", "foot", "yard")


def sightings(points: Sequence[NamedPoint], srid: int, *, mirrored: bool) -> list[Sighting]:
    """The points in metres of EPSG:``srid``, with what else their numbers can have meant.

    Raises ``GeoreferenceError`` (NOT_FINITE) and ``CrsError``.
    """
    return [_sighting(point, srid, -1.0 if mirrored else 1.0) for point in points]


def verdict(seen: Sequence[Sighting], units: Units, site: tuple[float, float, int]) -> Verdict:
    """What is wrong with the points of a drawing that was read in ``units``.

    ``site`` is longitude, latitude and the EPSG code of its CRS.
    """
    lon, lat, srid = site
    middle = to_metric(Point(lon, lat), srid)
    own = units.metres_per_unit
    others = {
        name: UNITS[name] / own for name in USUAL_UNITS if abs(UNITS[name] / own - 1.0) > 0.01
    }
    return judge(seen, others, (middle.x, middle.y))


def _sighting(point: NamedPoint, srid: int, up: float) -> Sighting:
    if not (math.isfinite(point.x) and math.isfinite(point.y)):
        raise GeoreferenceError("NOT_FINITE")
    typed = point.typed
    if typed is None:
        if not (math.isfinite(point.lon) and math.isfinite(point.lat)):
            raise GeoreferenceError("NOT_FINITE")
        there = place_of(point.lon, point.lat, srid)
        readings = readings_of_degrees(point.lon, point.lat, srid)
        return Sighting(point.x, up * point.y, there, readings)
    readings = readings_of_metres(typed.east, typed.north, typed.epsg, srid)
    there = None if math.isnan(point.lon) else place_of(point.lon, point.lat, srid)
    return Sighting(point.x, up * point.y, there, readings)
