"""Entrances, and ways out of doors between the buildings of a site."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, ClearMetres, Latitude, Line, Longitude, Told
from app.api.paths import BuildingPath, ConnectorPath, EntranceWordPath, FloorPath, OutdoorWayPath
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.walking import entrances, outdoor_ways
from floorplans.walking.entrance_views import (
    DoorNumber,
    EntranceRole,
    EntranceSaid,
    OutdoorWaySaid,
)
from floorplans.walking.outdoor_ways import LONGEST_M, MOST_POINTS
from geo.ways.outdoors import Ground

TAG = Tag(name="entrances", description="Doors to the outside, and ways between buildings.")


class DoorAnswer(Told):
    """A door of a floor's plan, counted there from 1."""

    floor_id: UUID
    number: int
    floor_name: str
    building_id: UUID
    building_name: str
    beside: str | None = Field(description="The room that it leads into")
    lon: float
    lat: float


class EntranceAnswer(Told):
    """`is_found`: the plan shows it; `word_id`: what staff said of it."""

    door: DoorAnswer
    role: str = Field(description="main, side, emergency or none")
    name: str | None
    has_steps: bool
    clear_m: float | None = Field(description="As said, else as the plan tells; null: not known")
    is_clear_said: bool
    opens_from_outside: bool
    is_found: bool
    word_id: UUID | None


class OutdoorWayAnswer(Told):
    """How one goes between two entrances. `way_id` null: nobody said, so it is estimated."""

    one: EntranceAnswer
    other: EntranceAnswer
    straight_m: float
    length_m: float | None = Field(description="Null where there is no way")
    said_m: float | None = Field(description="The length that staff wrote")
    is_estimated: bool
    is_barred: bool
    is_covered: bool
    ground: str = Field(description="level, ramp or steps")
    has_steps: bool = Field(description="On the way, or before one of its doors")
    is_one_way: bool = Field(description="Only from `one` to `other`")
    line: list[tuple[float, float]] = Field(description="Longitude and latitude, between the doors")
    way_id: UUID | None


class LostWordAnswer(Told):
    """What was said of a door that the plan shows no longer, or that is no entrance any more."""

    id: UUID
    what: str = Field(description="entrance or way")
    name: str | None
    floor_name: str


class EntrancesFound(Told):
    building_id: UUID
    building_name: str
    entrances: list[EntranceAnswer]
    others: list[EntranceAnswer] = Field(description="Those of the buildings around")
    ways: list[OutdoorWayAnswer]
    doors: list[DoorAnswer] = Field(description="Other doors in the outer walls")
    lost: list[LostWordAnswer]


class WayInAnswer(Told):
    floor_id: UUID
    number: int
    name: str | None
    is_main: bool
    has_steps: bool
    lon: float
    lat: float


class WaysInFound(Told):
    entrances: list[WayInAnswer]


class EntranceAsked(Asked):
    """What a door is. Without `clear_m` its width is what the plan tells, if it does."""

    role: EntranceRole
    name: Line | None = None
    has_steps: bool = False
    clear_m: ClearMetres | None = None
    opens_from_outside: bool = True


class DoorEnd(Asked):
    floor_id: UUID
    number: Annotated[int, Field(ge=1, le=10_000)]

    def ref(self) -> DoorNumber:
        return DoorNumber(self.floor_id, self.number)


class OutdoorWayAsked(Asked):
    """With `length_m`, or else the length of `line`, it counts as measured; without both it is
    estimated by the straight line. `is_barred`: there is no way."""

    one: DoorEnd
    other: DoorEnd
    is_barred: bool = False
    length_m: Annotated[float, Field(gt=0, le=LONGEST_M, allow_inf_nan=False)] | None = None
    line: list[tuple[Longitude, Latitude]] = Field(
        default_factory=list,
        max_length=MOST_POINTS,
        description="Longitude and latitude, from `one` to `other`",
    )
    is_covered: bool = False
    ground: Ground = "level"

    def said(self) -> OutdoorWaySaid:
        line = tuple(self.line)
        return OutdoorWaySaid(self.is_barred, self.length_m, line, self.is_covered, self.ground)


class EntranceSaidAnswer(Told):
    id: UUID


class OutdoorWayMade(Told):
    id: UUID


@api.get("/buildings/<uuid:building_id>/entrances", tags=[TAG], responses={200: EntrancesFound})
@needs(Role.FACILITY)
@checked
def building_entrances(path: BuildingPath) -> Response:
    """The entrances of a building, and the ways out of doors from them."""
    found = entrances.entrances_view(db(), actor(), path.building_id)
    return told(EntrancesFound.model_validate(found))


@api.get("/floors/<uuid:floor_id>/entrances", tags=[TAG], responses={200: WaysInFound})
@checked
def floor_entrances(path: FloorPath) -> Response:
    """The entrances of a floor's building that one comes in by, the floor's own and main first."""
    found = entrances.ways_in(db(), actor(), path.floor_id)
    return told(WaysInFound(entrances=[WayInAnswer.model_validate(each) for each in found]))


@api.put(
    "/floors/<uuid:floor_id>/entrances/<int:number>",
    tags=[TAG],
    responses={200: EntranceSaidAnswer, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def describe_entrance(path: ConnectorPath, body: EntranceAsked) -> Response:
    """Say what a door of the floor's plan is; it holds for the next plan too."""
    said = EntranceSaid(body.role, body.name, body.has_steps, body.clear_m, body.opens_from_outside)
    ref = DoorNumber(path.floor_id, path.number)
    made = entrances.describe_entrance(db(), actor(), ref, said, now())
    return told(EntranceSaidAnswer(id=made))


@api.delete("/entrance-words/<uuid:entrance_word_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def forget_entrance(path: EntranceWordPath) -> Response:
    """Forget what was said of a door; the plan decides again."""
    entrances.forget_entrance(db(), actor(), path.entrance_word_id)
    return Response(status=204)


@api.post("/outdoor-ways", tags=[TAG], responses={201: OutdoorWayMade, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def say_outdoor_way(body: OutdoorWayAsked) -> Response:
    """Say how one goes between entrances of two buildings; the last word about two holds."""
    ends = body.one.ref(), body.other.ref()
    made = outdoor_ways.say_way(db(), actor(), ends, body.said(), now())
    return told(OutdoorWayMade(id=made), 201)


@api.delete("/outdoor-ways/<uuid:outdoor_way_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def forget_outdoor_way(path: OutdoorWayPath) -> Response:
    """Forget what was said of a way; it is estimated again."""
    outdoor_ways.forget_way(db(), actor(), path.outdoor_way_id)
    return Response(status=204)
