"""How well a reading agrees with the truth of a drawn floor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import shapely
from shapely import Point, Polygon, affinity

from bench.drawn.pen import Sheet
from bench.drawn.truth import OPTIONAL, TrueFloor
from importers.draft import FloorPlanDraft

Shape = TypeVar("Shape", Polygon, Point)

LEAST_OVERLAP = 0.8  # of the union of two rooms
DESK_M = 0.3
DOOR_M = 0.5


@dataclass(slots=True)
class Count:
    """Of the true things and the told things, how many agree."""

    true: int = 0
    told: int = 0
    right: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.true += other.true
        self.told += other.told
        self.right += other.right
        return self

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0


@dataclass(slots=True)
class Score:
    rooms: Count = field(default_factory=Count)
    desks: Count = field(default_factory=Count)
    parking: Count = field(default_factory=Count)
    doors: Count = field(default_factory=Count)
    names: Count = field(default_factory=Count)
    labels: Count = field(default_factory=Count)
    unit_right: bool = False
    unit_asked: bool = False


def score(draft: FloorPlanDraft, floor: TrueFloor, sheet: Sheet) -> Score:
    """Rooms by overlap, desks and doors by distance, names of rooms and numbers of both."""
    got = Score(unit_asked=not draft.units.certain)
    got.unit_right = math.isclose(draft.units.metres_per_unit * sheet.unit_per_m, 1.0, rel_tol=1e-6)
    if not got.unit_right:
        draft_rooms: Sequence[Polygon] = []
    else:
        draft_rooms = [room.polygon for room in draft.rooms]
    true = [_on_sheet(room.polygon, sheet) for room in floor.rooms]
    pairs = _overlapping(true, draft_rooms)
    optional = {i for i, room in enumerate(floor.rooms) if room.kind in OPTIONAL}
    told_optional = sum(1 for i in pairs if i in optional)
    got.rooms = Count(
        len(true) - len(optional), len(draft.rooms) - told_optional, len(pairs) - told_optional
    )
    for i, j in pairs.items():
        got.names += Count(
            2,
            2,
            (draft.rooms[j].number == floor.rooms[i].number)
            + (draft.rooms[j].name == floor.rooms[i].name),
        )
    desks = [_on_sheet(Point(desk.x, desk.y), sheet) for desk in floor.desks]
    told_desks = [Point(desk.x, desk.y) for desk in draft.desks]
    near = _nearest(desks, told_desks, DESK_M)
    got.desks = Count(len(desks), len(told_desks), len(near))
    for i, j in near.items():
        if floor.desks[i].label is not None:
            got.labels += Count(1, 1, draft.desks[j].label == floor.desks[i].label)
    bays = [_on_sheet(Point(bay.x, bay.y), sheet) for bay in floor.bays]
    told_bays = [Point(bay.x, bay.y) for bay in draft.parking]
    got.parking = Count(len(bays), len(told_bays), len(_nearest(bays, told_bays, DOOR_M)))
    doors = [_on_sheet(door.middle, sheet) for door in floor.doors]
    told_doors = [door.line.centroid for door in draft.doors]
    got.doors = Count(len(doors), len(told_doors), len(_nearest(doors, told_doors, DOOR_M)))
    return got


def _on_sheet(shape: Shape, sheet: Sheet) -> Shape:
    turned: Shape = affinity.rotate(shape, sheet.turn_deg, origin=(0, 0))
    moved: Shape = affinity.translate(turned, *sheet.offset)
    return moved


def _overlapping(true: Sequence[Polygon], told: Sequence[Polygon]) -> dict[int, int]:
    found: dict[int, int] = {}
    tree = shapely.STRtree(list(told))
    for i, room in enumerate(true):
        for j in tree.query(room):
            both = room.intersection(told[j]).area
            if both > LEAST_OVERLAP * (room.area + told[j].area - both):
                found[i] = int(j)
    return found


def _nearest(true: Sequence[Point], told: Sequence[Point], within: float) -> dict[int, int]:
    """Each true point with the told one within reach, both used once, the closest first."""
    tree = shapely.STRtree(list(told))
    ways = sorted(
        (spot.distance(told[j]), i, int(j))
        for i, spot in enumerate(true)
        for j in tree.query(spot.buffer(within))
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for distance, i, j in ways:
        if distance <= within and i not in found and j not in used:
            found[i] = j
            used.add(j)
    return found


def total(scores: Iterable[Score]) -> Score:
    whole = Score()
    for one in scores:
        whole.rooms += one.rooms
        whole.desks += one.desks
        whole.doors += one.doors
        whole.parking += one.parking
        whole.names += one.names
        whole.labels += one.labels
    return whole
