"""Finding a place by what it is like; favourites, and what somebody usually takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel, StringConstraints, model_validator

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Code, Instant, Told
from app.api.paths import SpacePath
from app.api.problems import WITH_BODY, RefusalAnswer, refusal_answer
from app.context import actor, db, now
from app.security.access import changes
from floorplans.finding import service as finding
from floorplans.finding.costs import LONGEST_LIST
from floorplans.finding.rules import MOST_PEOPLE
from floorplans.finding.views import (
    FindRequest,
    Found,
    Near,
    NearColleague,
    NearEntrance,
    NearPlace,
    Wishes,
)

TAG = Tag(name="finding", description="One search over what places are like, where and when.")
MOST_FEATURES = 20
USUAL_ANSWERS = 10
LAST_MINUTE = 1_440


class WishesAsked(Asked):
    """What a place should be like; places that lack the least of it come next."""

    features: list[Code] = Field(default_factory=list, max_length=MOST_FEATURES)
    near_window: bool = False
    away_from_door: bool = False
    back_to_wall: bool = False
    step_free: bool = False
    favourite: bool = Field(default=False, description="Only what you have starred")
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None


class FindAsked(Asked):
    """Without an origin the ways begin at the place that you usually take."""

    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    kind: Code = "desk"
    site_id: UUID | None = None
    wishes: WishesAsked = Field(default_factory=WishesAsked)
    near_space_id: UUID | None = None
    near_person_id: UUID | None = Field(
        default=None, description="A colleague who shows their name and has a place then"
    )
    near_entrance_of: UUID | None = Field(default=None, description="A floor")
    entrance: Annotated[int, Field(ge=0, le=1000)] = 0
    limit: Annotated[int, Field(ge=1, le=LONGEST_LIST)] = USUAL_ANSWERS

    @model_validator(mode="after")
    def _at_most_one_origin(self) -> Self:
        given = (self.near_space_id, self.near_person_id, self.near_entrance_of)
        if sum(each is not None for each in given) > 1:
            raise ValueError("give at most one of near_space_id, near_person_id, near_entrance_of")
        return self

    def near(self) -> Near | None:
        if self.near_space_id is not None:
            return NearPlace(self.near_space_id)
        if self.near_person_id is not None:
            return NearColleague(self.near_person_id)
        if self.near_entrance_of is not None:
            return NearEntrance(self.near_entrance_of, self.entrance)
        return None


class RemarkAnswer(Told):
    code: str
    says: str


class FoundPlaceAnswer(Told):
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
    lon: float = Field(description="EPSG:4326")
    lat: float
    distance_m: float | None
    walk_s: float | None
    cost_s: float = Field(description="What places are ranked by, in seconds of walking")
    is_favourite: bool
    reasons: list[RemarkAnswer]
    differs: list[RemarkAnswer]


class FoundTimeAnswer(Told):
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    differs: str
    place: FoundPlaceAnswer


class BeginningAnswer(Told):
    name: str
    space_id: UUID | None
    floor_id: UUID
    is_usual: bool
    lon: float | None
    lat: float | None


class FoundAnswer(Told):
    """Either ``places``, or what comes next: other places, other times, and what a rule says."""

    site_id: UUID
    time_zone: str
    beginning: BeginningAnswer | None
    places: list[FoundPlaceAnswer]
    next_places: list[FoundPlaceAnswer]
    next_times: list[FoundTimeAnswer]
    refusal: RefusalAnswer | None


class ThereQuery(Asked):
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    name: Annotated[str, StringConstraints(max_length=120)] = ""


class ColleagueThereAnswer(Told):
    id: UUID
    name: str
    floor_name: str
    building_name: str


class ColleaguesThere(RootModel[list[ColleagueThereAnswer]]):
    pass


class FavouriteAnswer(Told):
    space_id: UUID
    name: str
    number: str | None
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    is_there: bool


class FavouriteList(RootModel[list[FavouriteAnswer]]):
    pass


class UsualAnswer(Told):
    """Minutes after midnight on the clock of the building; what nobody said is learnt."""

    from_minute: int | None
    to_minute: int | None
    hours_are_said: bool
    space_id: UUID | None
    space_name: str | None
    place_is_said: bool


class UsualAsked(Asked):
    """What is left out is learnt from your bookings."""

    from_minute: Annotated[int, Field(ge=0, lt=LAST_MINUTE)] | None = None
    to_minute: Annotated[int, Field(ge=1, le=LAST_MINUTE)] | None = None
    space_id: UUID | None = None

    @model_validator(mode="after")
    def _whole_hours(self) -> Self:
        if (self.from_minute is None) != (self.to_minute is None):
            raise ValueError("from_minute and to_minute belong together")
        return self

    def hours(self) -> tuple[int, int] | None:
        if self.from_minute is None or self.to_minute is None:
            return None
        return self.from_minute, self.to_minute


@api.post("/find", tags=[TAG], responses={200: FoundAnswer, **WITH_BODY})
@changes()
@checked
def find(body: FindAsked) -> Response:
    """Places that you can book for these hours, the best first, each with its reasons."""
    wanted = FindRequest(
        from_at=body.from_at,
        to_at=body.to_at,
        kind=body.kind,
        wishes=Wishes(**{**body.wishes.model_dump(), "features": tuple(body.wishes.features)}),
        near=body.near(),
        site_id=body.site_id,
        limit=body.limit,
    )
    return told(_answer(finding.find(db(), actor(), wanted, now())))


@api.get("/find/colleagues", tags=[TAG], responses={200: ColleaguesThere})
@checked
def colleagues_there(query: ThereQuery) -> Response:
    """Up to 20 colleagues who show their names and have a place in these hours, by name."""
    found = finding.colleagues_there(db(), actor(), query.from_at, query.to_at, query.name)
    return told(ColleaguesThere.model_validate(found, from_attributes=True))


@api.get("/me/favourites", tags=[TAG], responses={200: FavouriteList})
@checked
def favourites() -> Response:
    """The places that you have starred; nobody else sees them."""
    found = finding.favourites(db(), actor())
    return told(FavouriteList.model_validate(found, from_attributes=True))


@api.put("/me/favourites/<uuid:space_id>", tags=[TAG], responses={204: None})
@changes()
@checked
def star(path: SpacePath) -> Response:
    """Star a place; doing it again changes nothing."""
    finding.star(db(), actor(), path.space_id)
    return nothing()


@api.delete("/me/favourites/<uuid:space_id>", tags=[TAG], responses={204: None})
@changes()
@checked
def unstar(path: SpacePath) -> Response:
    """Take the star from a place; doing it again changes nothing."""
    finding.unstar(db(), actor(), path.space_id)
    return nothing()


@api.get("/me/usual", tags=[TAG], responses={200: UsualAnswer})
@checked
def usual() -> Response:
    """Your working hours and your usual desk, as you said or as your bookings show."""
    return told(UsualAnswer.model_validate(finding.usual(db(), actor(), now())))


@api.put("/me/usual", tags=[TAG], responses={200: UsualAnswer, **WITH_BODY})
@changes()
@checked
def say_usual(body: UsualAsked) -> Response:
    """Say what you usually take; nothing leaves all of it to be learnt."""
    said = finding.say_usual(db(), actor(), now(), hours=body.hours(), space_id=body.space_id)
    return told(UsualAnswer.model_validate(said))


def _answer(found: Found) -> FoundAnswer:
    refusal = None if found.refusal is None else refusal_answer(found.refusal)
    begun = found.beginning
    return FoundAnswer(
        site_id=found.site_id,
        time_zone=found.time_zone,
        beginning=None if begun is None else BeginningAnswer.model_validate(begun),
        places=[FoundPlaceAnswer.model_validate(each) for each in found.places],
        next_places=[FoundPlaceAnswer.model_validate(each) for each in found.next_places],
        next_times=[FoundTimeAnswer.model_validate(each) for each in found.next_times],
        refusal=refusal,
    )
