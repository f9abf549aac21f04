"""The nearest of what nobody books. A position comes in the body, is bound once, and is gone."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Told
from app.api.problems import CAN_CLASH, WITH_BODY
from app.api.walking import TAG, WalksFrom
from app.context import actor, db, now
from app.security.access import changes
from floorplans.walking.facilities import FacilityRequest, nearest_facilities


class FacilityAsked(WalksFrom):
    what: Literal["toilet", "first_aid", "defibrillator", "shower", "kitchen", "exit"]


class FacilityRow(Told):
    space_id: UUID | None = Field(description="Null for a door that leads outside")
    door: int | None = Field(
        description="The number of the door on its floor's plan, for a way to it; null for a room"
    )
    name: str
    floor_id: UUID
    floor_name: str
    walk_s: float
    lon: float = Field(description="Of the facility, EPSG:4326")
    lat: float


class FacilitiesFound(Told):
    from_floor_id: UUID
    found: list[FacilityRow]


@api.post(
    "/nearest-facilities", tags=[TAG], responses={200: FacilitiesFound, **WITH_BODY, **CAN_CLASH}
)
@changes()
@checked
def find_facilities(body: FacilityAsked) -> Response:
    """The three nearest of a sort in the building, by the way there.

    Rooms count by their use, or by a feature such as `defibrillator`; ways out are the doors that
    lead outside.
    """
    wanted = FacilityRequest(body.origin(), body.floor_id, body.what, body.profile)
    return told(FacilitiesFound.model_validate(nearest_facilities(db(), actor(), wanted, now())))
