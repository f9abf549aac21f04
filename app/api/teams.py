"""Booking for a team: all of its people at once, close together, or nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel, StringConstraints

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import OnceHeader
from app.api.checks import checked
from app.api.fields import Asked, Instant, Line, Told, ToldHours
from app.api.paths import TeamPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.bookings.views import BookingChange
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest, TeamSearch

TAG = Tag(name="teams", description="Places for several people at once, close together.")


class SearchAsked(Asked):
    """Who comes, when, and on which floors. ``near`` is a colleague who sits on one of them.

    With ``over_floors`` it may be two of them in one building, where none has enough places.
    """

    floor_ids: Annotated[list[UUID], Field(max_length=1000)]
    people: Annotated[list[UUID], Field(max_length=1000)]
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    kind: Line = "desk"
    features: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    near: UUID | None = None
    over_floors: bool = False


class TeamAsked(Asked):
    """Who comes, where and when. `near` is a colleague with a place there whose name is shown.

    ``places`` are those of a proposal, in the order of the people; without them the service
    chooses. Some of them may be on ``other_floor_id``, a floor of the same building.
    """

    floor_id: UUID
    other_floor_id: UUID | None = None
    people: Annotated[list[UUID], Field(max_length=1000)]
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    kind: Line = "desk"
    features: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    near: UUID | None = None
    places: Annotated[list[UUID], Field(max_length=1000)] = Field(default_factory=list)


class TeamChangeAsked(Asked):
    """Other hours for all of a team; what is left out stays."""

    from_at: Instant | None = Field(default=None, alias="from")
    to_at: Instant | None = Field(default=None, alias="to")


class ProposedSeatAnswer(Told):
    person_id: UUID
    person_name: str
    space_id: UUID
    space_name: str
    floor_id: UUID
    floor_name: str
    lat: float
    lon: float
    away_m: float = Field(description="From the middle of the team, in a straight line")


class ProposalAnswer(Told):
    """Free places for all of the team; nothing is held.

    They are on one floor, or some on ``other_floor_id``: then the distances are as seen from above.
    """

    floor_id: UUID
    floor_name: str
    other_floor_id: UUID | None
    other_floor_name: str | None
    building_name: str
    spread_m: float = Field(description="The sum of the distances from the middle")
    seats: list[ProposedSeatAnswer]


class ProposalList(RootModel[list[ProposalAnswer]]):
    pass


class TeamSeatAnswer(ToldHours):
    booking_id: UUID
    person_id: UUID
    person_name: str
    state: str


class TeamTold(Told):
    """What was booked for a team, as far as it is not over."""

    id: UUID
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    seats: list[TeamSeatAnswer]


class TeamList(RootModel[list[TeamTold]]):
    pass


class SeatAnswer(Told):
    booking_id: UUID
    person_id: UUID
    person_name: str
    space_id: UUID
    space_name: str
    floor_id: UUID
    away_m: float = Field(description="From the middle of the team, in a straight line")


class TeamAnswer(Told):
    id: UUID
    floor_id: UUID
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    seats: list[SeatAnswer]


class CancelledTeam(Told):
    """How many of the team's bookings were given back; those that are over stay."""

    cancelled: int


class ColleagueAnswer(Told):
    id: UUID
    name: str


class ColleagueList(RootModel[list[ColleagueAnswer]]):
    pass


class ColleagueQuery(Asked):
    name: Annotated[str, StringConstraints(max_length=120)] = ""
    shown: bool = Field(default=False, description="Those who let colleagues see their place")


@api.get("/colleagues", tags=[TAG], responses={200: ColleagueList})
@checked
def colleagues(query: ColleagueQuery) -> Response:
    """Up to 20 people whom you may book for, or who show where they sit, by name."""
    found = teams.colleagues(db(), actor(), query.name, shown=query.shown)
    return told(ColleagueList.model_validate(found, from_attributes=True))


@api.get("/team-bookings", tags=[TAG], responses={200: TeamList})
@checked
def my_teams() -> Response:
    """What you booked for teams and is not over."""
    found = teams.my_teams(db(), actor(), now())
    return told(TeamList.model_validate(found, from_attributes=True))


@api.post(
    "/team-bookings/proposals",
    tags=[TAG],
    responses={200: ProposalList, **WITH_BODY, **CAN_CLASH},
)
@checked
def propose(body: SearchAsked) -> Response:
    """Free places close together for everybody named, the closest first. Nothing is booked."""
    wanted = TeamSearch(
        floor_ids=tuple(body.floor_ids),
        people=tuple(body.people),
        from_at=body.from_at,
        to_at=body.to_at,
        kind=body.kind,
        features=tuple(body.features),
        near=body.near,
        over_floors=body.over_floors,
    )
    found = teams.proposals(db(), actor(), wanted, now())
    return told(ProposalList.model_validate(found, from_attributes=True))


@api.post("/team-bookings", tags=[TAG], responses={201: TeamAnswer, **WITH_BODY, **CAN_CLASH})
@changes(Topic.FLOORS)
@checked
def book_team(header: OnceHeader, body: TeamAsked) -> Response:
    """Book for everybody named, as close together as the free places allow, or for nobody.

    Sent again with the same key, it tells which of the places still stand.
    """
    wanted = TeamRequest(
        floor_id=body.floor_id,
        people=tuple(body.people),
        from_at=body.from_at,
        to_at=body.to_at,
        kind=body.kind,
        features=tuple(body.features),
        near=body.near,
        places=tuple(body.places),
        idempotency_key=header.key,
        other_floor_id=body.other_floor_id,
    )
    made = teams.book_team(db(), actor(), wanted, now())
    return told(TeamAnswer.model_validate(made, from_attributes=True), 201)


@api.patch(
    "/team-bookings/<uuid:team_id>",
    tags=[TAG],
    responses={200: TeamTold, **WITH_BODY, **CAN_CLASH},
)
@changes(Topic.FLOORS)
@checked
def change_team(path: TeamPath, body: TeamChangeAsked) -> Response:
    """Give all of a team other hours at the same places, or nobody."""
    wanted = BookingChange(from_at=body.from_at, to_at=body.to_at)
    changed = teams.change_team(db(), actor(), path.team_id, wanted, now())
    return told(TeamTold.model_validate(changed, from_attributes=True))


@api.delete(
    "/team-bookings/<uuid:team_id>", tags=[TAG], responses={200: CancelledTeam, **CAN_CLASH}
)
@changes(Topic.FLOORS)
@checked
def cancel_team(path: TeamPath) -> Response:
    """Give back what you booked for a team; what runs ends now."""
    return told(CancelledTeam(cancelled=teams.cancel_team(db(), actor(), path.team_id, now())))
