"""For facility staff: sheets of printed codes, and where a check-in is asked."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from app.api.attachment import attachment
from app.context import actor, addresses, db, now
from app.errors import Problem, problem_of
from app.exports.codes.places import DOOR, KINDS
from app.exports.codes.sheets import (
    CodeOptions,
    file_name,
    kinds_of,
    leads_nowhere,
    write,
)
from app.exports.codes.stock import STOCKS, USUAL
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import chosen, whole, word
from floorplans.actor import Role
from floorplans.errors import DomainError, Invalid
from floorplans.nearest.service import KINDS as BOOKED_KINDS
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.presence import service as presence
from floorplans.presence.views import USUAL_OPENS_MIN, CheckInRule

blueprint = Blueprint("check_in", __name__, url_prefix="/places")

#: How kinds are called in a sentence about many of them.
MANY = {
    "floor": "the floor itself",
    "room": "rooms",
    "desk": "desks",
    "booth": "booths",
    "parking": "parking places",
    "locker": "lockers",
    "area": "areas",
    "door": "doors, with the code of their room",
}


@blueprint.get("/check-in")
@needs(Role.FACILITY)
def show() -> str:
    return _page()


@blueprint.post("/check-in")
@needs(Role.FACILITY)
def save() -> tuple[str, int] | AnyResponse:
    """Set a rule, or take one away, as the form says; a refusal keeps what was typed."""
    try:
        if word("act") == "forget":
            presence.forget_rule(db(), actor(), chosen("rule"), now())
            flash("The rule is gone. What is wider holds again.")
        else:
            presence.set_rule(db(), actor(), _rule(), now())
            flash("Saved. It holds for all bookings that have not begun.")
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    return redirect(url_for("check_in.show"), 303)


@blueprint.get("/codes.pdf")
@needs(Role.FACILITY)
def codes() -> Response | tuple[str, int]:
    """The sheets that the form asks for, as a file."""
    try:
        floor = plans.exported(db(), actor(), _floor_id(), None)
        options = CodeOptions(
            request.args.get("label", USUAL), _start(), kinds_of(request.args.getlist("kind"))
        )
        content = write(floor, options, addresses().base_url)
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = attachment(file_name(floor, options))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _page(problem: Problem | None = None) -> str:
    return render_template(
        "check_in.html",
        sites=places.sites(db(), actor()),
        stocks=STOCKS.values(),
        label=request.args.get("label", USUAL),
        floor=request.args.get("floor", ""),
        kinds=(*KINDS, DOOR),
        unasked=DOOR,
        booked_kinds=BOOKED_KINDS,
        many=MANY,
        rules=presence.check_in_rules(db(), actor()),
        zones=presence.all_zones(db(), actor()),
        usual_opens_min=USUAL_OPENS_MIN,
        typed=request.form,
        done=what_was_done(),
        problem=problem,
        host=addresses().base_url,
        leads_nowhere=leads_nowhere(addresses().base_url),
    )


def _rule() -> CheckInRule:
    return CheckInRule(
        kind=word("kind") or None,
        zone_id=chosen("zone") if word("zone") else None,
        is_asked=word("asked") != "no",
        opens_min=whole("opens"),
        grace_min=whole("grace"),
        frees_itself=word("after") != "claim",
    )


def _floor_id() -> UUID:
    try:
        return UUID(request.args.get("floor", ""))
    except ValueError:
        raise Invalid(
            "choice_missing", "No floor was chosen.", "Choose the floor that the codes are for."
        ) from None


def _start() -> int:
    told = request.args.get("start", "1").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 3 else 0
