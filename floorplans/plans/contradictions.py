"""Whether a plan can be true together with the other floors of its building.

Two mistakes are made with buildings of many floors: a drawing is brought in for the wrong floor
too, and a plan is placed beside the building. Neither stops anybody, since floors that are drawn
alike and wings on one storey alone do exist; but a person is told which floor it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely import MultiPolygon
from sqlalchemy import Connection

from floorplans.plans import contradiction_queries as queries
from floorplans.plans.layout import Layout
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.views import Notice
from floorplans.wording import listed

#: Of the named places of a plan; more of them on one spot of another floor is no chance.
SAME_SHARE = 0.95
#: Fewer names than these say nothing: a hall has one on each floor.
LEAST_NAMED = 4
SAME_SPOT_M = 0.25
#: Of the smaller of two outlines; floors of a building that share less do not lie over each other.
OVER_SHARE = 0.05
#: Closer than that they touch.
TOUCHING_M = 0.5
NAMED_FLOORS = 3


@dataclass(frozen=True, slots=True)
class Storey:
    """Another floor of the building: its outer edge in metres of the site's CRS."""

    name: str
    outline: MultiPolygon


def contradictions(
    tx: Connection,
    organisation_id: UUID,
    row: Mapping[Any, Any],
    spaces: Sequence[PlannedSpace],
    layout: Layout | None,
) -> tuple[Notice, ...]:
    """What a plan and the building's other floors cannot both be right about.

    ``row`` has the revision's id, floor_id and profile, and source_file_id where its drawing is
    stored; ``layout`` is None for a plan without spaces.
    """
    twins = queries.floors_with_file(tx, organisation_id, row)
    found = [_same_drawing(twins)] if twins else []
    if layout is None:
        return tuple(found)
    if not twins:
        found += _same_places(tx, organisation_id, row["floor_id"], spaces, layout)
    storeys = [Storey(*each) for each in queries.outlines(tx, organisation_id, row["floor_id"])]
    return (*found, *beside(layout.outline, storeys))


def beside(outline: MultiPolygon, storeys: Sequence[Storey]) -> Iterator[Notice]:
    """That a plan lies over none of the building's other floors, and how far from the nearest."""
    if not storeys or outline.area <= 0 or any(_is_over(outline, s.outline) for s in storeys):
        return
    nearest = min(storeys, key=lambda storey: outline.distance(storey.outline))
    away_m = outline.distance(nearest.outline)
    if away_m < TOUCHING_M:
        apart_m = outline.centroid.distance(nearest.outline.centroid)
        where = f"touches floor “{nearest.name}”; their middles lie {apart_m:.0f} m apart"
    else:
        where = f"lies {_metres(away_m)} beside floor “{nearest.name}”, the nearest of them"
    yield Notice(
        "FLOOR_BESIDE_BUILDING",
        f"The plan lies over no other floor of its building: it {where}.",
        "Check that it is the right building, and place the plan by points or on the "
        "other floor. If this storey really stands beside the others, nothing needs to be done.",
    )


def _is_over(one: MultiPolygon, other: MultiPolygon) -> bool:
    smaller = min(one.area, other.area)
    return bool(smaller > 0 and shapely.intersection(one, other).area >= OVER_SHARE * smaller)


def _same_drawing(floors: Sequence[str]) -> Notice:
    return Notice(
        "DRAWING_OF_OTHER_FLOOR",
        f"The same drawing was brought in for {_named(floors)} of this building.",
        "If one of the floors has a drawing of its own, discard this draft and bring that in. If "
        "the drawing shows several floors, choose another one on the sheet. If the floors really "
        "are alike, nothing needs to be done.",
    )


def _same_places(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    spaces: Sequence[PlannedSpace],
    layout: Layout,
) -> list[Notice]:
    named = [
        (space.name, shape.anchor)
        for space, shape in zip(spaces, layout.spaces, strict=True)
        if not space.named_by_us
    ]
    if len(named) < LEAST_NAMED:
        return []
    least = SAME_SHARE * len(named)
    counted = queries.shared_places(tx, organisation_id, floor_id, named, SAME_SPOT_M)
    floors = [name for name, count in counted if count >= least]
    if not floors:
        return []
    return [
        Notice(
            "PLAN_LIKE_OTHER_FLOOR",
            f"The places of this plan have the names and spots of those of {_named(floors)}.",
            "If the drawing of the other floor was saved for this one by mistake, discard this "
            "draft. If the floors are alike, give their places numbers of their own.",
        )
    ]


def _named(floors: Sequence[str]) -> str:
    told = [f"floor “{name}”" for name in floors[:NAMED_FLOORS]]
    if len(floors) > NAMED_FLOORS:
        told.append(f"{len(floors) - NAMED_FLOORS} more")
    return listed(told)


def _metres(length_m: float) -> str:
    return f"{length_m / 1000:,.1f} km" if length_m >= 1000 else f"{length_m:.0f} m"
