"""The beacons of a floor, for facility staff: seen, placed, moved, listed, and tried.

What is tried goes from the browser to the API, in a body, and is kept nowhere.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.api.attachment import attachment
from app.context import actor, db, now
from app.exports import beacons_csv
from app.maps import map_shell
from app.security.access import needs
from floorplans.actor import Role
from floorplans.beacons import service as beacons
from floorplans.places import service as places
from geo.beacons import LOSS, SHADOWING_DB, USUAL_AT_1_M_DBM

blueprint = Blueprint("beacons", __name__)


@blueprint.get("/beacons")
@needs(Role.FACILITY)
def choose() -> str | AnyResponse:
    """The floors; with only one, that one."""
    sites = places.sites(db(), actor())
    floors = [floor for site in sites for building in site.buildings for floor in building.floors]
    if len(floors) == 1:
        return redirect(url_for("beacons.show", floor_id=floors[0].id), 303)
    return render_template("beacons_choose.html", sites=sites)


@blueprint.get("/floors/<uuid:floor_id>/beacons")
@needs(Role.FACILITY)
def show(floor_id: UUID) -> str:
    """A floor's plan with its beacons; without a plan they are entered by their place alone."""
    hung = beacons.beacons(db(), actor(), floor_id)
    floor = places.floor(db(), actor(), floor_id)
    site = next(site for site in places.sites(db(), actor()) if site.id == floor.site_id)
    plan = floor.plan_at(now())
    settings: dict[str, Any] = {
        "floorId": str(floor_id),
        "mapUrl": None
        if plan is None
        else url_for("floor.drawing", floor_id=floor_id, digest=plan.map_digest),
        "heading": floor.heading_deg,
        "beacons": [
            {"beacon": own.name, "lon": own.lon, "lat": own.lat, "at_1_m_dbm": own.at_1_m_dbm}
            for own in hung
        ],
        "usual": {"strength": USUAL_AT_1_M_DBM, "loss": LOSS, "error": SHADOWING_DB},
        "floors": {
            str(each.id): f"{each.name}, {building.name}"
            for building in site.buildings
            for each in building.floors
        },
    }
    label = f"Map of {floor.name}, {floor.building_name}, with its beacons"
    shell = map_shell("beacons", settings, label=label, lat=site.lat, lon=site.lon)
    return render_template("beacons.html", shell=shell, floor=floor, plan=plan)


@blueprint.get("/floors/<uuid:floor_id>/beacons.csv")
@needs(Role.FACILITY)
def table(floor_id: UUID) -> Response:
    """The same as a file that the page takes again."""
    hung = beacons.beacons(db(), actor(), floor_id)
    floor = places.floor(db(), actor(), floor_id)
    response = Response(beacons_csv.write(hung), content_type="text/csv; charset=utf-8")
    name = f"{floor.building_name} {floor.name} beacons.csv"
    response.headers["Content-Disposition"] = attachment(name)
    return response
