"""A random building somewhere on the earth, and places in it that a person would click."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from shapely import Point

from geo.crs import to_lonlat, to_metric
from geo.georeference import Similarity

POINTS = (4, 8)
NOISE_M = (0.2, 0.5)  # along each axis
LONG_M = (20.0, 140.0)
DEEP_M = (12.0, 60.0)
GRID_M = 6.0
APART_SHARE = 0.15  # of the diagonal
LATITUDES = (-55.0, 65.0)
#: Of a dozen UTM zones; each other one costs a tenth of a second to set up.
MERIDIANS = (-159, -123, -99, -75, -45, -3, 3, 9, 33, 75, 117, 153)


@dataclass(slots=True)
class Clicked:
    """One control point: metres of the drawing, and degrees."""

    x: float
    y: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Site:
    """The CRS of the site, its position, and where the drawing truly lies."""

    srid: int
    position: tuple[float, float]
    lies: Similarity
    noise_m: float

    def click(self, rng: Random, x: float, y: float) -> Clicked:
        """A place as a hand that is off by ``noise_m`` clicks it on the map."""
        east, north = self.lies.point(x, y)
        return self.degrees(x, y, rng.gauss(east, self.noise_m), rng.gauss(north, self.noise_m))

    def degrees(self, x: float, y: float, east: float, north: float) -> Clicked:
        there = to_lonlat(Point(east, north), self.srid)
        return Clicked(x, y, there.x, there.y)

    def metres(self, point: Clicked) -> tuple[float, float]:
        there = to_metric(Point(point.lon, point.lat), self.srid)
        return there.x, there.y


def make_site(rng: Random) -> Site:
    lon, lat = rng.choice(MERIDIANS) + rng.uniform(-2.5, 2.5), rng.uniform(*LATITUDES)
    srid = (32601 if lat >= 0 else 32701) + int((lon + 180) // 6)  # the UTM zone
    middle = to_metric(Point(lon, lat), srid)
    turn = rng.uniform(-math.pi, math.pi)
    east, north = (rng.uniform(-400, 400) for _ in range(2))
    lies = Similarity(math.cos(turn), math.sin(turn), middle.x + east, middle.y + north)
    return Site(srid, (middle.x, middle.y), lies, rng.uniform(*NOISE_M))


def make_places(rng: Random) -> list[tuple[float, float]]:
    """Four to eight corners of walls, spread as somebody would who was told to spread them."""
    long, deep = rng.uniform(*LONG_M), rng.uniform(*DEEP_M)
    west, south = rng.uniform(-50, 50), rng.uniform(-50, 50)
    lines_x = [west + long * rng.random() for _ in range(max(2, int(long / GRID_M)))]
    lines_y = [south + deep * rng.random() for _ in range(max(2, int(deep / GRID_M)))]
    corners = [
        (x, y) for x in (west, west + long, *lines_x) for y in (south, south + deep, *lines_y)
    ]
    apart = APART_SHARE * math.hypot(long, deep)
    rng.shuffle(corners)
    count = rng.randint(*POINTS)
    chosen: list[tuple[float, float]] = []
    for corner in corners:
        if len(chosen) < count and all(math.dist(corner, other) >= apart for other in chosen):
            chosen.append(corner)
    return chosen if len(chosen) == count else make_places(rng)
