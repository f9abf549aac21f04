"""The use case of placing a plan, and views of where one lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.plans import position_queries, queries, rules
from floorplans.plans.ground import bearing_of, ground_of, like_of
from floorplans.plans.known import plan_of
from floorplans.plans.placing import Placement, placement
from floorplans.plans.position import ControlPoints, PointAndBearing, Position
from floorplans.plans.position_views import PlacedReport
from floorplans.plans.staging import locked, no_such_plan
from floorplans.plans.stored import from_stored
from floorplans.plans.views import GeoreferenceView, PointResidual

SMALLEST_SCALE, LARGEST_SCALE = 0.001, 1000.0


def place(
    db: Database, actor: Actor, revision_id: UUID, position: Position, now: datetime
) -> PlacedReport:
    """Say where a draft lies; the answer tells how well the points agree.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft, no GEODATA, no other plan),
    ``Invalid`` (points that cannot work), ``Refused`` with code ``position_doubtful`` and the
    residuals until the position is confirmed.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = locked(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft",), "placed")
        placed = _placement(tx, organisation, row, position)
        position_queries.set_georeference(tx, organisation, row, placed)
    return _report(placed, row["srid"])


def check(db: Database, actor: Actor, revision_id: UUID, position: Position) -> PlacedReport:
    """What ``place`` would answer, with nothing stored and doubts told instead of asked about.

    Raises what ``place`` raises, but never that a position is doubtful.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    if isinstance(position, ControlPoints | PointAndBearing):
        position = replace(position, confirm=True)
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft",), "placed")
        placed = _placement(tx, organisation, row, position)
    return _report(placed, row["srid"])


def _placement(
    tx: Connection, organisation_id: UUID, row: Mapping[Any, Any], position: Position
) -> Placement:
    like = like_of(position)
    draft_of = position_queries.bare_draft if like is None else queries.draft_of
    stored = draft_of(tx, organisation_id, row["id"])
    if stored is None:
        raise no_such_plan()
    ground = ground_of(tx, organisation_id, row["floor_id"], row["id"], like=like)
    placed = placement(position, from_stored(stored), ground)
    _check_scale(placed)
    return placed


def _report(placed: Placement, srid: int) -> PlacedReport:
    return PlacedReport(
        georeference=view_of_placement(placed, srid),
        bad_point=placed.bad_point,
        warnings=placed.warnings,
        fault=placed.fault,
        others=placed.others,
        sure=placed.sure,
        corner=placed.corner,
        doubtful=placed.doubtful,
    )


def view_of_placement(placed: Placement, srid: int) -> GeoreferenceView:
    turned_deg = placed.transform.rotation_deg
    return GeoreferenceView(
        method=placed.method,
        srid=srid,
        scale=placed.transform.scale,
        rotation_deg=turned_deg,
        bearing_deg=_told_bearing(placed.method, turned_deg, placed.points, srid),
        mirrored=placed.transform.mirrored,
        origin_east=placed.transform.e,
        origin_north=placed.transform.f,
        rmse_m=placed.rmse_m,
        points=placed.points,
        detail=placed.detail,
    )


def georeference_view(row: Mapping[Any, Any]) -> GeoreferenceView:
    points = tuple(PointResidual(**point) for point in row["control_points"])
    values = {name: row[name] for name in row if name != "control_points"}
    bearing = _told_bearing(row["method"], row["rotation_deg"], points, row["srid"])
    return GeoreferenceView(**values, bearing_deg=bearing, points=points)


def _told_bearing(
    method: str, rotation_deg: float, points: Sequence[PointResidual], srid: int
) -> float | None:
    if method != "point_and_bearing":
        return None
    return bearing_of(rotation_deg, points[0].lon, points[0].lat, srid)


def _check_scale(placed: Placement) -> None:
    if not SMALLEST_SCALE <= placed.transform.scale <= LARGEST_SCALE:
        raise Invalid(
            "scale_absurd",
            f"The points make the drawing {placed.transform.scale:.3g} times as large. "
            "Nothing was changed.",
            "Check the drawing's unit and the points.",
        )
