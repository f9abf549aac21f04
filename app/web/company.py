"""Sign in with the organisation's own account: there with a link, and back with a code.

The way there is a GET with no effect but a cookie, since no form of a page may lead to another
host. The page that was wanted, such as that of a scanned code, is kept on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from app.context import actor_or_none, addresses, context, db, now
from app.live.stamps import Topic
from app.oidc import flow as flows
from app.oidc import tokens, troubles
from app.oidc.troubles import ProviderAway, TokenRefused
from app.security import cookies
from app.security.access import public
from app.security.identity import identify, session_token
from app.security.redirects import local_path
from app.web.sign_in import HOME, form_page
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.identities import service as identities
from floorplans.identities.views import Provider
from floorplans.people import service as people

blueprint = Blueprint("company", __name__)

#: The largest cookie that every browser keeps is 4 KB.
_LONGEST_NEXT = 1000


@blueprint.get("/sign-in/with/<uuid:provider_id>")
@public
def there(provider_id: UUID) -> Response:
    """Go to the provider; an administrator's trial comes back to what was found."""
    path = local_path(request.args.get("next"), HOME)
    if len(path) > _LONGEST_NEXT:
        path = HOME
    try:
        provider = identities.ready_provider(db(), provider_id)
        is_trial = "trial" in request.args and _is_administered(provider)
        flow = flows.begin(provider_id, path, now(), is_trial=is_trial)
        try:
            at = context().directory.endpoints(provider.issuer)
        except ProviderAway as gone:
            _note(provider, gone.reason)
            raise troubles.away(provider.name) from None
    except DomainError as error:
        return form_page(path, error=error)
    response = redirect(flows.way_there(provider, at, flow, redirect_uri(provider_id)))
    response.set_cookie(
        _cookie_name(),
        flows.sealed(flow, context().key),
        max_age=int(flows.LASTS.total_seconds()),
        path="/",
        secure=context().settings.https,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/sign-in/back/<uuid:provider_id>")
@public
def back(provider_id: UUID) -> Response:
    """Start a session for whom the provider sends, or say why not; the form stays beside it."""
    path = HOME
    try:
        provider = identities.ready_provider(db(), provider_id)
        flow = flows.opened(
            request.cookies.get(_cookie_name()),
            context().key,
            provider_id,
            request.args.get("state", ""),
            now(),
        )
        path = local_path(flow.next, HOME)
        response = _tried(provider, flow) if flow.is_trial else _arrived(provider, flow, path)
    except DomainError as error:
        response = form_page(path, error=error)
    response.delete_cookie(
        _cookie_name(), path="/", secure=context().settings.https, httponly=True, samesite="Lax"
    )
    return response


def redirect_uri(provider_id: UUID) -> str:
    """The address to which a provider sends people back; it has to know it by the letter."""
    return addresses().page(f"/sign-in/back/{provider_id}")


def _arrived(provider: Provider, flow: flows.Flow, path: str) -> Response:
    """Counted as an attempt until it is proved who comes, as with a password."""
    login = f"{provider.id} {flow.state}"
    network = request.remote_addr or ""
    attempt = people.count_attempt(db(), login, network, now(), key=context().key)
    said = tokens.said_by(_claims(provider, flow), provider.groups_claim)
    signed_in = identities.arrive(db(), provider, said, attempt, now())
    if earlier := session_token():
        people.sign_out(db(), earlier, now())
    cookies.begin(signed_in.token)
    for topic in Topic:  # Groups and roles may have changed.
        context().stamps.leave(topic)
    return redirect(path)


def _claims(provider: Provider, flow: flows.Flow) -> dict[str, Any]:
    answer = request.args.to_dict()
    if "error" in answer:
        raise troubles.said_no(provider.name, answer["error"])
    try:
        return _trusted(provider, flow, answer)
    except ProviderAway as gone:
        _note(provider, gone.reason)
        raise troubles.away(provider.name) from None
    except TokenRefused as refused:
        _note(provider, refused.reason)
        raise troubles.refused(provider.name, refused.reason) from None


def _trusted(provider: Provider, flow: flows.Flow, answer: Mapping[str, str]) -> dict[str, Any]:
    return flows.claims_of(
        context().directory,
        provider,
        flow,
        answer,
        redirect_uri=redirect_uri(provider.id),
        secret=identities.secret_of(provider, context().key),
        now=now(),
    )


def _tried(provider: Provider, flow: flows.Flow) -> Response:
    """What the provider said of the administrator who tries it; nobody is signed in by it."""
    if not _is_administered(provider):
        raise troubles.lost()
    claims, reason = {}, None
    try:
        if "error" in request.args:
            raise TokenRefused("provider_said_no")
        claims = _trusted(provider, flow, request.args.to_dict())
    except (ProviderAway, TokenRefused) as trouble:
        reason = troubles.reason_words(trouble.reason)
    said = tokens.said_by(claims, provider.groups_claim) if claims else None
    page = render_template(
        "account_tried.html", provider=provider, claims=claims, said=said, reason=reason
    )
    return current_app.make_response((page, 200 if claims else 422))


def _is_administered(provider: Provider) -> bool:
    """Whether an administrator of the provider's organisation is signed in here."""
    if session_token():
        identify()
    person = actor_or_none()
    return (
        person is not None
        and person.organisation_id == provider.organisation_id
        and person.role is Role.ADMIN
    )


def _cookie_name() -> str:
    return "__Host-floorplans-way" if context().settings.https else "floorplans-way"


def _note(provider: Provider, reason: str) -> None:
    # Which provider and why; nothing of the person.
    current_app.logger.warning("sign-in with provider %s failed: %s", provider.id, reason)
