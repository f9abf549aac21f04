"""An edited plan for the eye: GeoJSON in metres in the drawing's own axes, and what changed."""

from __future__ import annotations

from typing import Any

from floorplans.plans.editing.folded import Entry, Folded
from floorplans.plans.editing.log import Log, view_of
from floorplans.plans.editing.views import EditedView
from floorplans.plans.editing.walls import changes_reading
from floorplans.plans.map_document import geometry
from floorplans.plans.spaces import PlannedSpace, PlannedZone

DECIMALS = 3  # millimetres


def space_features(plan: Folded) -> list[dict[str, Any]]:
    """Every space as it would be published, with an id that lasts while the drawing is not read."""
    edited = plan.edited()
    return [_feature(space, edited=space.key in edited) for space in plan.spaces]


def zone_features(plan: Folded) -> list[dict[str, Any]]:
    return [_zone(zone) for zone in plan.zones]


def log_summary(log: Log, plan: Folded) -> dict[str, Any]:
    """Where the log stands, and its entries that have no place."""
    return {
        "number": log.number,
        "can_undo": log.can_undo,
        "can_redo": log.can_redo,
        "lost": [
            {"number": entry.number, "what": entry.what, "reason": plan.lost[entry.number]}
            for entry in log.done
            if entry.number in plan.lost
        ],
    }


def edited_view(log: Log, entry: Entry, before: Folded, after: Folded) -> EditedView:
    """The way from one state of a plan to another; ``log`` is that of the other."""
    old = {space.key: space for space in before.spaces}
    new = {space.key: space for space in after.spaces}
    edited = after.edited()
    told = {
        key: _feature(space, edited=key in edited)
        for key, space in new.items()
        if old.get(key) != space
    }
    lost = after.lost if entry.number in after.lost else before.lost
    return EditedView(
        number=log.number,
        can_undo=log.can_undo,
        can_redo=log.can_redo,
        edit=view_of(entry, lost),
        added=tuple(feature for key, feature in told.items() if key not in old),
        changed=tuple(feature for key, feature in told.items() if key in old),
        removed=tuple(key for key in old if key not in new),
        reading=changes_reading(entry.action),
        planned_zones=None if before.zones == after.zones else tuple(zone_features(after)),
    )


def _feature(space: PlannedSpace, *, edited: bool) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": space.key,
        "geometry": geometry(space.polygon, DECIMALS),
        "properties": {
            "kind": space.kind,
            "category": space.category,
            "number": space.number,
            "name": space.name,
            "capacity": space.capacity,
            "bookable": space.bookable,
            "places": space.places,
            "features": list(space.features),
            "rotation_deg": None if space.rotation_deg is None else round(space.rotation_deg, 1),
            "area_m2": round(space.polygon.area, 2),
            "handle": space.handle,
            "layer": space.layer,
            "edited": edited,
        },
    }


def _zone(zone: PlannedZone) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": geometry(zone.shape, DECIMALS),
        "properties": {"name": zone.name},
    }
