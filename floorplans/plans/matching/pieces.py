"""Spaces that were split, and spaces that were merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from floorplans.plans.matching.ground import Ground
from floorplans.plans.matching.planar import likeness
from floorplans.plans.matching.values import Frame

PART_SHARE = 0.7  # of a piece that lies in what it came from
KEPT_SHARE = 0.9  # of a whole that stays: nothing was taken from it


@dataclass(frozen=True, slots=True)
class Pieces:
    """By index: ``split`` tells for a new space the old it was cut from, ``merged`` for an old
    space the new one that swallowed it; each with the share of the piece that lies in the whole.
    """

    split: Mapping[int, tuple[int, float]]
    merged: Mapping[int, tuple[int, float]]


def pieces(ground: Ground, frames: Sequence[Frame], partners: Mapping[int, int]) -> Pieces:
    """``partners`` tells the new space of each old one that was matched, by index."""
    laid = ground.old.copy()
    for frame in frames:
        which = np.array(sorted(frame.members), dtype=np.intp)
        if len(which):
            laid[which] = ground.laid(frame.transform, which)
    i, j, shared, _ = likeness(laid, ground.new, ground.old_kinds, ground.new_kinds)
    common = {
        (a, b): area for a, b, area in zip(i.tolist(), j.tolist(), shared.tolist(), strict=True)
    }
    old, new = shapely.area(laid), shapely.area(ground.new)
    back = {b: a for a, b in partners.items()}
    alive = set(ground.living.tolist())
    split: dict[int, tuple[int, float]] = {}
    merged: dict[int, tuple[int, float]] = {}
    for (a, b), area in sorted(common.items()):
        if a not in alive:
            continue
        if b not in back and a in partners:
            kept = common.get((a, partners[a]), 0.0) / old[a]
            _note(split, b, a, area / new[b], kept)
        if a not in partners and b in back:
            kept = common.get((back[b], b), 0.0) / new[b]
            _note(merged, a, b, area / old[a], kept)
    return Pieces(split, merged)


def _note(
    found: dict[int, tuple[int, float]], piece: int, whole: int, share: float, kept: float
) -> None:
    if share >= PART_SHARE and 0.0 < kept < KEPT_SHARE and share > found.get(piece, (0, 0.0))[1]:
        found[piece] = whole, float(share)
