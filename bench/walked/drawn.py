"""Drawings as floors to walk through: what is read of one, as ``geo.ways`` wants it."""

from __future__ import annotations

from pathlib import Path

from geo.ways.floor import Connector, Door, FloorPlan
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile

OPENING, ENTRANCE = "opening", "entrance"


def read(path: Path) -> FloorPlanDraft:
    return DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)


def plan_of(draft: FloorPlanDraft) -> FloorPlan:
    """Desks and columns are walked round; places are desks, parking places and rooms."""
    seats = [*draft.desks, *draft.parking]
    return FloorPlan(
        rooms=[room.polygon for room in draft.rooms],
        walls=draft.walls,
        doors=[
            Door(
                door.line,
                door.width_m if door.kind == OPENING and door.clear_m is None else door.clear_m,
                door.kind == ENTRANCE,
                leaf=door.kind != OPENING,
            )
            for door in draft.doors
            if door.line.length > 0
        ],
        obstacles=[desk.polygon for desk in draft.desks]
        + [column.polygon for column in draft.columns if column.polygon.area > 0],
        places=[seat.polygon.centroid for seat in seats]
        + [room.polygon.representative_point() for room in draft.rooms],
        connectors=[
            Connector(each.kind, each.polygon, each.name)
            for each in draft.connectors
            if each.polygon.area > 0
        ],
    )
