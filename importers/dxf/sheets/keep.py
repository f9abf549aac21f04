"""A scene with part of what is drawn left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importers.dxf.scene import Filled, Insertion, Scene, Stroke, Text


def keep(scene: Scene, kept: NDArray[np.bool_]) -> Scene:
    """The scene with those strokes, fills and texts, in this order, that are ``kept``.

    A block of which nothing is left is gone with its attributes.
    """
    flags = kept.tolist()
    lines, fills = len(scene.strokes), len(scene.fills)
    strokes = [s for s, ok in zip(scene.strokes, flags[:lines], strict=True) if ok]
    hatches = [f for f, ok in zip(scene.fills, flags[lines : lines + fills], strict=True) if ok]
    texts = [t for t, ok in zip(scene.texts, flags[lines + fills :], strict=True) if ok]
    own = set(_of_blocks(strokes, hatches, texts))
    emptied = set(_of_blocks(scene.strokes, scene.fills, scene.texts)) - own
    insertions, moved = _insertions(scene.insertions, own, emptied)
    return replace(
        scene,
        strokes=[replace(s, insertion=_at(moved, s.insertion)) for s in strokes],
        fills=[replace(f, insertion=_at(moved, f.insertion)) for f in hatches],
        texts=[replace(t, insertion=_at(moved, t.insertion)) for t in texts],
        insertions=insertions,
    )


def _of_blocks(
    strokes: Iterable[Stroke], fills: Iterable[Filled], texts: Iterable[Text]
) -> Iterator[int]:
    """The insertions that any of these belong to."""
    yield from (s.insertion for s in strokes if s.insertion is not None)
    yield from (f.insertion for f in fills if f.insertion is not None)
    yield from (t.insertion for t in texts if t.insertion is not None)


def _at(moved: dict[int, int], insertion: int | None) -> int | None:
    return None if insertion is None else moved[insertion]


def _insertions(
    present: list[Insertion], own: set[int], without: set[int]
) -> tuple[list[Insertion], dict[int, int]]:
    """The blocks that still hold anything or never did, with their new places in the list."""
    used = set(own)
    emptied = set(without)
    for index in range(len(present) - 1, -1, -1):
        parent = present[index].parent
        if parent is not None and index in used:
            used.add(parent)
        elif parent is not None and index in emptied:
            emptied.add(parent)
    moved: dict[int, int] = {}
    kept: list[Insertion] = []
    for index, insertion in enumerate(present):
        if index in emptied and index not in used:
            continue
        parent = insertion.parent
        if parent is not None and parent not in moved:
            continue
        moved[index] = len(kept)
        kept.append(replace(insertion, parent=None if parent is None else moved[parent]))
    return kept, moved
