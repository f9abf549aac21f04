"""Areas that are written in closed outlines: how long a metre is in the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
import shapely

from importers.dxf.areas import area_in, may_tell_area
from importers.dxf.scene import Scene, Stroke, Text

#: More written areas than this tell nothing new.
TEXTS = 500
#: A frame around the words of a tag is not this many times as high as its letters.
FRAME_HEIGHTS = 8.0
#: Metres that differ by less than this share agree; so many must, or the areas mean other shapes.
AGREE_SHARE = 0.05
AGREEING = 2


def metres_by_areas(scene: Scene) -> list[float]:
    """For each written area that agrees with others, the length of a metre in drawing units."""
    told = _told(scene.texts)
    if len(told) < AGREEING:
        return []
    outlines = [s for s in scene.strokes if s.closed and s.kind == "polyline" and len(s.points) > 3]
    if not outlines:
        return []
    lows = np.array([s.points.min(axis=0) for s in outlines])
    highs = np.array([s.points.max(axis=0) for s in outlines])
    tree = shapely.STRtree(shapely.box(lows[:, 0], lows[:, 1], highs[:, 0], highs[:, 1]))
    metres = [
        (drawn / area_m2) ** 0.5
        for text, area_m2 in told
        if (drawn := _area_around(text, outlines, tree)) is not None
    ]
    usual = median(metres) if metres else 0.0
    agreeing = [m for m in metres if abs(m / usual - 1) <= AGREE_SHARE]
    return agreeing if len(agreeing) >= max(AGREEING, len(metres) / 2) else []


def _told(texts: Sequence[Text]) -> list[tuple[Text, float]]:
    found: list[tuple[Text, float]] = []
    for text in texts:
        if not may_tell_area(text.text):
            continue
        areas = [area for line in text.text.split("\n") if (area := area_in(line).area_m2)]
        if len(areas) == 1:
            found.append((text, areas[0]))
        if len(found) >= TEXTS:
            break
    return found


def _area_around(text: Text, outlines: Sequence[Stroke], tree: shapely.STRtree) -> float | None:
    """The area of the smallest outline around a text, None where there is none."""
    point = shapely.Point(text.x, text.y)
    areas = []
    for index in tree.query(point, predicate="intersects").tolist():
        points = outlines[index].points
        shape = shapely.Polygon(points)
        large = np.ptp(points, axis=0).min() > FRAME_HEIGHTS * text.height
        if large and shape.is_valid and shape.covers(point):
            areas.append(float(shape.area))
    return min(areas, default=None)
