"""What people do to a floor between two plans; each keeps ``key``, by which it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from shapely import Polygon, affinity, box

from bench.edited.floors import DESK_M, Floor, Spot

Edit = Callable[[Floor, list[Spot], Random], list[Spot]]
SHIFT_M = 0.3


def renumber_some(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """One in four gets a number that nobody had."""
    return [
        _numbered(s, f"N{i}") if s.number and chance.random() < 0.25 else s
        for i, s in enumerate(spots)
    ]


def renumber_all(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """All get new ones: of another series, one further, or the same in another order."""
    how = chance.choice(("series", "further", "order"))
    told = [i for i, s in enumerate(spots) if s.number]
    numbers: list[str | None] = [spots[i].number for i in told]
    if how == "series":
        fresh = [f"B{n}" for n in numbers]
    elif how == "further":
        by_kind: dict[str, list[int]] = {}
        for place, i in enumerate(told):
            by_kind.setdefault(spots[i].kind, []).append(place)
        fresh = [str(n) for n in numbers]
        for kind, places in by_kind.items():
            for one, other in zip(places, [*places[1:], None], strict=True):
                fresh[one] = str(numbers[other]) if other is not None else f"{kind} last"
    else:
        fresh = [str(n) for n in numbers]
        chance.shuffle(fresh)
    found = list(spots)
    for i, number in zip(told, fresh, strict=True):
        found[i] = _numbered(spots[i], number)
    return found


def shift(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """The whole floor by 0.3 m."""
    dx, dy = chance.choice(((1, 0), (0, 1), (-1, 0), (0, -1), (0.7, 0.7)))
    return [_moved(s, dx * SHIFT_M, dy * SHIFT_M) for s in spots]


def push_desks(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """Every third desk by up to 0.3 m, each its own way."""
    return [
        _moved(s, chance.uniform(-0.2, 0.2), chance.uniform(-0.2, 0.2))
        if s.kind == "desk" and chance.random() < 0.33
        else s
        for s in spots
    ]


def split(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """A wall through up to three rooms; the larger part keeps the number."""
    rooms = [i for i, s in enumerate(spots) if s.place >= 0 and _width(s) > 3.0]
    found = list(spots)
    for i in chance.sample(rooms, min(3, len(rooms))):
        room = spots[i]
        x0, y0, x1, y1 = room.polygon.bounds
        wall = x0 + (x1 - x0) * chance.uniform(0.55, 0.7)
        kept, cut = box(x0, y0, wall - 0.05, y1), box(wall + 0.05, y0, x1, y1)
        found[i] = replace(room, polygon=kept, place=-1)
        found.append(
            replace(
                room,
                key=None,
                polygon=cut,
                number=f"{room.number}a" if room.number else None,
                name=None,
                handle=f"F{i:X}",
                place=-1,
            )
        )
    return found


def merge(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """Neighbours become one room with the number of the larger."""
    by_place = {(s.wing, s.side, s.place): s for s in spots if s.place >= 0}
    doors = [p for p in by_place if (p[0], p[1], p[2] + 1) in by_place]
    found = list(spots)
    used: set[int | None] = set()
    for wing, side, place in chance.sample(doors, min(3, len(doors))):
        pair = by_place[wing, side, place], by_place[wing, side, place + 1]
        if used & {s.key for s in pair}:
            continue
        used |= {s.key for s in pair}
        larger, other = sorted(pair, key=lambda s: -s.polygon.area)
        both = box(*_bounds(larger.polygon, other.polygon))
        found = [
            replace(s, polygon=both, place=-1) if s is larger else s
            for s in found
            if s is not other
        ]
    return found


def delete(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """One in fifteen."""
    return [s for s in spots if chance.random() > 1 / 15]


def add(floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """New rooms beyond the end, and desks in the corridor."""
    found = list(spots)
    x = floor.wings_m[-1][1]
    for k in range(chance.randint(1, 3)):
        width = chance.uniform(3, 8)
        room = box(x + 0.1, 0.1, x + width - 0.1, floor.top_m / 2)
        found.append(_newcomer("room", room, f"A{k}", 0xA000 + k))
        x += width
    halls = [s for s in spots if s.category == "walkway"]
    for k, hall in enumerate(halls):
        x0, y0, _, _ = hall.polygon.bounds
        desk = affinity.translate(box(0, 0, *DESK_M), x0 + chance.uniform(1, 9), y0 + 0.2)
        found.append(_newcomer("desk", desk, chance.choice((None, f"D{k}")), 0xB000 + k))
    return found


def mirror_wing(floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """One wing turned over where it stands."""
    wing = chance.randrange(len(floor.wings_m))
    middle = sum(floor.wings_m[wing]) / 2
    return [
        replace(s, polygon=affinity.scale(s.polygon, -1, 1, origin=(middle, 0)))
        if s.wing == wing
        else s
        for s in spots
    ]


def swap_desks(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """Up to three pairs change places: carried with their objects, or only their numbers."""
    # Nobody can tell who it was that swapped and has a number that nobody had.
    desks = [i for i, s in enumerate(spots) if s.kind == "desk" and (s.number or "N")[0] != "N"]
    chance.shuffle(desks)
    found = list(spots)
    for one, two in zip(desks[:6:2], desks[1:6:2], strict=False):
        a, b = spots[one], spots[two]
        found[one] = replace(a, polygon=b.polygon)
        found[two] = replace(b, polygon=a.polygon)
        if chance.random() < 0.5:
            found[one] = replace(found[one], handle=b.handle)
            found[two] = replace(found[two], handle=a.handle)
    return found


def rename_layers(_floor: Floor, spots: list[Spot], _chance: Random) -> list[Spot]:
    """Every layer has another name."""
    return [replace(s, layer=f"X-{s.layer[::-1]}") for s in spots]


def redraw(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """Handles handed out anew, many of them such as others had before."""
    handles = [0x200 + 7 * k for k in range(len(spots))]
    chance.shuffle(handles)
    return [replace(s, handle=f"{h:X}") for s, h in zip(spots, handles, strict=True)]


def turn(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """The whole floor by some angle."""
    angle = chance.choice((90, 180, chance.uniform(5, 175)))
    return [replace(s, polygon=affinity.rotate(s.polygon, angle, origin=(30, 8))) for s in spots]


def scale(_floor: Floor, spots: list[Spot], chance: Random) -> list[Spot]:
    """The whole floor in a wrong unit."""
    factor = chance.choice((25.4, 1 / 25.4, 12.0, 1 / 3.281))
    return [
        replace(s, polygon=affinity.scale(s.polygon, factor, factor, origin=(0, 0))) for s in spots
    ]


def mirror(_floor: Floor, spots: list[Spot], _chance: Random) -> list[Spot]:
    """The whole floor turned over."""
    return [replace(s, polygon=affinity.scale(s.polygon, 1, -1, origin=(0, 4))) for s in spots]


OPERATIONS: dict[str, Edit] = {
    edit.__name__: edit  # type: ignore[attr-defined]
    for edit in (
        renumber_some, renumber_all, shift, push_desks, split, merge, delete, add, mirror_wing,
        swap_desks, rename_layers, redraw, turn, scale, mirror,
    )
}  # fmt: skip
#: Numbers cannot tell who swapped places when all of them were handed out anew.
NOT_TOGETHER = frozenset((frozenset(("renumber_all", "swap_desks")),))


def some_operations(chance: Random) -> list[str]:
    """Two to four that can be told from each other, in the order they are done."""
    names = sorted(chance.sample(sorted(OPERATIONS), chance.randint(2, 4)))
    names.sort(key=list(OPERATIONS).index)
    clash = any(pair <= set(names) for pair in NOT_TOGETHER)
    # What cuts along walls is done while the floor stands upright.
    return some_operations(chance) if clash else names


def _numbered(spot: Spot, number: str) -> Spot:
    name = f"{number} {spot.category}" if spot.kind == "room" else number
    return replace(spot, number=number, name=name)


def _moved(spot: Spot, dx: float, dy: float) -> Spot:
    return replace(spot, polygon=affinity.translate(spot.polygon, dx, dy))


def _newcomer(kind: str, polygon: Polygon, number: str | None, handle: int) -> Spot:
    category = "office" if kind == "room" else "desk"
    return Spot(None, kind, polygon, number, f"{handle:X}", "NEW", category, -1, name=number)


def _width(spot: Spot) -> float:
    return float(spot.polygon.bounds[2] - spot.polygon.bounds[0])


def _bounds(one: Polygon, two: Polygon) -> tuple[float, float, float, float]:
    a, b = one.bounds, two.bounds
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
