"""The sign-in page and the session in the browser's cookie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from floorplans.database import Database
from tests.support.web import Browser, Clock, World, make_app


def cookie_of(browser: Browser, name: str = "floorplans") -> str:
    cookie = browser.client.get_cookie(name)
    assert cookie is not None
    return cookie.value


def test_signing_in_leads_to_the_page_that_was_asked_for(browser: Browser, world: World) -> None:
    answer = browser.sign_in(world.employee.email, next="/my/bookings")
    assert (answer.status_code, answer.location) == (303, "/my/bookings")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test/",
        "\\/evil.test",
        "javascript:alert(1)",
        "/\t/evil.test",
        " //evil.test",
        "/%0d%0aSet-Cookie:x\r\nX: y",
        "http:evil.test",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(
    browser: Browser, world: World, target: str
) -> None:
    assert browser.sign_in(world.employee.email, next=target).location == "/"


def test_a_wrong_password_says_so_and_keeps_the_address(browser: Browser, world: World) -> None:
    answer = browser.sign_in(world.employee.email, "wrong")
    assert answer.status_code == 401
    assert world.employee.email in answer.text
    assert "not right" in answer.text
    assert "wrong</" not in answer.text


def test_the_eleventh_failure_names_the_time_to_wait(browser: Browser, world: World) -> None:
    for _ in range(10):
        browser.sign_in(world.employee.email, "wrong")
    answer = browser.sign_in(world.employee.email)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"


def test_the_cookie_is_for_this_host_and_out_of_reach_of_scripts(
    browser: Browser, world: World
) -> None:
    header = browser.sign_in(world.employee.email).headers["Set-Cookie"]
    assert re.match(r"floorplans=[^;]+; HttpOnly; Path=/; SameSite=Lax$", header)


def test_behind_https_the_cookie_has_the_host_prefix(
    db: Database, world: World, tmp_path: Path, clock: Clock
) -> None:
    browser = Browser(make_app(db, tmp_path, clock, https=True))
    secure = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "plans.example"}
    answer = browser.get("/sign-in", headers=secure)
    header = answer.headers["Set-Cookie"]
    assert header.startswith("__Host-floorplans=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_every_sign_in_gets_a_new_session(browser: Browser, world: World) -> None:
    browser.get("/sign-in")
    before = cookie_of(browser)
    browser.sign_in(world.employee.email)
    first = cookie_of(browser)
    browser.sign_in(world.employee.email)
    assert len({before, first, cookie_of(browser)}) == 3


def test_a_kept_cookie_is_worth_nothing_after_signing_out(signed_in: Browser, world: World) -> None:
    kept = cookie_of(signed_in)
    assert signed_in.get("/api/v1/me").status_code == 200
    assert signed_in.sign_out().status_code == 303
    signed_in.client.set_cookie("floorplans", kept)
    assert signed_in.get("/api/v1/me").status_code == 401


def test_a_session_left_alone_for_half_an_hour_is_over(signed_in: Browser, clock: Clock) -> None:
    clock.pass_by(minutes=29)
    assert signed_in.get("/api/v1/me").status_code == 200
    clock.pass_by(minutes=30)
    assert signed_in.get("/api/v1/me").status_code == 401


def test_a_forged_cookie_is_nobody(browser: Browser) -> None:
    browser.client.set_cookie("floorplans", "eyJzaWQiOiJhIn0.aaaaaa.bbbb")
    assert browser.get("/api/v1/me").status_code == 401


def test_a_page_sends_who_is_not_signed_in_to_the_form_and_back(browser: Browser) -> None:
    answer = browser.get("/my/bookings")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fmy%2Fbookings")


def test_the_form_sends_who_is_signed_in_onwards(signed_in: Browser) -> None:
    answer = signed_in.get("/sign-in?next=/places")
    assert (answer.status_code, answer.location) == (302, "/places")
