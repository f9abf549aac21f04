"""A directory that speaks SCIM to the application, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.directory import service
from tests.support.factories import make_organisation, make_person

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@dataclass
class Speaker:
    """Sends what a directory sends, and expects the status that is named."""

    app: Flask
    token: str
    admin: Actor

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> TestResponse:
        more = {} if body is None else {"json": body, "content_type": "application/scim+json"}
        return self.app.test_client(use_cookies=False).open(
            f"/scim/v2{path}",
            method=method,
            headers={"Authorization": f"Bearer {self.token}"},
            query_string=query or None,
            **more,
        )

    def ask(self, method: str, path: str, body: Any = None, *, gives: int, **query: Any) -> Any:
        """The document of the answer, None where it has none."""
        answer = self.send(method, path, body, **query)
        assert answer.status_code == gives, answer.text
        return answer.get_json(force=True) if answer.data else None

    def find(self, kind: str, asked: str, **query: Any) -> list[Any]:
        found = self.ask("GET", f"/{kind}", gives=200, filter=asked, **query)
        resources: list[Any] = found["Resources"]
        assert found["totalResults"] == len(resources)
        return resources

    def make_user(self, user_name: str = "", /, **more: Any) -> Any:
        """Somebody with this userName, an address of example.test."""
        body = user_body(user_name or f"p{uuid4().hex}@example.test") | more
        return self.ask("POST", "/Users", body, gives=201)

    def make_group(self, name: str, *members: str) -> Any:
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": m} for m in members]}
        return self.ask("POST", "/Groups", body, gives=201)

    def patch(self, path: str, *operations: Any, gives: int = 200) -> Any:
        body = {"schemas": [PATCH], "Operations": list(operations)}
        return self.ask("PATCH", path, body, gives=gives)

    def members(self, group_id: str) -> set[str]:
        found = self.ask("GET", f"/Groups/{group_id}", gives=200)
        return {each["value"] for each in found.get("members", [])}


def user_body(user_name: str) -> dict[str, Any]:
    return {
        "schemas": [USER],
        "userName": user_name,
        "displayName": user_name.partition("@")[0],
        "emails": [{"value": user_name, "type": "work", "primary": True}],
        "active": True,
    }


def make_speaker(app: Flask, db: Database, now: datetime, admin: Actor | None = None) -> Speaker:
    """The directory of an organisation; of a new one without ``admin``."""
    admin = admin or make_person(db, make_organisation(db), role=Role.ADMIN)
    return Speaker(app, service.make_token(db, admin, "Entra", now), admin)


def failures(document: dict[str, Any]) -> Iterator[str]:
    """What is no SCIM error about this document."""
    if document.get("schemas") != [ERROR]:
        yield "schemas"
    if not isinstance(document.get("status"), str):
        yield "status"
    if not document.get("detail"):
        yield "detail"
