"""Further ways to divide floors: pods and booths, wards with baths, lecture halls, a mall."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import shapely

from bench.drawn.layouts import OFFICES, Mix, hall, row_of, ward
from bench.drawn.truth import Cell

BOOTH_M, BOOTH_DEEP_M = 1.45, 1.5
BATH_M, BATH_DEEP_M = 1.7, 2.2
#: What is left of a ward beside its bath has to hold its door.
LEAST_WARD_M = 3.6
LECTURES: Mix = {"theatre": (6.0, 11.0, 15.0), "store": (1.0, 2.0, 3.0), "stair": (0.5, 2.8, 3.4)}
SHOPS: Mix = {"shop": (6.0, 5.0, 9.0), "store": (1.0, 2.4, 3.4), "toilet": (0.6, 3.0, 4.5)}
DECK_M = 16.4


def pods(rng: Random) -> list[Cell]:
    """An open office of pods, with a row of booths at one wall."""
    return _with_booths(_turned_into(hall(rng), "pods"), rng)


def cubicles(rng: Random) -> list[Cell]:
    """An open office of cubicles."""
    return _turned_into(hall(rng), "cubicles")


def suites(rng: Random) -> list[Cell]:
    """Wards along a ring of corridors, each with a bath in the corner by its door."""
    cells = ward(rng)
    ways = next(cell.polygon for cell in cells if cell.kind == "corridor")
    found = []
    for cell in cells:
        x0, y0, x1, y1 = cell.polygon.bounds
        if cell.kind != "ward" or x1 - x0 < LEAST_WARD_M or y1 - y0 < 2 * BATH_DEEP_M:
            found.append(cell)
            continue
        below = shapely.Point((x0 + x1) / 2, y0).distance(ways) < 0.1
        y = y0 if below else y1 - BATH_DEEP_M
        bath = shapely.box(x0, y, x0 + BATH_M, y + BATH_DEEP_M)
        found += [Cell("ward", cell.polygon.difference(bath)), Cell("bath", bath)]
    return found


def lectures(rng: Random) -> list[Cell]:
    """Halls with rising rows along a wide corridor, offices across it."""
    length, deep, wide = rng.uniform(34, 52), rng.uniform(9.5, 12.0), rng.uniform(2.8, 3.6)
    return [
        *row_of(rng, LECTURES, 0, length, 0, deep),
        Cell("corridor", shapely.box(0, deep, length, deep + wide)),
        *row_of(rng, OFFICES, 0, length, deep + wide, deep + wide + rng.uniform(4.5, 6.0)),
    ]


def mall(rng: Random) -> list[Cell]:
    """Shops on both sides of a passage, and a parking deck behind them."""
    length, wide = rng.uniform(36, 60), rng.uniform(5.0, 8.0)
    south, north = rng.uniform(9, 13), rng.uniform(8, 11)
    top = south + wide + north
    return [
        *row_of(rng, SHOPS, 0, length, 0, south),
        Cell("mall", shapely.box(0, south, length, south + wide)),
        *row_of(rng, SHOPS, 0, length, south + wide, top),
        Cell("parking", shapely.box(0, top, length, top + DECK_M)),
    ]


def _turned_into(cells: Sequence[Cell], kind: str) -> list[Cell]:
    return [Cell(kind if cell.kind == "open" else cell.kind, cell.polygon) for cell in cells]


def _with_booths(cells: Sequence[Cell], rng: Random) -> list[Cell]:
    """Two to five booths side by side at the far end of the open part."""
    found = []
    for cell in cells:
        if cell.kind != "pods":
            found.append(cell)
            continue
        _, _, x1, y1 = cell.polygon.bounds
        boxes = [
            shapely.box(x1 - BOOTH_DEEP_M, y, x1, y + BOOTH_M)
            for y in (y1 - (k + 1) * BOOTH_M for k in range(rng.randint(2, 5)))
        ]
        found.append(Cell("pods", cell.polygon.difference(shapely.union_all(boxes))))
        found += [Cell("booth", one) for one in boxes]
    return found
