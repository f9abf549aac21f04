"""Forgery, limits, headers: what holds for every request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.factory import create_app
from app.settings import Settings
from floorplans.database import Database
from tests.support.web import PASSWORD, Browser, Client, Clock, World, client_of, make_app


def test_a_write_from_a_page_needs_the_csrf_token(signed_in: Browser) -> None:
    answer = signed_in.client.patch("/api/v1/me", json={"shows_name": True})
    assert (answer.status_code, answer.json["code"]) == (400, "csrf")
    token = {"X-CSRFToken": signed_in.csrf()}
    answer = signed_in.client.patch("/api/v1/me", json={"shows_name": True}, headers=token)
    assert answer.status_code == 200


def test_a_csrf_token_of_an_earlier_session_is_refused(browser: Browser, world: World) -> None:
    old = browser.csrf()
    browser.sign_in(world.employee.email)
    answer = browser.client.patch(
        "/api/v1/me", json={"shows_name": True}, headers={"X-CSRFToken": old}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://localhost:81", "http://["])
def test_a_write_from_another_site_is_refused_even_with_the_token(
    signed_in: Browser, origin: str
) -> None:
    headers = {"X-CSRFToken": signed_in.csrf(), "Origin": origin}
    answer = signed_in.client.patch("/api/v1/me", json={"shows_name": True}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "csrf")


def test_a_write_from_our_own_page_is_accepted(signed_in: Browser) -> None:
    headers = {"X-CSRFToken": signed_in.csrf(), "Origin": "http://localhost"}
    answer = signed_in.client.patch("/api/v1/me", json={"shows_name": True}, headers=headers)
    assert answer.status_code == 200


def test_signing_in_needs_the_csrf_token_too(browser: Browser, world: World) -> None:
    answer = browser.client.post(
        "/sign-in", data={"email": world.employee.email, "password": "correct horse battery"}
    )
    assert answer.status_code == 400


def test_a_bearer_token_needs_no_csrf_token(employee: Client) -> None:
    assert employee.patch("/me", {"shows_name": True}).status_code == 200


def test_with_a_bearer_token_the_cookie_is_ignored(signed_in: Browser, world: World) -> None:
    answer = signed_in.get("/api/v1/me", headers={"Authorization": "Bearer fp_nothing"})
    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")
    answer = signed_in.get("/api/v1/me", headers={"Authorization": "Basic bm9vcjpub29y"})
    assert answer.status_code == 401


def test_one_request_too_many_names_the_time_to_wait(
    db: Database, world: World, tmp_path: Path, clock: Clock
) -> None:
    app = make_app(db, tmp_path, clock, api="3 per minute")
    client = client_of(app, db, world.employee, clock.now)
    assert [client.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get("/me")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json["code"] == "too_many_requests"
    other = client_of(app, db, world.facility, clock.now)
    assert other.get("/me").status_code == 200


def test_uploads_are_counted_for_themselves(
    db: Database, world: World, tmp_path: Path, clock: Clock
) -> None:
    app = make_app(db, tmp_path, clock, upload="1 per hour")
    client = client_of(app, db, world.facility, clock.now)
    path = f"/floors/{world.floor_id}/plans"
    assert client.post(path, {}).status_code == 415
    assert client.post(path, {}).status_code == 429
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/nowhere", "/api/v1/me", "/api/v1/nowhere", "/healthz", "/my/bookings",
     "/static/nothing.js"],
)  # fmt: skip
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers
    assert not re.search(r"https?://", policy)


@pytest.mark.parametrize("sensor", ["geolocation", "camera"])
def test_only_the_page_that_needs_it_may_ask_where_one_is(signed_in: Browser, sensor: str) -> None:
    assert f"{sensor}=(self)" in signed_in.get("/near").headers["Permissions-Policy"]
    assert f"{sensor}=()" in signed_in.get("/places").headers["Permissions-Policy"]


def test_an_inline_script_has_the_nonce_of_its_answer_and_no_other(signed_in: Browser) -> None:
    nonces = set()
    for _ in range(2):
        page = signed_in.get("/places")
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page.text)
        for tag in inline:
            nonce = re.search(r'nonce="([^"]+)"', tag)
            assert nonce
            assert f"'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"]
            nonces.add(nonce[1])
    assert len(nonces) in (0, 2)


def test_an_answer_without_a_body_names_no_kind_of_content(employee: Client) -> None:
    answer = employee.ask(
        "PUT", "/me/password", json={"present": PASSWORD, "new": "another horse battery"}
    )
    assert (answer.status_code, answer.data, answer.content_type) == (204, b"", None)


def test_a_body_that_is_too_large_is_refused(employee: Client) -> None:
    answer = employee.post(
        "/bookings", data=b"x" * (1024 * 1024 + 1), content_type="application/json"
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_an_unexpected_error_tells_a_number_and_nothing_else(
    db: Database, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(home=tmp_path), db, clock=clock)

    def explode() -> str:
        raise RuntimeError("secret 52.3702157")

    explode.floorplans_access = app.view_functions["health.healthz"].floorplans_access
    app.add_url_rule("/api/explode", "explode", explode)
    answer = app.test_client().get("/api/explode")
    assert (answer.status_code, answer.json["code"]) == (500, "unexpected")
    assert "secret" not in answer.text
    assert answer.json["reference"] in caplog.text


def test_the_log_holds_lines_of_code_and_not_what_was_sent() -> None:
    from app.logging import QuietFormatter  # noqa: PLC0415

    formatter = QuietFormatter()
    try:
        try:
            float("52.3702157 north")
        except ValueError as error:
            raise RuntimeError("4.8951679 east") from error
    except RuntimeError as error:
        text = formatter.formatException((type(error), error, error.__traceback__))
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "test_guard.py" in text
    assert "52.37" not in text
    assert "4.89" not in text
