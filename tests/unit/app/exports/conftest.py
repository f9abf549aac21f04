"""One floor with everything that is hard: names, holes, a rotation, inches, zones, a passage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import LineString, MultiPolygon, Polygon, box

from floorplans.plans.exporting.exported import ExportedFloor
from geo.georeference import Similarity
from importers.draft import DraftDoor, DraftZone, FloorPlanDraft, Units
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room
from tests.support.exports import HARD_NAMES, make_exported
from tests.support.factories import EAST, NORTH

#: A drawing far from its origin, turned by 36.9 degrees, on a grid a little short of true metres.
TURNED = Similarity(0.8 * 0.9996, 0.6 * 0.9996, EAST, NORTH)


def make_hard_draft() -> FloorPlanDraft:
    rooms = [
        make_draft_room(f"2.{n:02}", name, polygon=box(4 * n, 0, 4 * n + 4, 5))
        for n, name in enumerate(HARD_NAMES)
    ]
    ring = Polygon(box(0, 5, 20, 12).exterior, [box(8, 7, 12, 10).exterior.coords])
    rooms.append(make_draft_room("2.10", "Open office", polygon=ring))
    desks = [
        make_draft_desk(f"D-{n}", 2 + 2 * n, 11, rotation_deg=turn)
        for n, turn in enumerate((0.0, 180.0, 0.0))
    ]
    doors = [
        DraftDoor(LineString([(4 * n + 1, 5), (4 * n + 1.9, 5)]), 0.9, kind, "A-DOOR", None)
        for n, kind in enumerate(("door", "double_door", "opening", "door"))
    ]
    draft = make_draft(
        rooms=rooms,
        desks=desks,
        zones=[DraftZone("Team “Süd”", box(0, 5, 8, 12), "Z", None)],
        outline=MultiPolygon([box(0, 0, 20, 12)]),
    )
    return replace(draft, doors=tuple(doors), units=Units("inch", 0.0254, True, ()), connectors=())


@pytest.fixture
def draft() -> FloorPlanDraft:
    return make_hard_draft()


@pytest.fixture
def floor(draft: FloorPlanDraft) -> ExportedFloor:
    return make_exported(draft, transform=TURNED)
