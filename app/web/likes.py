"""The parts of the profile about what a person usually takes, and their favourite places."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.web.forms import minute_of_day
from floorplans.errors import Invalid
from floorplans.finding import service as finding

blueprint = Blueprint("likes", __name__, url_prefix="/my")


@blueprint.get("/usual")
@blueprint.get("/favourites")
def back() -> Response:
    """Where the addresses lead that a form leaves in the browser."""
    return redirect(url_for("my.profile", _anchor=request.path.rpartition("/")[2]), 303)


@blueprint.post("/usual")
def save_usual() -> Response:
    """Say working hours and a desk, or leave them to be learnt."""
    said = request.form.get("hours") == "said"
    hours = (_minute("from"), _minute("to")) if said else None
    place = request.form.get("space", "")
    finding.say_usual(db(), actor(), now(), hours=hours, space_id=_id(place) if place else None)
    return redirect(url_for("my.profile", saved="usual", _anchor="usual"), 303)


@blueprint.post("/favourites")
def remove_favourite() -> Response:
    """Take the star from one place."""
    finding.unstar(db(), actor(), _id(request.form.get("remove", "")))
    return redirect(url_for("my.profile", saved="favourites", _anchor="favourites"), 303)


def _minute(name: str) -> int:
    """Minutes after midnight of a field that holds a time; midnight as an end is the day's."""
    minute = minute_of_day(name)
    if minute is None:
        raise Invalid(
            "hours_invalid",
            "Working hours are two times of a day. Nothing was changed.",
            "Write both like 09:00, or leave them to be learnt.",
        )
    return 24 * 60 if name == "to" and minute == 0 else minute


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(
            "choice_missing",
            "The form does not say which place is meant. Nothing was changed.",
            "Load the page again and choose one.",
        ) from None
