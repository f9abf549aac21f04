"""What can be brought along with a booking, and what a booking brings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import BookingAnswer
from app.api.bring_shapes import BringAsked, wanted_of
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import BookingPath, FloorPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.bookings import service as bookings
from floorplans.bookings.rules import window_of
from floorplans.equipment import service as equipment
from floorplans.equipment.rules import MOST_KINDS

TAG = Tag(
    name="equipment",
    description="Monitors, projectors, wheelchairs, keys: booked with a place, never more than"
    " there are.",
)


class OnOfferQuery(Asked):
    """The hours; what the booking ``apart_from`` has counts as left."""

    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    apart_from: UUID | None = None


class LeftAnswer(Told):
    """How many of the ``usable`` ones are left all through the hours."""

    id: UUID
    kind: str
    name: str
    kept_at: str | None
    floor_id: UUID | None = Field(description="Null where it goes everywhere on the site")
    usable: int
    left: int


class KitPartAnswer(Told):
    """So many of a thing that belong to a place: they are proposed to whoever books it."""

    space_id: UUID
    equipment_id: UUID
    count: int


class OnOfferAnswer(Told):
    things: list[LeftAnswer]
    kits: list[KitPartAnswer]


class BringsAsked(Asked):
    """All that is to go with the booking; what is left out stays behind."""

    bring: Annotated[list[BringAsked], Field(max_length=MOST_KINDS)]


@api.get("/floors/<uuid:floor_id>/equipment", tags=[TAG], responses={200: OnOfferAnswer})
@checked
def on_offer(path: FloorPath, query: OnOfferQuery) -> Response:
    """What can be brought along on a floor in some hours, and which of it is a place's kit."""
    window = window_of(query.from_at, query.to_at)
    found = equipment.on_offer(
        db(), actor(), path.floor_id, window.from_at, window.to_at, apart_from=query.apart_from
    )
    return told(OnOfferAnswer.model_validate(found, from_attributes=True))


@api.put(
    "/bookings/<uuid:booking_id>/equipment",
    tags=[TAG],
    responses={200: BookingAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def bring(path: BookingPath, body: BringsAsked) -> Response:
    """Have a booking bring exactly this along. Where too few are left nothing is changed."""
    changed = bookings.bring(db(), actor(), path.booking_id, wanted_of(body.bring), now())
    return told(BookingAnswer.model_validate(changed))
