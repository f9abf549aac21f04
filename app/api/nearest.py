"""The nearest free spaces. A position comes in the body, is bound to one query, and is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, field_validator

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Code, Instant, Told
from app.api.origins import EntranceNumber, FromSomewhere
from app.api.problems import WITH_BODY, RefusalAnswer, refusal_answer
from app.context import actor, db, now
from app.security.access import changes
from floorplans.errors import DomainError
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest

TAG = Tag(name="nearest", description="The nearest free spaces; where you stand is never stored.")
MOST_ANSWERS = 50
MOST_FEATURES = 20
USUAL_ANSWERS = 5


class NearestAsked(FromSomewhere):
    """From a position (``lon``, ``lat``), from a space, or from an entrance of the floor."""

    floor_id: UUID | None = Field(
        default=None,
        description="The floor you are on. Without it a position is taken to be on the floor by the"
        " street (level 0, or the level closest to it) of the nearest building of the nearest site;"
        " near a space that space's own floor counts, whatever is given; an entrance needs it"
        " (`floor_needed`).",
    )
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    entrance: EntranceNumber | None = Field(
        default=None, description="Counted on the floor's plan from 0; needs floor_id"
    )
    kind: Code | None = None
    features: list[Code] = Field(default_factory=list, max_length=MOST_FEATURES)
    limit: Annotated[int, Field(ge=1, le=MOST_ANSWERS)] = USUAL_ANSWERS


class NearSpaceAnswer(Told):
    space_id: UUID
    name: str
    number: str | None
    kind: str
    features: list[str]
    capacity: int
    floor_id: UUID
    floor_name: str
    floor_short_name: str
    building_id: UUID
    building_name: str
    distance_m: float
    walk_s: float
    lon: float = Field(description="Of the space, EPSG:4326")
    lat: float


class NearestFound(Told):
    """``looked_m`` is how far everything was looked at; ``precision`` is floor when the position
    was too vague for a single desk."""

    spaces: list[NearSpaceAnswer]
    from_floor_id: UUID = Field(
        description="The floor that the ways begin on; an assumed one where none was given"
    )
    precision: str
    looked_m: float
    is_complete: bool
    next_free_at: datetime | None
    refusal: RefusalAnswer | None = Field(
        description="What a rule says where places are free and none of them is for you"
    )

    @field_validator("refusal", mode="before")
    @classmethod
    def _of_error(cls, refusal: DomainError | None) -> RefusalAnswer | None:
        return None if refusal is None else refusal_answer(refusal)


@api.post("/nearest", tags=[TAG], responses={200: NearestFound, **WITH_BODY})
@changes()
@checked
def find_nearest(body: NearestAsked) -> Response:
    """The nearest spaces that are free for the whole window, the shortest way first."""
    wanted = NearestRequest(
        origin=body.origin(),
        floor_id=body.floor_id,
        from_at=body.from_at,
        to_at=body.to_at,
        kind=body.kind,
        features=tuple(body.features),
        limit=body.limit,
    )
    return told(NearestFound.model_validate(nearest.nearest(db(), actor(), wanted, now())))
