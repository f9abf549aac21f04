"""ID tokens: which are to be trusted, and what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from app.oidc import tokens
from app.oidc.discovery import ALGORITHMS
from app.oidc.troubles import REASONS, TokenRefused
from tests.support import oidc

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW_S = int(NOW.timestamp())
ISSUER = "https://accounts.example.org"
GOOD: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "us",
    "sub": "u-1",
    "nonce": "n",
    "iat": NOW_S,
    "exp": NOW_S + 300,
}
KEYS = KeySet([oidc.key_of("one")])


def signed(claims: dict[str, Any], key: Any = None, alg: str = "RS256", **header: Any) -> str:
    key = key or oidc.key_of("one")
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, claims, key, algorithms=[alg])


def checked(token: str, keys: KeySet = KEYS) -> dict[str, Any]:
    return tokens.checked(token, keys, issuer=ISSUER, client_id="us", nonce="n", now=NOW)


def refusal(token: str, keys: KeySet = KEYS) -> str:
    with pytest.raises(TokenRefused) as found:
        checked(token, keys)
    assert found.value.reason in REASONS
    return found.value.reason


def test_a_good_token_says_what_it_says() -> None:
    assert checked(signed(GOOD)) == GOOD


@pytest.mark.parametrize("aud", [["us"], ["us", "them"]])
def test_a_token_for_several_names_us_as_the_one_who_asked(aud: list[str]) -> None:
    assert checked(signed({**GOOD, "aud": aud, "azp": "us"}))["sub"] == "u-1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": 1}, "nonce"),
        ({"aud": "another"}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": ["us", "them"]}, "audience"),
        ({"azp": "them"}, "audience"),
        ({"iss": "https://another.test"}, "issuer"),
        ({"iss": ISSUER + "/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"exp": NOW_S - 121}, "expired"),
        ({"exp": "soon"}, "claims"),
        ({"exp": None}, "claims"),
        ({"iat": None}, "claims"),
        ({"iat": "now"}, "claims"),
        ({"iat": NOW_S + 121}, "not_yet"),
        ({"iat": NOW_S - 901}, "expired"),
        ({"nbf": NOW_S + 121}, "not_yet"),
        ({"sub": None}, "claims"),
        ({"sub": 7}, "claims"),
        ({"sub": ""}, "claims"),
        ({"sub": "x" * 256}, "claims"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    changes: dict[str, Any], reason: str
) -> None:
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    assert refusal(signed(claims)) == reason


def test_clocks_may_differ_by_two_minutes() -> None:
    late = {**GOOD, "exp": NOW_S - 119, "iat": NOW_S - 419}
    assert checked(signed(late)) == late
    early = {**GOOD, "iat": NOW_S + 119, "nbf": NOW_S + 119}
    assert checked(signed(early)) == early


def test_a_token_that_nobody_signed_is_refused() -> None:
    assert refusal(oidc.unsigned(GOOD)) == "algorithm"
    assert refusal(oidc.unsigned(GOOD) + "AAAA") == "algorithm"


def test_a_token_that_is_signed_with_what_is_public_is_refused() -> None:
    public = oidc.key_of("one").as_pem(private=False)
    assert refusal(oidc.signed_by_secret(GOOD, public)) == "algorithm"
    shared = OctKey.import_key("a secret that two would know", {"kid": "one"})
    assert refusal(signed(GOOD, shared, "HS256"), KeySet([shared])) == "algorithm"


def test_a_token_of_another_key_is_refused_whatever_it_calls_it() -> None:
    assert refusal(signed(GOOD, oidc.key_of("two"))) == "key_unknown"
    assert refusal(signed(GOOD, oidc.key_of("two"), kid="one")) == "signature"
    two = KeySet([oidc.key_of("one"), oidc.key_of("two")])
    assert checked(signed(GOOD, oidc.key_of("two")), two) == GOOD


def test_a_token_that_was_changed_is_refused() -> None:
    head, _, tail = signed(GOOD).split(".")
    body = signed({**GOOD, "sub": "u-2"}).split(".")[1]
    assert refusal(f"{head}.{body}.{tail}") == "signature"
    assert refusal(f"{head}.{body}.") == "signature"


def test_a_key_is_never_taken_from_the_token_itself() -> None:
    other = oidc.key_of("two")
    token = signed(GOOD, other, kid="one", jwk=other.as_dict(private=False))
    assert refusal(token) in ("signature", "token_malformed")


@pytest.mark.parametrize("text", ["", "x", "a.b", "a.b.c", "....", "ä.ö.ü", "a" * 999, "e30.e30.x"])
def test_what_is_no_token_is_refused(text: str) -> None:
    assert refusal(text) in ("token_malformed", "algorithm", "key_unknown", "signature")


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_every_algorithm_of_the_list_is_understood(alg: str) -> None:
    if alg.startswith("ES"):
        curve = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}[alg]
        key: ECKey | RSAKey = ECKey.generate_key(curve, {"kid": "k"}, private=True)
    else:
        key = oidc.key_of("one")
    assert checked(signed(GOOD, key, alg), KeySet([key])) == GOOD


def test_what_claims_say_of_a_person() -> None:
    said = tokens.said_by({**GOOD, "email": "a@b.test", "email_verified": True}, None)
    assert (said.issuer, said.subject, said.email, said.email_verified, said.name, said.values) == (
        *(ISSUER, "u-1", "a@b.test", True, None, None),
    )
    assert tokens.said_by({**GOOD, "email": 7, "email_verified": 1.5}, None).email is None
    assert not tokens.said_by({**GOOD, "email_verified": "yes"}, None).email_verified
    assert tokens.said_by({**GOOD, "given_name": "A", "family_name": "B"}, None).name == "A B"


@pytest.mark.parametrize(
    ("claims", "values"),
    [
        ({}, None),
        ({"a.b": ["x"]}, ["x"]),
        ({"a": {"b": ["x", "y", 7, "", "z" * 201]}}, ["x", "y"]),
        ({"a": {"b": []}}, []),
        ({"a": {"b": "x"}}, ["x"]),
        ({"a": {"b": None}}, None),
        ({"a": {"b": {"c": 1}}}, None),
        ({"a": ["b"]}, None),
        ({"a.b": ["x"] * 2_001}, None),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_values_of_a_claim(claims: dict[str, Any], values: list[str] | None) -> None:
    found = tokens.values_of(claims, "a.b")
    assert found == (None if values is None else frozenset(values))


def test_nothing_of_a_person_is_printed() -> None:
    said = tokens.said_by({**GOOD, "email": "noor@b.test", "name": "Noor"}, None)
    assert "noor" not in repr(said).lower()
    assert timedelta(minutes=2) == tokens.SKEW
