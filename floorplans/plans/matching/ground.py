"""Both plans as arrays, and how well a transform lays one on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from floorplans.plans.matching.keys import Keys
from floorplans.plans.matching.planar import Points, Shapes, centres, likeness, moved, shapes_of
from floorplans.plans.matching.values import Known, Wanted
from geo.georeference import Similarity

Indexes = NDArray[np.intp]
SAMPLED = 200  # old spaces that are laid on the new plan to compare ways of lying
KEY_WORTH = 0.05  # of a whole overlap: keys decide only what shapes leave open
SAME_SPOT_M = 0.5


@dataclass(frozen=True, slots=True)
class Ground:
    """The shapes, centres and kinds of both plans, by index; ``living`` are old indexes.

    ``key_pairs`` are all pairs (old, new) that any key holds together.
    """

    old: Shapes
    new: Shapes
    old_centres: Points
    new_centres: Points
    old_kinds: NDArray[np.str_]
    new_kinds: NDArray[np.str_]
    living: Indexes
    keys: Keys
    key_pairs: tuple[Indexes, Indexes]

    def laid(self, transform: Similarity, which: Indexes) -> Shapes:
        """Old shapes as the transform lays them."""
        laid: Shapes = transform.apply(self.old[which])
        return laid

    def cover(self, transform: Similarity, which: Indexes) -> NDArray[np.float64]:
        """For each of ``which`` how like the likest new space of its kind lies there, 0 to 1."""
        return self.likest(transform, which)[0]

    def likest(self, transform: Similarity, which: Indexes) -> tuple[NDArray[np.float64], Indexes]:
        """The same, and the index of that new space, -1 where there is none."""
        best = np.zeros(len(which))
        partner = np.full(len(which), -1, dtype=np.intp)
        kinds = self.old_kinds[which], self.new_kinds
        i, j, _, alike = likeness(self.laid(transform, which), self.new, *kinds)
        np.maximum.at(best, i, alike)
        top = alike == best[i]
        partner[i[top]] = j[top]
        return best, partner

    def worth(self, transform: Similarity, which: Indexes) -> float:
        """How many of ``which`` the transform explains; equal keys tip the scales."""
        chosen = which[:: max(1, len(which) // SAMPLED)]
        shapes = float(self.cover(transform, chosen).sum()) * len(which) / max(1, len(chosen))
        i, j = self.key_pairs
        mine = np.isin(i, which)
        i, j = i[mine], j[mine]
        away = abs(moved(transform, self.old_centres[i]) - self.new_centres[j])
        near = away <= SAME_SPOT_M * max(transform.scale, 1e-3)
        return shapes + KEY_WORTH * float(near.sum())


def ground_of(known: Sequence[Known], wanted: Sequence[Wanted], keys: Keys) -> Ground:
    old = shapes_of([k.polygon for k in known])
    new = shapes_of([w.polygon for w in wanted])
    shapely.prepare(new)
    pairs = np.array(sorted(frozenset().union(*keys.kinds)), dtype=np.intp).reshape(-1, 2)
    return Ground(
        old=old,
        new=new,
        old_centres=centres(old),
        new_centres=centres(new),
        old_kinds=np.array([k.kind for k in known]),
        new_kinds=np.array([w.kind for w in wanted]),
        living=np.flatnonzero([not k.ended for k in known]),
        keys=keys,
        key_pairs=(pairs[:, 0], pairs[:, 1]),
    )
