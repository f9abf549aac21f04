"""Ways on foot: what is free and nearest by them, and the way to a space.

A position comes in the body, is bound to a few queries, and is gone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, field_validator, model_validator

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Code, Instant, Told
from app.api.nearest import MOST_ANSWERS, MOST_FEATURES, NearSpaceAnswer
from app.api.origins import EntranceNumber, FromSomewhere
from app.api.problems import CAN_CLASH, WITH_BODY, RefusalAnswer, refusal_answer
from app.context import actor, db, now
from app.security.access import changes
from floorplans.errors import DomainError
from floorplans.walking import routing, service
from floorplans.walking.views import ExitRef, RouteRequest, WalkRequest

TAG = Tag(name="walking", description="Ways on foot; where you stand is never stored.")
USUAL_ANSWERS = 3

Walker = Literal["on_foot", "step_free", "wheelchair", "pram"]


class WalksFrom(FromSomewhere):
    """From a position (``lon``, ``lat``), from a space, as by a code that was scanned there, or
    from an entrance; with who walks."""

    floor_id: UUID | None = Field(
        default=None,
        description="The floor you are on. Without it a position is taken to be on the floor by the"
        " street of the nearest building; near a space that space's own floor counts.",
    )
    entrance: EntranceNumber | None = Field(
        default=None,
        description="The first entrance at or after this number on the floor's plan, 0 for its main"
        " entrance, or else one of its building; needs floor_id",
    )
    profile: Walker = Field(
        default="on_foot",
        description="Who walks: step_free without stairs; wheelchair and pram through doors that"
        " are known to be 0.80 m clear, and a wheelchair where it can turn.",
    )


class NearestByWalkingAsked(WalksFrom):
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    kind: Code | None = None
    features: list[Code] = Field(default_factory=list, max_length=MOST_FEATURES)
    limit: Annotated[int, Field(ge=1, le=MOST_ANSWERS)] = USUAL_ANSWERS
    quiet: bool = Field(
        default=False,
        description="Only what is quiet by the feature `quiet`, its name, or its zone; rooms and"
        " booths where no kind is given",
    )


class WalkAnswerRow(Told):
    space: NearSpaceAnswer
    measured: str = Field(description="way, or straight where no way is known: then an estimate")
    walk_s: float
    walk_m: float
    least_s: float = Field(description="From anywhere within the position's accuracy")
    most_s: float | None = Field(description="Null where no bound is known")
    floors: list[str] = Field(description="Short names of the floors passed, in order")


class EntranceBegunAnswer(Told):
    floor_id: UUID
    number: int = Field(description="Counted on the floor's plan from 1")
    name: str | None = Field(description="As facility staff call it")


class NearestByWalkingFound(Told):
    """``exact`` only where this order is proven from everywhere within the accuracy."""

    spaces: list[WalkAnswerRow]
    from_floor_id: UUID
    precision: str
    exact: bool
    why: str = Field(description="Why it is exact or not; proven, no_ways, too_wide, ...")
    said: str = Field(description="The same in a sentence")
    looked_m: float
    next_free_at: datetime | None
    refusal: RefusalAnswer | None
    from_entrance: EntranceBegunAnswer | None = Field(description="Where one begins at one")

    @field_validator("refusal", mode="before")
    @classmethod
    def _of_error(cls, refusal: DomainError | None) -> RefusalAnswer | None:
        return None if refusal is None else refusal_answer(refusal)


class ExitAsked(Asked):
    """A door that leads outside, as `/nearest-facilities` told it."""

    floor_id: UUID
    door: Annotated[int, Field(ge=1, le=100_000)]


class RouteAsked(WalksFrom):
    to_space_id: UUID | None = None
    to_exit: ExitAsked | None = Field(default=None, description="Instead of to_space_id")
    at: Instant | None = Field(
        default=None, description="When you go: what is closed then is not walked through. Now."
    )

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.to_space_id is None) == (self.to_exit is None):
            raise ValueError("give to_space_id or to_exit")
        return self

    def end(self) -> UUID | ExitRef:
        if self.to_space_id is not None:
            return self.to_space_id
        if self.to_exit is None:
            raise ValueError("the end was not checked")
        return ExitRef(self.to_exit.floor_id, self.to_exit.door)


class RouteLegAnswer(Told):
    floor_id: UUID | None = Field(description="Null out of doors")
    floor_short_name: str | None
    line: list[tuple[float, float]] = Field(description="Longitude and latitude, EPSG:4326")


class RouteFound(Told):
    walk_s: float
    walk_m: float
    floors: list[str] = Field(description="Short names of the floors passed, in order")
    legs: list[RouteLegAnswer]
    directions: list[str] = Field(description="What to do, one sentence after the other")


@api.post("/nearest-by-walking", tags=[TAG], responses={200: NearestByWalkingFound, **WITH_BODY})
@changes()
@checked
def find_nearest_by_walking(body: NearestByWalkingAsked) -> Response:
    """The nearest spaces by the way there that are free for the whole window."""
    wanted = WalkRequest(
        origin=body.origin(),
        floor_id=body.floor_id,
        from_at=body.from_at,
        to_at=body.to_at,
        profile=body.profile,
        kind=body.kind,
        features=tuple(body.features),
        limit=body.limit,
        quiet=body.quiet,
    )
    found = service.nearest_by_walking(db(), actor(), wanted, now())
    return told(NearestByWalkingFound.model_validate(found))


@api.post("/routes", tags=[TAG], responses={200: RouteFound, **WITH_BODY, **CAN_CLASH})
@changes()
@checked
def find_route(body: RouteAsked) -> Response:
    """The quickest way to a space or out of doors: lines by floor, and what to do in words."""
    wanted = RouteRequest(body.origin(), body.floor_id, body.end(), body.profile, body.at)
    return told(RouteFound.model_validate(routing.way_to(db(), actor(), wanted, now())))
