"""Sign in and sign out."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.context import context, db, now
from app.errors import problem_of, problem_response
from app.security import cookies
from app.security.access import public
from app.security.identity import identify, session_token
from app.security.redirects import local_path
from floorplans.errors import Busy, DomainError, Forbidden, NotFound, TooMany, Unauthenticated
from floorplans.identities import service as identities
from floorplans.people import service as people

blueprint = Blueprint("sign_in", __name__)

HOME = "/"


@blueprint.get("/sign-in")
@public
def show() -> AnyResponse:
    """The form, or onwards for who is signed in already."""
    target = local_path(request.args.get("next"), HOME)
    if session_token() and identify() is not None:
        return redirect(target)
    return form_page(target)


@blueprint.post("/sign-in")
@public
def submit() -> AnyResponse:
    """Start a session with a new secret; the wrong and the unknown get one and the same answer."""
    target = local_path(request.form.get("next"), HOME)
    email = request.form.get("email", "")
    if request.form.get("act") == "company":
        return _to_company(target, email)
    try:
        signed_in = people.sign_in(
            db(),
            email,
            request.form.get("password", ""),
            request.remote_addr or "",
            now(),
            key=context().key,
        )
    except (Unauthenticated, Forbidden, TooMany, Busy) as error:
        return form_page(target, email=email, error=error)
    cookies.begin(signed_in.token)
    return redirect(target, 303)


@blueprint.post("/sign-out")
@public
def end() -> AnyResponse:
    """End the session here and in the database."""
    token = session_token()
    if token:
        people.sign_out(db(), token, now())
    cookies.end()
    response = redirect(url_for("sign_in.show"), 303)
    # The browser drops what it kept of this person's pages.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def form_page(target: str, *, email: str = "", error: DomainError | None = None) -> Response:
    """The form, with the buttons of the organisation's own accounts, and what went wrong."""
    problem = problem_of(error) if error else None
    buttons, others = identities.providers_shown(db())
    page = render_template(
        "sign_in.html",
        next=target,
        email=email,
        problem=problem,
        buttons=[(name, _way_to(provider_id, target)) for provider_id, name in buttons],
        others=others,
    )
    response = Response(page, problem.status if problem else 200, mimetype="text/html")
    if problem and (wait_s := problem_response(problem).headers.get("Retry-After")):
        response.headers["Retry-After"] = wait_s
    return response


def _to_company(target: str, email: str) -> Response:
    """On to the provider that speaks for the address.

    Its page follows by itself: what a form leads to may be on no other host.
    """
    found = identities.provider_for(db(), email)
    if found is None:
        return form_page(target, email=email, error=_no_provider_for())
    onward = _way_to(found.id, target)
    response = Response(
        render_template("company.html", name=found.name, onward=onward), mimetype="text/html"
    )
    response.headers["Refresh"] = f"0; url={onward}"
    return response


def _way_to(provider_id: UUID, target: str) -> str:
    return url_for("company.there", provider_id=provider_id, next=target)


def _no_provider_for() -> NotFound:
    return NotFound(
        "no_provider_for_domain",
        "No organisation here signs in addresses of this domain with its own accounts.",
        "Check the address, or sign in with your password.",
    )
