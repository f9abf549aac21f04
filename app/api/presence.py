"""Being there: what a printed code shows, check-in, check-out, and taking a place on the spot."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import BookingAnswer, OfferAnswer
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import BookingPath, PlaceAtPath, SpacePath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.presence import service as presence
from floorplans.presence.views import BookingThere, Look, PresenceView

TAG = Tag(name="presence", description="Check-in by a printed code, a page or a link.")


class TakeAsked(Asked):
    """``until`` is at most when the place is wanted next; left out, the longest there is today."""

    until: Instant | None = None


class ScannedAsked(Asked):
    """What a printed code holds: the id of a space or a floor."""

    place_id: UUID = Field(repr=False)


class StayAnswer(Told):
    """A time through which a booked place was used; ``to`` is null while it goes on."""

    space_id: UUID
    space_name: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="to")


class PresenceAnswer(Told):
    """``by`` is when the check-in is asked for at the latest, null where none is.

    With ``frees_itself`` the place is given to others then.
    """

    booking_id: UUID
    state: str
    opens: datetime
    by: datetime | None
    frees_itself: bool
    can_check_in: bool
    can_check_out: bool
    used_s: int
    stays: list[StayAnswer]


class PlaceAtAnswer(Told):
    """A space, or (``kind`` is ``floor``) a floor."""

    id: UUID
    kind: str
    name: str
    number: str | None
    bookable: bool
    is_there: bool
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str


class LookAnswer(Told):
    """The place now, and the obvious next thing.

    ``step`` is check_in, check_out, take, claim (nobody came for it), sit_here (your booking
    comes along), own (assigned to you today: take it to check in), in_own (in a room or zone that
    is so: take that one), ask and asked (somebody must approve it), find_other, choose (a floor, or
    a room that is not booked itself) or move_held.
    ``until`` is when ``status`` ends; of a place to be had, until when it can be had.
    """

    place: PlaceAtAnswer
    step: str
    status: str | None
    until: datetime | None
    who: str | None
    reason: str | None
    booking_id: UUID | None
    claimable: datetime | None
    others: list[OfferAnswer]


@api.get("/at/<uuid:place_id>", tags=[TAG], responses={200: LookAnswer})
@checked
def look(path: PlaceAtPath) -> Response:
    """What the code of a space or a floor shows you now; nothing is changed."""
    return told(_look(presence.look(db(), actor(), path.place_id, now())))


@api.post("/scanned-places", tags=[TAG], responses={200: PlaceAtAnswer, **WITH_BODY})
@changes()
@checked
def scanned(body: ScannedAsked) -> Response:
    """Which space or floor a code stands for.

    Who scans a code is standing there: its id comes in the body, and is gone.
    """
    found = presence.place_at(db(), actor(), body.place_id)
    return told(PlaceAtAnswer.model_validate(found))


@api.post(
    "/spaces/<uuid:space_id>/take",
    tags=[TAG],
    responses={201: BookingAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def take(path: SpacePath, body: TakeAsked) -> Response:
    """Sit down here: from now on the place is yours, and you are checked in.

    A booking that nobody came for in time makes way. Your own booking of the same kind elsewhere
    comes here. When the place is taken, 409 offers the three nearest free.
    """
    made = presence.take(db(), actor(), path.space_id, now(), until=body.until)
    return told(BookingAnswer.model_validate(made), 201)


@api.get("/bookings/<uuid:booking_id>/presence", tags=[TAG], responses={200: PresenceAnswer})
@checked
def presence_of(path: BookingPath) -> Response:
    """How a booking stands with its check-in, and how long its places were used."""
    return told(_presence(presence.presence(db(), actor(), path.booking_id, now())))


@api.post(
    "/bookings/<uuid:booking_id>/check-in",
    tags=[TAG],
    responses={200: PresenceAnswer, **CAN_CLASH},
)
@changes(Topic.FLOORS)
@checked
def check_in(path: BookingPath) -> Response:
    """Say that you are there. Again is no error."""
    return told(_presence(presence.check_in(db(), actor(), path.booking_id, now())))


@api.post(
    "/bookings/<uuid:booking_id>/check-out",
    tags=[TAG],
    responses={200: PresenceAnswer, **CAN_CLASH},
)
@changes(Topic.FLOORS)
@checked
def check_out(path: BookingPath) -> Response:
    """Say that you have left: the rest of the booking is free for others. Again is no error."""
    return told(_presence(presence.check_out(db(), actor(), path.booking_id, now())))


def _look(seen: Look) -> LookAnswer:
    return LookAnswer(
        place=PlaceAtAnswer.model_validate(seen.place),
        step=seen.step,
        status=seen.status,
        until=seen.until,
        who=seen.who,
        reason=seen.reason,
        booking_id=seen.mine.id if seen.mine else None,
        claimable=seen.claimable_at,
        others=[OfferAnswer.model_validate(each) for each in seen.others],
    )


def _presence(seen: PresenceView) -> PresenceAnswer:
    there: BookingThere = seen.booking
    return PresenceAnswer(
        booking_id=there.id,
        state=there.state,
        opens=there.opens_at,
        by=there.by_at,
        frees_itself=there.frees_itself,
        can_check_in=seen.can_check_in,
        can_check_out=seen.can_check_out,
        used_s=seen.used_s,
        stays=[StayAnswer.model_validate(stay) for stay in seen.stays],
    )
