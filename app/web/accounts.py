"""For administrators: sign-in with the organisation's own accounts, set up, tried and switched."""

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

from app.context import actor, context, db
from app.errors import Problem, problem_of
from app.oidc.looking import Line, look
from app.security.access import needs
from app.web.company import redirect_uri
from app.web.done import what_was_done_where
from app.web.forms import chosen, nothing_asked, word
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.identities import service as identities
from floorplans.identities.rules import USUAL_SCOPES, words_of_passwords, words_of_removal
from floorplans.identities.views import ProviderRequest
from floorplans.policies import keeping
from floorplans.policies import service as policies

blueprint = Blueprint("accounts", __name__, url_prefix="/places/accounts")


@blueprint.get("")
@needs(Role.ADMIN)
def show() -> str:
    return _page()


@blueprint.post("")
@needs(Role.ADMIN)
def save() -> str | tuple[str, int] | Response:
    """Do what one of the forms asks for; a refusal keeps what was typed, but for a secret."""
    try:
        if word("act") == "look":
            provider = identities.provider(db(), actor(), chosen("id"))
            return _page(looked=(provider.id, look(context().directory, provider)))
        at, said = _ACTS.get(word("act"), nothing_asked)()
    except DomainError as error:
        problem = problem_of(error)
        return _page(problem), problem.status
    flash(said, at)
    return redirect(url_for("accounts.show", _anchor=f"at-{at}"), 303)


def _add() -> tuple[str, str]:
    made = identities.add_provider(db(), actor(), _asked(), key=context().key)
    return str(made.id), "Made. Now give the address below to your provider"


def _change() -> tuple[str, str]:
    provider_id = chosen("id")
    identities.change_provider(db(), actor(), provider_id, _asked(), key=context().key)
    return str(provider_id), "Saved"


def _remove() -> tuple[str, str]:
    identities.remove_provider(db(), actor(), chosen("id"))
    return "all", "Removed: nobody signs in this way any more."


def _passwords() -> tuple[str, str]:
    lets = word("passwords") == "yes"
    identities.let_passwords(db(), actor(), lets)
    return "passwords", "Passwords are taken." if lets else "Passwords are not taken any more."


def _keep() -> tuple[str, str]:
    group_id = chosen("group")
    keeping.keep_by_sign_in(db(), actor(), group_id, word("value"))
    return str(group_id), "Kept by sign-in"


def _give_back() -> tuple[str, str]:
    group_id = chosen("group")
    keeping.keep_by_hand(db(), actor(), group_id)
    return str(group_id), "Kept by hand"


_ACTS: dict[str, Callable[[], tuple[str, str]]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
    "passwords": _passwords,
    "keep": _keep,
    "give_back": _give_back,
}


def _asked() -> ProviderRequest:
    # An empty field keeps the secret that is there: it is never shown, so it cannot be typed again.
    secret = "" if word("without_secret") == "yes" else word("client_secret") or None
    return ProviderRequest(
        name=word("name"),
        issuer=word("issuer"),
        client_id=word("client_id"),
        client_secret=secret,
        scopes=word("scopes"),
        groups_claim=word("groups_claim"),
        domains=word("domains"),
        vouches_for_addresses=word("vouches_for_addresses") == "yes",
        makes_people=word("makes_people") == "yes",
        default_role=word("default_role") or "employee",
        facility_value=word("facility_value"),
        admin_value=word("admin_value"),
    )


def _page(problem: Problem | None = None, looked: tuple[UUID, list[Line]] | None = None) -> str:
    providers = identities.providers(db(), actor())
    return render_template(
        "accounts.html",
        providers=[(each, redirect_uri(each.id)) for each in providers],
        groups=policies.groups(db(), actor()),
        takes_passwords=identities.takes_passwords(db(), actor()),
        reliance=identities.reliance(db(), actor()),
        words_of_removal=words_of_removal,
        words_of_passwords=words_of_passwords,
        usual_scopes=USUAL_SCOPES,
        problem=problem,
        problem_at=(word("id") or word("group") or word("act")) if problem else None,
        typed=request.form if problem else {},
        looked=looked,
        done=what_was_done_where(),
    )
