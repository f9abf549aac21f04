"""The use case of comparing any two plans of a floor: a sentence, changes, and both pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid
from floorplans.ids import new_id
from floorplans.plans import difference, floor_queries, map_document, position_queries, queries
from floorplans.plans.editing.said import NEW, Said
from floorplans.plans.floor_queries import Background, KnownRow
from floorplans.plans.ground import similarity_of
from floorplans.plans.known import plan_of
from floorplans.plans.layout import Layout, SpaceShape
from floorplans.plans.matching import BY_A_PERSON
from floorplans.plans.publishing import stored_plan
from floorplans.plans.redrawn import background_of, differing
from floorplans.plans.returning import spaces_of
from floorplans.plans.settlement import Settlement, settle
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.staging import no_such_plan
from floorplans.plans.views import ComparedPlans, PlanPicture
from geo.georeference import Similarity

DECIMALS = 3  # millimetres
_BY_ID = "known by its id in both plans"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two plans; shapes are in the site's CRS, ``ids`` are None for a draft."""

    row: RowMapping
    spaces: tuple[PlannedSpace, ...]
    shapes: tuple[Polygon, ...]
    ids: tuple[UUID, ...] | None
    said: Said
    transform: Similarity
    background: Background


def compare(
    db: Database, actor: Actor, revision_id: UUID, other_id: UUID, now: datetime
) -> ComparedPlans:
    """What differs between two plans of one floor, from the earlier to the later.

    The pictures are in metres of the axes of the drawing ``revision_id``, so that one lies on the
    other. Raises ``Forbidden``, ``NotFound``, ``Invalid`` (of another floor, or the same plan),
    ``Conflict`` (a plan that was not understood).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        own, other = _side(tx, organisation, revision_id), _side(tx, organisation, other_id)
        present = floor_queries.published(tx, organisation, own.row["floor_id"])
    if revision_id == other_id or own.row["floor_id"] != other.row["floor_id"]:
        raise Invalid(
            "plans_not_comparable",
            "These are not two plans of one floor.",
            "Choose two different plans from one floor's history.",
        )
    before, after = sorted((own, other), key=lambda side: side.row["number"])
    ids = before.ids or tuple(new_id() for _ in before.spaces)
    found = _settled(before, ids, after, is_present=before.row["id"] == present)
    redrawn = differing(before.background, after.background)
    back = own.transform.inverse()
    became = {change.space_id: change.change for change in found.changes}
    return ComparedPlans(
        before=_picture(before, [became.get(one, "same") for one in ids], back),
        after=_picture(after, [change.change for change in found.changes], back),
        sentence=difference.sentence(found.changes, redrawn),
        counts=found.counts,
        changes=found.changes,
        redrawn=redrawn,
    )


def _side(tx: Connection, organisation_id: UUID, revision_id: UUID) -> _Side:
    row = plan_of(tx, organisation_id, revision_id)
    if row["state"] == "draft":
        return _of_draft(tx, organisation_id, row)
    if row["map_digest"] is None:
        raise Conflict(
            "plan_not_understood",
            "Of one of the plans nothing was understood that could be compared.",
            "Choose a plan that is a draft, or that was published.",
        )
    return _of_published(tx, organisation_id, row)


def _of_draft(tx: Connection, organisation_id: UUID, row: RowMapping) -> _Side:
    plan = stored_plan(tx, organisation_id, row)
    layout = plan.layout() if plan.spaces else None
    return _Side(
        row=row,
        spaces=plan.spaces,
        shapes=tuple(shape.polygon for shape in layout.spaces) if layout else (),
        ids=None,
        said=plan.said,
        transform=plan.transform,
        background=background_of(layout, plan.zones),
    )


def _of_published(tx: Connection, organisation_id: UUID, row: RowMapping) -> _Side:
    """By its own map; the shapes are in the tables without a loss."""
    floor_id, revision_id = row["floor_id"], row["id"]
    content = queries.map_content(tx, organisation_id, floor_id, row["map_digest"])
    background = floor_queries.background_of(tx, organisation_id, revision_id)
    placed = position_queries.georeference(tx, organisation_id, revision_id)
    if content is None or background is None or placed is None:
        raise no_such_plan()
    spaces, ids = spaces_of(map_document.read(content))
    found = floor_queries.shapes_of(tx, organisation_id, revision_id)
    shapes = tuple(found[own] for own in ids)
    transform = similarity_of(placed)
    back = transform.inverse()
    return _Side(
        row=row,
        spaces=tuple(
            replace(space, polygon=back.apply(shape))
            for space, shape in zip(spaces, shapes, strict=True)
        ),
        shapes=shapes,
        ids=tuple(ids),
        said=Said(),
        transform=transform,
        background=background,
    )


def _settled(before: _Side, ids: Sequence[UUID], after: _Side, *, is_present: bool) -> Settlement:
    """Ids tell where both plans have them; a draft is compared as for publishing it."""
    spaces, said = after.spaces, after.said if is_present else Said()
    by_id = before.ids is not None and after.ids is not None
    if by_id:
        spaces, said = _by_id(after, ids)
    return settle(
        [_known(*each) for each in zip(ids, before.spaces, before.shapes, strict=True)],
        spaces,
        _layout(after.shapes),
        {},
        before=before.transform,
        after=after.transform,
        said=said,
        because=_BY_ID if by_id else BY_A_PERSON,
    )


def _by_id(side: _Side, known: Sequence[UUID]) -> tuple[tuple[PlannedSpace, ...], Said]:
    """The spaces of a plan with keys, and which of ``known`` each is."""
    own = side.ids or ()
    spaces = tuple(
        replace(space, key=str(one)) for one, space in zip(own, side.spaces, strict=True)
    )
    present = set(known)
    said: dict[str, UUID | Literal["new"]] = {
        str(one): one if one in present else NEW for one in own
    }
    return spaces, Said(said, frozenset(present - set(own)))


def _known(own: UUID, space: PlannedSpace, shape: Polygon) -> KnownRow:
    return KnownRow(
        id=own,
        kind=space.kind,
        number=space.number,
        name=space.name,
        bookable=space.bookable,
        ended=False,
        handle=space.handle,
        polygon=shape,
        category=space.category,
        capacity=space.capacity,
        features=space.features,
        places=space.places,
    )


def _layout(shapes: Sequence[Polygon]) -> Layout:
    """As much of a layout as a comparison looks at."""
    spaces = tuple(SpaceShape(shape, shape.centroid, None, None) for shape in shapes)
    return Layout(0, spaces, (), MultiPolygon(), MultiLineString(), (), ())


def _picture(side: _Side, became: Sequence[str], back: Similarity) -> PlanPicture:
    """The plan for the eye, by way of ``back`` from the site's CRS.

    ``became`` begins with the verdicts of its spaces.
    """
    drawn = side.background
    return PlanPicture(
        revision_id=side.row["id"],
        number=side.row["number"],
        lines=tuple(_drawn(drawn.walls + drawn.doors, back)),
        stairs=tuple(_drawn(drawn.stairs, back)),
        spaces=tuple(
            {"kind": space.kind, "name": space.name, "change": change, "geometry": shape}
            for space, change, shape in zip(
                side.spaces, became, _drawn(side.shapes, back), strict=False
            )
        ),
    )


def _drawn(shapes: Sequence[BaseGeometry], back: Similarity) -> list[dict[str, Any]]:
    return [
        map_document.geometry(back.apply(shape), DECIMALS) for shape in shapes if not shape.is_empty
    ]
