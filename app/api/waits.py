"""Wait lists: waiting for a place that is taken, and answering when one is offered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from flask import Response, url_for
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Line, Told
from app.api.paths import WaitPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, WaitRequest

TAG = Tag(name="waits", description="Who asked first gets a place that becomes free, or is asked.")


class WaitAsked(Asked):
    """One space; or any of a kind on a floor, or in one of its zones."""

    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    mode: Mode = Mode.ASK
    space_id: UUID | None = None
    kind: Line | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None


class ModeAsked(Asked):
    mode: Mode


class PassedAnswer(Told):
    """Why it was gone past when something was free."""

    code: str
    message: str
    advice: str


class WaitAnswer(Told):
    id: UUID
    mode: Mode
    state: Annotated[
        str,
        Field(description="waiting, offered, booked, declined, unanswered, left or over"),
    ]
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    kind: str
    space_id: UUID | None
    name: str | None
    zone_id: UUID | None
    zone_name: str | None
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    position: int | None = Field(description="1 is next; null when it has ended")
    booking_id: UUID | None
    offered_space_id: UUID | None
    offered_name: str | None
    answer_by: datetime | None
    refusal: PassedAnswer | None
    created_at: datetime
    changed_at: datetime


class WaitList(RootModel[list[WaitAnswer]]):
    pass


@api.get("/waits", tags=[TAG], responses={200: WaitList})
@checked
def my_waits() -> Response:
    """What you wait for by its hours, then what ended within a week."""
    found = waiting.my_waits(db(), actor(), now())
    return told(WaitList.model_validate(found, from_attributes=True))


@api.post("/waits", tags=[TAG], responses={201: WaitAnswer, **CAN_CLASH, **WITH_BODY})
@checked
def join_wait_list(body: WaitAsked) -> Response:
    """Wait for a place that is taken. Asked again for the same, it is the same wait.

    In mode `book` it is booked as soon as it is your turn; in mode `ask` it is kept for you, and
    you are asked. Who has another place of the kind by then, or whose hours have begun since, is
    asked in both.
    """
    wanted = WaitRequest(
        from_at=body.from_at,
        to_at=body.to_at,
        mode=body.mode,
        space_id=body.space_id,
        kind=body.kind,
        floor_id=body.floor_id,
        zone_id=body.zone_id,
    )
    made = waiting.join(db(), actor(), wanted, now())
    response = _told(made, 201)
    response.headers["Location"] = url_for("api.wait", wait_id=made.id)
    return response


@api.get("/waits/<uuid:wait_id>", tags=[TAG], responses={200: WaitAnswer})
@checked
def wait(path: WaitPath) -> Response:
    """One of your waits."""
    return _told(waiting.wait(db(), actor(), path.wait_id))


@api.patch(
    "/waits/<uuid:wait_id>", tags=[TAG], responses={200: WaitAnswer, **CAN_CLASH, **WITH_BODY}
)
@checked
def set_wait_mode(path: WaitPath, body: ModeAsked) -> Response:
    """Have it booked by itself from now on, or be asked; your place in the list stays."""
    return _told(waiting.set_mode(db(), actor(), path.wait_id, body.mode, now()))


@api.delete("/waits/<uuid:wait_id>", tags=[TAG], responses={200: WaitAnswer, **CAN_CLASH})
@changes(Topic.FLOORS)
@checked
def leave_wait_list(path: WaitPath) -> Response:
    """Wait no longer; a place that is kept for you goes to the next one."""
    return _told(waiting.leave(db(), actor(), path.wait_id, now()))


@api.post("/waits/<uuid:wait_id>/take", tags=[TAG], responses={200: WaitAnswer, **CAN_CLASH})
@changes(Topic.FLOORS)
@checked
def take_offered(path: WaitPath) -> Response:
    """Take the place that is kept for you."""
    return _told(waiting.take(db(), actor(), path.wait_id, now()))


def _told(found: Any, status: int = 200) -> Response:
    return told(WaitAnswer.model_validate(found, from_attributes=True), status)
