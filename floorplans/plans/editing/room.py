"""Whether a plan has room for what an edit made: not too much of it, and not too far away."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from floorplans.errors import Refused
from floorplans.plans.editing.actions import Action, DrawWall
from floorplans.plans.editing.folded import Folded
from floorplans.plans.editing.limits import MARGIN_M, MOST_EDITS, MOST_POINTS, MOST_SPACES
from importers.draft import FloorPlanDraft

#: Gaps between walls that were meant to meet are longer.
SHORTEST_WALL_M = 0.001


def check_room(draft: FloorPlanDraft, before: Folded, after: Folded, edits: int) -> None:
    """Raise ``Refused`` when the plan would hold too much, or something far outside of it."""
    if edits >= MOST_EDITS:
        raise Refused(
            "too_many_edits",
            f"This plan has {edits} edits, and more cannot be kept. Nothing was changed.",
            "Put into the drawing what was edited here, and bring it in again.",
            most=MOST_EDITS,
        )
    _check_size(before, after)
    known = {id(polygon) for polygon in before.polygons()}
    _check_place(draft, [polygon for polygon in after.polygons() if id(polygon) not in known])


def check_wall(draft: FloorPlanDraft, action: Action) -> None:
    """Raise ``Refused`` for a wall far outside of the plan, or of a length that is none."""
    if not isinstance(action, DrawWall):
        return
    wall = LineString(action.line)
    if wall.length < SHORTEST_WALL_M:
        raise Refused(
            "wall_too_short",
            "That is a point and no wall. Nothing was changed.",
            "Draw it from one wall to the other.",
        )
    _check_place(draft, [wall])


def _check_size(before: Folded, after: Folded) -> None:
    # What a drawing itself holds is not this rule's business.
    if MOST_SPACES < len(after.spaces) > len(before.spaces):
        raise Refused(
            "too_many_spaces",
            f"The plan would have {len(after.spaces)} spaces. Nothing was changed.",
            f"A plan that is edited holds up to {MOST_SPACES}.",
            most=MOST_SPACES,
        )
    points = _points(after)
    if MOST_POINTS < points > _points(before):
        raise Refused(
            "too_many_points",
            "The plan's outlines would have too many corners. Nothing was changed.",
            "Draw them with fewer.",
            most=MOST_POINTS,
        )


def _points(plan: Folded) -> int:
    return int(shapely.get_num_coordinates(plan.polygons()).sum())


def _check_place(draft: FloorPlanDraft, fresh: Sequence[BaseGeometry]) -> None:
    west, south, east, north = draft.extent_m
    margin = max(MARGIN_M, east - west, north - south)
    around = shapely.box(west - margin, south - margin, east + margin, north + margin)
    if fresh and not around.contains(shapely.box(*shapely.total_bounds(fresh))):
        raise Refused(
            "edit_outside_plan",
            "That would lie far outside the plan. Nothing was changed.",
            "Stay on the drawing or near it.",
        )
