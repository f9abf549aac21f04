"""For administrators: which other systems are told what, how that went, and new ones."""

from __future__ import annotations

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

from app.context import actor, db, now, webhook_networks, webhook_sealer
from app.errors import Problem, problem_of
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import chosen, word
from app.web.moments import moments, wall_of
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import EVENT_WORDS, GROUPS, TROUBLE_WORDS, Event
from floorplans.hooks.rules import LONGEST_URL, words_of_pause
from floorplans.hooks.views import WebhookRequest
from floorplans.places import service as places

blueprint = Blueprint("webhooks", __name__, url_prefix="/places/webhooks")

Answer = str | tuple[str, int] | Response


@blueprint.get("")
@needs(Role.ADMIN)
def show() -> str:
    return _list()


@blueprint.post("")
@needs(Role.ADMIN)
def make() -> Answer:
    """Make a webhook, whose secret the answer shows once; a refusal keeps what was typed."""
    try:
        made, secret = hooks.make(
            db(), actor(), _wanted(), webhook_sealer(), networks=webhook_networks(), now=now()
        )
    except DomainError as error:
        problem = problem_of(error)
        return _list(problem), problem.status
    return _page(made.id, secret=secret)


@blueprint.get("/<uuid:webhook_id>")
@needs(Role.ADMIN)
def one(webhook_id: UUID) -> str:
    return _page(webhook_id)


@blueprint.post("/<uuid:webhook_id>")
@needs(Role.ADMIN)
def act(webhook_id: UUID) -> Answer:
    """Do what the button says."""
    try:
        if word("act") == "roll":
            secret = hooks.roll_secret(db(), actor(), webhook_id, webhook_sealer(), now())
            return _page(webhook_id, secret=secret)
        flash(_done(webhook_id, word("act")))
    except DomainError as error:
        problem = problem_of(error)
        if problem.code == "no_such_webhook":
            raise
        return _page(webhook_id, problem), problem.status
    if word("act") == "remove":
        return redirect(url_for("webhooks.show"), 303)
    return redirect(url_for("webhooks.one", webhook_id=webhook_id), 303)


def _done(webhook_id: UUID, what: str) -> str:
    """Do it, and say so."""
    if what == "test":
        hooks.test(db(), actor(), webhook_id)
        return "A test is on its way. It is the first of the list below in a few seconds."
    if what == "pause":
        hooks.pause(db(), actor(), webhook_id, now())
        return "Paused: nothing is sent. What happens meanwhile waits."
    if what in ("resume", "skip"):
        hooks.resume(db(), actor(), webhook_id, now(), skips=what == "skip")
        return "It goes on" + (", without what was missed." if what == "skip" else ".")
    if what == "remove":
        hooks.remove(db(), actor(), webhook_id)
        return "Removed: the other system is told nothing more."
    if what == "again":
        hooks.send_again(db(), actor(), webhook_id, chosen("event"), now())
        return "It is sent once more in a few seconds."
    hooks.change(db(), actor(), webhook_id, _wanted(), networks=webhook_networks())
    return "Saved."


def _wanted() -> WebhookRequest:
    known = {str(event): event for event in Event}
    return WebhookRequest(
        name=word("name"),
        url=word("url"),
        events=frozenset(known[each] for each in request.form.getlist("event") if each in known),
        site_id=chosen("site") if word("site") else None,
        tells_person=word("person") == "yes",
    )


def _list(problem: Problem | None = None) -> str:
    return render_template(
        "webhooks.html",
        webhooks=hooks.webhooks(db(), actor()),
        typed=request.form,
        chosen_events=request.form.getlist("event"),
        problem=problem,
        **_words(),
    )


def _page(webhook_id: UUID, problem: Problem | None = None, secret: str | None = None) -> str:
    found = hooks.webhook(db(), actor(), webhook_id)
    is_typed = problem is not None and word("act") == "change"
    saved = {
        "name": found.name,
        "url": found.url,
        "site": str(found.site_id or ""),
        "person": "yes" if found.tells_person else "",
    }
    return render_template(
        "webhook.html",
        webhook=found,
        deliveries=hooks.deliveries(db(), actor(), webhook_id),
        typed=request.form if is_typed else saved,
        chosen_events=request.form.getlist("event") if is_typed else found.events,
        problem=problem,
        secret=secret,
        **_words(),
    )


def _words() -> dict[str, object]:
    sites = places.sites(db(), actor())
    return {
        "sites": sites,
        "groups": GROUPS,
        "event_words": EVENT_WORDS,
        "trouble_words": TROUBLE_WORDS,
        "words_of_pause": words_of_pause,
        "longest_url": LONGEST_URL,
        "takes_http": bool(webhook_networks()),
        "moment": moments(wall_of(sites)),
        "done": what_was_done(),
    }
