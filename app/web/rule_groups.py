"""Groups of people, for facility staff: who is in which, for rules to speak of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from app.context import actor, db
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done_where
from app.web.forms import chosen, nothing_asked, word
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from floorplans.policies.keeping import KEEPER_WORDS

blueprint = Blueprint("rule_groups", __name__)


@blueprint.get("/rules/groups")
@needs(Role.FACILITY)
def show() -> str:
    return _page()


@blueprint.post("/rules/groups")
@needs(Role.FACILITY)
def save() -> tuple[str, int] | Response:
    """Do what one of the forms asks for; a refusal keeps what was typed."""
    doing = _ACTS.get(word("act"), nothing_asked)
    try:
        at, said = doing()
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    flash(said, str(at or ""))
    return redirect(url_for("rule_groups.show", _anchor=f"at-{at}" if at else None), 303)


def _make() -> tuple[UUID | None, str]:
    return policies.make_group(db(), actor(), word("name")).id, "Made"


def _rename() -> tuple[UUID | None, str]:
    return policies.rename_group(db(), actor(), chosen("id"), word("name")).id, "Saved"


def _remove() -> tuple[UUID | None, str]:
    policies.remove_group(db(), actor(), chosen("id"))
    return None, "The group is removed."


def _add() -> tuple[UUID | None, str]:
    group_id = chosen("id")
    added = policies.add_member(db(), actor(), group_id, word("email"))
    return group_id, f"{added.name} is in"


def _take_out() -> tuple[UUID | None, str]:
    group_id = chosen("id")
    policies.remove_member(db(), actor(), group_id, chosen("person_id"))
    return group_id, "Taken out"


_ACTS: dict[str, Callable[[], tuple[UUID | None, str]]] = {
    "make": _make,
    "rename": _rename,
    "remove": _remove,
    "add": _add,
    "take_out": _take_out,
}


def _page(problem: Problem | None = None) -> str:
    return render_template(
        "rule_groups.html",
        groups=policies.groups_with_members(db(), actor()),
        problem=problem,
        problem_at=word("id") if problem else None,
        done=what_was_done_where(),
        typed=request.form,
        keeper_words=KEEPER_WORDS,
    )
