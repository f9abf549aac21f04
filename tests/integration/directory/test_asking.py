"""Who may speak, what can be asked, and how much of it: tokens, filters, bounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from app.context import EXTENSION
from app.scim import reading
from floorplans.database import Database
from floorplans.directory import rules, service
from floorplans.errors import Forbidden, NotFound
from floorplans.people import service as people
from tests.support.directory import PATCH, Speaker, failures, user_body
from tests.support.factories import make_person
from tests.support.web import Clock, make_app


def test_a_token_speaks_for_the_directory_and_for_nothing_else(
    web_app: Flask, entra: Speaker, db: Database, now: datetime
) -> None:
    client = web_app.test_client(use_cookies=False)
    header = {"Authorization": f"Bearer {entra.token}"}
    assert client.get("/api/v1/me", headers=header).status_code == 401
    assert client.get("/places", headers=header).status_code == 401
    own = people.create_token(db, entra.admin.email, "script", now)
    for token in (f"Bearer {own}", "Bearer fpd_x", "Basic x", "Bearer ", ""):
        answer = client.get("/scim/v2/Users", headers={"Authorization": token})
        assert answer.status_code == 401
        assert list(failures(answer.get_json(force=True))) == []
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_who_is_signed_in_is_no_directory(web_app: Flask, entra: Speaker, signed_in: Any) -> None:
    assert signed_in.client.get("/scim/v2/Users").status_code == 401
    assert signed_in.client.delete(f"/scim/v2/Users/{entra.admin.person_id}").status_code == 401


def test_a_revoked_token_says_nothing_any_more(entra: Speaker, db: Database, now: datetime) -> None:
    (token,) = service.tokens(db, entra.admin)
    service.revoke_token(db, entra.admin, token.id, now)
    assert entra.send("GET", "/Users").status_code == 401
    assert service.tokens(db, entra.admin) == []
    with pytest.raises(NotFound):
        service.revoke_token(db, entra.admin, token.id, now)


def test_only_the_digest_of_a_token_is_kept(entra: Speaker, db: Database) -> None:
    with db.transaction(entra.admin.organisation_id) as tx:
        row = tx.execute(text("SELECT t::text FROM directory_token t")).scalar_one()
    assert entra.token not in row
    assert entra.token.startswith("fpd_")


def test_tokens_are_the_administrators_and_the_organisations_own(
    entra: Speaker, other: Speaker, db: Database, now: datetime
) -> None:
    (token,) = service.tokens(db, entra.admin)
    with pytest.raises(NotFound):
        service.revoke_token(db, other.admin, token.id, now)
    employee = make_person(db, entra.admin.organisation_id)
    with pytest.raises(Forbidden):
        service.make_token(db, employee, "x", now)
    with pytest.raises(Forbidden):
        service.overview(db, employee)


def test_it_is_known_to_the_minute_when_the_directory_last_spoke(
    entra: Speaker, db: Database, clock: Clock, now: datetime
) -> None:
    assert service.overview(db, entra.admin).last_used_at is None
    for seconds, expected in ((0, 0), (59, 0), (2, 61)):
        clock.now += timedelta(seconds=seconds)
        entra.ask("GET", "/Users", gives=200)
        known = service.overview(db, entra.admin)
        assert known.last_used_at == now + timedelta(seconds=expected)


def test_the_overview_counts_whom_the_directory_keeps(entra: Speaker, db: Database) -> None:
    gone = entra.make_user()["id"]
    entra.make_user()
    entra.make_group("Staff", gone)
    entra.patch(f"/Users/{gone}", {"op": "replace", "value": {"active": False}})
    known = service.overview(db, entra.admin)
    assert (known.people, [each.name for each in known.groups]) == (1, ["Staff"])


@pytest.mark.parametrize(
    "asked",
    [
        "userName eq",
        'userName co "x"',
        'userName eq "x" or userName eq "y"',
        'not (userName eq "x")',
        "userName pr",
        'title eq "x"',
        'meta.lastModified gt "2026-01-01T00:00:00Z"',
        "not (" * 300 + 'userName eq "x"' + ")" * 300,
        "userName eq " + '"' + "x" * 3000 + '"',
    ],
)
def test_a_filter_that_is_not_known_is_refused_and_finds_nobody(entra: Speaker, asked: str) -> None:
    refused = entra.ask("GET", "/Users", gives=400, filter=asked)
    assert (refused["scimType"], list(failures(refused))) == ("invalidFilter", [])


def test_people_are_found_by_each_of_what_can_be_asked(entra: Speaker) -> None:
    ada = entra.make_user("Ada@example.test", externalId="Aa")
    entra.make_user("bob@example.test", externalId="aa")
    group = entra.make_group("Staff", ada["id"])
    asked = [
        'userName eq "ada@EXAMPLE.test"',
        'externalId eq "Aa"',
        'emails.value eq "ADA@example.test"',
        'emails[type eq "work"].value eq "ada@example.test"',
        'emails[type eq "work" and value eq "ada@example.test"]',
        f'id eq "{ada["id"]}"',
        'displayName eq "ada" and active eq true',
        '(userName eq "ada@example.test") and active eq "True"',
    ]
    for each in asked:
        assert [one["id"] for one in entra.find("Users", each)] == [ada["id"]], each
    nobody = ('userName eq "ada" and active eq false', 'id eq "x"', 'externalId eq "AA"')
    for each in (*nobody, r'userName eq "\ud800"', r'displayName eq "a\u0000b"'):
        assert entra.find("Users", each) == [], each
    for each in (f'members.value eq "{ada["id"]}"', f'members eq "{ada["id"]}"'):
        assert [one["id"] for one in entra.find("Groups", each)] == [group["id"]], each


def test_pages_are_bounded_and_numbers_are_numbers(entra: Speaker) -> None:
    found = entra.ask("GET", "/Users", gives=200, count=10**6, startIndex=-5)
    assert (found["startIndex"], found["itemsPerPage"]) == (1, found["totalResults"])
    for query in ({"count": "many"}, {"startIndex": "1e3"}, {"count": 10**30}):
        refused = entra.ask("GET", "/Users", gives=400, **query)
        assert list(failures(refused)) == []


def test_what_is_too_much_is_refused(entra: Speaker) -> None:
    group = entra.make_group("Staff")
    path = f"/Groups/{group['id']}"
    one = {"op": "add", "path": "members", "value": [{"value": str(entra.admin.person_id)}]}
    body = {"schemas": [PATCH], "Operations": [one] * (reading.MOST_OPERATIONS + 1)}
    assert list(failures(entra.ask("PATCH", path, body, gives=400))) == []
    members = [{"value": str(UUID(int=each))} for each in range(rules.MOST_MEMBERS + 1)]
    whole = {"displayName": "X", "members": members}
    assert list(failures(entra.ask("PUT", path, whole, gives=400))) == []
    huge = user_body("x@example.test") | {"title": "x" * 5_000_000}
    refused = entra.ask("POST", "/Users", huge, gives=413)
    assert list(failures(refused)) == []


_MANY = [{"value": f"p{each}@example.test", "type": "other"} for each in range(101)]
_LONG = " or ".join(['value eq "x"'] * 20)


@pytest.mark.parametrize(
    "operations",
    [
        [{"op": "add", "path": "emails", "value": _MANY}],
        [{"op": "add", "path": "emails", "value": [each]} for each in _MANY],
        [{"op": "add", "value": {"emails": _MANY}}],
        [{"op": "add", "value": {f"a{each}": "x" for each in range(101)}}],
        [{"op": "remove", "path": f"emails[{_LONG}]"}],
        [{"op": "add", "value": {f"emails[{_LONG}].value": "x"}}],
    ],
    ids=["values", "operations", "document", "paths", "path", "path of document"],
)
@pytest.mark.parametrize("name", ["Operations", "OPERATIONS"])
def test_what_takes_long_to_apply_is_refused_before_anybody_waits(
    entra: Speaker, operations: list[Any], name: str
) -> None:
    path = f"/Users/{entra.make_user()['id']}"
    refused = entra.ask("PATCH", path, {"schemas": [PATCH], name: operations}, gives=400)
    assert list(failures(refused)) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_document_is_told_so(entra: Speaker, body: bytes) -> None:
    answer = entra.app.test_client(use_cookies=False).post(
        "/scim/v2/Users", data=body, headers={"Authorization": f"Bearer {entra.token}"}
    )
    assert (answer.status_code, answer.get_json(force=True)["scimType"]) == (400, "invalidSyntax")


@pytest.mark.parametrize(
    "change",
    [
        {"userName": 5},
        {"userName": ""},
        {"userName": "x" * 300},
        {"userName": "a\0b", "emails": [{"value": "x@example.test"}]},
        {"emails": "x@example.test"},
        {"emails": [{"value": "no address"}]},
        {"active": "maybe"},
        {"name": "Ada"},
        {"externalId": "x" * 300},
        {"schemas": "x"},
        {"displayName": "a\0b\u202e"},
    ],
)
def test_no_value_breaks_the_service(entra: Speaker, change: dict[str, Any]) -> None:
    answer = entra.send("POST", "/Users", user_body("x@example.test") | change)
    assert answer.status_code in {201, 400}, answer.text
    if answer.status_code == 400:
        assert list(failures(answer.get_json(force=True))) == []


def test_too_many_requests_are_told_when_to_come_back(
    db: Database, tmp_path: Path, clock: Clock, entra: Speaker
) -> None:
    app = make_app(db, tmp_path / "other", clock, directory="2 per minute")
    try:
        slow = Speaker(app, entra.token, entra.admin)
        statuses = [slow.send("GET", "/Users").status_code for _ in range(3)]
        refused = slow.send("GET", "/Users")
        assert (statuses, int(refused.headers["Retry-After"]) > 0) == ([200, 200, 429], True)
        assert list(failures(refused.get_json(force=True))) == []
    finally:
        app.extensions[EXTENSION].hub.close()


def test_other_addresses_and_acts_answer_in_scims_way(entra: Speaker) -> None:
    for method, path, status in (
        ("GET", "/Nothing", 404),
        ("GET", "/Users/no-id", 404),
        ("GET", "/Schemas/none", 404),
        ("POST", "/Schemas", 405),
        ("POST", "/.search", 501),
    ):
        answer = entra.send(method, path, {} if method == "POST" else None)
        assert answer.status_code == status
        assert answer.content_type == "application/scim+json"
        assert list(failures(answer.get_json(force=True))) == []
