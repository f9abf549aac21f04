"""The live map of one floor, and the drawing that it shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, session, url_for

from app.api.answers import packed
from app.api.joined import TogetherList
from app.context import actor, db, now
from app.maps import MapShell, map_shell
from app.web.places import LAST_FLOOR
from app.web.usual import usual_hours
from floorplans.actor import Role
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.bookings.windows import first_instant, last_instant
from floorplans.finding import service as finding
from floorplans.places import service as places
from floorplans.places.views import FloorView, PlanInTime, SiteView
from floorplans.plans import service as plans
from floorplans.policies import service as policies

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
    asked = _asked_hours(floor)
    shown = floor.plan_at(asked.plan_at(now())) or floor.plans[0]
    return render_template(
        "floor.html",
        floor=floor,
        held=bookings.held_here(db(), actor(), floor_id, now()),
        buildings=site.buildings,
        map_url=_map_url(floor, shown),
        settings=_settings(floor, asked),
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


def _asked_hours(floor: FloorView) -> Window:
    """The hours in the address, else now; the page itself reads them with more care."""
    zone = ZoneInfo(floor.time_zone)
    try:
        walls = (datetime.fromisoformat(request.args.get(end, "")) for end in ("from", "to"))
        starts, ends = (wall.replace(tzinfo=None) for wall in walls)
        # Whoever wrote both ends by hand may have left them on one day.
        ends += timedelta(days=ends <= starts)
        return Window(first_instant(starts, zone), last_instant(ends, zone))
    except (ValueError, OverflowError):
        return Window(now(), now())


def _needed(floor: FloorView, asked: Window) -> list[PlanInTime]:
    """The plans that the page may show without being asked for anew, and the first of all."""
    return [
        plan
        for place, plan in enumerate(floor.plans)
        if place == 0
        or plan.to_at is None
        or plan.to_at > now()
        or (plan.from_at <= asked.to_at and plan.to_at > asked.from_at)
    ]


def _together(floor: FloorView) -> list[dict[str, Any]]:
    """What is booked as one, as ``GET /floors/{id}/joined-spaces`` tells it."""
    found = bookings.together(db(), actor(), floor.id)
    told: list[dict[str, Any]] = TogetherList.model_validate(
        found, from_attributes=True
    ).model_dump(mode="json")
    return told


def _map_url(floor: FloorView, plan: PlanInTime) -> str:
    return url_for("floor.drawing", floor_id=floor.id, digest=plan.map_digest)


def _settings(floor: FloorView, asked: Window) -> dict[str, Any]:
    return {
        "floorId": str(floor.id),
        "plans": [
            {
                "from": plan.from_at.isoformat(),
                "until": plan.to_at.isoformat() if plan.to_at else None,
                "digest": plan.map_digest,
                "mapUrl": _map_url(floor, plan),
            }
            for plan in _needed(floor, asked)
        ],
        "liveUrl": f"/api/v1/floors/{floor.id}/live",
        "timeZone": floor.time_zone,
        "usual": usual_hours(finding.usual(db(), actor(), now())),
        "heading": floor.heading_deg,
        "together": _together(floor),
        "asksApproval": approvals.wants_approval(db(), actor()),
        "isStaff": actor().role.covers(Role.FACILITY),
        "isRuled": policies.forbids_anything(db(), actor()),
        "favourites": [
            str(each.space_id)
            for each in finding.favourites(db(), actor())
            if each.floor_id == floor.id
        ],
    }


def _shell(floor: FloorView, site: SiteView) -> MapShell:
    """The map by itself; the page's head holds the settings, which are read before it is made."""
    label = f"Map of {floor.name}, {floor.building_name}. Arrow keys go from place to place."
    return map_shell("floor", {}, label=label, lat=site.lat, lon=site.lon)
