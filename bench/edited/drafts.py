"""An edited floor as a drawing would be understood, so that it can be published."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import LineString, MultiLineString, MultiPolygon

from bench.edited.floors import Spot
from importers.draft import (
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    DraftZone,
    FloorPlanDraft,
    Units,
)

_ROUND_M = 0.4


def draft_of(spots: Sequence[Spot]) -> FloorPlanDraft:
    """Rooms, desks, a door for every fifth room, one stair, and a zone over the first half."""
    rooms = [spot for spot in spots if spot.kind == "room"]
    west, south, east, north = shapely.total_bounds([spot.polygon for spot in spots]).tolist()
    middle = (west + east) / 2
    return FloorPlanDraft(
        format="dxf",
        version="AC1027",
        units=Units("m", 1.0, True, ()),
        extent_m=(west, south, east, north),
        layers=(),
        blocks=(),
        rooms=tuple(_room(spot) for spot in rooms),
        desks=tuple(_desk(spot) for spot in spots if spot.kind == "desk"),
        parking=(),
        doors=tuple(_door(spot) for spot in rooms[::5]),
        connectors=(
            DraftConnector("stair", None, shapely.box(west, south, west + 3, south + 3), "S", None),
        ),
        zones=(DraftZone("West", shapely.box(west, south, middle, north), "Z", None),),
        outline=MultiPolygon([shapely.box(west, south, east, north).buffer(_ROUND_M)]),
        walls=MultiLineString([list(spot.polygon.exterior.coords) for spot in rooms]),
        geodata=None,
        issues=(),
    )


def _room(spot: Spot) -> DraftRoom:
    shape = spot.polygon
    return DraftRoom(
        spot.number,
        spot.category,
        spot.category,
        shape,
        shape.area,
        "polyline",
        spot.layer,
        spot.handle,
    )


def _desk(spot: Spot) -> DraftDesk:
    middle = spot.polygon.centroid
    return DraftDesk(
        spot.number,
        middle.x,
        middle.y,
        0.0,
        spot.polygon,
        "DESK",
        spot.layer,
        spot.handle,
        features=spot.features,
        label_given=spot.number is not None,
    )


def _door(spot: Spot) -> DraftDoor:
    start, end = spot.polygon.exterior.coords[:2]
    line = LineString([start, end])
    return DraftDoor(line, min(0.9, line.length), "door", "A-DOOR", None)
