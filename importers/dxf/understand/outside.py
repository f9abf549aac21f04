"""Shapes around all rooms that are none: the margin inside a sheet's frame, the plot, a terrace."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Point, Polygon, STRtree

from importers.draft import DraftDoor, DraftRoom
from importers.dxf.findings import Findings
from importers.dxf.understand.workplaces import Place
from importers.issues import Severity

#: So many rooms with labels lie inside, which are so much of all rooms with labels.
LEAST_ROOMS = 3
INSIDE_SHARE = 0.95
#: What is left of the shape beside these rooms is so much of them: more than a corridor takes.
FREE_SHARE = 0.5
#: A door this near to the edge of a shape leads into it.
DOOR_M = 0.5
#: A shape without a label this far from any room with one is a part of the frame as well.
BESIDE_M = 1.0


def without_outside(
    rooms: Sequence[DraftRoom],
    doors: Sequence[DraftDoor],
    places: Sequence[Place],
    findings: Findings,
) -> list[DraftRoom]:
    """``rooms`` without what lies around them: no label, no door in its edge, nobody sits there."""
    labelled = [room for room in rooms if room.number or room.name]
    bare = [index for index, room in enumerate(rooms) if not (room.number or room.name)]
    around = [
        index
        for index in bare
        if _is_around(rooms[index], labelled)
        and not _is_used(rooms[index], labelled, doors, places)
    ]
    if not around:
        return list(rooms)
    frame = shapely.union_all([Polygon(rooms[index].polygon.exterior) for index in around])
    tree = STRtree([room.polygon for room in labelled])
    left_out = set(around)
    for index in bare:
        shape = rooms[index].polygon
        near = tree.query(shape, predicate="dwithin", distance=BESIDE_M)
        if frame.covers(shape) and not len(near):
            left_out.add(index)
    for index in sorted(left_out):
        _tell(rooms[index], findings)
    return [room for index, room in enumerate(rooms) if index not in left_out]


def _is_around(room: DraftRoom, labelled: Sequence[DraftRoom]) -> bool:
    whole = Polygon(room.polygon.exterior)
    inside = [o for o in labelled if whole.covers(o.polygon.representative_point())]
    total = sum(o.area_m2 for o in labelled)
    within = sum(o.area_m2 for o in inside)
    if len(inside) < LEAST_ROOMS or within < INSIDE_SHARE * total:
        return False
    return room.area_m2 > FREE_SHARE * total + float(
        room.polygon.intersection(shapely.union_all([o.polygon for o in inside])).area
    )


def _is_used(
    room: DraftRoom,
    labelled: Sequence[DraftRoom],
    doors: Sequence[DraftDoor],
    places: Sequence[Place],
) -> bool:
    """True if somebody sits in ``room``, or a door leads into it from outside."""
    edge = room.polygon.exterior
    if any(door.line.distance(edge) < DOOR_M for door in doors):
        return True
    tree = STRtree([o.polygon for o in labelled])
    middles = (Point(place.piece.box.x, place.piece.box.y) for place in places)
    return any(
        room.polygon.covers(middle) and not len(tree.query(middle, predicate="intersects"))
        for middle in middles
    )


def _tell(room: DraftRoom, findings: Findings) -> None:
    at = room.polygon.representative_point()
    findings.add(
        "OUTSIDE_LEFT_OUT",
        Severity.INFO,
        f"A shape of {room.area_m2:,.0f} m\u00b2 around the rooms or beside them was taken for a "
        "frame or the ground, not for a room.",
        "Write a number or a name into it if it is a room.",
        handle=room.handle,
        layer=room.layer,
        at=(float(at.x), float(at.y)),
    )
