"""Linework that hangs together: what lies closer than a gap belongs to one piece of the sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importers.dxf.sheets.marks import Box, Marks, around, height, width

#: Between two drawings on a sheet there is at least so much paper: a share of the sheet, within
#: limits that a wing, a terrace or a forecourt may keep from its building.
GAP_SHARE = 0.02
GAP_M = (1.2, 3.0)
#: The raster is so much finer than the gap, and has at most so many cells along a side.
CELLS_PER_GAP = 4
MOST_CELLS = 1500
#: Lines are looked at in so many places; where there are more of them the raster is coarser, and
#: more hangs together.
MOST_SAMPLES = 3_000_000

Labels = NDArray[np.int64]


def gap_of(box: Box) -> float:
    """The gap in metres that parts the pieces of a sheet of this size."""
    return min(max(GAP_SHARE * max(width(box), height(box)), GAP_M[0]), GAP_M[1])


def label(marks: Marks, used: NDArray[np.bool_], gap_m: float | None = None) -> Labels:
    """For each stroke and fill the number of its piece, -1 for those that are not ``used``.

    What lies closer than ``gap_m`` hangs together; without it, the size of the sheet tells.
    """
    labels = np.full(marks.lines, -1, dtype=np.int64)
    box = around(marks.boxes[: marks.lines][used])
    if box is None:
        return labels
    start, end = _segments(marks, used)
    total = float(np.abs(marks.points[end] - marks.points[start]).sum())
    cell = max((gap_m or gap_of(box)) / CELLS_PER_GAP, total / MOST_SAMPLES)
    cell = max(cell, max(width(box), height(box)) / MOST_CELLS)
    samples, owner = _samples(marks, used, start, end, cell_m=cell)
    at = ((samples - np.array(box[:2])) // cell).astype(np.int64) + CELLS_PER_GAP
    shape = at.max(axis=0) + CELLS_PER_GAP + 1
    grid = np.zeros(shape, dtype=bool)
    grid[at[:, 0], at[:, 1]] = True
    found = _connected(_grown(grid, CELLS_PER_GAP // 2))
    labels[owner] = found[at[:, 0], at[:, 1]]
    return labels


def _segments(marks: Marks, used: NDArray[np.bool_]) -> tuple[Labels, Labels]:
    """Where each straight part of the lines begins and ends, as indices of points."""
    joined = np.flatnonzero(np.diff(marks.ring) == 0)
    start = np.concatenate((joined, marks.closings[:, 0]))
    end = np.concatenate((joined + 1, marks.closings[:, 1]))
    keep = used[marks.owner[start]]
    return start[keep], end[keep]


def _samples(
    marks: Marks, used: NDArray[np.bool_], start: Labels, end: Labels, *, cell_m: float
) -> tuple[NDArray[np.float64], Labels]:
    """Points along all lines, no two neighbours farther apart than a cell."""
    way = marks.points[end] - marks.points[start]
    steps = (np.abs(way).max(axis=1, initial=0.0) // cell_m).astype(np.int64)
    long = steps > 0  # the ends of the others are near enough to each other
    start, way, steps = start[long], way[long], steps[long]
    first = np.repeat(np.cumsum(steps) - steps, steps)
    share = (np.arange(1, int(steps.sum()) + 1) - first) / np.repeat(steps + 1, steps)
    along = np.repeat(marks.points[start], steps, axis=0)
    along += np.repeat(way, steps, axis=0) * share[:, None]
    own = used[marks.owner]
    samples = np.concatenate((along, marks.points[own]))
    owner: Labels = np.concatenate((np.repeat(marks.owner[start], steps), marks.owner[own]))
    return samples, owner


def _grown(grid: NDArray[np.bool_], cells: int) -> NDArray[np.bool_]:
    for axis in (0, 1):
        wide = grid.copy()
        for step in range(1, cells + 1):
            wide |= np.roll(grid, step, axis) | np.roll(grid, -step, axis)
        grid = wide
    return grid


def _connected(grid: NDArray[np.bool_]) -> Labels:
    """Numbers of connected areas: runs of each row are joined with those they touch in the last."""
    found = np.zeros(grid.shape, dtype=np.int64)
    edges = np.diff(grid.astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = run = parent[parent[run]]
        return run

    bounds = np.searchsorted(rows, np.arange(grid.shape[0] + 1))
    for row in range(1, grid.shape[0]):
        above, run = int(bounds[row - 1]), int(bounds[row])
        while above < bounds[row] and run < bounds[row + 1]:
            if starts[above] <= ends[run] and starts[run] <= ends[above]:
                one, two = sorted((root(above), root(run)))
                parent[two] = one
            if ends[above] < ends[run]:
                above += 1
            else:
                run += 1
    for run in range(len(rows)):
        found[rows[run], starts[run] : ends[run]] = root(run)
    return found
