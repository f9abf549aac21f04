"""The live map of one floor, and the drawing that it shows."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, session, url_for

from app.api.answers import packed
from app.context import actor, db
from app.maps import MapShell, map_shell
from app.web.places import LAST_FLOOR
from floorplans.actor import Role
from floorplans.places import service as places
from floorplans.places.views import FloorView, SiteView
from floorplans.plans import service as plans

blueprint = Blueprint("floor", __name__)

YEAR_S = 365 * 24 * 3600


@blueprint.get("/floors/<uuid:floor_id>")
def show(floor_id: UUID) -> str:
    """The map of a floor; its shapes and its availability are fetched by the page itself."""
    floor = places.floor(db(), actor(), floor_id)
    if floor.map_digest is None:
        may_edit = actor().role.covers(Role.FACILITY)
        return render_template("floor_without_plan.html", floor=floor, may_edit=may_edit)
    session[LAST_FLOOR] = str(floor.id)
    site = _site_of(floor)
    map_url = url_for("floor.drawing", floor_id=floor.id, digest=floor.map_digest)
    return render_template(
        "floor.html",
        floor=floor,
        buildings=site.buildings,
        map_url=map_url,
        shell=_shell(floor, site, map_url),
    )


@blueprint.get("/floors/<uuid:floor_id>/map/<digest>.json")
def drawing(floor_id: UUID, digest: str) -> Response:
    """The shapes of one published plan; an address never gets other content, so it is kept."""
    response = packed(plans.map_document(db(), actor(), floor_id, digest))
    response.cache_control.private = True
    response.cache_control.max_age = YEAR_S
    response.cache_control.immutable = True
    return response


def _site_of(floor: FloorView) -> SiteView:
    return next(site for site in places.sites(db(), actor()) if site.id == floor.site_id)


def _shell(floor: FloorView, site: SiteView, map_url: str) -> MapShell:
    settings = {
        "floorId": str(floor.id),
        "mapUrl": map_url,
        "liveUrl": f"/api/v1/floors/{floor.id}/live",
        "timeZone": floor.time_zone,
    }
    label = f"Map of {floor.name}, {floor.building_name}. Arrow keys go from place to place."
    return map_shell("floor", settings, label=label, lat=site.lat, lon=site.lon)
