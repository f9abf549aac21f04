"""Walls that a person drew over a drawing: read as if they stood in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import dist

import numpy as np

from importers.draft import RoleDecision
from importers.dxf.scene import Points, Scene, Stroke
from importers.profile import Profile
from importers.roles import LayerRole

#: No layer of a file: a name in a DXF has no such mark.
LAYER = "drawn by hand |"
#: Where an outline is closed by hand, its ends and those of the line are this near.
SAME_GAP_M = 0.05


def with_drawn_walls(
    scene: Scene, layers: Mapping[str, RoleDecision], profile: Profile, metres_per_unit: float
) -> tuple[Scene, Mapping[str, RoleDecision]]:
    """The scene, which is in metres, with the profile's walls, and the role of their layer.

    They come after unit and views are settled: a wall by hand is no evidence for either.
    """
    if not profile.walls:
        return scene, layers
    strokes = [
        Stroke(np.array(wall) * metres_per_unit, False, "line", LAYER, None, None)
        for wall in profile.walls
    ]
    role = RoleDecision(LAYER, LayerRole.WALL.value, "A person drew it.", len(strokes))
    return replace(scene, strokes=[*scene.strokes, *strokes]), {**layers, LAYER: role}


def drawn_lines(scene: Scene) -> list[Points]:
    """The lines of walls that a person drew."""
    return [stroke.points for stroke in scene.strokes if stroke.layer == LAYER]


def closes(lines: Sequence[Points], points: Points) -> bool:
    """True when one of ``lines`` goes from one end of an open outline to the other."""
    ends = points[0].tolist(), points[-1].tolist()
    return any(_runs(line, *ends) or _runs(line, *reversed(ends)) for line in lines)


def _runs(line: Points, start: list[float], end: list[float]) -> bool:
    return (
        dist(line[0].tolist(), start) <= SAME_GAP_M and dist(line[-1].tolist(), end) <= SAME_GAP_M
    )
