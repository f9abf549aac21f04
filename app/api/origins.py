"""Where a search begins, as requests say it. A position comes in the body, and prints nowhere."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.api.fields import Asked, Latitude, Longitude
from floorplans.nearest.position import WORST_ACCURACY_M, Position
from floorplans.nearest.views import EntranceOrigin, Origin, SpaceOrigin

EntranceNumber = Annotated[int, Field(ge=0, le=1000)]


class FromSomewhere(Asked):
    """From a position (``lon``, ``lat``), from a space, or from an entrance of a floor."""

    floor_id: UUID | None = Field(default=None, description="The floor you are on")
    lon: Longitude | None = Field(default=None, repr=False)
    lat: Latitude | None = Field(default=None, repr=False)
    accuracy_m: Annotated[float, Field(ge=0, le=WORST_ACCURACY_M, allow_inf_nan=False)] = Field(
        default=0.0, repr=False
    )
    near_space_id: UUID | None = Field(default=None, description="Needs no floor_id")
    entrance: EntranceNumber | None = Field(default=None, description="Needs floor_id")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat belong together")
        given = (self.lon, self.near_space_id, self.entrance)
        if sum(each is not None for each in given) != 1:
            raise ValueError("give one origin: lon and lat, near_space_id, or entrance")
        return self

    def origin(self) -> Origin:
        if self.lon is not None and self.lat is not None:
            return Position(self.lon, self.lat, self.accuracy_m)
        if self.near_space_id is not None:
            return SpaceOrigin(self.near_space_id)
        return EntranceOrigin(self.entrance or 0)
