"""Placing a plan on another floor of its building."""

from __future__ import annotations

from uuid import UUID

from floorplans.errors import Conflict, Refused
from floorplans.plans.aligning.storeys import storey_of
from floorplans.plans.aligning.told import refused, sentence
from floorplans.plans.matching.planar import then
from floorplans.plans.placed import Ground, OtherFloor, Placement, floor_corners
from floorplans.plans.position_views import CornerError
from floorplans.plans.views import Notice
from geo.accuracy import expected_error, farthest
from geo.alignment import Aligned, Alignment, align
from geo.georeference import Similarity
from geo.landmarks import Landmark
from importers.draft import FloorPlanDraft

LEFT_OVER_DOUBT_M = 0.30


def by_floor(floor_id: UUID, draft: FloorPlanDraft, ground: Ground) -> Placement:
    """The placement of a draft on one of ``ground.floors``.

    Raises ``Conflict`` (no_plan_of_floor) or ``Refused`` with the alignment's own code.
    """
    other = next((floor for floor in ground.floors if floor.floor_id == floor_id), None)
    if other is None:
        raise Conflict(
            "no_plan_of_floor",
            "That floor is no other floor of this building with a published plan.",
            "Choose another floor, or place the plan by points.",
        )
    aligned = aligned_to(draft, other)
    if aligned.found is None:
        raise _no_way(aligned)
    return placement_on(aligned.found, draft, other)


def aligned_to(draft: FloorPlanDraft, other: OtherFloor) -> Aligned:
    """How the draft lies on another floor, both in metres of their own axes."""
    return align(storey_of(draft), storey_of(other.draft))


def placement_on(found: Alignment, draft: FloorPlanDraft, other: OtherFloor) -> Placement:
    detail = {
        "floor_id": str(other.floor_id),
        "floor_name": other.name,
        "matched": dict(found.matched),
        "left_over_cm": round(100 * found.left_over_m, 1),
        "sentence": sentence(found),
    }
    return Placement(
        "like_floor",
        on_earth(found, other),
        warnings=tuple(_notices(found)),
        corner=_corner(found, draft),
        detail=detail,
    )


def on_earth(found: Alignment, other: OtherFloor) -> Similarity:
    """From metres of the draft to the site's CRS, by way of the other floor."""
    return then(found.transform, other.lies)


def _notices(found: Alignment) -> list[Notice]:
    told = []
    if found.transform.mirrored:
        told.append(
            Notice(
                "PLAN_TURNED_OVER",
                "This sheet is mirrored against the other floor's.",
                "Look at the labels: text that reads backwards was plotted from below.",
            )
        )
    if found.left_over_m > LEFT_OVER_DOUBT_M:
        told.append(
            Notice(
                "FLOORS_LIE_LOOSELY",
                f"What stands above each other is still {100 * found.left_over_m:.0f} cm apart.",
                "Check the unit of both drawings, or place the plan by points.",
            )
        )
    return told


def _corner(found: Alignment, draft: FloorPlanDraft) -> CornerError | None:
    known = _spots(storey_of(draft).landmarks, found)
    if len(known) < 3:
        return None
    x, y = farthest(known, floor_corners(draft))
    error = expected_error(known, [found.left_over_m] * len(known), x, y)
    return CornerError(x, y, round(error.usual_m, 4), round(error.most_m, 4), error.assumed)


def _spots(landmarks: tuple[Landmark, ...], found: Alignment) -> list[tuple[float, float]]:
    kinds = set(found.matched)
    return [(mark.x, mark.y) for mark in landmarks if mark.kind in kinds]


def _no_way(aligned: Aligned) -> Refused:
    if aligned.refusal is None:
        raise ValueError("an alignment is found or refused")
    message, advice = refused(aligned.refusal)
    return Refused(
        f"floors_{aligned.refusal.value}",
        f"{message} Nothing was changed.",
        advice,
        others=[sentence(way) for way in aligned.others],
    )
