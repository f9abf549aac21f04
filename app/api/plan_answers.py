"""What the API tells of plans, shared by the modules that read, fix and publish them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.fields import Told
from app.context import actor, db
from floorplans.plans import service as plans

TAG = Tag(name="plans", description="From a drawing to a floor that people book on.")


class Issue(Told):
    """A finding; ``segment`` is the line [x, y, x, y] that would settle it, across a gap."""

    number: int
    code: str
    severity: str
    message: str
    advice: str
    handle: str | None
    layer: str | None
    x: float | None
    y: float | None
    segment: list[float] | None


class Residual(Told):
    name: str
    x: float
    y: float
    lon: float
    lat: float
    residual_m: float


class Georeference(Told):
    """``rotation_deg`` is counter-clockwise in the CRS; ``bearing_deg`` clockwise from true north,
    null unless the position was given as one point and a bearing. ``detail`` tells the floor that
    a plan was laid on and what matched, or the world file.
    """

    method: str
    srid: int
    scale: float
    rotation_deg: float
    bearing_deg: float | None
    mirrored: bool
    origin_east: float
    origin_north: float
    rmse_m: float | None
    points: list[Residual]
    detail: dict[str, Any] = Field(default_factory=dict)


class NoticeAnswer(Told):
    code: str
    message: str
    advice: str


class PlanInList(Told):
    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    begun_by: str | None
    created_at: datetime
    published_at: datetime | None
    effective_from: datetime | None


class PlanList(RootModel[list[PlanInList]]):
    pass


class PlanAnswer(PlanInList):
    """``state`` is reading, refused, draft, scheduled, published, superseded or discarded."""

    file_bytes: int
    progress_stage: str
    progress_share: float
    refusal: dict[str, str] | None
    profile: dict[str, Any]
    units: dict[str, Any]
    counts: dict[str, int]
    issues: list[Issue]
    georeference: Georeference | None
    map_digest: str | None


def plan_answer(plan_id: UUID, status: int = 200) -> Response:
    """One plan as everybody is told of it; raises ``Forbidden``, ``NotFound``."""
    return told(PlanAnswer.model_validate(plans.revision(db(), actor(), plan_id)), status)
