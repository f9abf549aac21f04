"""ID tokens: whether one is to be trusted, and what it says (OpenID Connect Core, 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet

from app.oidc.discovery import ALGORITHMS
from app.oidc.troubles import TokenRefused
from floorplans.identities.rules import LONGEST_SUBJECT, LONGEST_VALUE
from floorplans.identities.views import Claims

#: How far the provider's clock and ours may be apart.
SKEW = timedelta(minutes=2)
#: An ID token is used in the moment it is made; an older one was kept by somebody.
OLDEST = timedelta(minutes=15)
MOST_VALUES = 2_000


def checked(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """The claims of a token that is to be trusted. Raises ``TokenRefused``."""
    claims = _signed(token, keys)
    if claims.get("iss") != issuer:
        raise TokenRefused("issuer")
    _check_audience(claims, client_id)
    _check_times(claims, now)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise TokenRefused("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise TokenRefused("claims")
    return claims


def said_by(claims: Mapping[str, Any], groups_claim: str | None) -> Claims:
    """What trusted claims say about a person, with the values of the claim of groups."""
    return Claims(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=_text(claims.get("email")),
        # Some providers write the truth value as a word.
        email_verified=claims.get("email_verified") in (True, "true"),
        name=_text(claims.get("name")) or _joined(claims),
        values=None if groups_claim is None else values_of(claims, groups_claim),
    )


def values_of(claims: Mapping[str, Any], name: str) -> frozenset[str] | None:
    """The values of a claim, by its name or by a way of names with dots; None where it is absent.

    One text is one value. What is neither that nor a list counts as absent, so that a provider
    that was set up wrongly empties no group; so does a list that was left out for its length.
    """
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for step in name.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list) or len(found) > MOST_VALUES:
        return None
    return frozenset(e for e in found if isinstance(e, str) and 1 <= len(e) <= LONGEST_VALUE)


def _signed(token: str, keys: KeySet) -> dict[str, Any]:
    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except BadSignatureError:
        raise TokenRefused("signature") from None
    except UnsupportedAlgorithmError:
        raise TokenRefused("algorithm") from None
    except InvalidKeyIdError:
        raise TokenRefused("key_unknown") from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise TokenRefused("token_malformed") from None


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    many = audience if isinstance(audience, list) else [audience]
    if client_id not in many:
        raise TokenRefused("audience")
    party = claims.get("azp")
    if (len(many) > 1 or party is not None) and party != client_id:
        raise TokenRefused("audience")


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    times = {name: claims[name] for name in ("exp", "iat", "nbf") if name in claims}
    is_number = all(isinstance(each, int | float) for each in times.values())
    if not {"exp", "iat"} <= set(times) or not is_number:
        raise TokenRefused("claims")
    now_s, skew_s = int(now.timestamp()), int(SKEW.total_seconds())
    try:
        jwt.JWTClaimsRegistry(now=now_s, leeway=skew_s).validate(times)
    except ExpiredTokenError:
        raise TokenRefused("expired") from None
    except JoseError:
        raise TokenRefused("not_yet") from None
    if now_s - times["iat"] > OLDEST.total_seconds():
        raise TokenRefused("expired")


def _text(found: object) -> str | None:
    return found if isinstance(found, str) and found.strip() else None


def _joined(claims: Mapping[str, Any]) -> str | None:
    parts = (_text(claims.get(name)) for name in ("given_name", "family_name"))
    return " ".join(filter(None, parts)) or None
