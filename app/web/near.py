"""The page that finds the nearest free place. It alone may ask the browser where it is."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, session

from app.context import actor, db, now
from app.maps import map_shell
from app.security.headers import allow_locating
from app.web.places import LAST_FLOOR
from app.web.usual import usual_hours
from floorplans.approvals import service as approvals
from floorplans.finding import service as finding
from floorplans.places import service as places
from floorplans.places.views import SiteView
from floorplans.walking import entrances

blueprint = Blueprint("near", __name__)


@blueprint.get("/near")
def show() -> str:
    """The empty page: the position goes from the browser to the API, in a body, and no further."""
    allow_locating()
    sites = places.sites(db(), actor())
    floors = floors_with_plans(sites)
    if not floors:
        return render_template("near.html", shell=None, sites=sites)
    last = session.get(LAST_FLOOR)
    chosen = last if last in {floor["id"] for floor in floors} else floors[0]["id"]
    settings = {
        "floors": floors,
        "floorId": chosen,
        "usual": usual_hours(finding.usual(db(), actor(), now())),
        "hasEntrance": bool(entrances.ways_in(db(), actor(), UUID(chosen))),
        "asksApproval": approvals.wants_approval(db(), actor()),
    }
    label = "Map of the nearest free places"
    shell = map_shell("near", settings, label=label, lat=sites[0].lat, lon=sites[0].lon)
    return render_template(
        "near.html", shell=shell, sites=sites, chosen=chosen, has_entrance=settings["hasEntrance"]
    )


def floors_with_plans(sites: list[SiteView]) -> list[dict[str, str]]:
    """The floors that can be shown, as the scripts of map pages take them."""
    return [
        {
            "id": str(floor.id),
            "name": floor.name,
            "building": building.name,
            "timeZone": site.time_zone,
        }
        for site in sites
        for building in site.buildings
        for floor in building.floors
        if floor.revision_id
    ]
