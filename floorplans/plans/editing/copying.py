"""Use case: copy spaces of another floor's plan into a draft, all of them as one edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import shapely
from shapely import Polygon, affinity
from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, Refused
from floorplans.plans import position_queries, queries
from floorplans.plans.editing.actions import Draw, TakeOver
from floorplans.plans.editing.fields import turned_deg
from floorplans.plans.editing.folded import Folded, fold
from floorplans.plans.editing.limits import MOST_TARGETS
from floorplans.plans.editing.log import log_of
from floorplans.plans.editing.service import edit
from floorplans.plans.editing.views import EditedView
from floorplans.plans.ground import similarity_of
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.staging import no_such_plan
from floorplans.plans.stored import from_stored
from geo.georeference import Similarity

#: Drawings whose boxes share less than this of the smaller one were drawn about other corners.
SHARED_SHARE = 0.5
Box = tuple[float, float, float, float]
#: (a, b, d, e, xoff, yoff) as shapely.affinity takes it, and the turn in degrees.
Way = tuple[list[float], float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to copy of the plan ``source``; ``named`` with numbers and names as they are there."""

    source: UUID
    kinds: frozenset[str]
    named: bool = True


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan as people made it, its box in its own metres, and where it lies if that is known."""

    title: str
    folded: Folded
    box: Box
    srid: int
    placed: Similarity | None


def copy_spaces(  # noqa: PLR0917 - the order of the contract between the parts
    db: Database,
    actor: Actor,
    revision_id: UUID,
    wanted: Wanted,
    after: int,
    now: datetime,
    *,
    dry_run: bool = False,
) -> EditedView:
    """Copy spaces such that they lie above or below those they come from.

    Plans that are both placed are laid over each other on the earth; else they lie as drawn, or
    middle on middle where they were drawn about other corners. Holes in outlines are not copied.
    Raises as ``edit``, and ``Invalid`` (``copy_too_many``), ``Refused`` (``nothing_to_copy``).
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        source = _plan(tx, actor.organisation_id, wanted.source)
        target = _plan(tx, actor.organisation_id, revision_id)
    chosen = [space for space in source.folded.spaces if space.kind in wanted.kinds]
    _check(chosen)
    way = _way(source, target)
    drawn = tuple(_drawn(space, way, named=wanted.named) for space in chosen)
    action = TakeOver(source.title, drawn)
    return edit(db, actor, revision_id, action, after, now, dry_run=dry_run)


def _plan(tx: Connection, organisation_id: UUID, revision_id: UUID) -> _Plan:
    row = queries.revision(tx, organisation_id, revision_id)
    stored = queries.draft_of(tx, organisation_id, revision_id) if row is not None else None
    if row is None or stored is None:
        raise no_such_plan()
    draft = from_stored(stored)
    folded = fold(draft, log_of(tx, organisation_id, revision_id, row["state"]).done)
    placed = position_queries.georeference(tx, organisation_id, revision_id)
    return _Plan(
        title=row["file_name"],
        folded=folded,
        box=draft.extent_m,
        srid=row["srid"],
        placed=None if placed is None else similarity_of(placed),
    )


def _check(chosen: list[PlannedSpace]) -> None:
    if not chosen:
        raise Refused(
            "nothing_to_copy",
            "That plan has no spaces of these kinds. Nothing was changed.",
            "Choose another floor, or other kinds.",
        )
    if len(chosen) > MOST_TARGETS:
        raise Invalid(
            "copy_too_many",
            f"That plan has {len(chosen):,} spaces of these kinds. Nothing was changed.",
            f"Copy up to {MOST_TARGETS:,} at a time: choose fewer kinds.",
        )


def _way(source: _Plan, target: _Plan) -> Way:
    """From the metres of one drawing to those of the other."""
    if source.placed and target.placed and source.srid == target.srid:
        there, back = source.placed, target.placed.inverse()
        zero, right, up = (back.point(*there.point(*at)) for at in ((0, 0), (1, 0), (0, 1)))
        a, d = right[0] - zero[0], right[1] - zero[1]
        b, e = up[0] - zero[0], up[1] - zero[1]
        return [a, b, d, e, *zero], there.rotation_deg - target.placed.rotation_deg
    dx, dy = (0.0, 0.0) if _is_shared(source.box, target.box) else _between(source.box, target.box)
    return [1.0, 0.0, 0.0, 1.0, dx, dy], 0.0


def _is_shared(one: Box, other: Box) -> bool:
    boxes = shapely.box(*one), shapely.box(*other)
    smaller = min(box.area for box in boxes)
    return bool(boxes[0].intersection(boxes[1]).area >= SHARED_SHARE * smaller)


def _between(one: Box, other: Box) -> tuple[float, float]:
    dx = (other[0] + other[2] - one[0] - one[2]) / 2
    return dx, (other[1] + other[3] - one[1] - one[3]) / 2


def _drawn(space: PlannedSpace, way: Way, *, named: bool) -> Draw:
    matrix, turn = way
    moved: Polygon = affinity.affine_transform(Polygon(space.polygon.exterior), matrix)
    # A name that we made up may be another space's here.
    own = named and not space.named_by_us
    return Draw(
        kind=space.kind,
        category=space.category,
        ring=tuple((x, y) for x, y in moved.exterior.coords[:-1]),
        number=space.number if own else None,
        name=space.name if own else None,
        capacity=space.capacity,
        bookable=space.bookable,
        places=space.places,
        features=space.features,
        rotation_deg=turned_deg(space.rotation_deg, turn),
    )
