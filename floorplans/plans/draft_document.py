"""What was understood of a drawing, for the eye: GeoJSON in metres in the drawing's own axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from shapely.geometry.base import BaseGeometry

from floorplans.plans import rules
from floorplans.plans.editing.folded import Folded, fold, notices
from floorplans.plans.editing.log import Log
from floorplans.plans.editing.told import log_summary, space_features, zone_features
from floorplans.plans.map_document import geometry
from floorplans.plans.views import GeoreferenceView, IssueView, Notice
from importers.draft import DraftDesk, FloorPlanDraft
from importers.repairs import about

DECIMALS = 3  # millimetres


def document_of(
    row: Mapping[Any, Any],
    draft: FloorPlanDraft,
    issues: Sequence[IssueView],
    placed: GeoreferenceView | None,
    log: Log,
) -> dict[str, object]:
    """Everything the studio draws and lists about one revision; ``row`` is the revision's.

    ``spaces`` and ``planned_zones`` are as they would be published; the rest is as it was read.
    """
    plan = fold(draft, log.done)
    return {
        "revision_id": str(row["id"]),
        "floor_id": str(row["floor_id"]),
        "state": row["state"],
        "file_name": row["file_name"],
        "format": draft.format,
        "version": draft.version,
        "profile": row["profile"],
        "units": asdict(draft.units),
        "extent_m": list(draft.extent_m),
        "layers": [asdict(layer) for layer in draft.layers],
        "blocks": [asdict(block) for block in draft.blocks],
        "outline": None if draft.outline is None else geometry(draft.outline, DECIMALS),
        "walls": geometry(draft.walls, DECIMALS),
        **_features(draft),
        "spaces": _collection(space_features(plan)),
        "planned_zones": _collection(zone_features(plan)),
        "edits": log_summary(log, plan),
        "issues": _collection([_issue(issue) for issue in issues]),
        "views": [asdict(view) for view in draft.views],
        "repairs": [{**asdict(repair), "about": about(repair.name)} for repair in draft.repairs],
        "has_geodata": draft.geodata is not None,
        "underlay": _underlay(row, draft),
        "georeference": None if placed is None else asdict(placed),
        "suggestions": [asdict(notice) for notice in _suggestions(row, draft, placed, plan, log)],
    }


def _underlay(row: Mapping[Any, Any], draft: FloorPlanDraft) -> dict[str, str] | None:
    """Where the picture is that lies under the draft; another page has another address."""
    if draft.underlay is None:
        return None
    page = next((view.number for view in draft.views if view.chosen), 1)
    return {"href": f"/api/v1/plans/{row['id']}/underlay?page={page}"}


def _features(draft: FloorPlanDraft) -> dict[str, object]:
    rooms = [
        _feature(r.polygon, r, "number", "name", "category", "area_m2", "source", "layer", "handle")
        for r in draft.rooms
    ]
    doors = [_feature(d.line, d, "kind", "width_m", "layer", "handle") for d in draft.doors]
    stairs = [_feature(c.polygon, c, "kind", "name", "layer", "handle") for c in draft.connectors]
    zones = [_feature(z.polygon, z, "name", "layer", "handle") for z in draft.zones]
    return {
        "rooms": _collection(rooms),
        "desks": _collection([_place(desk) for desk in draft.desks]),
        "parking": _collection([_place(place) for place in draft.parking]),
        "doors": _collection(doors),
        "connectors": _collection(stairs),
        "zones": _collection(zones),
    }


def _place(desk: DraftDesk) -> dict[str, Any]:
    made = _feature(desk.polygon, desk, "label", "block", "rotation_deg", "layer", "handle")
    made["properties"] |= {
        "x": round(desk.x, DECIMALS),
        "y": round(desk.y, DECIMALS),
        "features": list(desk.features),
        "attributes": dict(desk.attributes),
    }
    return made


def _feature(shape: BaseGeometry, thing: object, *names: str) -> dict[str, Any]:
    properties = {name: getattr(thing, name) for name in names}
    return {"type": "Feature", "geometry": geometry(shape, DECIMALS), "properties": properties}


def _issue(issue: IssueView) -> dict[str, Any]:
    told = asdict(issue)
    x, y = told.pop("x"), told.pop("y")
    point = None if x is None or y is None else {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "id": issue.number, "geometry": point, "properties": told}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _suggestions(
    row: Mapping[Any, Any],
    draft: FloorPlanDraft,
    placed: GeoreferenceView | None,
    plan: Folded,
    log: Log,
) -> list[Notice]:
    """What the person should do next, the most needed first."""
    found = list(
        rules.hindrances(
            units_certain=draft.units.certain,
            profile=row["profile"],
            unit=draft.units.name,
            spaces=len(plan.spaces),
        )
    )
    found += notices(plan, log.done)
    found += rules.cautions(plan.spaces)
    if placed is None and draft.geodata is None:
        found.append(
            Notice(
                "position_missing",
                "Nobody has said where this plan lies yet.",
                "Place it with three points that you know on a map; or publish and do it later.",
            )
        )
    return found
