"""Requests that wait for the person who is signed in: who asks, who else, approve or decline."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.live.stamps import Topic
from app.security.access import changes
from app.web.answering import by, when
from app.web.done import what_was_done
from app.web.forms import whole_or_none, word
from floorplans.approvals import service as approvals
from floorplans.approvals.rules import named
from floorplans.errors import DomainError, Invalid

blueprint = Blueprint("requests", __name__, url_prefix="/requests")


@blueprint.get("")
def show() -> str:
    """The open requests that the person may answer, the soonest first."""
    return _page()


@blueprint.post("/<uuid:booking_id>")
@changes(Topic.FLOORS)
def answer(booking_id: UUID) -> tuple[str, int] | Response:
    """Approve or decline; a refusal says why above the list."""
    try:
        flash(_answered(booking_id))
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    return redirect(url_for("requests.show"), 303)


def _answered(booking_id: UUID) -> str:
    sequence = whole_or_none("sequence")
    if word("act") == "approve":
        booking, lost = approvals.approve(db(), actor(), booking_id, now(), sequence=sequence)
        told = f"{booking.place_title} is approved."
        names = [rival.person_name for rival in lost]
        return (
            f"{told} {named(names)} {'was' if len(names) == 1 else 'were'} refused."
            if names
            else told
        )
    if word("act") == "decline":
        reason = word("reason")
        booking = approvals.decline(
            db(), actor(), booking_id, now(), reason=reason, sequence=sequence
        )
        return f"The request for {booking.place_title} is declined."
    raise Invalid(
        "act_unclear",
        "This page is older than the service. Nothing was answered.",
        "Load the page again, then press the button.",
    )


def _page(problem: Problem | None = None) -> str:
    return render_template(
        "requests.html",
        requests=approvals.open_requests(db(), actor(), now()),
        problem=problem,
        done=what_was_done(),
        when=when,
        by=by,
    )
