"""Closures: a space, a zone, an area or a whole floor cannot be used for a time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Latitude, Line, Longitude, Told
from app.api.paths import ClosurePath, FloorPath
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureChange, ClosurePreview, ClosureRequest

TAG = Tag(name="closures", description="Places that cannot be used for a time.")

LonLat = Annotated[list[Longitude | Latitude], Field(min_length=2, max_length=2)]
Ring = Annotated[list[LonLat], Field(min_length=4, max_length=1000)]


class Area(Asked):
    """A GeoJSON Polygon in EPSG:4326."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=10)]


Margin = Annotated[float, Field(ge=0, le=50, allow_inf_nan=False)]


class ClosureAsked(Asked):
    """Names one space, some spaces, one zone, an area, or (none of them) the whole floor.

    An area closes what it overlaps, and what is within `margin_m` metres of it. Without `to` it is
    closed until somebody opens it.
    """

    floor_id: UUID
    from_at: Instant = Field(alias="from")
    to_at: Instant | None = Field(default=None, alias="to")
    reason: Line
    space_id: UUID | None = None
    space_ids: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()
    zone_id: UUID | None = None
    area: Area | None = None
    margin_m: Margin = 0.0

    def request(self) -> ClosureRequest:
        return ClosureRequest(
            floor_id=self.floor_id,
            from_at=self.from_at,
            to_at=self.to_at,
            reason=self.reason,
            space_id=self.space_id,
            zone_id=self.zone_id,
            area=self.area.model_dump() if self.area else None,
            space_ids=self.space_ids,
            margin_m=self.margin_m,
        )


class ClosureChangeAsked(Asked):
    """What should be different; what is left out stays. `open_ended` takes the end away."""

    to_at: Instant | None = Field(default=None, alias="to")
    reason: Line | None = None
    open_ended: bool = False


class ClosureAnswer(Told):
    """`bookings` counts all that it affected, `waiting` those whose people have not answered."""

    id: UUID
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    target: str
    space_id: UUID | None
    space_ids: list[UUID]
    zone_id: UUID | None
    area: dict[str, Any] | None
    margin_m: float
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="to")
    reason: str
    bookings: int
    waiting: int
    moved: int


class ClosureList(RootModel[list[ClosureAnswer]]):
    pass


class ClosedPlaceAnswer(Told):
    id: UUID
    name: str
    kind: str


class ClosedBookingAnswer(Told):
    """`state`: waiting, moved, shortened, cancelled, returned or over."""

    booking_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    space_name: str
    kind: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    state: str
    answered_at: datetime | None
    moved_to: str | None
    offered: list[str]


class ClosurePreviewAnswer(Told):
    """What would be closed, whom it would affect, and the names of the places offered to each."""

    places: list[ClosedPlaceAnswer]
    affected: list[ClosedBookingAnswer]


class OpenedAnswer(Told):
    """`returned` bookings stand again; `told_back` people had moved and can go back."""

    returned: int
    told_back: int


@api.get("/floors/<uuid:floor_id>/closures", tags=[TAG], responses={200: ClosureList})
@checked
def floor_closures(path: FloorPath) -> Response:
    """The closures of a floor that run or are to come."""
    # An unknown floor has no closures either; it must not look like one without any.
    bookings.floor_version(db(), actor(), path.floor_id)
    found = closing.closures(db(), actor(), path.floor_id, now())
    return told(ClosureList.model_validate(found, from_attributes=True))


@api.get("/closures", tags=[TAG], responses={200: ClosureList})
@needs(Role.FACILITY)
@checked
def closures() -> Response:
    """All closures that run or are to come, by time, then those of the last 90 days."""
    found = closing.all_closures(db(), actor(), now())
    return told(ClosureList.model_validate(found, from_attributes=True))


@api.post("/closures", tags=[TAG], responses={201: ClosureAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def close_place(body: ClosureAsked) -> Response:
    """Close a place: bookings in it are held, and their people told and offered other places.

    Hours that are over (`in_the_past`) or end more than five years from now (`too_far_ahead`) are
    refused.
    """
    made = closing.close_place(db(), actor(), body.request(), now())
    return told(ClosureAnswer.model_validate(made), 201)


@api.post("/closures/preview", tags=[TAG], responses={200: ClosurePreviewAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def preview_closure(body: ClosureAsked) -> Response:
    """What closing this place would close and whom it would affect; nothing is changed."""
    found = closing.preview(db(), actor(), body.request(), now())
    return told(ClosurePreviewAnswer.model_validate(found))


@api.get("/closures/<uuid:closure_id>/affected", tags=[TAG], responses={200: ClosurePreviewAnswer})
@needs(Role.FACILITY)
@checked
def affected_by_closure(path: ClosurePath) -> Response:
    """What a closure closes and whom it affects: who has not answered first."""
    _, places, affected = closing.closure(db(), actor(), path.closure_id, now())
    return told(ClosurePreviewAnswer.model_validate(ClosurePreview(places, affected)))


@api.patch("/closures/<uuid:closure_id>", tags=[TAG], responses={200: ClosureAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def change_closure(path: ClosurePath, body: ClosureChangeAsked) -> Response:
    """Let a closure end at another time, or never, or say another reason.

    A longer one affects more bookings; what a shorter one opens is given back.
    """
    wanted = ClosureChange(body.to_at, body.reason, body.open_ended)
    changed = closing.change(db(), actor(), path.closure_id, wanted, now())
    return told(ClosureAnswer.model_validate(changed))


@api.delete("/closures/<uuid:closure_id>", tags=[TAG], responses={200: OpenedAnswer})
@needs(Role.FACILITY)
@checked
def reopen(path: ClosurePath) -> Response:
    """End a closure now; one that has not begun vanishes. Bookings that it held stand again."""
    opened = closing.reopen(db(), actor(), path.closure_id, now())
    return told(OpenedAnswer.model_validate(opened))
