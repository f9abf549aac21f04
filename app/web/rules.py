"""Booking rules, for facility staff: a list in sentences, and a form to make or change one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done_where
from app.web.forms import word
from app.web.rule_form import (
    MOST_LINES,
    UNITS,
    Fields,
    fields_of,
    fields_of_form,
    lines_of,
    rule_of_form,
)
from floorplans.actor import Role
from floorplans.bookings.views import Window
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.policies import approvers
from floorplans.policies import service as policies
from floorplans.policies.hours import WEEKDAYS
from floorplans.policies.views import Preview, Rule
from floorplans.policies.words import span_text
from floorplans.wording import KIND_WORDS

blueprint = Blueprint("rules", __name__)


@blueprint.get("/rules")
@needs(Role.FACILITY)
def show() -> str:
    """All rules in sentences, the narrowest first."""
    return render_template(
        "rules.html",
        rules=policies.rules(db(), actor()),
        groups=policies.groups(db(), actor()),
        done=what_was_done_where(),
    )


@blueprint.get("/rules/new")
@needs(Role.FACILITY)
def new() -> str:
    return _form(None, {})


@blueprint.post("/rules/new")
@needs(Role.FACILITY)
def make() -> tuple[str, int] | str | Response:
    """Save a new rule, look whom it would touch, or give more lines; a refusal keeps all."""
    return _act(None)


@blueprint.get("/rules/<uuid:rule_id>")
@needs(Role.FACILITY)
def edit(rule_id: UUID) -> str:
    found = policies.rule(db(), actor(), rule_id).rule
    emails = approvers.emails_of(db(), actor(), found.approvers)
    return _form(rule_id, fields_of(found, emails))


@blueprint.post("/rules/<uuid:rule_id>")
@needs(Role.FACILITY)
def change(rule_id: UUID) -> tuple[str, int] | str | Response:
    """Save a rule anew, look whom it would touch, or remove it."""
    if word("act") == "remove":
        removed = policies.rule(db(), actor(), rule_id)
        policies.remove_rule(db(), actor(), rule_id)
        flash(f"The rule “{removed.rule.name}” is removed.", "removed")
        return redirect(url_for("rules.show"), 303)
    return _act(rule_id)


def _act(rule_id: UUID | None) -> tuple[str, int] | str | Response:
    typed = fields_of_form()
    if word("act") == "more":
        return _form(rule_id, typed, more=1)
    try:
        wanted = rule_of_form()
        if word("act") == "preview":
            found = policies.preview(db(), actor(), wanted, now(), rule_id=rule_id)
            return _form(rule_id, typed, preview=found)
        saved = _save(rule_id, wanted)
    except DomainError as error:
        problem = problem_of(error)
        return _form(rule_id, typed, problem=problem), problem.status
    flash("Saved", str(saved))
    return redirect(url_for("rules.show", _anchor=f"rule-{saved}"), 303)


def _save(rule_id: UUID | None, wanted: Rule) -> UUID:
    if rule_id is None:
        return policies.make_rule(db(), actor(), wanted, now()).id
    return policies.change_rule(db(), actor(), rule_id, wanted, now()).id


def _form(
    rule_id: UUID | None,
    fields: Fields,
    *,
    problem: Problem | None = None,
    preview: Preview | None = None,
    more: int = 0,
) -> str:
    lines = lines_of(fields, more)
    return render_template(
        "rule_edit.html",
        rule_id=rule_id,
        fields=fields,
        problem=problem,
        preview=preview,
        lines=lines,
        has_more=lines < MOST_LINES,
        begins_at_lines=bool(more),
        sites=places.sites(db(), actor()),
        zones=policies.zones(db(), actor()),
        groups=policies.groups(db(), actor()),
        kinds={kind: several.capitalize() for kind, (_, several) in KIND_WORDS.items()},
        weekdays=list(enumerate(WEEKDAYS, 1)),
        units=list(UNITS),
        span=_span,
    )


def _span(from_at: datetime, to_at: datetime, time_zone: str) -> str:
    return span_text(Window(from_at, to_at), ZoneInfo(time_zone))
