"""One sign-in on its way to a provider and back: state, nonce, PKCE and where it leads then.

What has to be known when the person comes back is sealed into a cookie of this browser: nobody
else's answer is taken here (login forgery), and it names the provider, so that the answer of one is
never taken for another's (mix-up, RFC 9700, 4.4). Nothing is stored here, and no token is kept.
"""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from app.oidc import tokens
from app.oidc.asking import ask
from app.oidc.discovery import Directory, Endpoints
from app.oidc.troubles import TokenRefused, lost
from floorplans.identities.views import Provider
from floorplans.sealing import SealBroken, Sealer

LASTS = timedelta(minutes=10)
_BYTES = 32
_LONGEST_CODE = 4096
_PURPOSE = "sign-in on its way"
#: Errors of the token endpoint that mean the client and not the code (RFC 6749, section 5.2).
_OF_CLIENT = ("invalid_client", "unauthorized_client")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in on its way. ``next`` is a path of ours; a trial starts no session."""

    provider_id: str
    next: str
    begun_s: int
    is_trial: bool = False
    state: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES), repr=False)


def begin(provider_id: UUID, path: str, now: datetime, *, is_trial: bool = False) -> Flow:
    return Flow(str(provider_id), path, int(now.timestamp()), is_trial)


def sealed(flow: Flow, key: bytes) -> str:
    """The flow as the value of a cookie, which only this installation can read."""
    return Sealer(key, _PURPOSE).seal(json.dumps(asdict(flow))).decode("ascii")


def opened(value: str | None, key: bytes, provider_id: UUID, state: str, now: datetime) -> Flow:
    """The flow that an answer belongs to. Raises ``Unauthenticated`` ``company_sign_in_lost``."""
    try:
        found = Flow(**json.loads(Sealer(key, _PURPOSE).open((value or "").encode())))
    except (SealBroken, ValueError, TypeError):
        raise lost() from None
    age_s = now.timestamp() - found.begun_s
    is_ours = hmac.compare_digest(found.state.encode(), state.encode())
    if not is_ours or found.provider_id != str(provider_id) or age_s > LASTS.total_seconds():
        raise lost()
    return found


def way_there(provider: Provider, at: Endpoints, flow: Flow, redirect_uri: str) -> str:
    """The address at the provider that the browser goes to (RFC 7636 with S256)."""
    challenge = urlsafe_b64encode(sha256(flow.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id or "",
        "redirect_uri": redirect_uri,
        "scope": provider.scopes,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    more = "&" if urlsplit(at.authorization).query else "?"
    return f"{at.authorization}{more}{urlencode(asked)}"


def claims_of(
    directory: Directory,
    provider: Provider,
    flow: Flow,
    answer: Mapping[str, str],
    *,
    redirect_uri: str,
    secret: str | None,
    now: datetime,
) -> dict[str, Any]:
    """The trusted claims behind the answer that the browser brought: its code is given for them.

    Raises ``ProviderAway``, ``TokenRefused``.
    """
    at = directory.endpoints(provider.issuer)
    if ("iss" in answer or at.names_itself) and answer.get("iss") != provider.issuer:
        raise TokenRefused("issuer")
    code = answer.get("code", "")
    if not 1 <= len(code) <= _LONGEST_CODE:
        raise TokenRefused("code_refused")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": flow.verifier,
    }
    token = _exchanged(provider, at, form, secret)

    def trusted(*, anew: bool) -> dict[str, Any]:
        return tokens.checked(
            token,
            directory.keys(at.keys, anew=anew),
            issuer=provider.issuer,
            client_id=provider.client_id or "",
            nonce=flow.nonce,
            now=now,
        )

    try:
        return trusted(anew=False)
    except TokenRefused as refused:
        # The provider may have new keys since we asked.
        if refused.reason not in ("key_unknown", "signature"):
            raise
    return trusted(anew=True)


def _exchanged(provider: Provider, at: Endpoints, form: dict[str, str], secret: str | None) -> str:
    login = None
    client_id = provider.client_id or ""
    if secret is None or at.login_by_form:
        form["client_id"] = client_id
        if secret is not None:
            form["client_secret"] = secret
    else:
        login = (_quoted(client_id), _quoted(secret))
    status, found = ask(at.token, form=form, login=login)
    if status != 200:
        is_of_client = status == 401 or found.get("error") in _OF_CLIENT
        raise TokenRefused("client_refused" if is_of_client else "code_refused")
    token = found.get("id_token")
    if not isinstance(token, str):
        raise TokenRefused("no_token")
    return token


def _quoted(text: str) -> str:
    """RFC 6749, section 2.3.1: what goes into HTTP Basic is encoded as in a form before."""
    return urlencode({"": text})[1:]
