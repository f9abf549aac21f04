"""What is known about a floor's place, read from the database for ``placing``."""

from __future__ import annotations

import math
from uuid import UUID

import shapely
from sqlalchemy import Connection, RowMapping

from floorplans.plans import floor_queries, queries
from floorplans.plans.placing import Ground
from floorplans.plans.position import (
    AssumedPosition,
    ControlPoints,
    GeodataPosition,
    NamedPoint,
    PointAndBearing,
    Position,
    SameAsBuilding,
)
from geo.crs import true_north_deg
from geo.georeference import Similarity, bearing_deg


def ground_of(tx: Connection, organisation_id: UUID, floor_id: UUID, revision_id: UUID) -> Ground:
    """The ground of a floor as a revision that is not yet published finds it."""
    floor = queries.floor_row(tx, organisation_id, floor_id)
    if floor is None:
        raise LookupError("a revision always has its floor")
    building = floor["building_id"]
    like = floor_queries.building_georeference(tx, organisation_id, building, floor_id, revision_id)
    others = floor_queries.other_extents(tx, organisation_id, floor["site_id"], building)
    return Ground(
        srid=floor["srid"],
        lon=floor["lon"],
        lat=floor["lat"],
        building=similarity_of(like) if like else None,
        building_extent=shapely.from_wkb(bytes(like["extent"])) if like else None,
        building_assumed=like is not None and like["method"] == "assumed",
        others=tuple(others),
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
    match row["method"]:
        case "control_points":
            return ControlPoints(points, mirrored=row["mirrored"], confirm=True)
        case "point_and_bearing":
            only = points[0]
            bearing = bearing_of(row["rotation_deg"], only.lon, only.lat, row["srid"])
            return PointAndBearing(only.x, only.y, only.lon, only.lat, bearing, confirm=True)
        case "geodata":
            return GeodataPosition()
        case "same_as_building":
            return SameAsBuilding()
        case _:
            return AssumedPosition()
