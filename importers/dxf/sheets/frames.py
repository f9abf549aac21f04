"""Frames of sheets: rectangles around everything, which are paper and no walls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from importers.dxf.names import words_of
from importers.dxf.scene import Filled, Points, Scene, Stroke
from importers.dxf.sheets.marks import Box, Marks, apart, area, around, height, inside, width

#: A frame goes round so much of what is drawn, or round several drawings beside other frames.
FRAME_SHARE = 0.02
#: What is drawn keeps away from at least two sides of a frame: by this share of its shorter side,
#: and by more than a wall is thick, or the outer face of a wall would be the frame of the rest.
MARGIN_SHARE = 0.008
MARGIN_M = 0.7
FREE_SIDES = 2
#: So much of a side may be touched all the same: by fold marks, by letters of the sheet's grid.
TOUCHED_SHARE = 0.1
#: Frames that are no smaller than a person's room drawn with its furniture.
MIN_SIDE_M = 4.0
#: Corners of a rectangle are right to this share of its sides.
SQUARE_SHARE = 0.01
MOST_LONG_LINES = 80
MOST_FRAMES = 60
#: Names of blocks and layers that hold the frame and the title block of a sheet.
FRAME_NAMES = frozenset(
    {"TITLEBLOCK", "TTLB", "PLANRAHMEN", "ZEICHNUNGSRAHMEN", "BLATTRAHMEN", "SCHRIFTFELD"}
    | {"SCHRIFTKOPF", "PLANKOPF", "PLANSTEMPEL", "CARTOUCHE", "CAJETIN", "CARTIGLIO", "TITTELFELT"}
    | {"TEGNINGSHODE", "RITNINGSRAM", "RITNINGSSTÄMPEL", "TITELFELD", "TEGNINGSRAMME"}
    | {
        "ONDERHOEK",
        "TEKENINGKADER",
        "SHEETFRAME",
        "TITELHOOFD",
        "TITELBLOK",
        "SQUADRATURA",
    }
)
_PAIRS = (("TITLE", "BLOCK"), ("SHEET", "FRAME"), ("DRAWING", "FRAME"), ("PLAN", "RAHMEN"))


class Frame(NamedTuple):
    """A rectangle and the strokes that it is drawn with."""

    box: Box
    members: tuple[int, ...]


def is_frame_name(name: str) -> bool:
    """True for "A1-TITLEBLOCK", "A-ANNO-TTLB", "Planrahmen A0"."""
    found = words_of(name)
    if FRAME_NAMES.intersection(found):
        return True
    return any(pair in pairwise(found) for pair in _PAIRS)


def named_frames(scene: Scene, marks: Marks) -> NDArray[np.bool_]:
    """Strokes and fills that belong to a title block or a frame by the name of block or layer."""
    framed = [False] * len(scene.insertions)
    for index, insertion in enumerate(scene.insertions):
        of_parent = insertion.parent is not None and framed[insertion.parent]
        framed[index] = of_parent or is_frame_name(insertion.block)
    layers = {s.layer for s in scene.strokes} | {f.layer for f in scene.fills}
    named = {layer for layer in layers if is_frame_name(layer)}
    found = np.zeros(marks.lines, dtype=bool)
    if not named and not any(framed):
        return found
    marked: list[Stroke | Filled] = [*scene.strokes, *scene.fills]
    for index, mark in enumerate(marked):
        of_block = mark.insertion is not None and framed[mark.insertion]
        found[index] = of_block or mark.layer in named
    return found


def drawn_frames(scene: Scene, marks: Marks, free: NDArray[np.bool_]) -> list[Frame]:
    """Rectangles among ``free`` that may be frames by how they lie around what is drawn."""
    whole = around(marks.boxes[: marks.lines][free])
    if whole is None:
        return []
    found: list[Frame] = []
    left = free.copy()
    both = (*rings(scene, marks, free, MIN_SIDE_M), *_of_lines(scene, marks, free))
    candidates = sorted(
        (f for f in both if area(f.box) >= FRAME_SHARE * area(whole)),
        key=lambda frame: (area(frame.box), frame.box, frame.members),
    )
    for frame in candidates[-MOST_FRAMES:]:
        if min(width(frame.box), height(frame.box)) < MIN_SIDE_M:
            continue
        rest = left.copy()
        rest[list(frame.members)] = False
        if _goes_round(frame.box, marks.boxes[: marks.lines], rest):
            found.append(frame)
            left[list(frame.members)] = False
    return found


def rings(scene: Scene, marks: Marks, free: NDArray[np.bool_], least_m: float) -> Iterable[Frame]:
    """Closed rectangles with sides along the axes, of at least this size."""
    sizes = marks.boxes[:, 2:] - marks.boxes[:, :2]
    large = (sizes[: marks.strokes].min(axis=1) > least_m) & free[: marks.strokes]
    for index in np.flatnonzero(large).tolist():
        stroke = scene.strokes[index]
        points = stroke.points
        if len(points) in {4, 5} and _is_rectangle(points, stroke.closed):
            min_x, min_y, max_x, max_y = marks.boxes[index].tolist()
            yield Frame((min_x, min_y, max_x, max_y), (index,))


def _is_rectangle(points: Points, closed: bool) -> bool:
    slack = SQUARE_SHARE * float(np.ptp(points, axis=0).max())
    if len(points) == 5:
        if np.abs(points[0] - points[-1]).max() > slack:
            return False
        points = points[:4]
    elif not closed:
        return False
    level = np.abs(np.diff(points, axis=0, append=points[:1])) <= slack
    return bool((level[:, 0] ^ level[:, 1]).all())


def _of_lines(scene: Scene, marks: Marks, free: NDArray[np.bool_]) -> Iterable[Frame]:
    """Rectangles of four lines that meet at their ends."""
    boxes = marks.boxes[: marks.strokes]
    sizes = boxes[:, 2:] - boxes[:, :2]
    plain = (
        np.array([len(s.points) == 2 for s in scene.strokes], dtype=bool) & free[: marks.strokes]
    )
    long = np.flatnonzero(plain & (sizes.max(axis=1) >= MIN_SIDE_M) & (sizes.min(axis=1) <= 0.01))
    order = long[np.argsort(-sizes[long].max(axis=1), kind="stable")][:MOST_LONG_LINES]
    level = [i for i in order.tolist() if sizes[i, 0] > sizes[i, 1]]
    upright = [i for i in order.tolist() if sizes[i, 1] > sizes[i, 0]]
    for low in level:
        slack = SQUARE_SHARE * float(sizes[low, 0])
        for high in level:
            if boxes[high, 1] <= boxes[low, 1] + MIN_SIDE_M:
                continue
            box = (*boxes[low, :2].tolist(), *boxes[high, 2:].tolist())
            if np.abs(boxes[high, [0, 2]] - boxes[low, [0, 2]]).max() > slack:
                continue
            sides = _sides(box, upright, boxes, slack)
            if sides is not None:
                yield Frame(box, (low, high, *sides))


def _sides(
    box: Box, upright: Sequence[int], boxes: NDArray[np.float64], slack: float
) -> tuple[int, int] | None:
    fitting = [
        i for i in upright if abs(boxes[i, 1] - box[1]) <= slack >= abs(boxes[i, 3] - box[3])
    ]
    left = next((i for i in fitting if abs(boxes[i, 0] - box[0]) <= slack), None)
    right = next((i for i in fitting if abs(boxes[i, 0] - box[2]) <= slack), None)
    return None if left is None or right is None else (left, right)


def _goes_round(box: Box, boxes: NDArray[np.float64], rest: NDArray[np.bool_]) -> bool:
    """True if ``rest`` is inside with a margin, or outside and away: nothing crosses the box."""
    margin = max(MARGIN_SHARE * min(width(box), height(box)), MARGIN_M)
    within = inside(boxes, box) & rest
    near = rest & (apart(box, boxes) <= 0) & ~within
    around_it = (boxes[:, :2] <= box[:2]).all(axis=1) & (boxes[:, 2:] >= box[2:]).all(axis=1)
    if (near & ~around_it).any() or within.sum() < 2:
        return False
    inner = boxes[within]
    sizes = inner[:, 2:] - inner[:, :2]
    free = 0
    for side in range(4):
        touching = np.abs(inner[:, side] - box[side]) < margin
        along = 1 - side % 2
        touched = float(sizes[touching, along].sum())
        free += touched < TOUCHED_SHARE * (box[along + 2] - box[along])
    return free >= FREE_SIDES
