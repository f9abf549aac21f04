"""The slips: each changes the points of a building and tells what a good judge must name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from bench.pointed.sites import Clicked, Site
from geo.faults import Fault, FaultKind
from geo.readings import BOTH_SIGNS, LAT_LON_SWAPPED, LATITUDE_SIGN, LONGITUDE_SIGN
from geo.units import UNITS

GROSS_M = (3.0, 50.0)
LEAST_M = 3.0  # a slip that moves a point by less is none that anybody could see
UNIT_PAIRS = (
    ("mm", "m"),
    ("mm", "inch"),
    ("m", "foot"),
    ("m", "mm"),
    ("inch", "mm"),
    ("foot", "m"),
)
TRIED_UNITS = ("mm", "cm", "m", "inch", "foot", "yard")

#: Changes the points in place; the fault that it is, and the unit the drawing is read in.
Slip = Callable[[Random, Site, list[Clicked]], tuple[Fault, str] | None]


def gross(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str]:
    index = rng.randrange(len(points))
    off = math.exp(rng.uniform(*map(math.log, GROSS_M)))
    way = rng.uniform(-math.pi, math.pi)
    step = off * math.cos(way), off * math.sin(way)
    point = points[index]
    if rng.random() < 0.5:
        points[index] = replace(point, x=point.x + step[0], y=point.y + step[1])
    else:
        east, north = site.metres(point)
        points[index] = site.degrees(point.x, point.y, east + step[0], north + step[1])
    return Fault(FaultKind.POINT, (index,)), "m"


def swapped_numbers(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str] | None:
    index = rng.randrange(len(points))
    point = points[index]
    if math.sqrt(2) * abs(point.x - point.y) < LEAST_M:
        return None
    points[index] = replace(point, x=point.y, y=point.x)
    return Fault(FaultKind.PLAN_SWAPPED, (index,)), "m"


def swapped_pair(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str]:
    one, two = sorted(rng.sample(range(len(points)), 2))
    a, b = points[one], points[two]
    points[one], points[two] = (
        replace(a, lon=b.lon, lat=b.lat),
        replace(b, lon=a.lon, lat=a.lat),
    )
    return Fault(FaultKind.PAIR, (one, two)), "m"


def mirrored(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str]:
    over = rng.random() < 0.5
    for index, point in enumerate(points):
        points[index] = replace(point, x=-point.x) if over else replace(point, y=-point.y)
    return Fault(FaultKind.MIRRORED), "m"


def wrong_unit(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str]:
    read, true = rng.choice(UNIT_PAIRS)
    factor = UNITS[read] / UNITS[true]
    for index, point in enumerate(points):
        points[index] = replace(point, x=point.x * factor, y=point.y * factor)
    return Fault(FaultKind.UNIT, detail=true), read


def wrong_degrees(rng: Random, site: Site, points: list[Clicked]) -> tuple[Fault, str] | None:
    """Latitude and longitude swapped, or the wrong hemisphere, of one point or of all."""
    name = rng.choice((LAT_LON_SWAPPED, LATITUDE_SIGN, LONGITUDE_SIGN, BOTH_SIGNS))
    all_of_them = tuple(range(len(points)))
    chosen = all_of_them if rng.random() < 0.5 else (rng.randrange(len(points)),)
    if name == LAT_LON_SWAPPED and any(abs(points[i].lon) > 90 for i in chosen):
        return None  # no latitude at all: a form does not take it
    for index in chosen:
        point = points[index]
        lon, lat = {
            LAT_LON_SWAPPED: (point.lat, point.lon),
            LATITUDE_SIGN: (point.lon, -point.lat),
            LONGITUDE_SIGN: (-point.lon, point.lat),
            BOTH_SIGNS: (-point.lon, -point.lat),
        }[name]
        points[index] = replace(point, lon=lon, lat=lat)
    return Fault(FaultKind.READING, () if chosen == all_of_them else chosen, name), "m"


SLIPS: Mapping[str, Slip] = {
    "gross": gross,
    "swapped x and y": swapped_numbers,
    "swapped pair": swapped_pair,
    "mirrored": mirrored,
    "wrong unit": wrong_unit,
    "swapped or wrong degrees": wrong_degrees,
}
