"""Walls cut open: a plan of plain wall lines with a piece of one wall between two rooms missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import shapely
from ezdxf.document import Drawing
from shapely import LineString, Point, Polygon

from bench.drawn.draw import draw
from bench.drawn.hands import Hand
from bench.drawn.pen import Sheet
from bench.drawn.truth import OPTIONAL, TrueFloor, TrueRoom

LEAST_M, MOST_M = 0.001, 1.5
SMALL_SHARE = 0.4  # of the cuts are spread evenly over the powers of ten, the rest over the range
#: From a cut to the end of its wall, and to the next door.
CLEAR_M = 0.3
BESIDE_M = 0.25
SPARE_M = 0.03  # beyond the faces of the wall


@dataclass(frozen=True, slots=True)
class Cut:
    """What is missing: the middle line of the wall there, in metres of the floor."""

    line: LineString
    thick_m: float
    rooms: tuple[TrueRoom, TrueRoom]
    sheet: Sheet

    @property
    def width_m(self) -> float:
        return float(self.line.length)

    def on_sheet(self, line: LineString) -> LineString:
        """A line of the floor where it lies on the sheet, in metres."""
        one = self.sheet.unit_per_m
        return LineString([[v / one for v in self.sheet.at(x, y)] for x, y in line.coords])


def draw_cut(family: str, seed: int) -> tuple[Drawing, Cut] | None:
    """A plan in the hand of ``family`` with one wall cut; None where no wall is long enough."""
    rng = Random(f"cut {family} {seed}")
    walls = rng.choice(["lines", "axes"])
    doc, floor, hand = draw(family, seed, lambda hand: _plain(hand, walls))
    width = _width(rng)
    places = list(_places(floor, hand, width))
    if not places:
        return None
    cut = rng.choice(places)
    _take_away(doc, cut, hand)
    return doc, cut


def _plain(hand: Hand, walls: str) -> Hand:
    """Walls line by line, and no outline of any room."""
    return replace(hand, walls=walls, rooms="none", mirrored=False)


def _width(rng: Random) -> float:
    if rng.random() < SMALL_SHARE:
        return float(math.exp(rng.uniform(math.log(LEAST_M), math.log(MOST_M))))
    return rng.uniform(LEAST_M, MOST_M)


def _places(floor: TrueFloor, hand: Hand, width: float) -> Iterator[Cut]:
    """Every half metre of a wall between two rooms that is long enough and free of doors."""
    taken = shapely.union_all([*(door.line for door in floor.doors), floor.glass])
    for one, two in _straight(floor.axes):
        length = math.dist(one, two)
        ux, uy = (two[0] - one[0]) / length, (two[1] - one[1]) / length
        start = CLEAR_M
        while start + width + CLEAR_M <= length:
            a = (one[0] + start * ux, one[1] + start * uy)
            b = (a[0] + width * ux, a[1] + width * uy)
            line = LineString([a, b])
            rooms = _beside(floor, line, (-uy, ux))
            if rooms is not None and line.distance(taken) >= CLEAR_M:
                yield Cut(line, hand.inner_m, rooms, hand.sheet)
            start += 0.5


def _straight(axes: Sequence[LineString]) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    for axis in axes:
        yield from pairwise(shapely.simplify(axis, 0.001).coords)


def _beside(
    floor: TrueFloor, line: LineString, aside: tuple[float, float]
) -> tuple[TrueRoom, TrueRoom] | None:
    """The one room on each side of all of a line, where they are two that have to be told."""
    found = []
    for sign in (1, -1):
        dx, dy = sign * BESIDE_M * aside[0], sign * BESIDE_M * aside[1]
        ends = [Point(x + dx, y + dy) for x, y in line.coords]
        here = [r for r in floor.rooms if all(r.polygon.contains(end) for end in ends)]
        if len(here) != 1 or here[0].kind in OPTIONAL:
            return None
        found.append(here[0])
    return None if found[0] is found[1] else (found[0], found[1])


def _take_away(doc: Drawing, cut: Cut, hand: Hand) -> None:
    """Trim every wall line in the cut; no line is drawn across the ends that are left."""
    box = cut.line.buffer(cut.thick_m / 2 + SPARE_M, cap_style="flat")
    hole = Polygon([cut.sheet.at(x, y) for x, y in box.exterior.coords])
    space = doc.modelspace()
    for line in list(space.query(f'LINE[layer=="{hand.layers["wall"]}"]')):
        drawn = LineString([line.dxf.start.vec2, line.dxf.end.vec2])
        if not drawn.intersects(hole):
            continue
        for part in shapely.get_parts(drawn.difference(hole)):
            if part.length > 0:
                one, two = part.coords
                space.add_line(one, two, dxfattribs={"layer": line.dxf.layer})
        space.delete_entity(line)
