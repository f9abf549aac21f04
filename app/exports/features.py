"""The things of a floor as features: what geographic formats have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from app.exports.words import bare_name
from floorplans.plans.exporting.exported import ExportedFloor, ExportedSpace
from floorplans.plans.layout import lonlat
from geo.crs import true_north_deg
from geo.georeference import bearing_deg

#: What says more to strangers than our own word: a "parking" may be the whole garage.
_KINDS = {"parking": "parking_space"}


@dataclass(frozen=True, slots=True)
class Feature:
    """``group`` is the layer it stands in, ``shape`` is in metres of the site's CRS.

    The features of a group have the same properties.
    """

    group: str
    kind: str
    shape: BaseGeometry
    id: UUID | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


def features_of(floor: ExportedFloor) -> list[Feature]:
    """Everything on the floor, the largest things first, in the plan's order."""
    place = {
        "building": floor.building_name,
        "floor": floor.floor_name,
        "level": floor.ordinal,
    }
    found = [Feature("outlines", "outline", floor.outline, properties=place)]
    if not floor.walls.is_empty:
        found.append(Feature("walls", "wall", floor.walls, properties=place))
    found += [
        Feature("zones", "zone", zone.shape, zone.id, {"name": zone.name, **place})
        for zone in floor.zones
    ]
    found += [
        Feature("connectors", stair.kind, stair.polygon, properties={"name": stair.name, **place})
        for stair in floor.connectors
    ]
    norths = _true_norths(floor)
    found += [
        Feature(
            "spaces",
            _KINDS.get(space.kind, space.kind),
            space.polygon,
            space.id,
            {**_space(space, north), **place},
        )
        for space, north in zip(floor.spaces, norths, strict=True)
    ]
    found += [
        Feature(
            "openings",
            door.kind,
            door.line,
            properties={"width_m": round(door.width_m, 4), **place},
        )
        for door in floor.openings
    ]
    return [each for each in found if not each.shape.is_empty]


def bearing_of(space: ExportedSpace, true_north: float) -> float | None:
    """Where somebody at the desk looks, in degrees clockwise from true north."""
    if space.rotation_deg is None:
        return None
    # Rounding may reach the full circle, which is north again.
    return round(bearing_deg(space.rotation_deg, true_north), 4) % 360.0


def _space(space: ExportedSpace, true_north: float) -> dict[str, Any]:
    return {
        "category": space.category,
        "number": space.number,
        "name": bare_name(space),
        "capacity": space.capacity,
        "bookable": space.bookable,
        # One place is nothing to say, so that it says nothing either when it is read again.
        "bookable_places": space.places if space.places > 1 else None,
        "features": list(space.features),
        "bearing_deg": bearing_of(space, true_north),
        "within": None if space.within is None else str(space.within),
        "area_m2": round(space.polygon.area, 2),
    }


def _true_norths(floor: ExportedFloor) -> list[float]:
    """For each space how far true north lies from the grid's; it is the same all over a floor."""
    if not floor.spaces:
        return []
    anchor = lonlat([floor.spaces[0].anchor], floor.srid)[0]
    return [true_north_deg(anchor.x, anchor.y, floor.srid)] * len(floor.spaces)
