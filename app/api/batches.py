"""Batches: many files at once, each of which becomes a draft of its floor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, request, url_for
from pydantic import RootModel

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Told
from app.api.forms import FILE, form, sent_files
from app.api.paths import BatchPath, SitePath
from app.api.plan_answers import TAG
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs, takes_upload
from floorplans.actor import Role
from floorplans.errors import Invalid
from floorplans.plans.batches import service as batches

LONGEST_PATTERN, LONGEST_NAME = 200, 120
_FILES = form(
    "file",
    file={
        "type": "array",
        "items": dict(FILE),
        "description": "One ZIP archive, or several files. A manifest.csv among them (file, "
        "building, floor, view) says which file is which floor",
    },
    pattern={
        "type": "string",
        "description": "Without a manifest: how the files are named, such as "
        "{building}_{floor}.dxf",
    },
    building={
        "type": "string",
        "description": "The building of files for which none is told",
    },
)


class BatchFileAnswer(Told):
    """``state`` is that of the plan, or waiting, or not_stored with the reason as ``refusal``."""

    number: int
    file_name: str
    building: str
    floor: str
    view: str | None
    plan_id: UUID | None
    floor_id: UUID | None
    state: str
    stage: str
    share: float
    refusal: dict[str, str] | None


class BatchAnswer(Told):
    """``share`` is how much of it is read, 0 to 1; ``left_out`` are files that fit nowhere."""

    id: UUID
    site_id: UUID
    site: str
    name: str
    by: str | None
    created_at: datetime
    cancelled_at: datetime | None
    share: float
    is_done: bool
    files: list[BatchFileAnswer]
    left_out: list[str]


class BatchList(RootModel[list[BatchAnswer]]):
    pass


@api.get("/batches", tags=[TAG], responses={200: BatchList})
@needs(Role.FACILITY)
@checked
def present_batches() -> Response:
    """The latest batches, and how far each of their files is."""
    found = batches.batches(db(), actor(), now())
    return told(BatchList.model_validate(found, from_attributes=True))


@api.post(
    "/sites/<uuid:site_id>/batches",
    tags=[TAG],
    responses={201: BatchAnswer, **CAN_CLASH, **WITH_BODY},
    openapi_extensions=_FILES,
)
@needs(Role.FACILITY)
@takes_upload
@checked
def bring_in_batch(path: SitePath) -> Response:
    """Send an archive or several files; buildings and floors are made when they are missing."""
    made = batches.bring_in(
        db(),
        actor(),
        path.site_id,
        sent_files("drawing"),
        now(),
        pattern=_word("pattern", LONGEST_PATTERN),
        building=_word("building", LONGEST_NAME),
    )
    response = told(BatchAnswer.model_validate(made), 201)
    response.headers["Location"] = url_for("api.batch", batch_id=made.id)
    return response


@api.get("/batches/<uuid:batch_id>", tags=[TAG], responses={200: BatchAnswer})
@needs(Role.FACILITY)
@checked
def batch(path: BatchPath) -> Response:
    """One batch: how far it is, and each file with its state and its plan."""
    found = batches.batch(db(), actor(), path.batch_id, now())
    return told(BatchAnswer.model_validate(found))


@api.post("/batches/<uuid:batch_id>/cancel", tags=[TAG], responses={200: BatchAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def cancel_batch(path: BatchPath) -> Response:
    """Put away what the batch brought and nobody has published."""
    done = batches.cancel(db(), actor(), path.batch_id, now())
    return told(BatchAnswer.model_validate(done))


def _word(name: str, longest: int) -> str | None:
    given = "".join(filter(str.isprintable, request.form.get(name, ""))).strip()
    if len(given) > longest:
        raise Invalid(
            "input_invalid",
            f"“{name}” is longer than {longest} characters. Nothing was stored.",
            "Shorten it.",
        )
    return given or None
