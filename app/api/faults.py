"""Faults at places: reported by anybody, without a name; seen to by facility staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel, StringConstraints

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import OnceHeader
from app.api.checks import checked
from app.api.fields import Asked, Told, ToldPlace
from app.api.paths import FaultPath, SpacePath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.mending import service as mending
from floorplans.mending.rules import LONGEST_NOTE
from floorplans.mending.views import FaultAtPlace, ReportRequest, What

TAG = Tag(name="faults", description="What is broken, missing or dirty at a place.")

FaultNote = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")]


class FaultAsked(Asked):
    """What is wrong; ``other`` needs a note. Everybody who looks at the place reads the note."""

    what: Literal["broken", "missing", "dirty", "damaged", "other"]
    note: FaultNote | None = None


class ReportedFaultAnswer(Told):
    """A fault at a place. Nobody is named; ``reports`` is how many people have found it."""

    id: UUID
    space_id: UUID
    what: str
    note: str | None
    words: str = Field(description="Both as one line")
    reports: int
    reported_at: datetime
    is_mine: bool = Field(description="You are among those who reported it, and will be told")
    done_at: datetime | None


class ReportedFaultList(RootModel[list[ReportedFaultAnswer]]):
    pass


class FaultsAsked(Asked):
    state: Literal["open", "done"] = "open"


class PlacedFaultAnswer(ToldPlace):
    """A fault for facility staff. ``reporters`` are names, and none once it is done."""

    id: UUID
    what: str
    note: str | None
    words: str
    reports: int
    reporters: list[str]
    reported_at: datetime
    done_at: datetime | None
    word: str | None


class PlacedFaultList(RootModel[list[PlacedFaultAnswer]]):
    pass


class DoneAsked(Asked):
    word: FaultNote | None = Field(None, description="To those who reported it")


@api.get("/spaces/<uuid:space_id>/faults", tags=[TAG], responses={200: ReportedFaultList})
@checked
def faults_at(path: SpacePath) -> Response:
    """What is open at a place, the newest first."""
    found = mending.at_space(db(), actor(), path.space_id)
    return told(ReportedFaultList([ReportedFaultAnswer.model_validate(each) for each in found]))


@api.post(
    "/spaces/<uuid:space_id>/faults",
    tags=[TAG],
    responses={201: ReportedFaultAnswer, **CAN_CLASH, **WITH_BODY},
)
@checked
def report_fault(path: SpacePath, header: OnceHeader, body: FaultAsked) -> Response:
    """Say that something is wrong here. The same key sent again is the same report."""
    wanted = ReportRequest(path.space_id, What(body.what), body.note, header.key)
    return told(
        ReportedFaultAnswer.model_validate(mending.report(db(), actor(), wanted, now())), 201
    )


@api.post(
    "/faults/<uuid:fault_id>/same", tags=[TAG], responses={200: ReportedFaultAnswer, **CAN_CLASH}
)
@checked
def same_fault(path: FaultPath) -> Response:
    """Say that you have found an open fault too. Again is no error."""
    found = mending.same_here(db(), actor(), path.fault_id, now())
    return told(ReportedFaultAnswer.model_validate(found))


@api.get("/faults", tags=[TAG], responses={200: PlacedFaultList})
@needs(Role.FACILITY)
@checked
def all_faults(query: FaultsAsked) -> Response:
    """What is open, by floor, or what was done in the last 90 days."""
    read = mending.open_faults if query.state == "open" else mending.done_faults
    return told(PlacedFaultList([_placed(each) for each in read(db(), actor())]))


@api.post(
    "/faults/<uuid:fault_id>/done", tags=[TAG], responses={200: PlacedFaultAnswer, **WITH_BODY}
)
@needs(Role.FACILITY)
@checked
def fault_done(path: FaultPath, body: DoneAsked) -> Response:
    """Say that a fault is done; those who reported it are told, and then forgotten."""
    return told(_placed(mending.finish(db(), actor(), path.fault_id, body.word, now())))


def _placed(found: FaultAtPlace) -> PlacedFaultAnswer:
    fault = found.fault
    return PlacedFaultAnswer(
        id=fault.id,
        what=fault.what,
        note=fault.note,
        words=fault.words,
        reports=fault.reports,
        reporters=list(found.reporters),
        reported_at=fault.reported_at,
        done_at=fault.done_at,
        word=found.word,
        space_id=fault.space_id,
        space_name=found.space_name,
        kind=found.kind,
        floor_id=found.floor_id,
        floor_name=found.floor_name,
        building_name=found.building_name,
        time_zone=found.time_zone,
    )
