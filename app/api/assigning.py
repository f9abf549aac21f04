"""Assigned desks: whose a place is on which days, what is left to others, and who is away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line, Told, ToldPlace
from app.api.forms import FILE, form, sent_file
from app.api.paths import AbsencePath, AssignmentPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs, takes_upload
from floorplans.actor import Role
from floorplans.assigning import service as assigning
from floorplans.assigning.views import AssignmentRequest, Days, DayState, Source, Span

TAG = Tag(name="assigned desks", description="Places that are one person's on some weekdays.")

#: A day of the building, as 2026-12-24.
Day = Annotated[date, Field(strict=False, ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
Weekdays = Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
_DRY_RUN = {"type": "string", "enum": ["true", "false"], "description": "Only tell what would be"}


class DaysAsked(Asked):
    """Weekdays (Monday is 1) from a day to a day, both included; without an end it stays."""

    weekdays: Weekdays
    from_on: Day = Field(alias="from")
    to_on: Day | None = Field(None, alias="to")
    dry_run: bool = False


class AssignmentAsked(DaysAsked):
    space_id: UUID
    email: Line


class SpanAsked(Asked):
    from_on: Day = Field(alias="from")
    to_on: Day = Field(alias="to")


class AbsenceAsked(SpanAsked):
    """`person_id` is for facility staff; without it one's own."""

    person_id: UUID | None = None


class AssignmentsOf(Asked):
    floor_id: UUID | None = None
    space_id: UUID | None = None


class AssignmentsOfPerson(Asked):
    person_id: UUID | None = None


class DaysAnswer(Told):
    weekdays: list[int]
    from_on: date = Field(serialization_alias="from")
    to_on: date | None = Field(serialization_alias="to")


class AssignmentAnswer(ToldPlace):
    id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    is_there: bool
    days: DaysAnswer


class StandingAnswer(Told):
    booking_id: UUID
    person_name: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")


class AssignedAnswer(Told):
    """`standing` are bookings of others in these days: they stay, and their people are told."""

    assignment: AssignmentAnswer
    standing: list[StandingAnswer]


class AssignmentList(RootModel[list[AssignmentAnswer]]):
    pass


class DayAnswer(Told):
    on: date
    state: DayState


class OwnAnswer(Told):
    assignment: AssignmentAnswer
    days: list[DayAnswer]


class OwnList(RootModel[list[OwnAnswer]]):
    pass


class ReleasedAnswer(Told):
    released: list[date]


class ReturnedAnswer(Told):
    """Days that came back, and days that others have taken and keep."""

    returned: list[date]
    taken: list[date]


class AbsenceAnswer(Told):
    id: UUID
    person_id: UUID
    person_name: str
    from_on: date = Field(serialization_alias="from")
    to_on: date = Field(serialization_alias="to")
    source: Source


class AbsenceList(RootModel[list[AbsenceAnswer]]):
    pass


class EndedAnswer(Told):
    """`kept` counts days that others have taken meanwhile, which stay theirs."""

    kept: int


class LeaveAnswer(Told):
    """What a calendar changed; `partly` counts entries of less than a day, which are left out."""

    absences: int
    new: int
    ended: int
    kept: int
    unknown: list[str]
    partly: int


class RowAnswer(Told):
    line: int
    code: str
    message: str
    advice: str


class ListedAnswer(Told):
    line: int
    space_name: str
    person_name: str
    days: DaysAnswer
    standing: int


class AssignmentListAnswer(Told):
    """With a problem, or as a dry run, nothing was changed (`applied` is false)."""

    applied: bool
    assigned: list[ListedAnswer]
    unchanged: int
    problems: list[RowAnswer]


@api.get("/assignments", tags=[TAG], responses={200: AssignmentList})
@needs(Role.FACILITY)
@checked
def assignments(query: AssignmentsOf) -> Response:
    """What is assigned now or later, by place; of one floor or space where it is named."""
    found = assigning.assignments(
        db(), actor(), now(), floor_id=query.floor_id, space_id=query.space_id
    )
    return told(AssignmentList.model_validate(found, from_attributes=True))


@api.post("/assignments", tags=[TAG], responses={201: AssignedAnswer, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def assign(body: AssignmentAsked) -> Response:
    """Assign a place to a person on some weekdays; a dry run only tells whose bookings it meets."""
    wanted = AssignmentRequest(body.space_id, body.email, _days(body))
    made = assigning.assign(db(), actor(), wanted, now(), dry_run=body.dry_run)
    return told(AssignedAnswer.model_validate(made), 201)


@api.post(
    "/assignments/list",
    tags=[TAG],
    responses={200: AssignmentListAnswer, **WITH_BODY},
    openapi_extensions=form(
        "file",
        file={**FILE, "description": "CSV: building, floor, number, e-mail, weekdays, from, to"},
        dry_run=_DRY_RUN,
    ),
)
@needs(Role.FACILITY)
@takes_upload
@checked
def assign_list() -> Response:
    """Assign all that a list says, or, with a wrong line, nothing."""
    _, content = sent_file("list", "assigned.csv")
    dry_run = request.form.get("dry_run") == "true"
    return told(
        AssignmentListAnswer.model_validate(
            assigning.take_list(db(), actor(), content, now(), dry_run=dry_run)
        )
    )


@api.put(
    "/assignments/<uuid:assignment_id>",
    tags=[TAG],
    responses={200: AssignedAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def change_assignment(path: AssignmentPath, body: DaysAsked) -> Response:
    """Give an assignment other weekdays or dates; one that has begun keeps its first day."""
    made = assigning.change(
        db(), actor(), path.assignment_id, _days(body), now(), dry_run=body.dry_run
    )
    return told(AssignedAnswer.model_validate(made))


@api.delete("/assignments/<uuid:assignment_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def end_assignment(path: AssignmentPath) -> Response:
    """End an assignment: from today on the place is everybody's."""
    assigning.end(db(), actor(), path.assignment_id, now())
    return nothing()


@api.get("/me/assignments", tags=[TAG], responses={200: OwnList})
@checked
def own_assignments() -> Response:
    """What is assigned to oneself, with its days of the next five weeks."""
    return told(OwnList.model_validate(assigning.mine(db(), actor(), now()), from_attributes=True))


@api.post(
    "/assignments/<uuid:assignment_id>/release",
    tags=[TAG],
    responses={200: ReleasedAnswer, **WITH_BODY},
)
@checked
def release(path: AssignmentPath, body: SpanAsked) -> Response:
    """Leave days to others."""
    days = assigning.release(db(), actor(), path.assignment_id, _span(body), now())
    return told(ReleasedAnswer(released=list(days)))


@api.post(
    "/assignments/<uuid:assignment_id>/take-back",
    tags=[TAG],
    responses={200: ReturnedAnswer, **CAN_CLASH, **WITH_BODY},
)
@checked
def take_back(path: AssignmentPath, body: SpanAsked) -> Response:
    """Have released days back, as far as nobody has taken them (`day_taken` where all are)."""
    found = assigning.take_back(db(), actor(), path.assignment_id, _span(body), now())
    return told(ReturnedAnswer.model_validate(found))


@api.get("/absences", tags=[TAG], responses={200: AbsenceList})
@checked
def absences(query: AssignmentsOfPerson) -> Response:
    """When one is away, or, for facility staff, somebody else; never why."""
    found = assigning.absences(db(), actor(), now(), person_id=query.person_id)
    return told(AbsenceList.model_validate(found, from_attributes=True))


@api.post("/absences", tags=[TAG], responses={201: AbsenceAnswer, **WITH_BODY})
@checked
def add_absence(body: AbsenceAsked) -> Response:
    """Say that one is away: what is assigned to one is left to others meanwhile."""
    made = assigning.add_absence(db(), actor(), _span(body), now(), person_id=body.person_id)
    return told(AbsenceAnswer.model_validate(made), 201)


@api.delete("/absences/<uuid:absence_id>", tags=[TAG], responses={200: EndedAnswer})
@checked
def remove_absence(path: AbsencePath) -> Response:
    """Say that one is there after all, from today on."""
    return told(EndedAnswer(kept=assigning.remove_absence(db(), actor(), path.absence_id, now())))


@api.post(
    "/absences/calendar",
    tags=[TAG],
    responses={200: LeaveAnswer, **WITH_BODY},
    openapi_extensions=form(
        "file",
        file={**FILE, "description": "iCalendar (.ics), or CSV: e-mail (for all), from, to"},
        for_all={
            "type": "string",
            "enum": ["true", "false"],
            "description": "Of people by their addresses, for facility staff; else one's own",
        },
    ),
)
@takes_upload
@checked
def take_leave() -> Response:
    """Take a leave calendar over; it replaces what earlier ones said of the same people."""
    name, content = sent_file("calendar", "leave.ics")
    for_all = request.form.get("for_all") == "true"
    return told(
        LeaveAnswer.model_validate(
            assigning.take_leave(db(), actor(), name, content, now(), for_all=for_all)
        )
    )


def _days(body: DaysAsked) -> Days:
    return Days(tuple(body.weekdays), body.from_on, body.to_on)


def _span(body: SpanAsked) -> Span:
    return Span(body.from_on, body.to_on)
