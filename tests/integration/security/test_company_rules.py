"""What comes of signing in with an own account: groups, roles, limits, passwords switched off."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.oidc import discovery
from app.oidc.troubles import ProviderAway
from floorplans.actor import Role
from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.people import service as people
from floorplans.policies import keeping
from floorplans.policies import service as policies
from tests.support import oidc
from tests.support.company import Company, key_of, told, usual
from tests.support.web import PASSWORD


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
