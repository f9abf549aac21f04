"""The one gate before every view: identity, role, forgery, limits, body size."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.context import context, not_signed_in
from app.security.access import access_of
from app.security.directory import identify_directory
from app.security.identity import identify, is_by_token
from floorplans.people.tokens import network_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteError(CSRFError):  # type: ignore[misc] # the library has no types
    """The browser says that another site sent this request."""

    description = "The request came from another site."


def install(app: Flask) -> None:
    # A token lives as long as its session: a map may stay open all day.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # The Origin check below does the same work and does not depend on the referrer.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf = CSRFProtect(app)

    @app.before_request
    def guard() -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return
        access = access_of(current_app.view_functions.get(endpoint))
        request.max_content_length = access.largest_body
        if access.identifies_itself:
            return
        if access.is_directory:
            # By its header alone, which no other site can make a browser send.
            speaker = identify_directory()
            context().throttle.count("directory", speaker.token_id.hex)
            return
        if access.role is not None:
            person = identify()
            if person is None:
                raise not_signed_in()
            person.require(access.role)
            if access.limit:
                context().throttle.count(access.limit, person.person_id.hex)
        elif access.limit:
            context().throttle.count(access.limit, network_of(request.remote_addr or ""))
        if request.method not in _SAFE and not (access.role is not None and is_by_token()):
            _refuse_other_sites()
            csrf.protect()
            g.csrf_valid = True

    app.after_request(_leave_marks)


def _leave_marks(response: Response) -> Response:
    """Tell the other workers that something was written: all is committed by now."""
    refused = 400 <= response.status_code < 500
    if request.method not in _SAFE and request.endpoint is not None and not refused:
        access = access_of(current_app.view_functions.get(request.endpoint))
        for topic in access.changes:
            context().stamps.leave(topic)
    return response


def _refuse_other_sites() -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    try:
        sender = urlsplit(origin).netloc
    except ValueError:  # No browser writes an origin that is no address.
        raise CrossSiteError from None
    if sender != request.host:
        raise CrossSiteError
