"""What a provider tells of itself and its keys (OpenID Connect Discovery), known for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.oidc.asking import ask
from app.oidc.troubles import ProviderAway
from floorplans.identities.rules import is_safe_address

#: Signatures that are taken: none without a key, and none with a secret that two know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
KNOWN_FOR_S = 3600.0
#: A key that is not among those known makes us ask again, at most so often.
ASKED_AGAIN_S = 60.0
#: Who did not answer is not asked again for so long.
AWAY_FOR_S = 10.0
MOST_KNOWN = 200
_KEY_TYPES = ("RSA", "EC")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider does what. ``names_itself``: it says who it is in each answer (RFC 9207)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    names_itself: bool
    login_by_form: bool
    algorithms: tuple[str, ...]
    scopes: tuple[str, ...]
    claims: tuple[str, ...]


def endpoints(issuer: str) -> Endpoints:
    """Ask a provider where it does what. Raises ``ProviderAway``."""
    status, found = ask(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if status != 200:
        raise ProviderAway("not_found")
    # Section 4.3: must be the same, or one provider could speak for another.
    if found.get("issuer") != issuer:
        raise ProviderAway("other_issuer")
    addresses = [
        found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ]
    if not all(isinstance(each, str) for each in addresses):
        raise ProviderAway("incomplete")
    if not all(is_safe_address(str(each)) for each in addresses):
        raise ProviderAway("address_unsafe")
    # A provider elsewhere must not make us speak to this machine's own services.
    if issuer.startswith("https:") and not all(str(e).startswith("https:") for e in addresses):
        raise ProviderAway("address_unsafe")
    if "code" not in _words(found.get("response_types_supported", ["code"])):
        raise ProviderAway("no_code_flow")
    offered = _words(found.get("id_token_signing_alg_values_supported", ["RS256"]))
    # Section 3: without a word it is HTTP Basic.
    logins = _words(found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]))
    return Endpoints(
        issuer=issuer,
        authorization=str(addresses[0]),
        token=str(addresses[1]),
        keys=str(addresses[2]),
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        login_by_form="client_secret_basic" not in logins and "client_secret_post" in logins,
        algorithms=tuple(each for each in ALGORITHMS if each in offered),
        scopes=_words(found.get("scopes_supported", [])),
        claims=_words(found.get("claims_supported", [])),
    )


def keys(address: str) -> KeySet:
    """The keys for signatures at an address. Raises ``ProviderAway``."""
    status, found = ask(address)
    if status != 200:
        raise ProviderAway("not_found")
    wanted = []
    for each in found.get("keys") or () if isinstance(found.get("keys"), list) else ():
        if isinstance(each, dict) and each.get("kty") in _KEY_TYPES and each.get("use") != "enc":
            try:
                wanted.extend(KeySet.import_key_set({"keys": [each]}).keys)
            except (JoseError, ValueError, TypeError, KeyError):
                # A key of a kind that is not known here hides no other (RFC 7517, section 5).
                continue
    if not wanted:
        raise ProviderAway("no_keys")
    return KeySet(wanted)


class Directory:
    """What providers told, kept in a process for an hour, and for moments that one is away.

    Anybody can begin to sign in: a provider that does not answer must not hold a thread for each.
    """

    def __init__(self, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._lock = Lock()
        self._known: dict[str, tuple[float, Any]] = {}
        self._away: dict[str, tuple[float, ProviderAway]] = {}

    def endpoints(self, issuer: str) -> Endpoints:
        found: Endpoints = self._recall(f"about {issuer}", lambda: endpoints(issuer), KNOWN_FOR_S)
        return found

    def keys(self, address: str, *, anew: bool = False) -> KeySet:
        """The keys at an address; ``anew`` asks again unless that was done a moment ago."""
        known_for_s = ASKED_AGAIN_S if anew else KNOWN_FOR_S
        found: KeySet = self._recall(f"keys {address}", lambda: keys(address), known_for_s)
        return found

    def forget(self) -> None:
        """Ask everything again, as when an administrator tries a provider."""
        with self._lock:
            self._known.clear()
            self._away.clear()

    def _recall(self, what: str, asked: Callable[[], Any], known_for_s: float) -> Any:
        with self._lock:
            known, away = self._known.get(what), self._away.get(what)
        if known is not None and self._monotonic_s() - known[0] < known_for_s:
            return known[1]
        if away is not None and self._monotonic_s() - away[0] < AWAY_FOR_S:
            raise ProviderAway(away[1].reason)
        try:
            value = asked()
        except ProviderAway as gone:
            with self._lock:
                if len(self._away) >= MOST_KNOWN:
                    self._away.clear()
                self._away[what] = (self._monotonic_s(), gone)
            raise
        with self._lock:
            self._away.pop(what, None)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[what] = (self._monotonic_s(), value)
        return value


def _words(found: object) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
