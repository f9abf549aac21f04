"""The parts of the profile about mail and the calendar."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.context import actor, db, now
from app.web.my import profile_page
from floorplans.errors import Invalid
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic

blueprint = Blueprint("notices", __name__, url_prefix="/my")


@blueprint.get("/mail")
@blueprint.get("/calendar")
def back() -> AnyResponse:
    """Where the addresses lead that a form leaves in the browser."""
    return redirect(url_for("my.profile", _anchor=request.path.rpartition("/")[2]), 303)


@blueprint.post("/mail")
def save_mail() -> AnyResponse:
    """Be told what was ticked; what is not is not told."""
    known = {str(topic) for topic in Topic}
    chosen = {Topic(word) for word in request.form.getlist("topic") if word in known}
    messages.choose(db(), actor(), chosen)
    return redirect(url_for("my.profile", saved="mail", _anchor="mail"), 303)


@blueprint.post("/calendar")
def save_calendar() -> AnyResponse:
    """Make a new address, which is shown this once, or end the present one."""
    wanted = request.form.get("act")
    if wanted == "make":
        token = messages.make_feed(db(), actor(), now())
        return Response(profile_page(feed_token=token), mimetype="text/html")
    if wanted == "revoke":
        messages.revoke_feed(db(), actor())
        return redirect(url_for("my.profile", saved="calendar", _anchor="calendar"), 303)
    raise Invalid(
        "choice_missing",
        "The form does not say what to do. Nothing was changed.",
        "Load the page again and press one of its buttons.",
    )
