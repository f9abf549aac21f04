"""Which parts that belong to no space differ between two plans."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from floorplans.plans import floor_queries
from floorplans.plans.floor_queries import Background
from floorplans.plans.layout import Layout
from floorplans.plans.spaces import PlannedZone

#: Corners nearer than this to where they were have not moved.
STILL_M = 0.001


def redrawn_parts(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    layout: Layout | None,
    zones: Sequence[PlannedZone],
) -> tuple[str, ...]:
    """What differs from what the floor shows now; nothing where it shows none, or would."""
    present = floor_queries.published(tx, organisation_id, floor_id)
    if layout is None or present is None:
        return ()
    before = floor_queries.background_of(tx, organisation_id, present)
    return () if before is None else differing(before, background_of(layout, zones))


def background_of(layout: Layout | None, zones: Sequence[PlannedZone]) -> Background:
    """The parts of a plan that is laid out, as publishing it would store them."""
    if layout is None:
        return Background([], [], [], [], [], [], [])
    order = sorted(range(len(zones)), key=lambda k: zones[k].name)
    return Background(
        walls=[layout.outline, layout.walls],
        doors=[line for _, line in layout.doors],
        door_kinds=[door.kind for door, _ in layout.doors],
        stairs=[shape for _, shape in layout.connectors],
        stair_kinds=[stair.kind for stair, _ in layout.connectors],
        zones=[layout.zones[k] for k in order],
        zone_names=[zones[k].name for k in order],
    )


def differing(before: Background, after: Background) -> tuple[str, ...]:
    """Of walls, doors, stairs and lifts, and zones those that differ."""
    found = {
        "walls": not _alike(before.walls, after.walls),
        "doors": before.door_kinds != after.door_kinds or not _alike(before.doors, after.doors),
        "stairs and lifts": before.stair_kinds != after.stair_kinds
        or not _alike(before.stairs, after.stairs),
        "zones": before.zone_names != after.zone_names or not _alike(before.zones, after.zones),
    }
    return tuple(name for name, is_other in found.items() if is_other)


def _alike(old: Sequence[BaseGeometry], new: Sequence[BaseGeometry]) -> bool:
    """Each in its turn, corner by corner."""
    if len(old) != len(new):
        return False
    one, two = np.array(old, dtype=object), np.array(new, dtype=object)
    return bool(np.all(shapely.equals_exact(one, two, STILL_M)))
