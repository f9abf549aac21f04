"""Stairs, lifts, escalators and ramps of a building: how they go on, what they are, outages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, ClearMetres, Instant, Line, Told
from app.api.paths import BuildingPath, ConnectorPath, ConnectorWordPath, OutagePath
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.walking import correcting, linked
from floorplans.walking.correcting import ConnectorRef
from floorplans.walking.linked import ConnectorSaid

TAG = Tag(name="connectors", description="Stairs and lifts between the floors of a building.")
Number = Annotated[int, Field(ge=1, le=10_000)]


class StopAnswer(Told):
    floor_id: UUID
    floor_name: str
    floor_short_name: str
    number: int = Field(description="Counted on the floor's plan from 1")


class OutageAnswer(Told):
    id: UUID
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="to")
    reason: str


class ConnectorAnswer(Told):
    """The stops of what goes from floor to floor, from the lowest up."""

    kind: str = Field(description="stairs, lift, escalator or ramp")
    name: str | None
    goes: str = Field(description="both, up or down")
    clear_m: float | None
    is_for_wheelchairs: bool
    is_said: bool = Field(description="Whether staff said what it is")
    stops: list[StopAnswer]
    outages: list[OutageAnswer]


class ConnectorWordAnswer(Told):
    """Two connectors are one, or are not, whatever they look like."""

    id: UUID
    is_same: bool
    one: StopAnswer | None
    other: StopAnswer | None


class ConnectorsFound(Told):
    building_id: UUID
    building_name: str
    time_zone: str
    connectors: list[ConnectorAnswer]
    words: list[ConnectorWordAnswer]


class ConnectorEnd(Asked):
    floor_id: UUID
    number: Number

    def ref(self) -> ConnectorRef:
        return ConnectorRef(self.floor_id, self.number)


class ConnectorWordAsked(Asked):
    """`is_same` false parts two that were taken for one; the last word about two holds."""

    one: ConnectorEnd
    other: ConnectorEnd
    is_same: bool


class ConnectorAsked(Asked):
    """It holds on all floors that the connector joins; an escalator goes up or down."""

    kind: Literal["stairs", "lift", "escalator", "ramp"]
    goes: Literal["both", "up", "down"] = "both"
    clear_m: ClearMetres | None = None
    is_for_wheelchairs: bool = True


class OutageAsked(Asked):
    """Without `to` it is out of order until somebody ends it."""

    from_at: Instant | None = Field(default=None, alias="from", description="Now")
    to_at: Instant | None = Field(default=None, alias="to")
    reason: Line


class ConnectorMade(Told):
    id: UUID


@api.get("/buildings/<uuid:building_id>/connectors", tags=[TAG], responses={200: ConnectorsFound})
@needs(Role.FACILITY)
@checked
def building_connectors(path: BuildingPath) -> Response:
    """The stairs and lifts of a building as they were linked across its floors."""
    found = linked.linked_view(db(), actor(), path.building_id, now())
    return told(ConnectorsFound.model_validate(found))


@api.post("/connector-words", tags=[TAG], responses={201: ConnectorMade, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def say_of_connectors(body: ConnectorWordAsked) -> Response:
    """Say that two connectors of two floors are one, or are not."""
    made = correcting.say(
        db(), actor(), body.one.ref(), body.other.ref(), is_same=body.is_same, now=now()
    )
    return told(ConnectorMade(id=made), 201)


@api.delete("/connector-words/<uuid:connector_word_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def take_back_word(path: ConnectorWordPath) -> Response:
    """Forget what was said of two connectors."""
    correcting.take_back(db(), actor(), path.connector_word_id)
    return Response(status=204)


@api.put(
    "/floors/<uuid:floor_id>/connectors/<int:number>",
    tags=[TAG],
    responses={204: None, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def describe_connector(path: ConnectorPath, body: ConnectorAsked) -> Response:
    """Say what a connector is, how wide, and whether wheelchair users can use it."""
    said = ConnectorSaid(body.kind, body.goes, body.clear_m, body.is_for_wheelchairs)
    linked.describe(db(), actor(), ConnectorRef(path.floor_id, path.number), said, now())
    return Response(status=204)


@api.post(
    "/floors/<uuid:floor_id>/connectors/<int:number>/outages",
    tags=[TAG],
    responses={201: ConnectorMade, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def report_outage(path: ConnectorPath, body: OutageAsked) -> Response:
    """Take a connector out of service on all its floors; ways avoid it at once."""
    made = correcting.report_outage(
        db(),
        actor(),
        ConnectorRef(path.floor_id, path.number),
        from_at=body.from_at or now(),
        to_at=body.to_at,
        reason=body.reason,
        now=now(),
    )
    return told(ConnectorMade(id=made), 201)


@api.delete("/connector-outages/<uuid:outage_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def end_outage(path: OutagePath) -> Response:
    """It works again from now on."""
    correcting.end_outage(db(), actor(), path.outage_id, now())
    return Response(status=204)
