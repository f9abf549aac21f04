"""The page on which a team finds places close together."""

from __future__ import annotations

from flask import Blueprint, render_template, session

from app.context import actor, db, now
from app.maps import map_shell
from app.web.near import floors_with_plans
from app.web.places import LAST_FLOOR
from app.web.usual import usual_hours
from floorplans.finding import service as finding
from floorplans.places import service as places
from floorplans.wording import KIND_WORDS

blueprint = Blueprint("teams", __name__)


@blueprint.get("/teams")
def show() -> str:
    """The form; proposals and what is booked come from the API."""
    sites = places.sites(db(), actor())
    floors = floors_with_plans(sites)
    if not floors:
        return render_template("teams.html", shell=None)
    last = session.get(LAST_FLOOR)
    chosen = last if last in {floor["id"] for floor in floors} else floors[0]["id"]
    me = {"id": str(actor().person_id), "name": actor().name}
    settings = {
        "floors": floors,
        "floorId": chosen,
        "me": me,
        "usual": usual_hours(finding.usual(db(), actor(), now())),
    }
    label = "Map of the proposed places"
    shell = map_shell("teams", settings, label=label, lat=sites[0].lat, lon=sites[0].lon)
    kinds = {kind: several.capitalize() for kind, (_, several) in KIND_WORDS.items()}
    return render_template("teams.html", shell=shell, floors=floors, chosen=chosen, kinds=kinds)
