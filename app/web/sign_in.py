"""Sign in and sign out."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.context import context, db, now
from app.errors import problem_of, problem_response
from app.security import cookies
from app.security.access import public
from app.security.identity import identify, session_token
from app.security.redirects import local_path
from floorplans.errors import Busy, TooMany, Unauthenticated
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
    return _form(target)


@blueprint.post("/sign-in")
@public
def submit() -> AnyResponse:
    """Start a session with a new secret; the wrong and the unknown get one and the same answer."""
    target = local_path(request.form.get("next"), HOME)
    email = request.form.get("email", "")
    try:
        signed_in = people.sign_in(
            db(),
            email,
            request.form.get("password", ""),
            request.remote_addr or "",
            now(),
            key=context().key,
        )
    except (Unauthenticated, TooMany, Busy) as error:
        return _form(target, email=email, error=error)
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


def _form(
    target: str, *, email: str = "", error: Unauthenticated | TooMany | Busy | None = None
) -> Response:
    problem = problem_of(error) if error else None
    page = render_template("sign_in.html", next=target, email=email, problem=problem)
    response = Response(page, problem.status if problem else 200, mimetype="text/html")
    if problem and (wait_s := problem_response(problem).headers.get("Retry-After")):
        response.headers["Retry-After"] = wait_s
    return response
