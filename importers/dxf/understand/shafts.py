"""Shafts and cars of lifts that were drawn like rooms."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon, STRtree

from geo.anchor import anchor
from importers.draft import DraftDoor, DraftRoom
from importers.dxf.findings import Findings
from importers.dxf.understand.workplaces import Place
from importers.issues import Severity

SHAFT_M2 = 4.0
LABELLED_SHARE = 0.7  # of all rooms; where labels are missing all over, none tells anything
LED_SHARE = 0.5  # of the rooms with a label: so many have a door where doors are drawn
LEAST_ROOMS = 4
DOOR_NEAR_M = 0.3
CAR_LIKENESS = 0.8  # what a space and the car of a lift share, of both together


def without_shafts(
    rooms: Sequence[DraftRoom],
    doors: Sequence[DraftDoor],
    places: Sequence[Place],
    findings: Findings,
) -> list[DraftRoom]:
    """``rooms`` without shafts, where other rooms have labels and doors; nobody sits in one."""
    small = [index for index, room in enumerate(rooms) if _may_be_one(room)]
    if not small or not _tells(rooms, doors):
        return list(rooms)
    ways = STRtree([door.line for door in doors])
    seats = STRtree([shapely.Point(place.piece.box.x, place.piece.box.y) for place in places])
    shafts = {
        index
        for index in small
        if not len(ways.query(rooms[index].polygon, "dwithin", DOOR_NEAR_M))
        and not len(seats.query(rooms[index].polygon, "intersects"))
    }
    _tell([rooms[index] for index in sorted(shafts)], findings)
    return [room for index, room in enumerate(rooms) if index not in shafts]


def without_cars(rooms: Sequence[DraftRoom], cars: Sequence[Polygon]) -> list[DraftRoom]:
    """``rooms`` without the cars of lifts, which lines close off where one layer holds all."""
    if not cars:
        return list(rooms)
    tree = STRtree(list(cars))
    return [
        room
        for room in rooms
        if room.number
        or room.name
        or not any(
            _alike(room.polygon, cars[i])
            for i in sorted(tree.query(room.polygon, predicate="intersects").tolist())
        )
    ]


def _alike(one: Polygon, two: Polygon) -> bool:
    shared = float(one.intersection(two).area)
    return bool(shared >= CAR_LIKENESS * (one.area + two.area - shared))


def _may_be_one(room: DraftRoom) -> bool:
    return room.number is None and room.name is None and room.area_m2 < SHAFT_M2


def _tells(rooms: Sequence[DraftRoom], doors: Sequence[DraftDoor]) -> bool:
    """True where rooms have a label and a door as a rule, so that having none tells something."""
    labelled = [room.polygon for room in rooms if room.number or room.name]
    if len(labelled) < max(LEAST_ROOMS, LABELLED_SHARE * len(rooms)):
        return False
    ways = STRtree([door.line for door in doors])
    led = {int(i) for i in ways.query(labelled, "dwithin", DOOR_NEAR_M)[0]}
    return len(led) >= LED_SHARE * len(labelled)


def _tell(shafts: Sequence[DraftRoom], findings: Findings) -> None:
    if not shafts:
        return
    place = anchor(shafts[0].polygon)
    largest = max(room.area_m2 for room in shafts)
    what = (
        f"A space of {largest:.1f} m\u00b2 without a label and a door was taken for a shaft, "
        "not for a room."
        if len(shafts) == 1
        else f"{len(shafts)} spaces of {largest:.1f} m\u00b2 at most, without a label and a door, "
        "were taken for shafts, not for rooms."
    )
    findings.add(
        "SHAFT_LEFT_OUT",
        Severity.INFO,
        what,
        "Write a number or a name into it, if it is a room.",
        handle=shafts[0].handle,
        layer=shafts[0].layer,
        at=(float(place.x), float(place.y)),
    )
