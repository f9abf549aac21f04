"""Signing in with the organisation's own account: another host, and back to what was wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.actor import Actor, Role
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.policies import service as policies
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support import oidc
from tests.support.factories import make_organisation
from tests.support.web import make_account

SHOTS = os.environ.get("FLOORPLANS_SHOTS")
NOOR = {"sub": "u-1", "email": "noor@example.test", "email_verified": True, "name": "Noor"}


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def there() -> Iterator[oidc.Provider]:
    with oidc.openid_provider(person=dict(NOOR)) as provider:
        yield provider


@pytest.fixture(scope="module")
def admin(world: World) -> Actor:
    return make_account(
        world.db,
        world.noor.organisation_id,
        role=Role.ADMIN,
        email="ada@example.test",
        name="Ada",
    )


@pytest.fixture(autouse=True)
def nothing_set_up(world: World, admin: Actor) -> Iterator[None]:
    yield
    for provider in identities.providers(world.db, admin):
        identities.remove_provider(world.db, admin, provider.id)


def set_up(world: World, who: Actor, there: oidc.Provider, name: str, domain: str) -> None:
    # Its key seals nothing here: a public client has no secret.
    there.client_secret = None
    asked = ProviderRequest(name, there.issuer, client_id=oidc.CLIENT_ID, domains=domain)
    identities.add_provider(world.db, who, asked, key=b"none")


def was_there(visitor: Visitor, there: oidc.Provider) -> None:
    """The provider, and nobody else, is another host that may be asked."""
    visitor.asked[:] = [url for url in visitor.asked if not url.startswith(there.issuer)]


def test_a_scanned_code_opens_behind_the_company_s_sign_in_on_a_phone(
    visit: Visit, world: World, admin: Actor, there: oidc.Provider
) -> None:
    set_up(world, admin, there, "Acme", "example.test")
    desk = world.floor.spaces["Desk 2.003"]
    phone = visit(None, width=390, height=844)
    phone.go(f"/at/{desk}")
    button = phone.page.get_by_role("link", name="Sign in with Acme")
    expect(button).to_be_visible()
    assert findings(phone) == []
    shot(phone, "oidc-sign-in-390")
    button.press("Enter")
    phone.page.get_by_role("link", name="It is me").press("Enter")
    expect(phone.page.get_by_role("heading", name="Desk 2.003")).to_be_visible()
    assert phone.page.url == f"{world.url}/at/{desk}"
    was_there(phone, there)


def test_a_provider_that_is_down_is_told_and_the_password_stays(
    visit: Visit, world: World, admin: Actor, there: oidc.Provider
) -> None:
    set_up(world, admin, there, "Acme", "example.test")
    there.instead["/.well-known/openid-configuration"] = (503, {}, b"")
    visitor = visit(None)
    visitor.go("/sign-in?next=/my/bookings")
    shot(visitor, "oidc-sign-in-1440")
    visitor.page.get_by_role("link", name="Sign in with Acme").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Acme does not answer right now")
    # Who came with the company's account has no password to type.
    expect(visitor.page.get_by_role("alert")).to_be_focused()
    assert findings(visitor) == []
    shot(visitor, "oidc-down")
    visitor.page.get_by_label("E-mail").fill("noor@example.test")
    visitor.page.get_by_label("Password").fill("correct horse battery")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("heading", name="My bookings")).to_be_visible()


def test_with_several_organisations_the_address_leads_to_the_provider_by_itself(
    visit: Visit, world: World, admin: Actor, there: oidc.Provider
) -> None:
    organisation = make_organisation(world.db)
    other = make_account(world.db, organisation, role=Role.ADMIN, email="boss@other.test")
    set_up(world, admin, there, "Acme", "example.test")
    set_up(world, other, there, "Others", "other.test")
    visitor = visit(None)
    visitor.go("/sign-in?next=/my/bookings")
    assert "Acme" not in visitor.page.content()
    visitor.page.get_by_label("E-mail").fill("noor@example.test")
    assert findings(visitor) == []
    shot(visitor, "oidc-several")
    # No form of a page may lead to another host: the page in between goes on by itself.
    visitor.page.get_by_role("button", name="Use my organisation's account").press("Enter")
    visitor.page.get_by_role("link", name="It is me").press("Enter")
    expect(visitor.page.get_by_role("heading", name="My bookings")).to_be_visible()
    was_there(visitor, there)
    for provider in identities.providers(world.db, other):
        identities.remove_provider(world.db, other, provider.id)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_an_administrator_sets_it_up_and_tries_it_by_keyboard(
    visit: Visit, world: World, admin: Actor, there: oidc.Provider, width: int, height: int
) -> None:
    there.person |= {"email": admin.email, "groups": ["g-1", "g-2"]}
    group = policies.make_group(world.db, admin, f"Crew {width}")
    visitor = visit(admin.email, width=width, height=height)
    page = visitor.page
    visitor.go("/places/accounts")
    page.get_by_label("Name on the button").fill("Acme")
    page.get_by_label("Issuer").fill(there.issuer)
    page.get_by_label("Domains of your addresses").fill("example.test")
    page.keyboard.press("Enter")
    expect(page.get_by_text("not finished")).to_be_visible()
    expect(page.get_by_label("Redirect address")).to_have_value(
        f"{world.url}/sign-in/back/{identities.providers(world.db, admin)[0].id}"
    )
    page.get_by_label("Client ID").fill(oidc.CLIENT_ID)
    page.get_by_label("Client secret").fill(oidc.CLIENT_SECRET)
    page.get_by_label("Claim of groups").fill("groups")
    page.keyboard.press("Enter")
    expect(page.get_by_text("in use", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ask the provider about itself").press("Enter")
    expect(page.get_by_text("It publishes 1 key for tokens.")).to_be_visible()
    assert findings(visitor) == []
    shot(visitor, f"oidc-accounts-{width}")
    page.get_by_label(group.name, exact=True).fill("g-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Keep {group.name} by hand again")).to_be_visible()
    page.get_by_role("link", name="Try it with your own account").press("Enter")
    page.get_by_role("link", name="It is me").press("Enter")
    expect(page.get_by_text("It works")).to_be_visible()
    expect(page.get_by_text("Told and verified.")).to_be_visible()
    assert findings(visitor) == []
    shot(visitor, f"oidc-tried-{width}")
    visitor.wait_until("() => document.documentElement.scrollWidth <= innerWidth")
    visitor.go("/rules/groups")
    section = page.get_by_role("region", name=group.name)
    expect(section.get_by_text("kept by sign-in")).to_be_visible()
    shot(visitor, f"oidc-groups-{width}")
    was_there(visitor, there)
