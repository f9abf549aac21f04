"""Signing in with the organisation's own accounts, at a real provider on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.oidc import discovery
from app.oidc.troubles import ProviderAway
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.people import service as people
from floorplans.policies import keeping
from floorplans.policies import service as policies
from tests.support import oidc
from tests.support.web import PASSWORD, Browser, Clock, World


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


@pytest.fixture
def company(
    web_app: Flask, db: Database, world: World, browser: Browser, clock: Clock
) -> Iterator[Company]:
    person = {"sub": "u-1", "email": world.employee.email, "email_verified": True, "name": "Noor"}
    with oidc.openid_provider(person=person, now_s=lambda: clock().timestamp()) as there:
        key = web_app.extensions["floorplans"].key
        made = identities.add_provider(db, world.admin, ProviderRequest(**usual(there)), key=key)
        yield Company(web_app, db, world, browser, there, made.id)


def told(answer: TestResponse) -> str:
    """The sentence of what went wrong; nobody is signed in then."""
    assert answer.status_code >= 400, answer.text
    return answer.text.split('id="sign-in-problem">')[1].split("<strong>")[1].split("<")[0]


def test_a_person_is_found_by_the_verified_address_and_comes_to_the_page_that_was_wanted(
    company: Company,
) -> None:
    answer = company.sign_in("/at/00000000-0000-0000-0000-000000000001?x=1")
    assert (answer.status_code, answer.location) == (
        302,
        "/at/00000000-0000-0000-0000-000000000001?x=1",
    )
    assert company.who() == company.world.employee.email


def test_later_the_subject_alone_says_who_it_is(company: Company) -> None:
    company.sign_in()
    company.browser.sign_out()
    company.there.person |= {"email": "other@elsewhere.test", "email_verified": False}
    company.sign_in()
    assert company.who() == company.world.employee.email


def test_nothing_but_a_cookie_of_ours_comes_of_going_there(company: Company) -> None:
    answer = company.browser.get(f"/sign-in/with/{company.provider_id}?next=//evil.test/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("floorplans-way=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=600" in cookie
    asked = dict(parse_qsl(urlsplit(answer.location).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://localhost/sign-in/back/{company.provider_id}"
    assert asked["nonce"] not in cookie
    assert company.come_back(asked).location == "/"


def test_signing_in_ends_the_session_that_was_there(company: Company, db: Database) -> None:
    company.browser.sign_in(company.world.admin.email)
    other = Browser(company.app)
    cookie = company.browser.client.get_cookie("floorplans")
    assert cookie is not None
    other.client.set_cookie("floorplans", cookie.value)
    assert other.get("/my/profile").status_code == 200
    company.sign_in()
    assert company.who() == company.world.employee.email
    assert other.get("/my/profile").status_code == 302


@pytest.mark.parametrize("changes", [{"nonce": "another"}, {"aud": "another"}, {"exp": 1}], ids=str)
def test_a_token_that_is_not_for_this_sign_in_is_not_taken(
    company: Company, changes: dict[str, Any]
) -> None:
    company.there.changes = changes
    assert "could not be trusted" in told(company.sign_in())
    assert company.who() is None


def test_a_token_that_is_signed_by_nobody_is_not_taken(company: Company) -> None:
    company.there.signs = oidc.unsigned
    assert "could not be trusted" in told(company.sign_in())


def test_a_token_of_another_key_is_not_taken_whatever_it_calls_it(company: Company) -> None:
    company.there.signs_with = "two"
    assert "could not be trusted" in told(company.sign_in())


def test_new_keys_are_asked_for_when_a_token_is_signed_with_one(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.sign_in()
    company.there.published, company.there.signs_with = ("two", "one"), "two"
    # A minute is not over since they were asked for.
    assert "could not be trusted" in told(company.sign_in())
    over = time.monotonic() + 61
    monkeypatch.setattr(
        company.app.extensions["floorplans"].directory, "_monotonic_s", lambda: over
    )
    assert company.sign_in().location == "/"


def test_an_answer_without_its_beginning_in_this_browser_is_not_taken(company: Company) -> None:
    asked = company.go()
    elsewhere = Browser(company.app)
    back = urlsplit(company.there.way_back(asked))
    answer = elsewhere.get(f"{back.path}?{back.query}")
    assert answer.status_code == 401
    assert "not begun in this browser" in told(answer)
    assert "/token" not in company.there.asked
    assert "not begun" in told(company.come_back(company.go(), state="another"))
    # The cookie of the answer before is gone with it.
    assert "not begun" in told(company.come_back(asked))


def test_an_answer_that_comes_too_late_is_not_taken(company: Company, clock: Clock) -> None:
    asked = company.go()
    clock.pass_by(minutes=11)
    assert "ten minutes" in told(company.come_back(asked))


def test_an_answer_of_one_provider_is_not_taken_for_that_of_another(company: Company) -> None:
    with oidc.openid_provider() as other:
        wanted = ProviderRequest(**{**usual(other), "name": "Other", "domains": "more.test"})
        made = identities.add_provider(company.db, company.world.admin, wanted, key=key_of(company))
        asked = company.go()
        back = urlsplit(company.there.way_back(asked))
        answer = company.browser.get(f"/sign-in/back/{made.id}?{back.query}")
        assert "not begun" in told(answer)
    assert "could not be trusted" in told(company.come_back(company.go(), iss=other.issuer))
    assert "/token" not in company.there.asked


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("access_denied", "did not let it tell"), ("temporarily_unavailable", "right now")],
)
def test_what_the_provider_says_no_with_is_told_in_words(
    company: Company, error: str, sentence: str
) -> None:
    company.there.says_no = error
    answer = company.sign_in()
    assert sentence in told(answer)
    assert "Acme" in told(answer)
    company.there.says_no = "<script>alert(1)</script>"
    answer = company.sign_in()
    assert "refused the sign-in as it is set up" in told(answer)
    assert "alert(1)" not in answer.text


def test_a_provider_that_is_down_is_told_and_the_password_still_does_it(company: Company) -> None:
    company.there.instead["/.well-known/openid-configuration"] = (503, {}, b"")
    answer = company.browser.get(f"/sign-in/with/{company.provider_id}?next=/my/bookings")
    assert answer.status_code == 503
    assert "does not answer" in told(answer)
    assert 'name="password"' in answer.text
    assert 'value="/my/bookings"' in answer.text
    assert company.browser.sign_in(company.world.employee.email).status_code == 303


def test_a_provider_that_goes_down_on_the_way_is_told_too(company: Company) -> None:
    for instead in (
        (500, {}, b""),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (200, {}, b"not json"),
        (200, {}, b"[]"),
        (200, {}, b" " * (1024 * 1024 + 1)),
    ):
        company.there.instead["/token"] = instead
        assert "does not answer" in told(company.sign_in())


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ({"email": None}, "did not tell your e-mail address"),
        ({"email": "no address"}, "did not tell your e-mail address"),
        ({"email_verified": False}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"email": "noor@elsewhere.test"}, "does not speak for the domain"),
        ({"email": "noor@example.test.evil.test"}, "does not speak for the domain"),
        ({"email": "nobody@example.test"}, "no account here yet"),
    ],
)
def test_who_comes_for_the_first_time_needs_a_verified_address_of_the_domains(
    company: Company, person: dict[str, Any], sentence: str
) -> None:
    company.there.person |= person
    answer = company.sign_in()
    assert (answer.status_code, company.who()) == (403, None)
    assert sentence in told(answer)


def test_a_provider_can_be_trusted_for_addresses_that_it_calls_unverified(company: Company) -> None:
    company.there.person |= {"email_verified": None}
    company.change(vouches_for_addresses=True)
    assert company.sign_in().location == "/"


def test_a_person_is_made_at_the_first_sign_in_only_where_that_is_wanted(company: Company) -> None:
    company.there.person = {
        "sub": "new",
        "email": "New.One@Acme.test",
        "email_verified": "true",
        "given_name": "New\u0000",
        "family_name": "One",
    }
    assert "no account here yet" in told(company.sign_in())
    company.change(makes_people=True, default_role="facility")
    assert company.sign_in().location == "/"
    made = company.person("new.one@acme.test")
    assert made is not None
    assert (made.name, made.role) == ("New One", Role.FACILITY)
    assert made.organisation_id == company.world.employee.organisation_id
    assert "Change your password" not in company.browser.get("/my/profile").text
    company.sign_in()
    assert company.who() == "new.one@acme.test"


def test_nobody_of_another_organisation_is_ever_taken_for_one_of_this(company: Company) -> None:
    stranger = company.world.stranger
    company.there.person |= {"email": stranger.email}
    assert "does not speak for the domain" in told(company.sign_in())
    # Who types that domain nevertheless is refused, since people elsewhere have it.
    with pytest.raises(Exception, match="domain_taken"):
        company.change(domains="other.test", makes_people=True)
    company.there.person |= {"email": company.world.employee.email}
    with company.db.transaction(stranger.organisation_id) as tx:
        linked = text("""
        INSERT INTO person_identity (organisation_id, issuer, subject, person_id, linked_at)
        VALUES (:organisation, :issuer, 'u-1', :person, now())""")
        own = {"organisation": stranger.organisation_id, "person": stranger.person_id}
        tx.execute(linked, {**own, "issuer": company.there.issuer})
    assert "belongs to another organisation" in told(company.sign_in())
    assert company.who() is None


def test_a_closed_person_stays_out(company: Company, clock: Clock) -> None:
    company.sign_in()
    people.let_go(company.db, company.world.employee, clock.now)
    assert "closed" in told(company.sign_in())
    company.change(makes_people=True)
    company.there.person |= {"sub": "u-2"}
    answer = told(company.sign_in())
    assert "another account" in answer or "closed" in answer
    assert company.who() is None


def test_an_address_belongs_to_one_account_until_it_is_loosened(company: Company) -> None:
    company.sign_in()
    company.browser.sign_out()
    company.there.person |= {"sub": "u-2"}
    assert "another account of Acme" in told(company.sign_in())
    assert identities.unlink(company.db, company.world.employee) == 1
    assert company.sign_in().location == "/"


def test_groups_become_what_the_claim_says(company: Company) -> None:
    world, db = company.world, company.db
    company.change(groups_claim="groups")
    crew = policies.make_group(db, world.facility, "Crew").id
    keeping.keep_by_sign_in(db, world.admin, crew, "g-1")

    def is_in() -> bool:
        return bool(policies.members(db, world.facility, crew))

    for groups, expected in (
        (["g-1", "g-2"], True),
        (None, True),  # Absent: nothing changes.
        ({"odd": 1}, True),
        ([], False),
        ("g-1", True),
        (["g-2", 7], False),
    ):
        company.there.person["groups"] = groups
        company.sign_in()
        assert is_in() is expected, groups


def test_a_claim_may_be_inside_another(company: Company) -> None:
    company.change(groups_claim="realm.roles", facility_value="staff")
    company.there.person["realm"] = {"roles": ["staff"]}
    company.sign_in()
    found = company.person(company.world.employee.email)
    assert found is not None
    assert found.role is Role.FACILITY


def test_the_claim_says_the_role_and_the_last_administrator_stays_one(company: Company) -> None:
    world = company.world
    company.change(groups_claim="groups", facility_value="staff", admin_value="boss")
    email = world.employee.email

    def role_with(*groups: str) -> Role | None:
        company.there.person["groups"] = list(groups)
        company.sign_in()
        found = company.person(email)
        return None if found is None else found.role

    assert role_with("staff") is Role.FACILITY
    assert company.browser.get("/places/screens").status_code == 200
    assert role_with("boss", "staff") is Role.ADMIN
    assert role_with("x") is Role.EMPLOYEE
    assert company.browser.get("/places/screens").status_code == 403
    email = world.admin.email
    company.there.person |= {"sub": "u-admin", "email": email}
    assert role_with("staff") is Role.ADMIN
    people.change_role(company.db, world.employee, Role.ADMIN)
    assert role_with("staff") is Role.FACILITY


def test_ten_failures_are_enough_for_a_while(company: Company) -> None:
    company.there.changes = {"nonce": "another"}
    for _ in range(10):
        company.sign_in()
    company.there.changes = {}
    answer = company.sign_in()
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"


def test_passwords_can_be_refused_and_an_operator_lets_them_in_again(company: Company) -> None:
    world = company.world
    identities.let_passwords(company.db, world.admin, False)
    answer = company.browser.sign_in(world.employee.email)
    assert answer.status_code == 403
    assert "no longer with passwords" in told(answer)
    assert "not right" in told(company.browser.sign_in(world.employee.email, PASSWORD + "x"))
    assert company.browser.sign_in(world.stranger.email).status_code == 303
    company.browser.sign_out()
    assert company.sign_in().location == "/"
    company.browser.sign_out()
    identities.let_passwords(company.db, world.admin, True)
    assert company.browser.sign_in(world.employee.email).status_code == 303


def test_with_the_last_provider_passwords_are_taken_again(company: Company) -> None:
    world = company.world
    identities.let_passwords(company.db, world.admin, False)
    identities.remove_provider(company.db, world.admin, company.provider_id)
    assert company.browser.sign_in(world.employee.email).status_code == 303
    with pytest.raises(Exception, match="no_other_way_in"):
        identities.let_passwords(company.db, world.admin, False)


def test_the_page_has_a_button_for_the_one_organisation(company: Company) -> None:
    page = company.browser.get("/sign-in?next=/my/bookings").text
    assert f'href="/sign-in/with/{company.provider_id}?next=/my/bookings"' in page
    assert "Sign in with Acme" in page
    assert "Use my organisation" not in page


def test_with_two_organisations_the_domain_leads_to_the_provider(company: Company) -> None:
    wanted = {**usual(company.there), "name": "Theirs", "domains": "their.test"}
    identities.add_provider(
        company.db, company.world.stranger, ProviderRequest(**wanted), key=key_of(company)
    )
    page = company.browser.get("/sign-in").text
    assert "Sign in with" not in page
    assert "Acme" not in page
    form = {"act": "company", "email": "somebody@ACME.test", "next": "/my/bookings"}
    answer = company.browser.post("/sign-in", data=form)
    onward = f"/sign-in/with/{company.provider_id}?next=/my/bookings"
    assert answer.headers["Refresh"] == f"0; url={onward}"
    assert f'href="{onward}"' in answer.text
    answer = company.browser.post("/sign-in", data={**form, "email": "x@nowhere.test"})
    assert answer.status_code == 404
    assert "No organisation here" in told(answer)


def test_a_provider_that_is_not_finished_is_not_offered(company: Company) -> None:
    company.change(client_id="")
    assert "Sign in with" not in company.browser.get("/sign-in").text
    assert "no such way" in told(company.browser.get(f"/sign-in/with/{company.provider_id}"))
    assert "no such way" in told(company.browser.get(f"/sign-in/back/{company.provider_id}"))


def test_no_secret_and_no_token_is_in_the_database(company: Company, db: Database) -> None:
    company.sign_in()
    with db.transaction(company.world.admin.organisation_id) as tx:
        rows = tx.execute(text("SELECT p::text FROM identity_provider p")).scalars().all()
    assert len(rows) == 1
    assert oidc.CLIENT_SECRET not in rows[0]
    assert oidc.CLIENT_SECRET.encode().hex() not in rows[0]


def test_a_public_client_proves_itself_by_pkce_alone(company: Company) -> None:
    company.there.client_secret = None
    assert "could not be trusted" in told(company.sign_in())
    company.change(client_secret="")
    assert company.sign_in().location == "/"


def test_another_issuer_never_gets_the_secret_of_the_one_before(company: Company) -> None:
    company.change(issuer="https://other.example.org")
    found = identities.provider(company.db, company.world.admin, company.provider_id)
    assert found.client_secret_sealed is None


def test_a_set_up_that_is_taken_back_lets_passwords_in_again(company: Company) -> None:
    identities.let_passwords(company.db, company.world.admin, False)
    company.change(client_id="")
    assert identities.takes_passwords(company.db, company.world.admin)


@pytest.mark.parametrize("email", ["@example.test", "no or@example.test", f"{'x' * 250}@acme.test"])
def test_what_is_no_address_makes_nobody(company: Company, email: str) -> None:
    company.change(makes_people=True)
    company.there.person |= {"sub": "u-2", "email": email}
    assert "did not tell your e-mail address" in told(company.sign_in())


def test_a_provider_elsewhere_does_not_lead_to_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issuer = "https://login.example.org"
    about = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": "http://127.0.0.1:8080/token",
        "jwks_uri": f"{issuer}/keys",
    }
    monkeypatch.setattr(discovery, "ask", lambda _: (200, about))
    with pytest.raises(ProviderAway, match="address_unsafe"):
        discovery.endpoints(issuer)
