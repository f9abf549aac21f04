"""Stairs, lifts and other ways of a building, for facility staff: how they go on, and outages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.maps import MapShell, map_shell
from app.security.access import needs
from app.web.closure_form import wall_of
from app.web.forms import chosen, number, word
from floorplans.actor import Role
from floorplans.bookings.windows import first_instant, moment_text
from floorplans.errors import DomainError, Invalid
from floorplans.places import service as places
from floorplans.walking import correcting, linked
from floorplans.walking.correcting import ConnectorRef
from floorplans.walking.linked import ConnectorSaid
from floorplans.walking.linked_views import LinkedView, OutageView

blueprint = Blueprint("ways", __name__)

KIND_WORDS = {"stairs": "Stairs", "lift": "Lift", "escalator": "Escalator", "ramp": "Ramp"}
#: What a form calls a kind with its direction.
KINDS = {
    "stairs": "Stairs",
    "lift": "Lift",
    "ramp": "Ramp",
    "escalator:up": "Escalator, upwards",
    "escalator:down": "Escalator, downwards",
}


@blueprint.get("/ways")
@needs(Role.FACILITY)
def choose() -> str | Response:
    """The buildings; with only one, that one."""
    sites = places.sites(db(), actor())
    buildings = [each for site in sites for each in site.buildings]
    if len(buildings) == 1:
        return redirect(url_for("ways.show", building_id=buildings[0].id), 303)
    return render_template("ways_choose.html", sites=sites)


@blueprint.get("/buildings/<uuid:building_id>/ways")
@needs(Role.FACILITY)
def show(building_id: UUID) -> str:
    return _page(building_id, None)


@blueprint.post("/buildings/<uuid:building_id>/ways")
@needs(Role.FACILITY)
def act(building_id: UUID) -> tuple[str, int] | Response:
    """Do what one of the forms says; a refusal says why, and nothing is changed."""
    found = linked.linked_view(db(), actor(), building_id, now())
    try:
        said = _act(found)
    except DomainError as error:
        problem = problem_of(error)
        return _page(building_id, problem), problem.status
    flash(said)
    shown = request.args.get("floor")
    return redirect(url_for("ways.show", building_id=building_id, floor=shown), 303)


def _act(found: LinkedView) -> str:
    act = word("act")
    if act == "describe":
        kind, _, goes = word("kind").partition(":")
        width = number("clear_m") if word("clear_m") else None
        said = ConnectorSaid(kind, goes or "both", width, word("wheelchairs") == "yes")
        linked.describe(db(), actor(), _ref("connector"), said, now())
        return "Saved. Ways follow it from now on."
    if act in ("join", "part"):
        ends = _ref("one"), _ref("other")
        correcting.say(db(), actor(), *ends, is_same=act == "join", now=now())
        return "Linked." if act == "join" else "No longer linked."
    if act == "forget":
        correcting.take_back(db(), actor(), chosen("word"))
        return "Forgotten. The plans decide again."
    if act == "outage":
        to_at = _until(found)
        correcting.report_outage(
            db(),
            actor(),
            _ref("connector"),
            from_at=now(),
            to_at=to_at,
            reason=word("reason"),
            now=now(),
        )
        return "Out of order. Ways avoid it from now on."
    correcting.end_outage(db(), actor(), chosen("outage"), now())
    return "It works again."


def _ref(name: str) -> ConnectorRef:
    """A connector as a form names it: floor and number."""
    floor, _, number_of = word(name).partition(":")
    try:
        return ConnectorRef(UUID(floor), int(number_of[:6]))
    except ValueError:
        raise Invalid(
            "choice_missing",
            "Nothing was chosen from one of the lists. Nothing was changed.",
            "Choose an entry, then try again.",
            field=name,
        ) from None


def _until(found: LinkedView) -> datetime | None:
    return first_instant(wall_of("to"), ZoneInfo(found.time_zone)) if word("to") else None


def _page(building_id: UUID, problem: Problem | None) -> str:
    found = linked.linked_view(db(), actor(), building_id, now())
    zone = ZoneInfo(found.time_zone)
    asked = request.args.get("floor", type=UUID)
    known = [floor_id for floor_id, _ in found.floors]
    floor_id = asked if asked in known else next(iter(known), None)
    return render_template(
        "ways.html",
        found=found,
        floor_id=floor_id,
        kinds=KINDS,
        kind_words=KIND_WORDS,
        span=lambda outage: _span(outage, zone),
        problem=problem,
        typed=request.form if problem else {},
        said=get_flashed_messages(),
        shell=_shell(found, floor_id) if floor_id else None,
    )


def _span(outage: OutageView, zone: ZoneInfo) -> str:
    ends = "until somebody ends it" if outage.to_at is None else moment_text(outage.to_at, zone)
    return ends if outage.to_at is None else f"until {ends}"


def _shell(found: LinkedView, floor_id: UUID) -> MapShell | None:
    """The floor's present plan with the numbers of the list on its stairs and lifts."""
    floor = places.floor(db(), actor(), floor_id)
    plan = floor.plan_at(now())
    if plan is None:
        return None
    site = next(site for site in places.sites(db(), actor()) if site.id == floor.site_id)
    marks = [
        {"number": stop.number, "label": str(n)}
        for n, each in enumerate(found.connectors, start=1)
        for stop in each.stops
        if stop.floor_id == floor_id
    ]
    settings: dict[str, Any] = {
        "mapUrl": url_for("floor.drawing", floor_id=floor.id, digest=plan.map_digest),
        "heading": floor.heading_deg,
        "marks": marks,
    }
    label = f"Map of {floor.name}, {floor.building_name}, with its stairs and lifts"
    return map_shell("ways", settings, label=label, lat=site.lat, lon=site.lon)
