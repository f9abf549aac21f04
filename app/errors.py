"""One table from what went wrong to what is answered: problem+json for programs, a page for people.

Nothing a client sent is ever echoed: a position or a password could be in it.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from markupsafe import escape
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from app.scim import errors as scim
from app.security.identity import is_by_token
from floorplans import errors
from importers.issues import ImportRefused

PROBLEM_TYPE = "application/problem+json"
#: When a refusal to try now names no time of its own.
RETRY_AFTER_S = 5
REFERENCE_BYTES = 5

STATUS_OF: dict[type[errors.DomainError], HTTPStatus] = {
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
}

TITLES = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Not available any more",
    413: "Too large",
    415: "Wrong kind of content",
    422: "Not possible as asked",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Busy right now",
}

#: code, what happened, what to do next.
_HTTP_TEXTS = {
    400: ("bad_request", "The request cannot be read. Nothing was changed.", "Send it again."),
    404: ("not_found", "There is nothing at this address.", "Check the address, or go back."),
    405: (
        "method_not_allowed",
        "This address does not do that. Nothing was changed.",
        "See the Allow header for what it does.",
    ),
    406: ("not_acceptable", "This form of answer is not made here.", "Ask for JSON."),
    413: (
        "too_large",
        "What was sent is larger than this service takes. Nothing was kept.",
        "Send a smaller file; unused layers and blocks can be purged in the CAD program.",
    ),
    415: (
        "wrong_content_type",
        "The content is of a kind that is not read here. Nothing was changed.",
        "Send JSON with Content-Type: application/json.",
    ),
}

_log = logging.getLogger("floorplans.app")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as RFC 9457 wants it, with our code, advice and the fields of the case."""

    status: int
    code: str
    detail: str
    advice: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return TITLES.get(self.status) or HTTPStatus(self.status).phrase

    def document(self) -> dict[str, Any]:
        return {
            **self.fields,
            "type": f"urn:floorplans:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "advice": self.advice,
        }


def problem_of(error: errors.DomainError) -> Problem:
    """The problem for a domain error, by the table above."""
    status = next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)
    return Problem(int(status), error.code, error.message, error.advice, dict(error.fields))


def problem_response(problem: Problem) -> Response:
    body = json.dumps(problem.document(), default=str, ensure_ascii=False)
    response = Response(body, problem.status, content_type=PROBLEM_TYPE)
    if problem.status in (429, 503):
        wait_s = problem.fields.get("retry_after_s", RETRY_AFTER_S)
        response.headers["Retry-After"] = str(wait_s)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="floorplans"'
    response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    app.register_error_handler(errors.DomainError, _domain)
    app.register_error_handler(ImportRefused, _unreadable)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ParseException, _no_http)
    app.register_error_handler(Exception, _unexpected)


def _domain(error: errors.DomainError) -> AnyResponse:
    problem = problem_of(error)
    if problem.status == HTTPStatus.UNAUTHORIZED and not _wants_problem():
        return redirect(_sign_in_url())
    return _answer(problem)


def _unreadable(error: ImportRefused) -> AnyResponse:
    return _answer(Problem(422, error.code, error.message, error.advice))


def _forged(_: CSRFError) -> AnyResponse:
    return _answer(
        Problem(
            400,
            "csrf",
            "This page is older than your sign-in, or another site sent the request. Nothing was "
            "changed.",
            "Load the page again and repeat what you did.",
        )
    )


def _http(error: HTTPException) -> AnyResponse:
    if error.response is not None:
        return cast("AnyResponse", error.response)
    status = error.code or 500
    if status < 400:
        return error.get_response()
    code, detail, advice = _HTTP_TEXTS.get(status, _HTTP_TEXTS[400])
    response = _answer(Problem(status, code, detail, advice))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _no_http(_: ParseException) -> AnyResponse:
    """The web server found in the middle of a body that it is none."""
    return _answer(Problem(400, *_HTTP_TEXTS[400]))


def _unexpected(error: Exception) -> AnyResponse:
    reference = secrets.token_hex(REFERENCE_BYTES)
    _log.error(
        "unexpected error %s in %s %s", reference, request.method, request.endpoint, exc_info=error
    )
    return _answer(
        Problem(
            500,
            "unexpected",
            "Something went wrong on our side. Nothing was changed.",
            f"Try again; if it stays, give your administrator the number {reference}.",
            {"reference": reference},
        )
    )


def _answer(problem: Problem) -> Response:
    if scim.is_scim(request.path):
        return scim.answer(problem, problem_response(problem).headers.get("Retry-After"))
    if _wants_problem():
        return problem_response(problem)
    response = Response(_page(problem), problem.status, mimetype="text/html")
    retry_after_s = problem_response(problem).headers.get("Retry-After")
    if retry_after_s:
        response.headers["Retry-After"] = retry_after_s
    return response


def _page(problem: Problem) -> str:
    try:
        return render_template("error.html", problem=problem)
    except Exception as error:  # noqa: BLE001 - the last resort must not fail
        _log.error("the error page cannot be shown", exc_info=error)
        words = escape(f"{problem.title}. {problem.detail} {problem.advice}")
        return f"<!doctype html><html lang=en><title>Floorplans</title><p>{words}</p></html>"


def _wants_problem() -> bool:
    if request.path.startswith("/api/") or scim.is_scim(request.path) or is_by_token():
        return True
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]


def _sign_in_url() -> str:
    target = url_for("sign_in.show")
    if request.method == "GET" and request.path != "/":
        return target + "?" + urlencode({"next": request.full_path.rstrip("?")})
    if request.endpoint == "at.act":
        # Nothing was done; the place that was scanned is there again after the sign-in.
        return target + "?" + urlencode({"next": request.path})
    return target
