"""Rules of booking: what can be booked when, for how long, how often, and by whom."""

from __future__ import annotations

from flask import Response, url_for
from flask_openapi3.models.tag import Tag

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.paths import RulePath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.api.rule_shapes import (
    RuleAnswer,
    RuleAsked,
    RuleList,
    RulePreview,
    RuleTried,
    preview_answer,
    rule_answer,
    wanted,
)
from app.context import actor, db, now
from app.security.access import changes, needs
from floorplans.actor import Role
from floorplans.policies import service as policies

TAG = Tag(name="rules", description="What staff say of bookings, and groups of people.")


@api.get("/rules", tags=[TAG], responses={200: RuleList})
@needs(Role.FACILITY)
@checked
def rules() -> Response:
    """All rules, the narrowest first: for a group, a zone, a floor, a site, a kind."""
    found = policies.rules(db(), actor())
    return told(RuleList([rule_answer(view) for view in found]))


@api.post("/rules", tags=[TAG], responses={201: RuleAnswer, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def make_rule(body: RuleAsked) -> Response:
    """Make a rule; bookings that it would not allow stay. One rule for the same spaces and people.

    The narrowest rule that says a thing holds for that thing, and no other.
    """
    made = policies.make_rule(db(), actor(), wanted(body), now())
    response = told(rule_answer(made), 201)
    response.headers["Location"] = url_for("api.rule", rule_id=made.id)
    return response


@api.post("/rules/preview", tags=[TAG], responses={200: RulePreview, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@changes()
@checked
def preview_rule(body: RuleTried) -> Response:
    """Which bookings to come a rule would not allow, without saving it; they would all stay."""
    found = policies.preview(db(), actor(), wanted(body), now(), rule_id=body.rule_id)
    return told(preview_answer(found))


@api.get("/rules/<uuid:rule_id>", tags=[TAG], responses={200: RuleAnswer})
@needs(Role.FACILITY)
@checked
def rule(path: RulePath) -> Response:
    """One rule."""
    return told(rule_answer(policies.rule(db(), actor(), path.rule_id)))


@api.put("/rules/<uuid:rule_id>", tags=[TAG], responses={200: RuleAnswer, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def change_rule(path: RulePath, body: RuleAsked) -> Response:
    """Let a rule say this from now on, and nothing else; bookings stay."""
    changed = policies.change_rule(db(), actor(), path.rule_id, wanted(body), now())
    return told(rule_answer(changed))


@api.delete("/rules/<uuid:rule_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_rule(path: RulePath) -> Response:
    """Remove a rule: what it said is said by the next wider one, or by none."""
    policies.remove_rule(db(), actor(), path.rule_id)
    return nothing()
