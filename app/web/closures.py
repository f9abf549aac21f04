"""Closures, for facility staff: a list, one with whom it affects, and a form to close places."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
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
from app.mail.times import hours_in_words
from app.maps import MapShell, map_shell
from app.security.access import needs
from app.web.closure_form import request_of_form, wall_of
from app.web.forms import by_kind, word
from floorplans.actor import Role
from floorplans.bookings.views import Window
from floorplans.bookings.windows import first_instant, moment_text, wall_time
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureChange, ClosurePreview, ClosureView
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.places.views import FloorView

blueprint = Blueprint("closures", __name__)

#: What became of a booking, in the words of the list.
STATES = {
    "waiting": "No answer yet",
    "moved": "Moved",
    "shortened": "Kept a part of the hours",
    "cancelled": "Given back",
    "returned": "Back in its place",
    "over": "Over without an answer",
}


@blueprint.get("/closures")
@needs(Role.FACILITY)
def show() -> str:
    """All closures: what runs and is to come, then what is over."""
    found = closing.all_closures(db(), actor(), now())
    return render_template(
        "closures.html",
        closures=[(each, hours_of(each), _phase(each)) for each in found],
        said=get_flashed_messages(),
    )


@blueprint.get("/closures/<uuid:closure_id>")
@needs(Role.FACILITY)
def one(closure_id: UUID) -> str:
    return _one(closure_id)


@blueprint.post("/closures/<uuid:closure_id>")
@needs(Role.FACILITY)
def act(closure_id: UUID) -> tuple[str, int] | Response:
    """Open it, or change its end; a refusal says why, and nothing is changed."""
    try:
        if word("act") == "open":
            opened = closing.reopen(db(), actor(), closure_id, now())
            flash(_opened_words(opened.returned, opened.told_back))
            return redirect(url_for("closures.show"), 303)
        found, _, _ = closing.closure(db(), actor(), closure_id, now())
        closing.change(db(), actor(), closure_id, _change_of_form(found), now())
    except DomainError as error:
        problem = problem_of(error)
        if error.code == "closure_not_found":
            raise
        return _one(closure_id, problem), problem.status
    flash("Saved. Whoever is affected now, or no longer is, has been told.")
    return redirect(url_for("closures.one", closure_id=closure_id), 303)


@blueprint.get("/closures/new")
@needs(Role.FACILITY)
def new() -> str:
    """Choose a floor, then what of it to close."""
    floor_id = request.args.get("floor", type=UUID)
    if floor_id is None:
        return render_template("closure_floor.html", sites=places.sites(db(), actor()))
    return _form(floor_id, None, None)


@blueprint.post("/closures/new")
@needs(Role.FACILITY)
def make() -> tuple[str, int] | str | Response:
    """Close, or look whom it would affect; a refusal keeps what was typed."""
    floor_id = request.args.get("floor", type=UUID)
    if floor_id is None:
        return redirect(url_for("closures.new"), 303)
    wanted = None
    try:
        wanted = request_of_form(places.floor(db(), actor(), floor_id))
        if word("act") == "preview":
            found = closing.preview(db(), actor(), wanted, now())
            return _form(floor_id, found, None, seen=wanted.area)
        made = closing.close_place(db(), actor(), wanted, now())
    except DomainError as error:
        problem = problem_of(error)
        seen = wanted.area if wanted else None
        return _form(floor_id, None, problem, seen=seen), problem.status
    told = f"{_plural(made.bookings, 'booking')} affected" if made.bookings else "Nobody affected"
    flash(f"Closed: {made.target}, {made.floor_name}. {told}.")
    return redirect(url_for("closures.one", closure_id=made.id), 303)


def hours_of(found: ClosureView) -> str:
    """“Wednesday 18 November 2026, 10:00 to …, 12:00”, or until it is opened."""
    zone = ZoneInfo(found.time_zone)
    ends = "until it is opened" if found.to_at is None else f"to {moment_text(found.to_at, zone)}"
    return f"{moment_text(found.from_at, zone)} {ends}"


def _phase(found: ClosureView) -> str:
    if found.from_at > now():
        return "To come"
    return "Closed now" if found.to_at is None or found.to_at > now() else "Over"


def _one(closure_id: UUID, problem: Problem | None = None) -> str:
    found, closed, affected = closing.closure(db(), actor(), closure_id, now())
    zone = ZoneInfo(found.time_zone)
    ends = None if found.to_at is None else wall_time(found.to_at, zone)
    return render_template(
        "closure.html",
        closure=found,
        hours=hours_of(found),
        phase=_phase(found),
        places=closed,
        rows=[(each, _span(each.from_at, each.to_at, zone)) for each in affected],
        states=STATES,
        ends=ends and f"{ends:%Y-%m-%dT%H:%M}",
        problem=problem,
        said=get_flashed_messages(),
    )


def _change_of_form(found: ClosureView) -> ClosureChange:
    if word("open_ended") == "yes":
        return ClosureChange(is_open_ended=True, reason=word("reason"))
    to_at = first_instant(wall_of("to"), ZoneInfo(found.time_zone))
    return ClosureChange(to_at=to_at, reason=word("reason"))


def _form(
    floor_id: UUID,
    preview: ClosurePreview | None,
    problem: Problem | None,
    *,
    seen: dict[str, Any] | None = None,
) -> str:
    """``seen`` is the area that was asked for, to be shown on the map."""
    floor = places.floor(db(), actor(), floor_id)
    spaces, zones = closing.choices(db(), actor(), floor_id)
    zone = ZoneInfo(floor.time_zone)
    begins = wall_time(now(), zone).replace(minute=0) + timedelta(hours=1)
    # Whoever comes from a fault has its place chosen already.
    typed = request.form or request.args
    return render_template(
        "closure_new.html",
        floor=floor,
        typed=typed,
        chosen=set(typed.getlist("place")),
        from_local=typed.get("from", f"{begins:%Y-%m-%dT%H:%M}"),
        to_local=typed.get("to", f"{begins + timedelta(days=1):%Y-%m-%dT%H:%M}"),
        kinds=by_kind(spaces),
        zones=zones,
        seen=json.dumps(seen["coordinates"][0][:-1]) if seen else "",
        preview=preview,
        rows=[(each, _span(each.from_at, each.to_at, zone)) for each in preview.affected]
        if preview
        else [],
        problem=problem,
        shell=_shell(floor, preview),
    )


def _shell(floor: FloorView, preview: ClosurePreview | None) -> MapShell | None:
    """The floor's present plan to draw on, with what was looked at; None where it has none."""
    plan = floor.plan_at(now()) or next(iter(floor.plans), None)
    if plan is None:
        return None
    site = next(site for site in places.sites(db(), actor()) if site.id == floor.site_id)
    url = url_for("floor.drawing", floor_id=floor.id, digest=plan.map_digest)
    settings: dict[str, Any] = {"mapUrl": url, "heading": floor.heading_deg}
    if preview:
        settings["closes"] = [str(each.id) for each in preview.places]
        settings["booked"] = sorted({str(each.space_id) for each in preview.affected})
    label = f"Map of {floor.name}, {floor.building_name}, to draw on"
    return map_shell("closing", settings, label=label, lat=site.lat, lon=site.lon)


def _span(from_at: datetime, to_at: datetime, zone: ZoneInfo) -> str:
    return hours_in_words(Window(from_at, to_at), zone.key)


def _opened_words(returned: int, told_back: int) -> str:
    said = ["Open again."]
    if returned:
        verb = "stands" if returned == 1 else "stand"
        said.append(f"{_plural(returned, 'booking')} {verb} as before.")
    if told_back:
        said.append(f"{_plural(told_back, 'person', 'people')} who had moved can go back.")
    return " ".join(said)


def _plural(count: int, one: str, several: str | None = None) -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
