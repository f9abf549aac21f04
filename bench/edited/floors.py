"""Random floors: wings of rooms on both sides of a corridor, desks in the open ones."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from shapely import Polygon, affinity, box

DESK_M = (1.6, 0.8)
CATEGORIES = ("office", "office", "office", "conferenceroom", "storage", "kitchen")
ORIGIN_M = (120_000.0, 487_000.0)
CORRIDOR_M = 2.0
WALL_M = 0.1
OPEN_M = 9.0  # an open office is at least as wide
STANDARD_M = 3.6  # the width of the many rooms that are alike


@dataclass(frozen=True, slots=True)
class Spot:
    """One space; ``key`` is who it is, whatever a plan calls it, None when nobody was there."""

    key: int | None
    kind: str
    polygon: Polygon
    number: str | None
    handle: str
    layer: str
    category: str
    wing: int
    side: int = 0
    place: int = -1
    name: str | None = None
    capacity: int = 1
    features: tuple[str, ...] = ()


@dataclass(slots=True)
class Floor:
    """``spots`` in metres, first in upright axes from 0; ``wings_m`` are the ends of wings in x."""

    spots: list[Spot] = field(default_factory=list)
    wings_m: list[tuple[float, float]] = field(default_factory=list)
    top_m: float = 0.0
    turn_deg: float = 0.0

    def placed(self, polygon: Polygon) -> Polygon:
        """On the earth, in metres of a site's CRS."""
        turned = affinity.rotate(polygon, self.turn_deg, origin=(0, 0))
        return affinity.translate(turned, *ORIGIN_M)


def make_floor(seed: int, wings: int | None = None) -> Floor:
    """The floor of that seed; two or three wings of 20 to 45 m where ``wings`` is not given."""
    chance = Random(seed)
    floor = Floor(turn_deg=chance.choice([0.0, 0.0, chance.uniform(0, 90)]))
    numbered = chance.random() < 0.8
    depths = chance.uniform(4.5, 6.5), chance.uniform(5.0, 7.0)
    floor.top_m = sum(depths) + CORRIDOR_M
    x = 0.0
    for wing in range(wings or chance.randint(2, 3)):
        end = x + chance.uniform(20, 45)
        floor.wings_m.append((x, end))
        _add_side(floor, chance, wing, 0, (x, end), (0.0, depths[0]), numbered)
        low = depths[0] + CORRIDOR_M
        _add_side(floor, chance, wing, 1, (x, end), (low, low + depths[1]), numbered)
        corridor = box(x, depths[0] + WALL_M, end, low - WALL_M)
        _add(floor, "room", corridor, None, "walkway", wing)
        x = end
    return floor


def _add_side(
    floor: Floor,
    chance: Random,
    wing: int,
    side: int,
    ends: tuple[float, float],
    rows: tuple[float, float],
    numbered: bool,
) -> None:
    x, place = ends[0], 0
    while x < ends[1] - 0.5:
        width = STANDARD_M if chance.random() < 0.4 else round(chance.uniform(2.4, 14.0), 2)
        right = ends[1] if x + width > ends[1] - 2.4 else x + width
        room = box(x + WALL_M, rows[0] + WALL_M, right - WALL_M, rows[1] - WALL_M)
        number = f"{wing + 1}.{side * 50 + place + 1:02d}"
        is_open = right - x >= OPEN_M
        category = "office" if is_open else chance.choice(CATEGORIES)
        _add(floor, "room", room, number, category, wing, side=side, place=place)
        if is_open:
            _add_desks(floor, chance, room, wing, number if numbered else None)
        x, place = right, place + 1


def _add_desks(floor: Floor, chance: Random, room: Polygon, wing: int, number: str | None) -> None:
    """Rows back to back with an aisle between; one desk in twenty is a standing one."""
    x0, y0, x1, y1 = room.bounds
    deep = DESK_M[1]
    rows = [y0 + 1.0, y0 + 1.0 + deep]
    if y1 - y0 > 5.2:
        rows.append(y1 - 1.0 - deep)
    count = 0
    for y in rows:
        x = x0 + chance.uniform(0.6, 1.0)
        while x + DESK_M[0] < x1 - 0.5:
            count += 1
            own = f"{number}-{count:02d}" if number else None
            desk = box(x, y, x + DESK_M[0], y + deep)
            stands = ("standing",) if chance.random() < 0.05 else ()
            _add(floor, "desk", desk, own, "desk", wing, features=stands)
            x += DESK_M[0]


def _add(
    floor: Floor,
    kind: str,
    polygon: Polygon,
    number: str | None,
    category: str,
    wing: int,
    *,
    side: int = 0,
    place: int = -1,
    features: tuple[str, ...] = (),
) -> None:
    key = len(floor.spots)
    floor.spots.append(
        Spot(
            key=key,
            kind=kind,
            polygon=polygon,
            number=number,
            handle=f"{0x200 + key * 7:X}",
            layer="A-AREA" if kind == "room" else "I-FURN",
            category=category,
            wing=wing,
            side=side,
            place=place,
            name=f"{number} {category}" if number and kind == "room" else number,
            capacity=max(1, math.floor(polygon.area / 2.5)) if category == "conferenceroom" else 1,
            features=features,
        )
    )
