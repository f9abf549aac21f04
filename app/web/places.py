"""The way to a floor: sites, their buildings, their floors; making them, putting them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID
from zoneinfo import available_timezones

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done_where
from app.web.forms import chosen, number, whole, word
from floorplans.actor import Role
from floorplans.errors import DomainError, NotFound
from floorplans.mending import service as mending
from floorplans.places import service as places
from floorplans.places.views import SiteView
from floorplans.usage import service as usage

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
    looks_after = actor().role.covers(Role.FACILITY)
    return render_template(
        "places.html",
        sites=places.sites(db(), actor()),
        free_desks=places.free_desks(db(), actor(), now()),
        may_edit=looks_after,
        counts_use=usage.is_counted(db(), actor()),
        open_faults=mending.count_open(db(), actor()) if looks_after else 0,
        may_choose_use=actor().role.covers(Role.ADMIN),
    )


@blueprint.get("/places/edit")
@needs(Role.FACILITY)
def edit() -> str:
    return _editor()


@blueprint.post("/places/edit")
@needs(Role.FACILITY)
def save() -> tuple[str, int] | Response:
    """Do what one of the forms asks for; a refusal keeps what was typed."""
    what = word("what")
    doing = {"change": _CHANGES, "remove": _REMOVALS}.get(word("act"), {}).get(what)
    try:
        at = doing() if doing else _make(what)
    except DomainError as error:
        problem = problem_of(error)
        return _editor(problem), problem.status
    flash(str(at or ""), _DONE.get(word("act"), "Made").format(what=what.capitalize()))
    return redirect(url_for("places.edit", _anchor=f"at-{at}" if at else None), 303)


def _make(what: str) -> UUID:
    if what == "site":
        return places.create_site(
            db(),
            actor(),
            name=word("name"),
            time_zone=word("time_zone"),
            lon=number("lon"),
            lat=number("lat"),
        )
    if what == "building":
        return places.create_building(db(), actor(), site_id=chosen("site_id"), name=word("name"))
    return places.create_floor(
        db(),
        actor(),
        building_id=chosen("building_id"),
        name=word("name"),
        short_name=word("short_name") or None,
        ordinal=whole("ordinal"),
    )


def _change_site() -> UUID:
    site_id = chosen("id")
    places.rename_site(db(), actor(), site_id, name=word("name"))
    return site_id


def _change_building() -> UUID:
    building_id = chosen("id")
    places.rename_building(db(), actor(), building_id, name=word("name"))
    return building_id


def _change_floor() -> UUID:
    floor_id = chosen("id")
    places.change_floor(
        db(),
        actor(),
        floor_id,
        name=word("name"),
        short_name=word("short_name") or None,
        ordinal=whole("ordinal"),
    )
    return floor_id


def _remove_site() -> None:
    places.remove_site(db(), actor(), chosen("id"))


def _remove_building() -> UUID:
    return places.remove_building(db(), actor(), chosen("id"))


def _remove_floor() -> UUID:
    return places.remove_floor(db(), actor(), chosen("id"))


#: What each form does; the answer is the place where the page goes on, None for its beginning.
_CHANGES: dict[str, Callable[[], UUID | None]] = {
    "site": _change_site,
    "building": _change_building,
    "floor": _change_floor,
}
_REMOVALS: dict[str, Callable[[], UUID | None]] = {
    "site": _remove_site,
    "building": _remove_building,
    "floor": _remove_floor,
}
_DONE = {"change": "Saved", "remove": "{what} removed"}


def _editor(problem: Problem | None = None) -> str:
    sites = places.sites(db(), actor())
    return render_template(
        "places_edit.html",
        sites=sites,
        zones=sorted(zone for zone in available_timezones() if "/" in zone),
        problem=problem,
        # What was wrong is told at its own place, where that is still there.
        problem_at=word("id") if problem and word("id") in _ids(sites) else None,
        # What was done just now, in a word, and at which place.
        done=what_was_done_where(),
        typed=request.form,
    )


def _ids(sites: Sequence[SiteView]) -> set[str]:
    """The ids of all places, as a form carries them."""
    buildings = [building for site in sites for building in site.buildings]
    floors = [floor.id for building in buildings for floor in building.floors]
    return {str(own) for own in (*(s.id for s in sites), *(b.id for b in buildings), *floors)}
