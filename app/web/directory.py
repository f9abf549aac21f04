"""For administrators: the organisation's directory, its tokens, and the groups that it keeps."""

from __future__ import annotations

from collections.abc import Callable

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from app.context import actor, addresses, db, now
from app.errors import Problem, problem_of
from app.scim.blueprint import PREFIX
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import chosen, nothing_asked, word
from app.web.moments import moments, wall_of
from floorplans.actor import Role
from floorplans.directory import service as directory
from floorplans.directory.rules import OVERLAP, WARNS_BEFORE
from floorplans.errors import DomainError
from floorplans.places import service as places

blueprint = Blueprint("directory", __name__, url_prefix="/places/directory")


@blueprint.get("")
@needs(Role.ADMIN)
def show() -> str:
    return _page()


@blueprint.post("")
@needs(Role.ADMIN)
def save() -> str | tuple[str, int] | Response:
    """Make or renew a token, which the answer shows once, or do what another form asks for."""
    act = word("act")
    try:
        if act == "make":
            return _page(token=directory.make_token(db(), actor(), word("name"), now()))
        if act == "renew":
            return _page(token=directory.renew_token(db(), actor(), chosen("token"), now()))
        flash(_ACTS.get(act, nothing_asked)())
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    return redirect(url_for("directory.show"), 303)


def _revoke() -> str:
    directory.revoke_token(db(), actor(), chosen("token"), now())
    return "Revoked: the directory can say nothing with this token any more."


def _hand_over() -> str:
    directory.hand_over(db(), actor(), chosen("group"))
    return "Handed over: the directory finds the group by its name, and says who is in it."


def _take_back() -> str:
    directory.take_back(db(), actor(), chosen("group"))
    return "Taken back: the group is kept by hand again, with the people who were in it."


_ACTS: dict[str, Callable[[], str]] = {
    "revoke": _revoke,
    "hand_over": _hand_over,
    "take_back": _take_back,
}


def _page(problem: Problem | None = None, token: str | None = None) -> str:
    return render_template(
        "directory.html",
        kept=directory.overview(db(), actor()),
        moment=moments(wall_of(places.sites(db(), actor()))),
        address=addresses().page(PREFIX),
        now=now(),
        warns_before=WARNS_BEFORE,
        overlap=OVERLAP,
        typed={} if token else request.form,
        done=what_was_done(),
        problem=problem,
        token=token,
    )
