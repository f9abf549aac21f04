"""Content that blocks have placed, scaled or stretched beyond all measure.

A block's own numbers may be sound and the place or the scale of its insert as well, and still their
product is not: geometry made of such coordinates is wrong, slow, or takes the process down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from importers.dxf.affine import Affine
from importers.dxf.findings import Findings
from importers.dxf.scene import Filled, Insertion, Points, Scene, Stroke, Text
from importers.issues import Severity

#: A coordinate beyond this many units is a fault of the file: even a map in micrometres ends here.
COORDINATE_LIMIT = 1e14


def usable(points: Points) -> bool:
    """True if every coordinate is a number that a drawing can hold."""
    return bool(np.all(np.abs(points) < COORDINATE_LIMIT))


def drop_beyond_measure(scene: Scene, findings: Findings) -> None:
    """Take what lies beyond all measure out of ``scene``, with an issue for each insert or shape.

    Only what stands in blocks is looked at: the rest was when it was read.
    """
    lost = _lost_insertions(scene.insertions)
    for index in sorted(lost):
        parent = scene.insertions[index].parent
        if parent is None or parent not in lost:
            _tell(findings, "block", scene.insertions[index])
    strokes = [s for s in scene.strokes if s.insertion is not None and s.insertion not in lost]
    if usable(_joined([s.points for s in strokes])):
        strokes = []
    shapes: list[Stroke | Filled | Text] = [s for s in strokes if not usable(s.points)]
    shapes += [f for f in scene.fills if f.insertion not in lost and not usable(_joined(f.rings))]
    shapes += [t for t in scene.texts if t.insertion not in lost and not _is_measured(t)]
    for shape in shapes:
        _tell(findings, type(shape).__name__.lower(), shape)
    if lost or shapes:
        _remove(scene, lost, {id(shape) for shape in shapes})


def _lost_insertions(insertions: Sequence[Insertion]) -> set[int]:
    """Indices of inserts at no place or of no size, and of all inserts inside them."""
    lost: set[int] = set()
    for index, insertion in enumerate(insertions):
        if insertion.parent in lost or not _is_sound(insertion.matrix):
            lost.add(index)
    return lost


def _is_sound(m: Affine) -> bool:
    return all(abs(value) < COORDINATE_LIMIT for value in m)


def _is_measured(text: Text) -> bool:
    numbers = (text.x, text.y, text.insert_x, text.insert_y, text.height, text.width)
    return all(abs(n) < COORDINATE_LIMIT for n in numbers) and math.isfinite(text.rotation_deg)


def _joined(parts: Sequence[Points]) -> Points:
    return np.concatenate(parts) if parts else np.empty((0, 2))


def _remove(scene: Scene, lost: set[int], shapes: set[int]) -> None:
    """Rebuild the lists of ``scene``; what refers to an insert by its index is renumbered."""
    kept = [index for index in range(len(scene.insertions)) if index not in lost]
    number: dict[int | None, int | None] = {old: new for new, old in enumerate(kept)}
    number[None] = None
    scene.insertions = [
        replace(scene.insertions[i], parent=number[scene.insertions[i].parent]) for i in kept
    ]
    scene.strokes = [
        replace(s, insertion=number[s.insertion])
        for s in scene.strokes
        if s.insertion in number and id(s) not in shapes
    ]
    scene.fills = [
        replace(f, insertion=number[f.insertion])
        for f in scene.fills
        if f.insertion in number and id(f) not in shapes
    ]
    scene.texts = [
        replace(t, insertion=number[t.insertion])
        for t in scene.texts
        if t.insertion in number and id(t) not in shapes
    ]


def _tell(findings: Findings, kind: str, what: Insertion | Stroke | Filled | Text) -> None:
    findings.add(
        "COORDINATE_INVALID",
        Severity.ERROR,
        f"The position or scale of a block takes a {kind} beyond all measure; it was left out.",
        "Delete the block in the drawing, or insert it again.",
        handle=what.handle,
        layer=what.layer,
    )
