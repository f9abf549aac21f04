"""A small OpenID provider for tests: real keys, real HTTP on loopback, and a person to say yes."""

from __future__ import annotations

import hmac
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID = "floorplans"
CLIENT_SECRET = "a secret of + tests: 100%"


@cache
def key_of(name: str) -> RSAKey:
    """A key, made once for a run: that takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True)


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says of itself that it is not signed."""
    parts = (json.dumps(each).encode() for each in ({"alg": "none", "typ": "JWT"}, claims))
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def signed_by_secret(claims: dict[str, Any], secret: bytes) -> str:
    """A token whose signature anybody can make who knows ``secret``, such as a public key."""
    header = {"alg": "HS256", "typ": "JWT", "kid": "one"}
    parts = [urlsafe_b64encode(json.dumps(e).encode()).rstrip(b"=") for e in (header, claims)]
    made = hmac.new(secret, b".".join(parts), "sha256").digest()
    return b".".join([*parts, urlsafe_b64encode(made).rstrip(b"=")]).decode()


@dataclass
class Provider:
    """A provider and how it behaves; ``person`` is what it says of whoever signs in there."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    #: Claims that are changed just before a token is signed.
    changes: dict[str, Any] = field(default_factory=dict)
    #: The names of the keys that are published, and of the one that signs.
    published: tuple[str, ...] = ("one",)
    signs_with: str = "one"
    signs: Callable[[dict[str, Any]], str] | None = None
    #: Sends the person back with this error.
    says_no: str | None = None
    names_itself: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)
    #: Paths answered with this instead: status, headers, body.
    instead: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    client_secret: str | None = CLIENT_SECRET
    asked: list[str] = field(default_factory=list)
    now_s: Callable[[], float] = time.time
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "email", "email_verified", "name", "groups"],
            "authorization_response_iss_parameter_supported": self.names_itself,
            **self.metadata,
        }

    def keys(self) -> dict[str, Any]:
        found = KeySet([key_of(name) for name in self.published])
        return dict(found.as_dict(private=False))

    def way_back(self, asked: dict[str, str]) -> str:
        """Where the browser goes after the person has said yes (or no)."""
        answer = {"state": asked["state"]}
        if self.says_no:
            answer["error"] = self.says_no
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            answer["code"] = code
        if self.names_itself:
            answer["iss"] = self.issuer
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def exchanged(self, form: dict[str, str], login: str | None) -> tuple[int, dict[str, Any]]:
        """Give the token for a code, once, to the client that asked for it."""
        if not self._knows(form, login):
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form.get("code", ""), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked.get("code_challenge") != challenge
            or asked.get("code_challenge_method") != "S256"
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant"}
        now_s = int(self.now_s())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "iat": now_s,
            "exp": now_s + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"token_type": "Bearer", "access_token": "opaque", "id_token": self._of(claims)}

    def _of(self, claims: dict[str, Any]) -> str:
        if self.signs is not None:
            return self.signs(claims)
        header = {"alg": "RS256", "kid": self.published[0]}
        return jwt.encode(header, claims, key_of(self.signs_with))

    def _knows(self, form: dict[str, str], login: str | None) -> bool:
        if self.client_secret is None:
            return login is None and form.get("client_id") == CLIENT_ID
        scheme, _, told = (login or "").partition(" ")
        name, _, secret = b64decode(told).decode().partition(":")
        given = (unquote_plus(name), unquote_plus(secret))
        return scheme == "Basic" and given == (CLIENT_ID, self.client_secret)


@contextmanager
def openid_provider(**behaviour: Any) -> Iterator[Provider]:
    """A provider that listens until the end."""
    provider = Provider(**behaviour)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.provider = provider
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider


class _Handler(BaseHTTPRequestHandler):
    @property
    def _provider(self) -> Provider:
        assert isinstance(self.server, _Server)
        return self.server.provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self._instead(parts.path):
            return
        if parts.path == "/.well-known/openid-configuration":
            self._json(200, self._provider.about())
        elif parts.path == "/keys":
            self._json(200, self._provider.keys())
        elif parts.path == "/authorize":
            self._page(dict(parse_qsl(parts.query)))
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self._instead(self.path):
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._json(*self._provider.exchanged(form, self.headers["Authorization"]))

    def log_message(self, *_: Any) -> None:
        pass

    def _page(self, asked: dict[str, str]) -> None:
        onward = escape(self._provider.way_back(asked))
        self._send(
            200,
            {"Content-Type": "text/html; charset=utf-8"},
            "<!doctype html><html lang=en><title>Their sign-in</title><main><h1>Who are you?"
            f'</h1><a href="{onward}">It is me</a></main></html>'.encode(),
        )

    def _instead(self, path: str) -> bool:
        self._provider.asked.append(path)
        found = self._provider.instead.get(path)
        if found is not None:
            self._send(*found)
        return found is not None

    def _json(self, status: int, found: dict[str, Any]) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(found).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
