"""What the pages of stairs and lifts, of entrances, and of ways out of doors share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request, url_for

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.maps import MapShell, map_shell
from app.web.forms import nothing_chosen, word
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.places.views import FloorView


def numbered(name: str) -> tuple[UUID, int]:
    """What a form names by its floor and its number there, as ``floor:number``; raises Invalid."""
    return numbered_of(word(name), name)


def numbered_of(text: str, name: str) -> tuple[UUID, int]:
    """The same of a text; ``name`` is the field that it came in."""
    floor, _, number_of = text.partition(":")
    try:
        return UUID(floor), int(number_of[:6])
    except ValueError:
        raise nothing_chosen(name) from None


def named_problem(error: DomainError, labels: Mapping[str, str]) -> Problem:
    """The problem with the name of the field first that it is about, as the page writes it."""
    problem = problem_of(error)
    label = labels.get(problem.fields.get("field", ""))
    return problem if label is None else replace(problem, detail=f"{label}: {problem.detail}")


def floor_shown(floors: Sequence[tuple[UUID, str]], marked: Collection[UUID]) -> UUID | None:
    """The floor that is asked for, else the one with marks on it that is nearest to the ground."""
    known = [floor_id for floor_id, _ in floors]
    asked = request.args.get("floor", type=UUID)
    if not known:
        return None
    if asked in known:
        return asked
    storeys = {each.id: each.ordinal for each in places.floor(db(), actor(), known[0]).siblings}
    likely = [each for each in known if each in marked] or known
    return min(likely, key=lambda each: abs(storeys.get(each, 0)))


def floor_shell(
    floor_id: UUID, what: str, marks: Mapping[str, Sequence[Mapping[str, Any]]]
) -> MapShell | None:
    """A floor's present plan with marks of a list on it; None where it has no plan."""
    floor = places.floor(db(), actor(), floor_id)
    drawing = drawing_of(floor)
    if drawing is None:
        return None
    site = next(site for site in places.sites(db(), actor()) if site.id == floor.site_id)
    label = f"Map of {floor.name}, {floor.building_name}, with its {what}"
    settings = {**drawing, **marks}
    return map_shell("ways", settings, label=label, lat=site.lat, lon=site.lon)


def drawing_of(floor: FloorView) -> dict[str, Any] | None:
    """Where the drawing of a floor's present plan is, and which way is up on it."""
    plan = floor.plan_at(now())
    if plan is None:
        return None
    url = url_for("floor.drawing", floor_id=floor.id, digest=plan.map_digest)
    return {"mapUrl": url, "heading": floor.heading_deg}
