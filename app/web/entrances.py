"""Entrances of a building and ways out of doors from them, for facility staff."""

from __future__ import annotations

import json
from uuid import UUID

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
from app.maps import MapShell, map_shell
from app.security.access import needs
from app.web.forms import chosen, number, word
from app.web.ways_parts import (
    drawing_of,
    floor_shell,
    floor_shown,
    named_problem,
    numbered,
    numbered_of,
)
from floorplans.actor import Role
from floorplans.errors import DomainError, Invalid
from floorplans.places import service as places
from floorplans.walking import entrances, outdoor_ways
from floorplans.walking.entrance_views import (
    DoorNumber,
    EntranceSaid,
    EntrancesView,
    EntranceView,
    LonLat,
    OutdoorWaySaid,
    OutdoorWayView,
)

blueprint = Blueprint("entrances", __name__)

ROLES = {
    "main": "The main entrance",
    "side": "An entrance",
    "emergency": "An emergency exit only",
    "none": "No entrance",
}
GROUNDS = {"level": "Level, no steps", "ramp": "Over a ramp", "steps": "Over steps"}
FIELDS = {
    "clear_m": "Clear width",
    "role": "It is",
    "length_m": "Length",
    "line": "The line on the map",
    "ground": "What it goes over",
}
#: So many estimated ways are listed; the others are chosen by their doors.
SHOWN_WAYS = 12


@blueprint.get("/buildings/<uuid:building_id>/entrances")
@needs(Role.FACILITY)
def show(building_id: UUID) -> str:
    return _page(building_id, None)


@blueprint.post("/buildings/<uuid:building_id>/entrances")
@needs(Role.FACILITY)
def act(building_id: UUID) -> tuple[str, int] | Response:
    """Do what one of the forms says; a refusal says why, and nothing is changed."""
    found = entrances.entrances_view(db(), actor(), building_id)
    try:
        said = _act(found)
    except DomainError as error:
        problem = named_problem(error, FIELDS)
        return _page(building_id, problem), problem.status
    flash(said)
    shown = request.args.get("floor")
    return redirect(url_for("entrances.show", building_id=building_id, floor=shown), 303)


@blueprint.get("/buildings/<uuid:building_id>/entrances/way")
@needs(Role.FACILITY)
def way(building_id: UUID) -> str | Response:
    """One way out of doors, on a map with both of its buildings."""
    found = entrances.entrances_view(db(), actor(), building_id)
    try:
        return _way_page(found, _way(found, *_ends()), None)
    except Invalid:
        return redirect(url_for("entrances.show", building_id=building_id), 303)


@blueprint.post("/buildings/<uuid:building_id>/entrances/way")
@needs(Role.FACILITY)
def say_way(building_id: UUID) -> tuple[str, int] | Response:
    """Say how one goes this way; a refusal says why, and what was typed stays."""
    found = entrances.entrances_view(db(), actor(), building_id)
    one, other = _ends()
    known = _way(found, one, other)
    try:
        said = _way_said()
        outdoor_ways.say_way(db(), actor(), (one, other), said, now())
    except DomainError as error:
        problem = named_problem(error, FIELDS)
        return _way_page(found, known, problem), problem.status
    flash(f"{_between(known)}: saved. Ways follow it from now on.")
    return redirect(url_for("entrances.show", building_id=building_id), 303)


def _act(found: EntrancesView) -> str:
    """Do it, and say what was done to which."""
    act = word("act")
    if act == "describe":
        door = DoorNumber(*numbered("door"))
        said = EntranceSaid(
            word("role"),  # type: ignore[arg-type] # the service checks it
            word("name") or None,
            word("steps") == "yes",
            number("clear_m") if word("clear_m") else None,
            word("opens") == "yes",
        )
        entrances.describe_entrance(db(), actor(), door, said, now())
        return f"{said.name or _called(found, door)}: saved. Ways follow it from now on."
    if act == "forget_way":
        way_id = chosen("way")
        outdoor_ways.forget_way(db(), actor(), way_id)
        known = next((each for each in found.ways if each.way_id == way_id), None)
        about = "A way out of doors" if known is None else _between(known)
        return f"{about}: forgotten. It is estimated again."
    word_id = chosen("word")
    entrances.forget_entrance(db(), actor(), word_id)
    titles = {each.word_id: each.title for each in found.entrances}
    lost = {each.id: each.name or "A door" for each in found.lost}
    about = titles.get(word_id) or lost.get(word_id, "A door")
    return f"{about}: forgotten. The plan decides again."


def _called(found: EntrancesView, door: DoorNumber) -> str:
    named = {(each.door.floor_id, each.door.number): each.title for each in found.entrances}
    return named.get((door.floor_id, door.number), f"Door {door.number}")


def _between(known: OutdoorWayView) -> str:
    return f"{known.one.title} to {known.other.title}, {known.other.door.building_name}"


def _ends() -> tuple[DoorNumber, DoorNumber]:
    one, other = (numbered_of(request.args.get(name, ""), name) for name in ("one", "other"))
    return DoorNumber(*one), DoorNumber(*other)


def _way(found: EntrancesView, one: DoorNumber, other: DoorNumber) -> OutdoorWayView:
    """The way between two doors, as it is used. Raises Invalid."""
    for each in found.ways:
        ends = [DoorNumber(end.door.floor_id, end.door.number) for end in (each.one, each.other)]
        if set(ends) == {one, other}:
            return each
    raise Invalid(
        "outdoor_way_apart",
        "A way out of doors joins entrances of two buildings of one site. Nothing was saved.",
        "Choose an entrance of each of two buildings.",
    )


def _way_said() -> OutdoorWaySaid:
    if word("there") == "none":
        return OutdoorWaySaid(is_barred=True)
    return OutdoorWaySaid(
        length_m=number("length_m") if word("length_m") else None,
        line=_line(word("line")),
        is_covered=word("covered") == "yes",
        ground=word("ground"),  # type: ignore[arg-type] # the service checks it
    )


def _line(text: str) -> tuple[LonLat, ...]:
    """What the map drew, as [[longitude, latitude], …]; raises Invalid."""
    try:
        return tuple((float(lon), float(lat)) for lon, lat in json.loads(text or "[]"))
    except (ValueError, TypeError, RecursionError):
        raise Invalid(
            "outdoor_line_invalid",
            "The line on the map cannot be read. Nothing was saved.",
            "Draw it anew, or write the length instead.",
            field="line",
        ) from None


def _page(building_id: UUID, problem: Problem | None) -> str:
    found = entrances.entrances_view(db(), actor(), building_id)
    floor_id = floor_shown(found.floors, {each.door.floor_id for each in found.entrances})
    return render_template(
        "entrances.html",
        found=found,
        floor_id=floor_id,
        roles=ROLES,
        grounds=GROUNDS,
        shown_ways=[n for n, each in enumerate(found.ways) if each.way_id or n < SHOWN_WAYS],
        problem=problem,
        typed=request.form if problem else {},
        said=get_flashed_messages(),
        shell=_shell(found, floor_id) if floor_id else None,
    )


def _shell(found: EntrancesView, floor_id: UUID) -> MapShell | None:
    """The floor's present plan with the numbers of the list on its entrances."""
    doors = [
        {"number": each.door.number, "label": str(n)}
        for n, each in enumerate(found.entrances, start=1)
        if each.door.floor_id == floor_id
    ]
    return floor_shell(floor_id, "entrances", {"marks": [], "doors": doors})


def _way_page(found: EntrancesView, known: OutdoorWayView, problem: Problem | None) -> str:
    ends = f"{_ref(known.one)}", f"{_ref(known.other)}"
    return render_template(
        "outdoor_way.html",
        found=found,
        way=known,
        one=ends[0],
        other=ends[1],
        grounds=GROUNDS,
        problem=problem,
        typed=request.form if problem else {},
        line=request.form.get("line", "") if problem else json.dumps(known.line),
        shell=_way_shell(known),
    )


def _ref(each: EntranceView) -> str:
    return f"{each.door.floor_id}:{each.door.number}"


def _way_shell(known: OutdoorWayView) -> MapShell | None:
    doors = [known.one.door, known.other.door]
    floors = [places.floor(db(), actor(), door.floor_id) for door in doors]
    drawings = [each for floor in floors if (each := drawing_of(floor)) is not None]
    if len(drawings) < len(doors):
        return None
    settings = {
        "mapUrls": [each["mapUrl"] for each in drawings],
        "ends": [(door.lon, door.lat) for door in doors],
    }
    label = "Map of both buildings with the way between their doors"
    return map_shell("outdoorWay", settings, label=label, lat=doors[0].lat, lon=doors[0].lon)
