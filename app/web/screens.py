"""For facility staff: which screens there are, new ones, and their end."""

from __future__ import annotations

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
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import chosen, word
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.screens import service as screens

blueprint = Blueprint("screens", __name__, url_prefix="/places/screens")


@blueprint.get("")
@needs(Role.FACILITY)
def show() -> str:
    return _page()


@blueprint.post("")
@needs(Role.FACILITY)
def save() -> str | tuple[str, int] | Response:
    """Make a screen, whose address the answer shows once, or revoke one, as the form says."""
    try:
        if word("act") == "revoke":
            screens.revoke_screen(db(), actor(), chosen("screen"))
            flash("Revoked: the address shows nothing any more.")
            return redirect(url_for("screens.show"), 303)
        names = word("names") == "yes"
        _, token = screens.make_screen(
            db(), actor(), chosen("floor"), word("name"), shows_names=names, now=now()
        )
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    return _page(address=addresses().page(f"/screens/{token}"))


def _page(problem: Problem | None = None, address: str | None = None) -> str:
    return render_template(
        "screens.html",
        screens=screens.screens(db(), actor()),
        sites=places.sites(db(), actor()),
        typed={} if address else request.form,
        done=what_was_done(),
        problem=problem,
        address=address,
    )
