"""A screen on a wall: one floor as it is now, read-only; the secret in its address is the way in.

It makes no session and asks for none. Whatever it is given says which places are free; names come
along where facility staff chose that for this screen, and then only of those who show theirs.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import segno
from flask import Blueprint, Response, render_template, url_for
from markupsafe import Markup

from app.api.answers import JSON_TYPE, compressed, packed
from app.api.availability import known_schedule
from app.api.live import stream
from app.context import addresses, context, db, now
from app.maps import MapShell, map_shell
from app.security.access import by_secret
from app.web.floor import YEAR_S
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.places import service as places
from floorplans.places.views import FloorView
from floorplans.plans import service as plans
from floorplans.screens import service as screens
from floorplans.screens.views import Screen

blueprint = Blueprint("screen", __name__, url_prefix="/screens")

#: A place is free now when nobody has it for so long; whoever walks there needs some of it.
SHORTEST_USE = timedelta(minutes=15)
#: Of each place. Ids of bookings, reasons of closures and whose something is stay away.
TOLD = ("id", "status", "until", "left", "places")


@blueprint.get("/<token>")
@by_secret
def show(token: str) -> str:
    """The page; its map and what is free are fetched by the page itself."""
    screen = screens.screen_of(db(), token)
    floor = places.floor(db(), screen.onlooker, screen.floor_id)
    return render_template(
        "screen.html", floor=floor, shell=_shell(token, screen, floor), code=_code(floor)
    )


@blueprint.get("/<token>/now")
@by_secret
def at_present(token: str) -> Response:
    """What is free from now on, on the service's clock."""
    screen, at = screens.screen_of(db(), token), now()
    version = bookings.floor_version(db(), screen.onlooker, screen.floor_id)
    window = Window(at, at + SHORTEST_USE)
    schedule = known_schedule(screen.floor_id, window, screen.onlooker, version)
    document = json.loads(schedule.document(window, screen.id, at))
    body = json.dumps(_shown(document, screen, at), separators=(",", ":"))
    return compressed(Response(body, content_type=JSON_TYPE))


@blueprint.get("/<token>/live")
@by_secret
def live(token: str) -> Response:
    """Follow the floor, until the screen is revoked."""
    screen, database = screens.screen_of(db(), token), context().db
    return stream(screen.onlooker, screen.floor_id, lambda: screens.still_there(database, token))


@blueprint.get("/<token>/map/<digest>.json")
@by_secret
def drawing(token: str, digest: str) -> Response:
    """The shapes of a plan of the screen's floor."""
    screen = screens.screen_of(db(), token)
    response = packed(plans.map_document(db(), screen.onlooker, screen.floor_id, digest))
    response.cache_control.private = True
    response.cache_control.max_age = YEAR_S
    response.cache_control.immutable = True
    return response


def _shown(document: dict[str, Any], screen: Screen, at: datetime) -> dict[str, Any]:
    """What of an availability document anybody may see who passes by."""
    keys = (*TOLD, "who") if screen.shows_names else TOLD
    return {
        "at": at.isoformat(),
        "version": document["version"],
        "plan": document["plan"],
        "spaces": [
            {key: space[key] for key in keys if key in space} for space in document["spaces"]
        ],
    }


def _shell(token: str, screen: Screen, floor: FloorView) -> MapShell:
    site = next(site for site in places.sites(db(), screen.onlooker) if site.id == floor.site_id)
    plan = floor.plan_at(now())
    settings = {
        "digest": plan and plan.map_digest,
        "mapUrl": plan and url_for("screen.drawing", token=token, digest=plan.map_digest),
        "nowUrl": url_for("screen.at_present", token=token),
        "liveUrl": url_for("screen.live", token=token),
        "timeZone": floor.time_zone,
        "heading": floor.heading_deg,
    }
    label = f"Map of {floor.name}, {floor.building_name}"
    return map_shell("screen", settings, label=label, lat=site.lat, lon=site.lon)


def _code(floor: FloorView) -> Markup:
    """The floor's printed code, as a picture in the page."""
    code = segno.make_qr(addresses().page(f"/at/{floor.id}"), error="m")
    drawn = code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
    # It comes from the library and holds an address of our own, as dark and light modules.
    return Markup(drawn)  # noqa: S704
