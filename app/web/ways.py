"""Stairs, lifts and other ways of a building, for facility staff: how they go on, and outages."""

from __future__ import annotations

from datetime import datetime
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
from app.errors import Problem
from app.maps import MapShell
from app.security.access import needs
from app.web.closure_form import wall_of
from app.web.forms import chosen, number, word
from app.web.ways_parts import floor_shell, floor_shown, named_problem, numbered
from floorplans.actor import Role
from floorplans.bookings.windows import first_instant, moment_text
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.walking import correcting, linked
from floorplans.walking.correcting import ConnectorRef
from floorplans.walking.linked import ConnectorSaid
from floorplans.walking.linked_views import ConnectorView, LinkedView, OutageView

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
#: What the page calls its fields.
FIELDS = {"clear_m": "Clear width", "to": "Until", "reason": "Out of order: why", "kind": "It is"}


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
        problem = named_problem(error, FIELDS)
        return _page(building_id, problem), problem.status
    flash(said)
    shown = request.args.get("floor")
    return redirect(url_for("ways.show", building_id=building_id, floor=shown), 303)


def _act(found: LinkedView) -> str:
    """Do it, and say what was done to which."""
    act = word("act")
    if act == "describe":
        ref = _ref("connector")
        kind, _, goes = word("kind").partition(":")
        width = number("clear_m") if word("clear_m") else None
        said = ConnectorSaid(kind, goes or "both", width, word("wheelchairs") == "yes")
        linked.describe(db(), actor(), ref, said, now())
        told = linked.linked_view(db(), actor(), found.building_id, now())
        return f"{_called(told, ref)}: saved. Ways follow it from now on."
    if act in ("join", "part"):
        ends = _ref("one"), _ref("other")
        correcting.say(db(), actor(), *ends, is_same=act == "join", now=now())
        one, other = (f"{_called(found, end)} on {_floor_name(found, end)}" for end in ends)
        return f"{one} and {other}: {'linked' if act == 'join' else 'no longer linked'}."
    if act == "forget":
        said_id = chosen("word")
        correcting.take_back(db(), actor(), said_id)
        return f"{_word_about(found, said_id)}: forgotten. The plans decide again."
    if act == "outage":
        ref, to_at = _ref("connector"), _until(found)
        correcting.report_outage(
            db(), actor(), ref, from_at=now(), to_at=to_at, reason=word("reason"), now=now()
        )
        return f"{_called(found, ref)}: out of order. Ways avoid it from now on."
    outage_id = chosen("outage")
    correcting.end_outage(db(), actor(), outage_id, now())
    return f"{_with_outage(found, outage_id)} works again."


def _ref(name: str) -> ConnectorRef:
    """A connector as a form names it: floor and number."""
    return ConnectorRef(*numbered(name))


def title_of(each: ConnectorView) -> str:
    return " ".join(filter(None, (KIND_WORDS[each.kind], each.name)))


def _called(found: LinkedView, ref: ConnectorRef) -> str:
    stops = {(stop.floor_id, stop.number): each for each in found.connectors for stop in each.stops}
    each = stops.get((ref.floor_id, ref.number))
    return "It" if each is None else title_of(each)


def _floor_name(found: LinkedView, ref: ConnectorRef) -> str:
    return dict(found.floors).get(ref.floor_id, "another floor")


def _word_about(found: LinkedView, word_id: UUID) -> str:
    said = next((each for each in found.words if each.id == word_id), None)
    stops = [] if said is None else [stop for stop in (said.one, said.other) if stop is not None]
    told = [
        f"{_called(found, ConnectorRef(stop.floor_id, stop.number))} on {stop.floor_name}"
        for stop in stops
    ]
    return " and ".join(told) or "What was said"


def _with_outage(found: LinkedView, outage_id: UUID) -> str:
    out = (each for each in found.connectors for o in each.outages if o.id == outage_id)
    each = next(out, None)
    return "It" if each is None else title_of(each)


def _until(found: LinkedView) -> datetime | None:
    return first_instant(wall_of("to"), ZoneInfo(found.time_zone)) if word("to") else None


def _page(building_id: UUID, problem: Problem | None) -> str:
    found = linked.linked_view(db(), actor(), building_id, now())
    zone = ZoneInfo(found.time_zone)
    marked = {stop.floor_id for each in found.connectors for stop in each.stops}
    floor_id = floor_shown(found.floors, marked)
    return render_template(
        "ways.html",
        found=found,
        floor_id=floor_id,
        kinds=KINDS,
        title_of=title_of,
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
    marks = [
        {"number": stop.number, "label": str(n)}
        for n, each in enumerate(found.connectors, start=1)
        for stop in each.stops
        if stop.floor_id == floor_id
    ]
    return floor_shell(floor_id, "stairs and lifts", {"marks": marks})
