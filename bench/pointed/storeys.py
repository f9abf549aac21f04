"""Two storeys of a random building, each in axes of its own, with what stands above each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from shapely import MultiPolygon, Polygon, affinity, box

from geo.alignment import Storey
from geo.georeference import Similarity
from geo.landmarks import Landmark, corners_of, direction_of, landmark

BAYS_M = (5.4, 6.0, 7.2, 7.5, 8.1)
NOISE_M = 0.02  # a column that was drawn a little aside
MOVED_M = 300.0
STAIR_M, LIFT_M, POST_M = (5.2, 2.6), (2.0, 2.2), (0.4, 0.4)


@dataclass(frozen=True, slots=True)
class Stacked:
    """``true`` lays ``upper`` on ``lower``."""

    upper: Storey
    lower: Storey
    true: Similarity


def make_stacked(seed: int, *, symmetric: bool = False) -> Stacked:
    """Storeys of one building: columns, stairs and lifts, some of them on one storey only.

    A ``symmetric`` one looks the same when it is turned by half a turn.
    """
    rng = Random(seed)
    bay = rng.choice(BAYS_M)
    long, deep = rng.randint(4, 12) * bay, rng.randint(2, 5) * bay
    outline = box(0, 0, long, deep)
    if not symmetric and rng.random() < 0.6:
        outline = outline.difference(box(0, 0, bay * rng.randint(1, 2), bay))
    things = _things(rng, outline, bay, symmetric=symmetric)
    turn = rng.choice((0.0, 0.0, math.pi / 2, math.pi, rng.uniform(-math.pi, math.pi)))
    mirrored = rng.random() < 0.15
    shift = rng.uniform(-MOVED_M, MOVED_M), rng.uniform(-MOVED_M, MOVED_M)
    back = Similarity(math.cos(turn), math.sin(turn), *shift, mirrored)
    lower = _storey(rng, outline, things, 1.0 if symmetric else 0.9)
    upper = _storey(rng, outline, things, 1.0 if symmetric else 0.9, back)
    return Stacked(upper, lower, back.inverse())


def _things(
    rng: Random, outline: Polygon, bay: float, *, symmetric: bool
) -> list[tuple[str, Polygon]]:
    west, south, east, north = outline.bounds
    found: list[tuple[str, Polygon]] = []
    for column in range(int((east - west) / bay) + 1):
        for row in range(int((north - south) / bay) + 1):
            post = _box(column * bay, row * bay, *POST_M)
            if outline.buffer(0.3).contains(post):
                found.append(("column", post))
    for kind, size, count in (("stair", STAIR_M, (1, 3)), ("lift", LIFT_M, (0, 3))):
        for _ in range(rng.randint(*count)):
            x, y = rng.uniform(west + 3, east - 3), rng.uniform(south + 2, north - 2)
            found.append((kind, _box(x, y, *(size if rng.random() < 0.5 else size[::-1]))))
    if symmetric:
        middle = ((west + east) / 2, (south + north) / 2)
        found += [(kind, affinity.rotate(shape, 180, origin=middle)) for kind, shape in found]
    return found


def _box(x: float, y: float, long: float, short: float) -> Polygon:
    return box(x - long / 2, y - short / 2, x + long / 2, y + short / 2)


def _storey(
    rng: Random,
    outline: Polygon,
    things: list[tuple[str, Polygon]],
    kept: float,
    lies: Similarity | None = None,
) -> Storey:
    lies = lies or Similarity(1.0, 0.0, 0.0, 0.0)
    marks: list[Landmark] = []
    for kind, shape in things:
        if rng.random() > kept:
            continue
        aside = affinity.translate(shape, rng.gauss(0, NOISE_M), rng.gauss(0, NOISE_M))
        mark = landmark(kind, lies.apply(aside))
        if mark is not None:
            marks.append(mark)
    edge = MultiPolygon([lies.apply(outline)])
    return Storey((*marks, *corners_of(edge)), edge, direction_of([edge]))
