"""Decks, porches and balconies that walls do not close: areas beside the rooms, not rooms."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geo.anchor import anchor
from importers.draft import DraftDesk, DraftRoom, DraftZone
from importers.dxf.findings import Findings
from importers.dxf.understand.fittings import OUTSIDE, Fittings
from importers.issues import Severity

BESIDE_M = 0.1  # from the face of a wall to the edge of the room
OPENING_M = 0.3  # a door or window lies in its wall, not on the edge of the room
CLOSED_SHARE = 0.8  # of its edge; below this a side is open to the air


def without_open_air(
    rooms: Sequence[DraftRoom],
    desks: Sequence[DraftDesk],
    fitted: Fittings,
    findings: Findings,
) -> tuple[list[DraftRoom], list[DraftZone]]:
    """``rooms`` without those that are called a terrace and have an open side; these as zones.

    A line is not a wall where walls have two faces: it is the edge of what one stands on. Whoever
    drew an outline for a room, or desks into it, means it as one.
    """
    if not fitted.walls or not any(room.category == OUTSIDE for room in rooms):
        return list(rooms), []
    ways = [*(d.line for d in fitted.doors), *(w.line for w in fitted.windows)]
    closed = shapely.union_all(
        [shapely.buffer(w.line, w.thickness_m / 2 + BESIDE_M) for w in fitted.walls]
        + [shapely.buffer(line, OPENING_M) for line in ways]
    )
    kept: list[DraftRoom] = []
    zones: list[DraftZone] = []
    for room in rooms:
        if room.category != OUTSIDE or room.source != "linework" or _is_used(room, desks):
            kept.append(room)
            continue
        edge = room.polygon.exterior
        if edge.intersection(closed).length >= CLOSED_SHARE * edge.length:
            kept.append(room)
            continue
        zones.append(DraftZone(room.name or room.number, room.polygon, room.layer, room.handle))
        _tell(room, findings)
    return kept, zones


def _is_used(room: DraftRoom, desks: Sequence[DraftDesk]) -> bool:
    return any(shapely.contains_xy(room.polygon, desk.x, desk.y) for desk in desks)


def _tell(room: DraftRoom, findings: Findings) -> None:
    place = anchor(room.polygon)
    findings.add(
        "OPEN_AREA",
        Severity.INFO,
        f"{room.name or room.number} ({room.area_m2:.1f} m\u00b2) has a side without a wall.",
        "It became a zone outdoors. Draw its outline on a layer of rooms if it is a room.",
        handle=room.handle,
        layer=room.layer,
        at=(float(place.x), float(place.y)),
    )
