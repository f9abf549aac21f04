"""Indoor position: beacons of floors, and readings that are answered at once and kept nowhere."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, model_validator

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Latitude, Line, Longitude, Told
from app.api.forms import FILE, form, sent_file
from app.api.paths import FloorPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db
from app.security.access import changes, needs, takes_upload
from floorplans.actor import Role
from floorplans.beacons import service
from floorplans.beacons.lists import MOST
from floorplans.beacons.views import Beacon, Reading
from geo.beacons import USUAL_AT_1_M_DBM

TAG = Tag(name="beacons", description="Indoor position; where you stand is never stored.")
MOST_READINGS = 100

Strength = Annotated[float, Field(ge=-120, le=20, allow_inf_nan=False)]
FarM = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class ReadingAsked(Asked):
    """``rssi_dbm``, or ``distance_m`` with perhaps its error (one standard deviation)."""

    beacon: Line = Field(repr=False)
    rssi_dbm: Strength | None = Field(default=None, repr=False)
    distance_m: FarM | None = Field(default=None, repr=False)
    error_m: FarM | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.rssi_dbm is None) == (self.distance_m is None):
            raise ValueError("give rssi_dbm or distance_m of each beacon")
        return self


class IndoorAsked(Asked):
    readings: Annotated[list[ReadingAsked], Field(min_length=1, max_length=MOST_READINGS)] = Field(
        repr=False
    )


class IndoorAnswer(Told):
    """Ready for the searches that take ``lon``, ``lat``, ``accuracy_m`` and ``floor_id``."""

    floor_id: UUID
    lon: float
    lat: float
    accuracy_m: float = Field(description="The radius in metres that it is true within (95 %)")
    heard: int = Field(description="How many beacons of the floor counted")
    misfit: float = Field(description="1, or more where the readings contradict each other")


class BeaconPart(Asked):
    beacon: Line
    lon: Longitude
    lat: Latitude
    at_1_m_dbm: Strength = USUAL_AT_1_M_DBM


class BeaconsAsked(Asked):
    beacons: Annotated[list[BeaconPart], Field(max_length=MOST)]


class BeaconAnswer(Told):
    beacon: str
    lon: float
    lat: float
    at_1_m_dbm: float


class BeaconList(Told):
    beacons: list[BeaconAnswer]


@api.post("/indoor-position", tags=[TAG], responses={200: IndoorAnswer, **WITH_BODY})
@changes()
@checked
def indoor_position(body: IndoorAsked) -> Response:
    """Where somebody is who hears these beacons: a point of a floor, and how sure that is.

    For the phones and gateways of beacon and Wi-Fi systems. Nothing of it is kept.
    """
    heard = [
        Reading(each.beacon, each.rssi_dbm, each.distance_m, each.error_m) for each in body.readings
    ]
    return told(IndoorAnswer.model_validate(service.locate(db(), actor(), heard)))


@api.get("/floors/<uuid:floor_id>/beacons", tags=[TAG], responses={200: BeaconList})
@needs(Role.FACILITY)
@checked
def beacons(path: FloorPath) -> Response:
    """The beacons of a floor, and where they hang."""
    return _told(service.beacons(db(), actor(), path.floor_id))


@api.put(
    "/floors/<uuid:floor_id>/beacons",
    tags=[TAG],
    responses={200: BeaconList, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def set_beacons(path: FloorPath, body: BeaconsAsked) -> Response:
    """Let a floor have these beacons and no others."""
    wanted = [Beacon(each.beacon, each.lon, each.lat, each.at_1_m_dbm) for each in body.beacons]
    return _told(service.set_beacons(db(), actor(), path.floor_id, wanted))


@api.post(
    "/floors/<uuid:floor_id>/beacons/list",
    tags=[TAG],
    responses={200: BeaconList, **CAN_CLASH, **WITH_BODY},
    openapi_extensions=form(
        "file", file={**FILE, "description": "CSV: beacon, lon, lat and perhaps at_1_m_dbm"}
    ),
)
@needs(Role.FACILITY)
@takes_upload
@checked
def beacon_list(path: FloorPath) -> Response:
    """The same from a list; with a wrong line nothing is changed, and `lines` names all of them."""
    _, content = sent_file("list", "beacons.csv")
    return _told(service.take_list(db(), actor(), path.floor_id, content))


def _told(found: list[Beacon]) -> Response:
    rows = [
        BeaconAnswer(beacon=each.name, lon=each.lon, lat=each.lat, at_1_m_dbm=each.at_1_m_dbm)
        for each in found
    ]
    return told(BeaconList(beacons=rows))
