"""Questions to a provider: https alone, with limits of time and size, and never elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.oidc.deadline import Deadline
from app.oidc.troubles import ProviderAway
from floorplans.identities.rules import is_safe_address

TIME_LIMIT_S = 5.0
LARGEST_BYTES = 1024 * 1024
_HEADERS = {"Accept": "application/json", "User-Agent": "Floorplans"}


def ask(
    address: str, *, form: Mapping[str, str] | None = None, login: tuple[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object that an address answers; a form is posted to it.

    Raises ``ProviderAway`` with the reason: ``address_unsafe``, ``unreachable``, ``too_slow``,
    ``too_large``, ``redirected``, ``not_json``, ``error_<status>`` from 500 on.
    """
    if not is_safe_address(address):
        raise ProviderAway("address_unsafe")
    deadline = Deadline(TIME_LIMIT_S)
    # On this machine no proxy is asked; elsewhere those of the environment hold.
    is_near = urlsplit(address).scheme == "http"
    try:
        with (
            deadline,
            httpx.Client(
                timeout=TIME_LIMIT_S,
                follow_redirects=False,
                trust_env=not is_near,
                headers=_HEADERS,
            ) as client,
            client.stream(
                "GET" if form is None else "POST",
                address,
                data=None if form is None else dict(form),
                auth=None if login is None else httpx.BasicAuth(*login),
                extensions={"trace": deadline.watch},
            ) as answer,
        ):
            if answer.is_redirect:
                raise ProviderAway("redirected")
            if answer.status_code >= 500:
                raise ProviderAway(f"error_{answer.status_code}")
            return answer.status_code, _object(_body(answer), answer.status_code)
    except httpx.TimeoutException:
        raise ProviderAway("too_slow") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        # Its text may repeat the address and what was sent.
        raise ProviderAway("too_slow" if deadline.is_over else "unreachable") from None


def _body(answer: httpx.Response) -> bytes:
    found = bytearray()
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > LARGEST_BYTES:
            raise ProviderAway("too_large")
    return bytes(found)


def _object(body: bytes, status: int) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    if status == 200:
        raise ProviderAway("not_json")
    return {}  # A page that says no.
