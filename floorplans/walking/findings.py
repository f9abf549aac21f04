"""Places that nobody reaches on foot, as findings of the plan with where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np

from geo.georeference import Similarity
from geo.ways.floor import Floor, FloorPlan
from geo.ways.graph import NO_NODE
from geo.ways.network import network_of
from geo.ways.profiles import ON_FOOT
from geo.ways.shafts import Level
from geo.ways.site import site_of
from geo.ways.unreachable import Why, unreachable
from importers.issues import ImportIssue, Severity

NOT_REACHED = "SPACE_NOT_REACHED"
NOT_MADE = "WAYS_NOT_MADE"
CODES = (NOT_REACHED, NOT_MADE)
#: Whoever has so many has one cause for most of them.
MOST = 200
_WHY: dict[Why, str] = {
    "no_ground": "there is no room to stand before it",
    "no_way": "no door and no opening leads there",
}


def findings(
    plan: FloorPlan,
    floor: Floor,
    space_ids: Sequence[UUID],
    names: Mapping[UUID, str],
    lies: Similarity,
) -> list[ImportIssue]:
    """The places of a floor, made for people on foot, that no way leads to.

    Where stairs or lifts are, one may come from another floor. Places are in metres of the
    drawing, from which ``lies`` leads to the site's CRS.
    """
    site = site_of([floor], [Level("", 0)])
    parts = network_of(site, ON_FOOT).parts
    entered = np.unique(parts[floor.stop_node])
    nodes = site.place_nodes(0)
    back = lies.inverse()
    found = []
    for each in unreachable(site, ON_FOOT):
        node = int(nodes[each.place])
        if node != NO_NODE and parts[node] in entered:
            continue
        at = plan.places[each.place]
        found.append(_not_reached(names[space_ids[each.place]], each.why, back.point(at.x, at.y)))
    return found[:MOST]


def _not_reached(name: str, why: Why, at: tuple[float, float]) -> ImportIssue:
    return ImportIssue(
        NOT_REACHED,
        Severity.WARNING,
        f"Nobody can walk to {name}: {_WHY.get(why, _WHY['no_way'])}. "
        "It is booked as before, and not found by the way on foot.",
        "Look whether a door is missing in the drawing, a wall closes the way, or furniture "
        "leaves no room.",
        x=at[0],
        y=at[1],
    )


def not_made() -> ImportIssue:
    return ImportIssue(
        NOT_MADE,
        Severity.WARNING,
        "The ways on foot through this floor could not be worked out. The plan is shown and "
        "booked as before; what is near is told by straight lines.",
        "Look for rooms that cross themselves or lie over each other, mend them and publish again.",
    )
