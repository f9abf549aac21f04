"""Signing in with the organisation's own accounts, at a real provider on this machine."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.people import service as people
from tests.support import oidc
from tests.support.company import Company, key_of, told, usual
from tests.support.web import Browser, Clock


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
