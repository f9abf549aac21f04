"""Findings about where desks and parking places stand: outside, across a wall, on each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from shapely import STRtree

from importers.draft import DraftRoom
from importers.dxf.findings import ONE_BY_ONE, Findings
from importers.dxf.understand.workplaces import Place
from importers.issues import Severity

OVERLAP_SHARE = 0.1
#: A desk that lies in a second room with so much of it stands across the wall between them; less
#: is how people push desks against walls.
ACROSS_SHARE = 0.15
#: Rooms that share so much of the smaller one are one inside the other: a booth in a hall.
NESTED_SHARE = 0.5


def report_standing(
    places: Sequence[Place],
    homes: Sequence[int | None],
    rooms: Sequence[DraftRoom],
    findings: Findings,
) -> None:
    """Tell of each place that cannot stand as it is drawn; ``homes`` are indices of ``rooms``."""
    outside = [p for p, home in zip(places, homes, strict=True) if rooms and home is None]
    if len(outside) > ONE_BY_ONE:
        _tell_outside(outside, len(places), findings)
    else:
        for place in outside:
            _tell(place, "DESK_OUTSIDE_ROOM", "A desk stands in no room.", findings)
    shapes = np.array([p.piece.shape for p in places], dtype=object)
    for index in _across(shapes, homes, rooms):
        text = "A desk stands across the wall between two rooms; it belongs to the one its middle "
        _tell(places[index], "DESK_ACROSS_ROOMS", text + "is in.", findings)
    for index in _overlapping(shapes):
        _tell(places[index], "DESK_OVERLAP", "Two places overlap.", findings)


def _across(
    shapes: np.ndarray, homes: Sequence[int | None], rooms: Sequence[DraftRoom]
) -> list[int]:
    """Places of which much lies in another room, one that is not around their own or inside it."""
    if not len(shapes) or not rooms:
        return []
    polygons = [room.polygon for room in rooms]
    place_of, room_of = STRtree(polygons).query(shapes, predicate="intersects")
    found = set()
    for place, room in zip(place_of.tolist(), room_of.tolist(), strict=True):
        home = homes[place]
        if home is None or home == room or place in found:
            continue
        inside = float(shapes[place].intersection(polygons[room]).area)
        if inside <= ACROSS_SHARE * float(shapes[place].area):
            continue
        shared = float(polygons[home].intersection(polygons[room]).area)
        if shared < NESTED_SHARE * min(polygons[home].area, polygons[room].area):
            found.add(place)
    return sorted(found)


def _overlapping(shapes: np.ndarray) -> list[int]:
    """The second of each two places that cover each other."""
    if len(shapes) < 2:
        return []
    found = []
    left, right = STRtree(shapes).query(shapes, predicate="intersects")
    for one, two in sorted(zip(left.tolist(), right.tolist(), strict=True)):
        if one < two:
            shared = float(shapes[one].intersection(shapes[two]).area)
            if shared > OVERLAP_SHARE * min(shapes[one].area, shapes[two].area):
                found.append(two)
    return found


def _tell_outside(outside: Sequence[Place], of_all: int, findings: Findings) -> None:
    """Desks in numbers stand in a room that is missing; the pin is on the one in their middle."""
    x = float(np.median([place.piece.box.x for place in outside]))
    y = float(np.median([place.piece.box.y for place in outside]))
    middle = min(outside, key=lambda p: (p.piece.box.x - x) ** 2 + (p.piece.box.y - y) ** 2)
    findings.add(
        "DESK_OUTSIDE_ROOM",
        Severity.WARNING,
        f"{len(outside)} of {of_all} desks stand in no room.",
        "They were kept. Draw the outline of the room around them, or close its walls.",
        handle=middle.piece.handle,
        layer=middle.piece.layer,
        at=(middle.piece.box.x, middle.piece.box.y),
    )


def _tell(place: Place, code: str, message: str, findings: Findings) -> None:
    piece = place.piece
    findings.add(
        code,
        Severity.WARNING,
        message,
        "It was kept. Move it in the drawing, or delete it if it is not there.",
        handle=piece.handle,
        layer=piece.layer,
        at=(piece.box.x, piece.box.y),
    )
