"""An organisation whose people sign in at a provider of its own, which runs on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.people import service as people
from tests.support import oidc
from tests.support.web import Browser, World


@dataclass
class Company:
    """A browser in which nobody is signed in, and the provider of its organisation."""

    app: Flask
    db: Database
    world: World
    browser: Browser
    there: oidc.Provider
    provider_id: UUID

    def change(self, **asked: Any) -> None:
        """Set the provider up in another way; the secret stays."""
        wanted = {**usual(self.there), "client_secret": None, **asked}
        identities.change_provider(
            self.db, self.world.admin, self.provider_id, ProviderRequest(**wanted), key=key_of(self)
        )

    def go(self, path: str = "/", browser: Browser | None = None) -> dict[str, str]:
        """Begin, and return what the provider is asked."""
        answer = (browser or self.browser).get(
            f"/sign-in/with/{self.provider_id}", query_string={"next": path}
        )
        assert answer.status_code == 302, answer.text
        assert answer.location.startswith(f"{self.there.issuer}/authorize?")
        return dict(parse_qsl(urlsplit(answer.location).query))

    def come_back(self, asked: dict[str, str], **changed: str) -> TestResponse:
        back = urlsplit(self.there.way_back(asked))
        answer = {**dict(parse_qsl(back.query)), **changed}
        return self.browser.get(back.path, query_string=answer)

    def sign_in(self, path: str = "/") -> TestResponse:
        return self.come_back(self.go(path))

    def who(self) -> str | None:
        """Whose profile the browser shows."""
        page = self.browser.get("/my/profile")
        if page.status_code != 200:
            return None
        return page.text.split("<dt>E-mail</dt><dd>")[1].split("<")[0]

    def person(self, email: str) -> Actor | None:
        return people.person_by_email(self.db, email)


def key_of(company: Company) -> bytes:
    key: bytes = company.app.extensions["floorplans"].key
    return key


def usual(there: oidc.Provider) -> dict[str, Any]:
    return {
        "name": "Acme",
        "issuer": there.issuer,
        "client_id": oidc.CLIENT_ID,
        "client_secret": oidc.CLIENT_SECRET,
        "domains": "example.test, Acme.Test",
    }


def told(answer: TestResponse) -> str:
    """The sentence of what went wrong; nobody is signed in then."""
    assert answer.status_code >= 400, answer.text
    return answer.text.split('id="sign-in-problem">')[1].split("<strong>")[1].split("<")[0]
