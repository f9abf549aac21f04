"""What is around: buildings by distance. A position comes in the body, is bound once, is gone."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Code, Instant, Latitude, Longitude, Told
from app.api.nearest import MOST_FEATURES, TAG
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.access import changes
from floorplans.nearest.around import around
from floorplans.nearest.position import WORST_ACCURACY_M, Position
from floorplans.nearest.views import NearestRequest


class NearbyAsked(Asked):
    """Around a position; ``floor_id`` also tells the zones of that floor."""

    lon: Longitude = Field(repr=False)
    lat: Latitude = Field(repr=False)
    accuracy_m: Annotated[float, Field(ge=0, le=WORST_ACCURACY_M, allow_inf_nan=False)] = Field(
        default=0.0, repr=False
    )
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    floor_id: UUID | None = None
    kind: Code | None = None
    features: list[Code] = Field(default_factory=list, max_length=MOST_FEATURES)


class NearbyFloor(Told):
    id: UUID
    name: str
    short_name: str
    free: int


class NearbyBuilding(Told):
    """``distance_m`` is straight, 0 within; far away it is the distance to the site."""

    id: UUID
    name: str
    site_id: UUID
    site_name: str
    distance_m: float
    free: int
    floors: list[NearbyFloor]


class NearbyZone(Told):
    name: str
    free: int


class NearbyFound(Told):
    """What is free for everybody, building by building, the nearest first."""

    buildings: list[NearbyBuilding]
    zones: list[NearbyZone]


@api.post("/nearby", tags=[TAG], responses={200: NearbyFound, **WITH_BODY})
@changes()
@checked
def find_nearby(body: NearbyAsked) -> Response:
    """The buildings around a position, with how many places are free in them.

    Also from far away, and for a position too vague to tell one floor from the next.
    """
    position = Position(body.lon, body.lat, body.accuracy_m)
    wanted = NearestRequest(
        position, body.floor_id, body.from_at, body.to_at, body.kind, tuple(body.features)
    )
    return told(NearbyFound.model_validate(around(db(), actor(), position, wanted, now())))
