"""Zones that a list names: the spaces that are said to lie in them are put there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from floorplans.plans.editing.actions import At, Change
from floorplans.plans.editing.folded import Folded
from floorplans.plans.editing.zoning import held
from floorplans.plans.lists.place import folded
from importers.space_list import Listed


def zones_of(
    plan: Folded, meant: Mapping[int, Listed], points: Mapping[int, At]
) -> Iterator[Change]:
    """A change for each zone that does not hold all its spaces yet; ``points`` by space."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, row in meant.items():
        if row.zone:
            members[folded(row.zone)].append(index)
    polygons = np.array([space.polygon for space in plan.spaces], dtype=object)
    present = {folded(zone.name): zone for zone in plan.zones}
    for key, those in members.items():
        known = present.get(key)
        if known is None or not set(those) <= held(polygons, known.shape):
            name = known.name if known else meant[those[0]].zone
            yield Change(tuple(points[index] for index in those), zone=name)
