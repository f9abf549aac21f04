"""The headers of every answer, errors included."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request

from app.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NONCE_BYTES = 16
HSTS_AGE_S = 2 * 365 * 24 * 3600

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
#: An answer that is no page has nothing to run, load or show.
_DATA_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
#: A service worker fetches by the policy of its own script, and needs nothing else.
WORKER_POLICY = (
    "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
#: What a page may use of a device; ``allow_locating`` tells which is which.
NO_SENSORS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
TO_LOCATE = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"

_BY_PERSON = "Authorization, Cookie"
_UNLESS_SET = (
    ("Content-Security-Policy", _DATA_POLICY),
    ("Permissions-Policy", NO_SENSORS),
    ("Cache-Control", "no-store"),
)


def csp_nonce() -> str:
    """This answer's nonce, made at the first use and known to its own inline scripts only."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    return str(g.csp_nonce)


def allow_locating() -> None:
    """Let the page being answered ask the browser where it is, and read a code with its camera.

    No other page may.
    """
    g.may_locate = True


def install(app: Flask) -> None:
    @app.after_request
    def page_headers(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = page_policy()
        if g.get("may_locate"):
            response.headers["Permissions-Policy"] = TO_LOCATE
        if request.path.startswith("/api/"):
            _vary(response)
        return response


def wrap(app: Flask, settings: Settings) -> None:
    """Add what every answer carries, whoever gives it."""
    always = list(_ALWAYS)
    if settings.https:
        always.append(("Strict-Transport-Security", f"max-age={HSTS_AGE_S}; includeSubDomains"))
    app.wsgi_app = _Headers(app.wsgi_app, always)  # type: ignore[method-assign]


class _Headers:
    """Adds what every answer carries, outside Flask: whatever failed, and for next to nothing."""

    def __init__(self, inner: WSGIApplication, always: list[tuple[str, str]]) -> None:
        self._inner = inner
        self._always = always

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            present = {name.lower() for name, _ in headers}
            headers.extend(self._always)
            headers.extend(each for each in _UNLESS_SET if each[0].lower() not in present)
            return start_response(status, headers, exc_info)

        return self._inner(environ, start)


def page_policy() -> str:
    """What a page may load; its own inline scripts too, where it has made their nonce."""
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return _PAGE_POLICY.format(nonce=nonce)


def _vary(response: Response) -> None:
    """Who asks decides every answer of the API."""
    vary = response.headers.get("Vary")
    response.headers["Vary"] = f"{vary}, {_BY_PERSON}" if vary else _BY_PERSON
