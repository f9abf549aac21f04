"""The page that finds a place by what it is like, and shows it on the map and in a list."""

from __future__ import annotations

from flask import Blueprint, render_template, session

from app.context import actor, db, now
from app.maps import map_shell
from app.web.places import LAST_FLOOR
from app.web.usual import usual_hours
from floorplans.approvals import service as approvals
from floorplans.finding import service as finding
from floorplans.places import service as places
from floorplans.places.views import SiteView

blueprint = Blueprint("find", __name__)


@blueprint.get("/find")
def show() -> str:
    """The form; the search itself is the API's."""
    sites = [site for site in places.sites(db(), actor()) if _floors([site])]
    floors = _floors(sites)
    if not floors:
        return render_template("find.html", shell=None)
    last = session.get(LAST_FLOOR)
    chosen = last if last in {floor["id"] for floor in floors} else floors[0]["id"]
    usual = finding.usual(db(), actor(), now())
    found = finding.choices(db(), actor())
    settings = {
        "floors": floors,
        "floorId": chosen,
        "features": found.features,
        "usual": usual_hours(usual),
        "asksApproval": approvals.wants_approval(db(), actor()),
    }
    label = "Map of the places that were found"
    shell = map_shell("find", settings, label=label, lat=sites[0].lat, lon=sites[0].lon)
    return render_template(
        "find.html",
        shell=shell,
        sites=sites,
        chosen=chosen,
        usual=usual,
        kinds=found.kinds or ("desk",),
        zones=found.zones,
    )


def _floors(sites: list[SiteView]) -> list[dict[str, str]]:
    return [
        {
            "id": str(floor.id),
            "name": floor.name,
            "building": building.name,
            "timeZone": site.time_zone,
            "siteId": str(site.id),
        }
        for site in sites
        for building in site.buildings
        for floor in building.floors
        if floor.revision_id
    ]
