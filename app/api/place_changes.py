"""Putting sites, buildings and floors right, and removing empty ones."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Bearing, Line
from app.api.paths import BuildingPath, FloorPath, SitePath
from app.api.places import (
    TAG,
    BuildingAnswer,
    FloorAnswer,
    Ordinal,
    SiteAnswer,
    building_answer,
    site_answer,
)
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.places import service as places


class NameAsked(Asked):
    """What should be different; what is left out stays."""

    name: Line | None = None


class FloorChangeAsked(Asked):
    """What should be different; what is left out stays."""

    name: Line | None = None
    ordinal: Ordinal | None = None
    short_name: Line | None = Field(
        default=None,
        description="At most 12 characters. Left out, one that followed from name and ordinal "
        "goes on following from them",
    )


@api.patch(
    "/sites/<uuid:site_id>", tags=[TAG], responses={200: SiteAnswer, **WITH_BODY, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def change_site(path: SitePath, body: NameAsked) -> Response:
    """Rename a site."""
    places.rename_site(db(), actor(), path.site_id, name=body.name)
    return told(site_answer(path.site_id))


@api.patch(
    "/buildings/<uuid:building_id>",
    tags=[TAG],
    responses={200: BuildingAnswer, **WITH_BODY, **CAN_CLASH},
)
@needs(Role.FACILITY)
@checked
def change_building(path: BuildingPath, body: NameAsked) -> Response:
    """Rename a building."""
    places.rename_building(db(), actor(), path.building_id, name=body.name)
    return told(building_answer(path.building_id))


@api.patch(
    "/floors/<uuid:floor_id>", tags=[TAG], responses={200: FloorAnswer, **WITH_BODY, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def change_floor(path: FloorPath, body: FloorChangeAsked) -> Response:
    """Rename a floor, or say which storey it is."""
    places.change_floor(
        db(),
        actor(),
        path.floor_id,
        name=body.name,
        ordinal=body.ordinal,
        short_name=body.short_name,
    )
    return told(FloorAnswer.model_validate(places.floor(db(), actor(), path.floor_id)))


class HeadingAsked(Asked):
    """Clockwise from true north; null is north up."""

    heading_deg: Bearing | None


@api.put("/buildings/<uuid:building_id>/heading", tags=[TAG], responses={204: None, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def change_heading(path: BuildingPath, body: HeadingAsked) -> Response:
    """Say which bearing the maps of a building's floors show upwards."""
    places.head_up(db(), actor(), path.building_id, body.heading_deg)
    return nothing()


@api.delete("/sites/<uuid:site_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_site(path: SitePath) -> Response:
    """Remove a site without buildings; else `site_has_buildings`."""
    places.remove_site(db(), actor(), path.site_id)
    return nothing()


@api.delete("/buildings/<uuid:building_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_building(path: BuildingPath) -> Response:
    """Remove a building without floors; else `building_has_floors`."""
    places.remove_building(db(), actor(), path.building_id)
    return nothing()


@api.delete("/floors/<uuid:floor_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_floor(path: FloorPath) -> Response:
    """Remove a floor without a plan, a place or a booking; else `floor_in_use`.

    Plans that were refused or discarded go with it.
    """
    places.remove_floor(db(), actor(), path.floor_id)
    return nothing()
