"""What of a draft goes through all floors of a building."""

from __future__ import annotations

import shapely

from geo.alignment import Storey
from geo.landmarks import Landmark, corners_of, direction_of, landmark
from importers.draft import FloorPlanDraft

COLUMN = "column"
SHAFT = "shaft"
#: Rooms that stand above each other, because pipes, cars and flights do.
_SHAFTS = ("elevator", "stairs", "steps", "restroom", "shower", "ramp", "escalator")
MOST_COLUMNS = 400  # more are a hall, whose edge and stairs tell as much


def storey_of(draft: FloorPlanDraft) -> Storey:
    """The landmarks of a draft, in metres of its own axes."""
    found = [landmark(way.kind, way.polygon) for way in draft.connectors]
    found += [landmark(COLUMN, column.polygon) for column in draft.columns[:MOST_COLUMNS]]
    found += [
        landmark(SHAFT, room.polygon)
        for room in draft.rooms
        if room.category.split(".")[0] in _SHAFTS
    ]
    marks: list[Landmark] = [mark for mark in found if mark is not None]
    if draft.outline is not None:
        marks += corners_of(draft.outline)
    walls = [draft.walls] if not draft.walls.is_empty else []
    rooms = [room.polygon for room in draft.rooms]
    edge = [] if draft.outline is None else list(shapely.get_parts(draft.outline))
    return Storey(tuple(marks), draft.outline, direction_of([*walls, *rooms, *edge]))
