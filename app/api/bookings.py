"""Bookings: make, see, change and cancel one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response, url_for
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from app.api.answers import told
from app.api.blueprint import api
from app.api.bring_shapes import BringAsked, BroughtAnswer, wanted_of
from app.api.checks import checked
from app.api.fields import Asked, Instant, Note, Told, ToldHours
from app.api.paths import BookingPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, context, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.equipment.rules import MOST_KINDS
from floorplans.teams import service as teams

TAG = Tag(name="bookings", description="A booking holds a space for a half-open time [from, to).")


class BookingAsked(Asked):
    """A space for some hours, and what goes with it, all of it or nothing.

    ``for_person_id`` is a colleague who lets colleagues book for them; staff name anybody.
    """

    space_id: UUID
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    bring: list[BringAsked] = Field(default=[], max_length=MOST_KINDS)
    for_person_id: UUID | None = None
    note: Note | None = None
    is_private: bool = False


class ChangeAsked(Asked):
    """What should be different; what is left out stays, and an empty note takes it away."""

    space_id: UUID | None = None
    from_at: Instant | None = Field(default=None, alias="from")
    to_at: Instant | None = Field(default=None, alias="to")
    note: Note | None = None
    is_private: bool | None = None


class OnceHeader(BaseModel):
    """The same key sent again gives the same booking again, never a second one."""

    model_config = ConfigDict(hide_input_in_errors=True)

    key: (
        Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[\x20-\x7e]+$")]
        | None
    ) = Field(default=None, alias="Idempotency-Key")


class BookingAnswer(ToldHours):
    """A booking. ``requested`` takes nothing until somebody approves it (``answer_by`` at most).

    ``answer`` is what was written with a declined one; ``note`` is told to who may read it.
    """

    id: UUID
    state: str
    phase: str
    is_mine: bool
    is_by_me: bool = Field(description="You booked it for somebody else")
    person_name: str | None
    booked_by_name: str | None = Field(description="The colleague who booked it for its person")
    brings: list[BroughtAnswer]
    team_id: UUID | None
    is_private: bool
    note: str | None
    answer_by: datetime | None
    answer: str | None


class OfferAnswer(Told):
    """A free place; ``distance_m`` is the straight line from the one that was lost."""

    space_id: UUID
    name: str
    number: str | None
    kind: str
    features: tuple[str, ...]
    capacity: int
    floor_id: UUID
    floor_name: str
    building_id: UUID
    building_name: str
    distance_m: float
    walk_s: float


class PartAnswer(Told):
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")


class OffersAnswer(Told):
    """``parts`` are hours of the booking in which its own place is open."""

    booking_id: UUID
    spaces: list[OfferAnswer]
    parts: list[PartAnswer]


class BookingList(RootModel[list[BookingAnswer]]):
    pass


@api.get("/bookings", tags=[TAG], responses={200: BookingList})
@checked
def my_bookings() -> Response:
    """Your bookings: running and coming ones by time, then the latest that are over."""
    found = bookings.my_bookings(db(), actor(), now())
    return told(BookingList.model_validate(found, from_attributes=True))


@api.post("/bookings", tags=[TAG], responses={201: BookingAnswer, **CAN_CLASH, **WITH_BODY})
@changes(Topic.FLOORS)
@checked
def book(header: OnceHeader, body: BookingAsked) -> Response:
    """Book a space for at least a minute. When it is taken, 409 offers the three nearest free."""
    wanted = BookingRequest(
        body.space_id,
        body.from_at,
        body.to_at,
        header.key,
        wanted_of(body.bring),
        note=body.note,
        is_private=body.is_private,
    )
    memory = context().memory
    offering, known = memory.alternatives, memory.spaces
    if body.for_person_id is None:
        made = bookings.book(db(), actor(), wanted, now(), offering=offering, known=known)
    else:
        person = body.for_person_id
        made = teams.book_for(db(), actor(), person, wanted, now(), offering=offering, known=known)
    response = told(BookingAnswer.model_validate(made), 201)
    response.headers["Location"] = url_for("api.booking", booking_id=made.id)
    return response


@api.get("/bookings/for-others", tags=[TAG], responses={200: BookingList})
@checked
def booked_for_others() -> Response:
    """What you booked for others and is not over, by time."""
    found = bookings.booked_for_others(db(), actor(), now())
    return told(BookingList.model_validate(found, from_attributes=True))


@api.get("/bookings/<uuid:booking_id>", tags=[TAG], responses={200: BookingAnswer})
@checked
def booking(path: BookingPath) -> Response:
    """One booking."""
    found = bookings.booking(db(), actor(), path.booking_id, now())
    return told(BookingAnswer.model_validate(found))


@api.patch(
    "/bookings/<uuid:booking_id>",
    tags=[TAG],
    responses={200: BookingAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def change(path: BookingPath, body: ChangeAsked) -> Response:
    """Move a booking in time or to another space; its id stays."""
    wanted = BookingChange(
        body.space_id, body.from_at, body.to_at, note=body.note, is_private=body.is_private
    )
    changed = bookings.change(
        db(), actor(), path.booking_id, wanted, now(), offering=context().memory.alternatives
    )
    return told(BookingAnswer.model_validate(changed))


@api.delete("/bookings/<uuid:booking_id>", tags=[TAG], responses={200: BookingAnswer, **CAN_CLASH})
@changes(Topic.FLOORS)
@checked
def cancel(path: BookingPath) -> Response:
    """Give a booking back: one to come is cancelled, a running one ends now."""
    cancelled = bookings.cancel(db(), actor(), path.booking_id, now())
    return told(BookingAnswer.model_validate(cancelled))


@api.get(
    "/bookings/<uuid:booking_id>/offers",
    tags=[TAG],
    responses={200: OffersAnswer, **CAN_CLASH},
)
@checked
def offers(path: BookingPath) -> Response:
    """Places like the one that a held booking lost, free for all its hours, the nearest first.

    Change the booking's space to one of them to take it, or its hours to one of the parts in which
    a closure leaves its own place open.
    """
    found = bookings.offers(db(), actor(), path.booking_id, now())
    return told(OffersAnswer.model_validate(found))
