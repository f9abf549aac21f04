"""The headers of every answer, errors included."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

from app.settings import Settings

NONCE_BYTES = 16
HSTS_AGE_S = 2 * 365 * 24 * 3600

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
#: An answer that is no page has nothing to run, load or show.
_DATA_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_NO_SENSORS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_POSITION_ONLY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


def csp_nonce() -> str:
    """This answer's nonce, made at the first use and known to its own inline scripts only."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    return str(g.csp_nonce)


def allow_geolocation() -> None:
    """Let the page being answered ask the browser where it is; no other page may."""
    g.may_locate = True


def install(app: Flask, settings: Settings) -> None:
    always = list(_ALWAYS)
    if settings.https:
        always.append(("Strict-Transport-Security", f"max-age={HSTS_AGE_S}; includeSubDomains"))

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in always:
            headers[name] = value
        is_page = response.mimetype == "text/html"
        headers["Content-Security-Policy"] = _page_policy() if is_page else _DATA_POLICY
        headers["Permissions-Policy"] = _POSITION_ONLY if g.get("may_locate") else _NO_SENSORS
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if request.path.startswith("/api/"):
            headers["Vary"] = _with_authorization(headers.get("Vary"))
        return response


def _page_policy() -> str:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    return _PAGE_POLICY.format(nonce=nonce)


def _with_authorization(vary: str | None) -> str:
    return f"{vary}, Authorization" if vary else "Authorization, Cookie"
