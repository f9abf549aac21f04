"""The profile's form for a new password, without a browser."""

from __future__ import annotations

from flask import Flask

from tests.support.web import PASSWORD, Browser, World

NEW = "four quiet harbour cranes"


def change(browser: Browser, present: str, new: str) -> tuple[int, str]:
    """Send the form; the status and, where it was refused, the page."""
    answer = browser.post("/my/password", data={"present": present, "new": new})
    return answer.status_code, answer.text


def test_mail_is_spoken_of_only_where_it_is_sent(browser: Browser, world: World) -> None:
    browser.sign_in(world.employee.email)
    page = browser.get("/my/profile").text
    assert "You are told by mail" not in page
    assert "This installation sends no mail yet." in page
    assert 'name="sends-mail"' not in page


def test_a_changed_password_is_the_one_that_signs_in(
    web_app: Flask, browser: Browser, world: World
) -> None:
    browser.sign_in(world.employee.email)
    assert change(browser, PASSWORD, NEW)[0] == 303
    assert "the new password holds" in browser.get("/my/profile?saved=password").text
    assert Browser(web_app).sign_in(world.employee.email, PASSWORD).status_code == 401
    assert Browser(web_app).sign_in(world.employee.email, NEW).status_code == 303


def test_a_changed_password_signs_out_everywhere_else(
    web_app: Flask, browser: Browser, world: World
) -> None:
    elsewhere = Browser(web_app)
    elsewhere.sign_in(world.employee.email)
    browser.sign_in(world.employee.email)
    change(browser, PASSWORD, NEW)
    assert browser.get("/my/profile").status_code == 200
    assert elsewhere.get("/my/profile").status_code == 302


def test_a_wrong_present_password_changes_nothing_and_is_told(
    web_app: Flask, browser: Browser, world: World
) -> None:
    browser.sign_in(world.employee.email)
    status, page = change(browser, "not my password", NEW)
    assert status == 422
    assert "The present password is not right. Nothing was changed." in page
    assert NEW not in page
    assert Browser(web_app).sign_in(world.employee.email, PASSWORD).status_code == 303


def test_a_short_new_password_is_refused_with_what_is_wanted(
    browser: Browser, world: World
) -> None:
    browser.sign_in(world.employee.email)
    status, page = change(browser, PASSWORD, "short")
    assert status == 422
    assert "A password has 10 to 1024 characters. Nothing was changed." in page
