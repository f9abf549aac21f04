"""Plans: how each of a floor came about, what differs between two, and the drawings themselves."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from pydantic import Field, RootModel

from app.api.answers import as_json, compressed, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import FloorPath, PlanPath
from app.api.plan_answers import TAG, Georeference
from app.api.plan_publishing import Change
from app.api.problems import CAN_CLASH, Responses
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans


class InForceAnswer(Told):
    """``to_at`` is null while no end is known; ``by`` published the plan or brought it back."""

    from_at: datetime
    to_at: datetime | None
    by: str | None


class HistoryAnswer(Told):
    """``created_by`` sent the drawing, ``published_by`` published the plan last; null for commands.

    ``in_force`` has every time that the plan was, is or will be the floor's, the earliest first.

    ``state_hash`` stands for all that the plan made of its floor; ``left_hash`` for that and every
    booking on it when it was replaced.
    """

    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    file_bytes: int
    file_sha256: str
    profile: dict[str, Any]
    engine_version: str | None
    georeference: Georeference | None
    state_hash: str | None
    left_hash: str | None
    created_at: datetime
    created_by: str | None
    published_at: datetime | None
    published_by: str | None
    effective_from: datetime | None
    in_force: list[InForceAnswer]


class HistoryList(RootModel[list[HistoryAnswer]]):
    pass


class PictureAnswer(Told):
    """Geometries are GeoJSON in metres of the axes of the drawing that was asked for."""

    revision_id: UUID
    number: int
    lines: list[dict[str, Any]]
    stairs: list[dict[str, Any]]
    spaces: list[dict[str, Any]]


class DifferenceAnswer(Told):
    """From the earlier plan (``before``) to the later."""

    before: PictureAnswer
    after: PictureAnswer
    sentence: str
    counts: dict[str, int]
    changes: list[Change]
    redrawn: list[str]


class DifferenceQuery(Asked):
    other: UUID = Field(alias="with", description="Id of another plan of the same floor")


_FILE: Responses = {
    200: {
        "description": "The drawing as it was sent.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@api.get("/floors/<uuid:floor_id>/history", tags=[TAG], responses={200: HistoryList})
@needs(Role.FACILITY)
@checked
def history(path: FloorPath) -> Response:
    """A floor's plans, the latest first: who, when, from which file, read and placed how."""
    found = plans.history(db(), actor(), path.floor_id)
    return told(HistoryList.model_validate(found, from_attributes=True))


@api.get(
    "/plans/<uuid:plan_id>/difference", tags=[TAG], responses={200: DifferenceAnswer, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def plan_difference(path: PlanPath, query: DifferenceQuery) -> Response:
    """What differs between this plan and another of its floor, in a sentence and in full."""
    found = plans.compare(db(), actor(), path.plan_id, query.other, now())
    answer = DifferenceAnswer.model_validate(found)
    return compressed(as_json(answer.model_dump(mode="json", by_alias=True)))


@api.get("/plans/<uuid:plan_id>/file", tags=[TAG], responses=_FILE)
@needs(Role.FACILITY)
@checked
def source_file(path: PlanPath) -> Response:
    """The drawing that the plan was read from, untouched."""
    name, content = plans.source_file(db(), actor(), path.plan_id)
    response = Response(content, content_type="application/octet-stream")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = plain.replace("\\", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
