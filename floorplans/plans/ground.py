"""What is known about a floor's place, read from the database for ``placing``."""

from __future__ import annotations

import math
from uuid import UUID

import shapely
from sqlalchemy import Connection, RowMapping

from floorplans.plans import floor_queries, position_queries, queries
from floorplans.plans.placed import Ground, OtherFloor
from floorplans.plans.position import (
    AssumedPosition,
    ControlPoints,
    GeodataPosition,
    LikeFloor,
    NamedPoint,
    PointAndBearing,
    Position,
    SameAsBuilding,
    WorldFile,
)
from floorplans.plans.stored import from_stored
from geo.crs import true_north_deg
from geo.georeference import Similarity, bearing_deg


def ground_of(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    revision_id: UUID,
    *,
    like: UUID | None = None,
) -> Ground:
    """The ground of a floor as a revision that is not yet published finds it.

    With it comes the plan of the floor ``like``, if it is another one of the building.
    """
    floor = queries.floor_row(tx, organisation_id, floor_id)
    if floor is None:
        raise LookupError("a revision always has its floor")
    building = floor["building_id"]
    known = floor_queries.building_georeference(
        tx, organisation_id, building, floor_id, revision_id
    )
    others = floor_queries.other_extents(tx, organisation_id, floor["site_id"], building)
    return Ground(
        srid=floor["srid"],
        lon=floor["lon"],
        lat=floor["lat"],
        building=similarity_of(known) if known else None,
        building_extent=shapely.from_wkb(bytes(known["extent"])) if known else None,
        building_assumed=known is not None and known["method"] == "assumed",
        others=tuple(others),
        floors=() if like is None else other_floors(tx, organisation_id, floor_id, only=like),
    )


def like_of(position: Position) -> UUID | None:
    """The floor that a position is told by."""
    return position.floor_id if isinstance(position, LikeFloor) else None


def other_floors(
    tx: Connection, organisation_id: UUID, floor_id: UUID, *, only: UUID | None = None
) -> tuple[OtherFloor, ...]:
    """The other floors of a building that show a plan, the nearest storeys first."""
    rows = position_queries.other_plans(tx, organisation_id, floor_id, only)
    return tuple(
        OtherFloor(row["floor_id"], row["name"], from_stored(row["draft"]), similarity_of(row))
        for row in rows
    )


def similarity_of(row: RowMapping) -> Similarity:
    """The transform of a stored georeference."""
    turn = math.radians(row["rotation_deg"])
    return Similarity(
        a=row["scale"] * math.cos(turn),
        b=row["scale"] * math.sin(turn),
        e=row["origin_east"],
        f=row["origin_north"],
        mirrored=row["mirrored"],
    )


def bearing_of(rotation_deg: float, lon: float, lat: float, srid: int) -> float:
    """The bearing from true north, in degrees, that a person gave with the point at lon, lat."""
    return bearing_deg(rotation_deg, true_north_deg(lon, lat, srid))


def position_of(row: RowMapping, factor: float) -> Position:
    """What a person had said, for a drawing whose metres are now ``factor`` times as many."""
    points = tuple(
        NamedPoint(p["name"], p["x"] * factor, p["y"] * factor, p["lon"], p["lat"])
        for p in row["control_points"]
    )
    if row["method"] in {"control_points", "point_and_bearing"}:
        return _by_points(row, points)
    match row["method"]:
        case "geodata":
            return GeodataPosition()
        case "same_as_building":
            return SameAsBuilding()
        case "world_file":
            return WorldFile(row["detail"]["world_file"], row["detail"]["epsg"])
        case "like_floor":
            return LikeFloor(UUID(row["detail"]["floor_id"]))
        case _:
            return AssumedPosition()


def _by_points(row: RowMapping, points: tuple[NamedPoint, ...]) -> Position:
    if row["method"] == "control_points":
        return ControlPoints(points, mirrored=row["mirrored"], confirm=True)
    only = points[0]
    bearing = bearing_of(row["rotation_deg"], only.lon, only.lat, row["srid"])
    return PointAndBearing(only.x, only.y, only.lon, only.lat, bearing, confirm=True)
