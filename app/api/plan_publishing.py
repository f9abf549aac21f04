"""Plans: what publishing would do, publishing, bringing an earlier one back, putting one away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Moment, Told
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, Georeference, NoticeAnswer
from app.api.problems import CAN_CLASH, Responses
from app.context import actor, db, now
from app.exports import affected as affected_file
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans


class DateAsked(Asked):
    """From when on the plan shall be the floor's; without it from now on."""

    from_: Moment | None = Field(
        default=None,
        alias="from",
        description="A day (2026-11-30) or a time (2026-11-30T07:00) in the building, or an"
        " instant with its offset from UTC.",
    )


class Change(Told):
    """``at`` and ``was_at`` are in metres of the new drawing's own axes; ``said`` by a person."""

    space_id: UUID | None
    kind: str
    change: str
    name: str
    old_name: str | None
    moved_m: float | None
    bookable: bool
    bookings: int
    loses_bookings: bool
    renamed: bool
    score: float
    why: str
    said: bool
    key: str | None
    at: tuple[float, float] | None
    was_at: tuple[float, float] | None
    other_id: UUID | None
    altered: list[str]


class AffectedAnswer(Told):
    """A booking whose place the plan takes. ``state`` is to_be_held; once published held (nobody
    has answered), moved (to ``moved_to``), cancelled, returned (the place is back), or over.
    """

    booking_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    space_id: UUID
    space_name: str
    kind: str
    time_zone: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    state: str
    answered_at: datetime | None
    moved_to: str | None


class AffectedList(RootModel[list[AffectedAnswer]]):
    pass


_CSV: Responses = {
    200: {
        "description": "One booking on each line.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


class PreviewAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    changes: list[Change]
    counts: dict[str, int]
    held_bookings: int
    georeference: Georeference
    hindrances: list[NoticeAnswer]
    warnings: list[NoticeAnswer]
    sentence: str
    redrawn: list[str]
    affected: list[AffectedAnswer]
    effective_from: datetime | None


class PublishAnswer(Told):
    """``state_hash`` stands for all that the plan makes of the floor; of a plan that came back
    ``identical`` says that it is what it was, ``as_left`` that its bookings are, too.
    """

    revision_id: UUID
    floor_id: UUID
    map_digest: str
    counts: dict[str, int]
    changes: list[Change]
    held_bookings: int
    restored_bookings: int
    warnings: list[NoticeAnswer]
    state_hash: str
    identical: bool | None
    as_left: bool | None
    effective_from: datetime | None


class UnscheduleAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    held_bookings: int
    restored_bookings: int


@api.get("/plans/<uuid:plan_id>/preview", tags=[TAG], responses={200: PreviewAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def preview(path: PlanPath, query: DateAsked) -> Response:
    """What publishing, now or from a date on, would do to the floor's spaces and bookings."""
    found = plans.preview(db(), actor(), path.plan_id, now(), effective_from=query.from_)
    return told(PreviewAnswer.model_validate(found))


@api.get("/plans/<uuid:plan_id>/affected", tags=[TAG], responses={200: AffectedList, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def affected(path: PlanPath) -> Response:
    """Whose bookings the plan would hold; once it was published, how each of them stands."""
    found = plans.affected(db(), actor(), path.plan_id, now())
    return told(AffectedList.model_validate(found, from_attributes=True))


@api.get("/plans/<uuid:plan_id>/affected.csv", tags=[TAG], responses=_CSV)
@needs(Role.FACILITY)
@checked
def affected_csv(path: PlanPath) -> Response:
    """The same as a table, with names and e-mail addresses, in the building's time."""
    found = plans.affected(db(), actor(), path.plan_id, now())
    response = Response(affected_file.write(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="affected-bookings.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@api.post("/plans/<uuid:plan_id>/publish", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def publish(path: PlanPath, query: DateAsked) -> Response:
    """Make this the floor that people see, whole: at once, or from a date on."""
    report = plans.publish(db(), actor(), path.plan_id, now(), effective_from=query.from_)
    return told(PublishAnswer.model_validate(report))


@api.post(
    "/plans/<uuid:plan_id>/unschedule", tags=[TAG], responses={200: UnscheduleAnswer, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def unschedule(path: PlanPath) -> Response:
    """Take the date of a plan back, so that it is a draft again."""
    report = plans.unschedule(db(), actor(), path.plan_id, now())
    return told(UnscheduleAnswer.model_validate(report))


@api.post(
    "/plans/<uuid:plan_id>/bring-back", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def bring_back(path: PlanPath) -> Response:
    """Make an earlier plan the one that people see again."""
    report = plans.bring_back(db(), actor(), path.plan_id, now())
    return told(PublishAnswer.model_validate(report))


@api.delete("/plans/<uuid:plan_id>", tags=[TAG], responses={204: None, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def discard(path: PlanPath) -> Response:
    """Put a plan away that will not be published."""
    plans.discard(db(), actor(), path.plan_id)
    return nothing()
