"""The administrators' page of company accounts, with a real provider on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from floorplans.database import Database
from floorplans.identities import queries
from floorplans.identities import service as identities
from floorplans.identities.views import Provider
from floorplans.policies import service as policies
from tests.support import oidc
from tests.support.web import Browser, Clock, World

PAGE = "/places/accounts"


@pytest.fixture
def there(clock: Clock, world: World) -> Iterator[oidc.Provider]:
    person = {
        "sub": "u-1",
        "email": world.admin.email,
        "email_verified": True,
        "groups": ["g-1", "<b>g-2</b>"],
    }
    with oidc.openid_provider(person=person, now_s=lambda: clock().timestamp()) as made:
        yield made


@pytest.fixture
def admin(browser: Browser, world: World) -> Browser:
    browser.sign_in(world.admin.email)
    return browser


def act(browser: Browser, doing: str, /, **fields: str) -> TestResponse:
    answer = browser.post(PAGE, data={"act": doing, **fields})
    return browser.get(answer.location) if answer.status_code == 303 else answer


def made(browser: Browser, there: oidc.Provider, db: Database, world: World) -> Provider:
    form = {"name": "Acme", "issuer": there.issuer, "domains": "@example.test"}
    assert act(browser, "add", **form).status_code == 200
    (found,) = identities.providers(db, world.admin)
    more = {"client_id": oidc.CLIENT_ID, "client_secret": oidc.CLIENT_SECRET}
    asked = {"id": str(found.id), **form, **more, "groups_claim": "groups"}
    assert "in use" in act(browser, "change", **asked).text
    return identities.provider(db, world.admin, found.id)


def test_it_is_set_up_in_two_steps_and_the_secret_is_never_shown(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    page = act(admin, "add", name="Acme", issuer=there.issuer, domains="example.test").text
    assert "not finished" in page
    assert re.search(r'readonly value="http://localhost/sign-in/back/[0-9a-f-]{36}"', page)
    identities.remove_provider(db, world.admin, identities.providers(db, world.admin)[0].id)
    found = made(admin, there, db, world)
    sealed = found.client_secret_sealed
    page = admin.get(PAGE).text
    assert "There is one. It is never shown" in page
    assert "a secret of" not in page
    form = {"id": str(found.id), "name": "Acme AG", "issuer": there.issuer, "client_id": "x"}
    page = act(admin, "change", **form, domains="example.test").text
    assert "Acme AG" in page
    assert identities.provider(db, world.admin, found.id).client_secret_sealed == sealed


def test_a_refusal_keeps_what_was_typed_but_for_the_secret(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    answer = act(admin, "add", name="Acme", issuer="http://example.org", domains="example.test")
    assert answer.status_code == 422
    assert "begins with https://" in answer.text
    assert 'value="http://example.org"' in answer.text
    found = made(admin, there, db, world)
    form = {"id": str(found.id), "name": "Acme", "issuer": there.issuer, "client_id": "typed-id"}
    answer = act(admin, "change", **form, domains="not a domain", client_secret="typed-secret")
    assert answer.status_code == 422
    assert 'value="typed-id"' in answer.text
    assert "typed-secret" not in answer.text


def test_asking_the_provider_tells_what_it_answered(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    found = made(admin, there, db, world)
    page = act(admin, "look", id=str(found.id)).text
    assert f"It calls itself {there.issuer}." in page
    assert "It signs tokens with RS256." in page
    assert "It publishes 1 key for tokens." in page
    assert "✗" not in page
    there.metadata = {"issuer": "https://other.test"}
    page = act(admin, "look", id=str(found.id)).text
    assert "calls itself by another issuer" in page
    there.metadata = {}
    there.instead["/keys"] = (200, {}, b'{"keys": [{"kty": "oct", "k": "AAAA"}]}')
    assert "has no key for signatures" in act(admin, "look", id=str(found.id)).text


def test_a_trial_shows_what_is_said_of_oneself_and_signs_nobody_in(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    found = made(admin, there, db, world)

    def tried() -> TestResponse:
        onward = admin.get(f"/sign-in/with/{found.id}?trial=1").location
        back = urlsplit(there.way_back(dict(parse_qsl(urlsplit(onward).query))))
        return admin.get(f"{back.path}?{back.query}")

    page = tried().text
    assert "It works" in page
    assert "Told and verified." in page
    assert "<code>&lt;b&gt;g-2&lt;/b&gt;</code>" in page
    assert "nonce" not in page.split("All it said")[1]
    assert "eyJ" not in page
    there.changes = {"aud": "another"}
    answer = tried()
    assert answer.status_code == 422
    assert "the token is for another client" in answer.text
    there.changes, there.says_no = {}, "access_denied"
    assert "refused the sign-in" in tried().text
    assert "admin@example.test" in admin.get("/my/profile").text
    with db.transaction(world.admin.organisation_id) as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM person_identity").scalar() == 0


def test_a_stranger_s_trial_is_a_sign_in_like_any_other(
    browser: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    browser.sign_in(world.admin.email)
    found = made(browser, there, db, world)
    browser.sign_out()
    onward = browser.get(f"/sign-in/with/{found.id}?trial=1").location
    back = urlsplit(there.way_back(dict(parse_qsl(urlsplit(onward).query))))
    assert browser.get(f"{back.path}?{back.query}").location == "/"


def test_groups_are_handed_to_the_sign_in_and_taken_back(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    made(admin, there, db, world)
    group = policies.make_group(db, world.facility, "Crew")
    page = act(admin, "keep", group=str(group.id), value="g-1").text
    assert "kept by sign-in" in page
    page = admin.get("/rules/groups").text
    assert "kept by sign-in" in page
    assert "Put somebody into" not in page
    assert act(admin, "keep", group=str(group.id), value="").status_code == 422
    assert "Keep Crew by hand again" not in act(admin, "give_back", group=str(group.id)).text
    assert "Put somebody into" in admin.get("/rules/groups").text


def test_passwords_are_refused_and_taken_again(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    assert act(admin, "passwords", passwords="no").status_code == 422
    found = made(admin, there, db, world)
    assert "your accounts alone" in act(admin, "passwords", passwords="no").text
    assert not identities.takes_passwords(db, world.admin)
    assert "with a password as well" in act(admin, "passwords", passwords="yes").text
    act(admin, "passwords", passwords="no")
    assert "Removed" in act(admin, "remove", id=str(found.id)).text
    assert identities.takes_passwords(db, world.admin)


def test_who_would_be_shut_out_is_told_before_the_button(
    admin: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    found = made(admin, there, db, world)
    page = admin.get(PAGE).text
    assert "Nobody has signed in with it yet." in page
    people = identities.reliance(db, world.admin).people
    assert f"{people} of {people} people have never signed in with your accounts." in page
    with db.transaction(world.admin.organisation_id) as tx:
        queries.link(
            tx,
            world.admin.organisation_id,
            world.admin.person_id,
            (found.issuer, "u-1"),
            datetime(2026, 1, 5, tzinfo=UTC),
        )
        tx.execute(
            text("UPDATE person SET password_hash = NULL WHERE id = :id"),
            {"id": world.admin.person_id},
        )
    page = admin.get(PAGE).text
    assert "1 person signed in with it so far." in page
    assert "1 of them has no password and comes in no more" in page
    assert f"{people - 1} of {people} people have never signed in" in page


def test_another_organisation_s_provider_is_none(
    browser: Browser, there: oidc.Provider, db: Database, world: World
) -> None:
    browser.sign_in(world.admin.email)
    found = made(browser, there, db, world)
    browser.sign_out()
    browser.sign_in(world.stranger.email)
    assert str(found.id) not in browser.get(PAGE).text
    for name in ("change", "remove", "look"):
        form = {"id": str(found.id), "name": "Theirs", "issuer": there.issuer}
        assert act(browser, name, **form).status_code == 404
    taken = act(browser, "add", name="A", issuer=there.issuer, domains="example.test")
    assert taken.status_code == 409
    assert "in use elsewhere" in taken.text
