"""The way to a floor: sites, their buildings, their floors; and making them."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.forms import chosen, number, whole, word
from floorplans.actor import Role
from floorplans.errors import DomainError, NotFound
from floorplans.places import service as places

blueprint = Blueprint("places", __name__)

#: Where the browser's own signed cookie keeps the floor looked at last.
LAST_FLOOR = "floor"


@blueprint.get("/")
def home() -> Response:
    """The floor looked at last in this browser, else all places."""
    floor_id = session.get(LAST_FLOOR)
    if floor_id and _is_there(UUID(floor_id)):
        return redirect(url_for("floor.show", floor_id=floor_id))
    return redirect(url_for("places.show"))


def _is_there(floor_id: UUID) -> bool:
    try:
        return places.floor(db(), actor(), floor_id).revision_id is not None
    except NotFound:
        return False


@blueprint.get("/places")
def show() -> str:
    """All places, and how many desks of each floor are free at this moment."""
    return render_template(
        "places.html",
        sites=places.sites(db(), actor()),
        free_desks=places.free_desks(db(), actor(), now()),
        may_edit=actor().role.covers(Role.FACILITY),
    )


@blueprint.get("/places/edit")
@needs(Role.FACILITY)
def edit() -> str:
    return _editor()


@blueprint.post("/places/edit")
@needs(Role.FACILITY)
def save() -> tuple[str, int] | Response:
    """Make what one of the three forms asks for; a refusal keeps what was typed."""
    try:
        _make(request.form.get("what", ""))
    except DomainError as error:
        problem = problem_of(error)
        return _editor(problem), problem.status
    return redirect(url_for("places.edit"), 303)


def _make(what: str) -> None:
    if what == "site":
        places.create_site(
            db(),
            actor(),
            name=word("name"),
            time_zone=word("time_zone"),
            lon=number("lon"),
            lat=number("lat"),
        )
    elif what == "building":
        places.create_building(db(), actor(), site_id=chosen("site_id"), name=word("name"))
    else:
        places.create_floor(
            db(),
            actor(),
            building_id=chosen("building_id"),
            name=word("name"),
            short_name=word("short_name") or None,
            ordinal=whole("ordinal"),
        )


def _editor(problem: Problem | None = None) -> str:
    return render_template(
        "places_edit.html",
        sites=places.sites(db(), actor()),
        zones=sorted(zone for zone in available_timezones() if "/" in zone),
        problem=problem,
        typed=request.form,
    )
