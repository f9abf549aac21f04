"""For facility staff: the faults that are open, floor by floor, and what was done."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import chosen, word
from floorplans.actor import Role
from floorplans.bookings.windows import moment_text
from floorplans.errors import DomainError
from floorplans.mending import service as mending
from floorplans.mending.rules import LONGEST_NOTE
from floorplans.mending.views import WHAT_WORDS, FaultAtPlace

blueprint = Blueprint("faults", __name__, url_prefix="/places/faults")


@blueprint.get("")
@needs(Role.FACILITY)
def show() -> str:
    return _page()


@blueprint.post("")
@needs(Role.FACILITY)
def save() -> tuple[str, int] | Response:
    """Say that a fault is done; a refusal keeps what was typed."""
    try:
        done = mending.finish(db(), actor(), chosen("fault"), word("word"), now())
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    flash(f"Done: {done.fault.words}, {done.place_title}. Whoever reported it is told.")
    return redirect(url_for("faults.show"), 303)


def _page(problem: Problem | None = None) -> str:
    is_done = request.args.get("state") == "done"
    if is_done:
        found = mending.done_faults(db(), actor())
        floors = [("Done in the last 90 days", found)] if found else []
    else:
        found = mending.open_faults(db(), actor())
        floors = [
            (f"{several[0].floor_name}, {several[0].building_name}", several)
            for _, group in groupby(found, key=lambda each: each.floor_id)
            if (several := list(group))
        ]
    return render_template(
        "faults.html",
        floors=floors,
        is_done=is_done,
        what_words=WHAT_WORDS,
        longest=LONGEST_NOTE,
        moment=_moment,
        typed=request.form,
        done=what_was_done(),
        problem=problem,
    )


def _moment(found: FaultAtPlace, instant: datetime) -> str:
    return moment_text(instant, ZoneInfo(found.time_zone))
