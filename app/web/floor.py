"""The live map of one floor, and the drawing that it shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, session, url_for

from app.api.answers import packed
from app.context import actor, db, now
from app.maps import MapShell, map_shell
from app.web.places import LAST_FLOOR
from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.bookings.windows import first_instant
from floorplans.places import service as places
from floorplans.places.views import FloorView, PlanInTime, SiteView
from floorplans.plans import service as plans

blueprint = Blueprint("floor", __name__)

YEAR_S = 365 * 24 * 3600


@blueprint.get("/floors/<uuid:floor_id>")
def show(floor_id: UUID) -> str:
    """The map of a floor; its shapes and its availability are fetched by the page itself."""
    floor = places.floor(db(), actor(), floor_id)
    if not floor.plans:
        may_edit = actor().role.covers(Role.FACILITY)
        return render_template("floor_without_plan.html", floor=floor, may_edit=may_edit)
    session[LAST_FLOOR] = str(floor.id)
    site = _site_of(floor)
    shown = floor.plan_at(_asked_hours(floor)) or floor.plans[0]
    return render_template(
        "floor.html",
        floor=floor,
        held=bookings.held_here(db(), actor(), floor_id, now()),
        buildings=site.buildings,
        map_url=_map_url(floor, shown),
        shell=_shell(floor, site),
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


def _asked_hours(floor: FloorView) -> datetime:
    """When the hours in the address begin; the page itself reads them with more care."""
    try:
        wall = datetime.fromisoformat(request.args.get("from", ""))
        return first_instant(wall.replace(tzinfo=None), ZoneInfo(floor.time_zone))
    except (ValueError, OverflowError):
        return now()


def _map_url(floor: FloorView, plan: PlanInTime) -> str:
    return url_for("floor.drawing", floor_id=floor.id, digest=plan.map_digest)


def _shell(floor: FloorView, site: SiteView) -> MapShell:
    settings = {
        "floorId": str(floor.id),
        "plans": [
            {
                "from": plan.from_at.isoformat() if plan.from_at else None,
                "digest": plan.map_digest,
                "mapUrl": _map_url(floor, plan),
            }
            for plan in floor.plans
        ],
        "liveUrl": f"/api/v1/floors/{floor.id}/live",
        "timeZone": floor.time_zone,
        "heading": floor.heading_deg,
    }
    label = f"Map of {floor.name}, {floor.building_name}. Arrow keys go from place to place."
    return map_shell("floor", settings, label=label, lat=site.lat, lon=site.lon)
