"""Equipment, for facility staff: what there is, what is to be got ready, and a form for each."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done_where
from app.web.forms import chosen, whole, word
from app.web.rule_form import Fields, fields_of_form
from floorplans.actor import Role
from floorplans.bookings.views import Window
from floorplans.equipment import service as equipment
from floorplans.equipment.rules import KINDS, counted_kind
from floorplans.equipment.views import EquipmentView, HandOut, Lost, Things
from floorplans.errors import DomainError, Invalid
from floorplans.places import service as places
from floorplans.policies.words import span_text

blueprint = Blueprint("equipment", __name__)


@blueprint.get("/equipment")
@needs(Role.FACILITY)
def show() -> str:
    """All equipment by site, and what bookings of the next two days bring along."""
    found = equipment.equipment(db(), actor(), now())
    ready = equipment.hand_outs(db(), actor(), now())
    return render_template(
        "equipment.html",
        sites=[(name, list(own)) for name, own in groupby(found, lambda each: each.site_name)],
        days=[(day, list(own)) for day, own in groupby(ready, _day)],
        hours=_hours,
        counted=counted_kind,
        done=what_was_done_where(),
    )


@blueprint.get("/equipment/new")
@needs(Role.FACILITY)
def new() -> str:
    return _form(None, {"owned": ["1"], "broken": ["0"]})


@blueprint.post("/equipment/new")
@needs(Role.FACILITY)
def make() -> tuple[str, int] | Response:
    """Add equipment; a refusal keeps what was typed."""
    try:
        site_id, floor_id = _where()
        made = equipment.keep(db(), actor(), _things(site_id, floor_id), now())
    except DomainError as error:
        return _refused(None, error)
    flash("Saved", str(made))
    return redirect(url_for("equipment.show", _anchor=f"equipment-{made}"), 303)


@blueprint.get("/equipment/<uuid:equipment_id>")
@needs(Role.FACILITY)
def edit(equipment_id: UUID) -> str:
    found = equipment.one(db(), actor(), equipment_id, now())
    return _form(found, _fields(found.things))


@blueprint.post("/equipment/<uuid:equipment_id>")
@needs(Role.FACILITY)
def change(equipment_id: UUID) -> tuple[str, int] | Response:
    """Save it anew, take it away, or give it to a place as its kit, or take it from there."""
    before = equipment.one(db(), actor(), equipment_id, now())
    act = word("act")
    try:
        if act == "retire":
            lost = equipment.retire(db(), actor(), equipment_id, now())
            flash(_told(f"“{before.things.name}” is not lent out any more.", lost), "gone")
            return redirect(url_for("equipment.show"), 303)
        if act in ("kit", "unkit"):
            count = whole("kit_count") if act == "kit" else 0
            equipment.set_kit(db(), actor(), equipment_id, chosen("space"), count)
            return redirect(url_for("equipment.edit", equipment_id=equipment_id), 303)
        things = _things(before.things.site_id, before.things.floor_id)
        kept = equipment.change(db(), actor(), equipment_id, things, now())
    except DomainError as error:
        return _refused(before, error)
    if kept.lost:
        flash(_told(f"“{things.name}” is saved.", kept.lost), "lost")
    else:
        flash("Saved", str(equipment_id))
    return redirect(url_for("equipment.show", _anchor=f"equipment-{equipment_id}"), 303)


def _where() -> tuple[UUID, UUID | None]:
    """The site and, if one was chosen, the floor."""
    by_floor = {
        str(floor.id): site.id
        for site in places.sites(db(), actor())
        for building in site.buildings
        for floor in building.floors
    }
    what, _, own = word("place").partition(":")
    if what == "floor" and own in by_floor:
        return by_floor[own], UUID(own)
    try:
        return UUID(own), None
    except ValueError:
        raise Invalid(
            "choice_missing",
            "It was not chosen where the equipment is. Nothing was saved.",
            "Choose a site, or a floor if it stays there.",
            field="place",
        ) from None


def _things(site_id: UUID, floor_id: UUID | None) -> Things:
    return Things(
        site_id,
        floor_id,
        word("kind"),
        word("name"),
        word("kept_at") or None,
        whole("owned"),
        whole("broken") if word("broken") else 0,
    )


def _fields(things: Things) -> dict[str, list[str]]:
    return {
        "kind": [things.kind],
        "name": [things.name],
        "kept_at": [things.kept_at or ""],
        "owned": [str(things.owned)],
        "broken": [str(things.broken)],
    }


def _refused(found: EquipmentView | None, error: DomainError) -> tuple[str, int]:
    problem = problem_of(error)
    return _form(found, fields_of_form(), problem), problem.status


def _form(found: EquipmentView | None, fields: Fields, problem: Problem | None = None) -> str:
    return render_template(
        "equipment_edit.html",
        found=found,
        fields=fields,
        problem=problem,
        kinds={kind: one.capitalize() for kind, (one, _) in KINDS.items()},
        sites=places.sites(db(), actor()) if found is None else [],
        rooms=equipment.may_have_kit(db(), actor(), found.id) if found else [],
    )


def _told(said: str, lost: tuple[Lost, ...]) -> str:
    """What was done, and who goes without."""
    if not lost:
        return said
    who = "; ".join(
        f"{each.person_name}, {each.space_name}, "
        f"{span_text(Window(each.from_at, each.to_at), ZoneInfo(each.time_zone))}"
        for each in lost
    )
    return f"{said} Whoever asked last goes without it now, and was told: {who}."


def _day(hand_out: HandOut) -> str:
    begins = max(hand_out.from_at, now()).astimezone(ZoneInfo(hand_out.time_zone))
    return f"{begins:%A} {begins.day} {begins:%B}"


def _hours(hand_out: HandOut) -> str:
    zone = ZoneInfo(hand_out.time_zone)
    return f"{hand_out.from_at.astimezone(zone):%H:%M} to {hand_out.to_at.astimezone(zone):%H:%M}"
