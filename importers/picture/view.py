"""Which part of the plane the picture shows, and how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from importers.draft import FloorPlanDraft
from importers.picture.underlay import Segments, Underlay

#: Pixels of the whole picture; the legend stands to the right of the plan.
WIDTH_PX = 2400
LEGEND_PX = 600
PLAN_HEIGHT_PX = (900, 2400)
MARGIN_PX = 40
#: A drawing this many times as wide as what was understood is shown only around that.
ROOMY = 4.0
AROUND_SHARE = 0.25
NEAR_SHARE = 0.12
LEAST_M = 0.5
#: One room alone need not fill the picture.
MOST_PX_PER_M = 240.0

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """The plan's part of the picture: metres to pixels, y downwards."""

    bounds: Bounds
    px_per_m: float
    width_px: int
    height_px: int
    whole: bool  # False where the drawing goes on beyond the picture

    def to_px(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places in the picture for an array of (x, y) in metres."""
        left, _, _, top = self.bounds
        x = MARGIN_PX + (points[..., 0] - left) * self.px_per_m
        y = MARGIN_PX + (top - points[..., 1]) * self.px_per_m
        return np.stack([x, y], axis=-1)


def view_of(draft: FloorPlanDraft, underlay: Underlay) -> View:
    """All of the drawing, or the surroundings of what was understood where that is a small part.

    What is drawn beyond the draft's extent (dimensions, mostly) is shown as far as it is near.
    """
    whole = _roomy(_with_edge(_with_views(draft), underlay))
    bounds, all_shown = whole, True
    known = _known(draft)
    if known is not None and max(_size(whole)) > ROOMY * max(*_size(known), LEAST_M):
        edge = AROUND_SHARE * max(_size(known))
        bounds, all_shown = _meet(whole, _wider(known, edge)), False
    width_m, height_m = _size(bounds)
    room_px = WIDTH_PX - LEGEND_PX - 2 * MARGIN_PX
    tallest_px = PLAN_HEIGHT_PX[1] - 2 * MARGIN_PX
    scale = min(room_px / width_m, tallest_px / height_m, MOST_PX_PER_M)
    height = max(PLAN_HEIGHT_PX[0], round(height_m * scale) + 2 * MARGIN_PX)
    bounds = _centred(bounds, room_px / scale, (height - 2 * MARGIN_PX) / scale)
    return View(bounds, scale, WIDTH_PX - LEGEND_PX, height, all_shown)


def _with_views(draft: FloorPlanDraft) -> Bounds:
    """The draft's extent, and with it what was left out of the same sheet."""
    boxes = [draft.extent_m, *(view.extent_m for view in draft.views)]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _with_edge(extent: Bounds, underlay: Underlay) -> Bounds:
    ends = underlay.segments.reshape(-1, 2)
    if not len(ends):
        return extent
    near = _wider(extent, NEAR_SHARE * max(_size(extent)))
    low, high = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    drawn = _meet(near, (low[0], low[1], high[0], high[1]))
    return (
        min(extent[0], drawn[0]),
        min(extent[1], drawn[1]),
        max(extent[2], drawn[2]),
        max(extent[3], drawn[3]),
    )


def _known(draft: FloorPlanDraft) -> Bounds | None:
    shapes: list[shapely.Geometry] = []
    for group in (draft.rooms, draft.desks, draft.parking, draft.connectors, draft.zones):
        shapes += [item.polygon for item in group]
    shapes += [door.line for door in draft.doors]
    if not shapes:
        return None
    left, low, right, top = (float(v) for v in shapely.total_bounds(np.array(shapes)))
    return (left, low, right, top)


def _size(bounds: Bounds) -> tuple[float, float]:
    return bounds[2] - bounds[0], bounds[3] - bounds[1]


def _roomy(bounds: Bounds) -> Bounds:
    """The bounds, at least wide enough to be a picture."""
    width, height = _size(bounds)
    lack = (max(0.0, LEAST_M - width) / 2, max(0.0, LEAST_M - height) / 2)
    return bounds[0] - lack[0], bounds[1] - lack[1], bounds[2] + lack[0], bounds[3] + lack[1]


def _wider(bounds: Bounds, edge: float) -> Bounds:
    return bounds[0] - edge, bounds[1] - edge, bounds[2] + edge, bounds[3] + edge


def _meet(one: Bounds, two: Bounds) -> Bounds:
    return (
        max(one[0], two[0]),
        max(one[1], two[1]),
        min(one[2], two[2]),
        min(one[3], two[3]),
    )


def _centred(bounds: Bounds, width_m: float, height_m: float) -> Bounds:
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    return x - width_m / 2, y - height_m / 2, x + width_m / 2, y + height_m / 2


def clipped(segments: Segments, low: Sequence[float], high: Sequence[float]) -> Segments:
    """What of each segment lies in a box (Liang and Barsky 1984); what lies outside is left out.

    Pillow walks along a line pixel by pixel, also where nobody sees it.
    """
    start = np.zeros(len(segments))
    end = np.ones(len(segments))
    outside = np.zeros(len(segments), dtype=bool)
    for axis in (0, 1):
        origin = segments[:, axis]
        step = segments[:, axis + 2] - origin
        for sign, distance in ((-1.0, origin - low[axis]), (1.0, high[axis] - origin)):
            along = sign * step
            flat = along == 0
            outside |= flat & (distance < 0)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                share = np.where(flat, 0.0, distance / along)
            start = np.where(along < 0, np.maximum(start, share), start)
            end = np.where(along > 0, np.minimum(end, share), end)
    seen = ~outside & (start <= end)
    part, first, last = segments[seen], start[seen, None], end[seen, None]
    step = part[:, 2:] - part[:, :2]
    return np.hstack([part[:, :2] + first * step, part[:, :2] + last * step])
