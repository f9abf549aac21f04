"""Requests: bookings that wait for somebody's approval, and the answers to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import BookingAnswer
from app.api.checks import checked
from app.api.fields import Asked, Instant, Note, Told, ToldHours
from app.api.paths import BookingPath, SpacePath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.approvals import service as approvals
from floorplans.bookings.rules import window_of
from floorplans.teams import service as teams

TAG = Tag(
    name="approval",
    description="Where a rule wants approval, a booking is a request until somebody answers it.",
)
Sequence = Annotated[int, Field(ge=0, le=2**31 - 1)]


class RivalAnswer(Told):
    """Another request, which approving this one refuses."""

    booking_id: UUID
    person_name: str
    space_name: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")


class RequestAnswer(ToldHours):
    """An open request; send ``sequence`` with the answer, so that it is to what was looked at.

    ``rivals`` are refused when it is approved. ``is_taken``: it can only be declined.
    """

    booking_id: UUID
    sequence: int
    person_id: UUID
    person_name: str
    asked_at: datetime
    answer_by: datetime
    note: str | None
    is_private: bool
    rule: str | None
    rivals: list[RivalAnswer]
    is_taken: bool


class RequestList(RootModel[list[RequestAnswer]]):
    pass


class ApproveAsked(Asked):
    sequence: Sequence | None = None


class DeclineAsked(Asked):
    """``reason`` is told to who asked."""

    sequence: Sequence | None = None
    reason: Note | None = None


class ApprovedAnswer(Told):
    """The booking as it stands, and the requests that were declined with that."""

    booking: BookingAnswer
    declined: list[RivalAnswer]


class HoursQuery(Asked):
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    for_person_id: UUID | None = None


class ApprovalAnswer(Told):
    """Whether a booking would be a request, by which rule, who answers, how many others ask.

    ``own`` is your open request for these hours.
    """

    needed: bool
    rule: str | None
    by: str | None
    asked: int
    own: UUID | None


@api.get("/requests", tags=[TAG], responses={200: RequestList})
@checked
def open_requests() -> Response:
    """The requests that wait for you, the soonest first; facility staff may answer all."""
    found = approvals.open_requests(db(), actor(), now())
    return told(RequestList.model_validate(found, from_attributes=True))


@api.post(
    "/bookings/<uuid:booking_id>/approve",
    tags=[TAG],
    responses={200: ApprovedAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def approve_request(path: BookingPath, body: ApproveAsked) -> Response:
    """Let a request stand; those that lose their place by it are declined in the same moment."""
    booking, lost = approvals.approve(db(), actor(), path.booking_id, now(), sequence=body.sequence)
    declined = [RivalAnswer.model_validate(each) for each in lost]
    return told(ApprovedAnswer(booking=BookingAnswer.model_validate(booking), declined=declined))


@api.post(
    "/bookings/<uuid:booking_id>/decline",
    tags=[TAG],
    responses={200: BookingAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def decline_request(path: BookingPath, body: DeclineAsked) -> Response:
    """Decline a request, with a reason if there is one to tell."""
    declined = approvals.decline(
        db(), actor(), path.booking_id, now(), reason=body.reason, sequence=body.sequence
    )
    return told(BookingAnswer.model_validate(declined))


@api.get(
    "/spaces/<uuid:space_id>/approval",
    tags=[TAG],
    responses={200: ApprovalAnswer, **CAN_CLASH},
)
@checked
def approval_of_space(path: SpacePath, query: HoursQuery) -> Response:
    """Whether booking a space in these hours needs approval; refused as the booking would be.

    With ``for_person_id`` it is about a booking for that colleague.
    """
    window = window_of(query.from_at, query.to_at)
    person = teams.whom(db(), actor(), query.for_person_id)
    found = approvals.terms(db(), person, path.space_id, window, now())
    if person.person_id != actor().person_id:
        found = replace(found, own=None)
    return told(ApprovalAnswer.model_validate(found))
