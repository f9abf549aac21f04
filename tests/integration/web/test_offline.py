"""The worker, its page and the app's manifest: the same for everybody, and about nobody."""

from __future__ import annotations

import json
import re
import struct
from typing import Any

from tests.support.web import Browser, Client

PNG = b"\x89PNG\r\n\x1a\n"
#: Width and height in the first chunk of a PNG file.
SIZE_AT = 16


def deployment(text: str) -> dict[str, Any]:
    found = re.match(r"self\.deployment = (\{.*\});\n", text)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_worker_is_asked_for_anew_each_time_and_may_only_fetch_from_here(
    browser: Browser,
) -> None:
    answer = browser.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_all_that_the_worker_keeps_is_there(browser: Browser) -> None:
    told = deployment(browser.get("/sw.js").text)
    assert "/static/dist/leaflet" in " ".join(told["files"])
    for file in told["files"]:
        with browser.get(file) as answer:
            assert answer.status_code == 200
    loaded = re.findall(r'(?:src|href|data-reader)="(/static/[^"]+)"', told["page"])
    assert sorted(loaded) == sorted(told["files"])


def test_the_page_without_a_connection_is_the_same_for_everybody(
    browser: Browser, signed_in: Browser
) -> None:
    told = deployment(browser.get("/sw.js").text)
    assert deployment(signed_in.get("/sw.js").text) == told
    assert "nonce" not in told["page"] + told["policy"]
    assert "<script>" not in told["page"]


def test_pages_may_have_a_worker_and_a_manifest_of_our_own_only(browser: Browser) -> None:
    policy = browser.get("/sign-in").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_manifest_names_icons_of_the_size_that_they_have(browser: Browser) -> None:
    answer = browser.get("/manifest.webmanifest")
    told = json.loads(answer.text)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        with browser.get(icon["src"]) as file:
            picture = file.data
        assert picture.startswith(PNG)
        width, height = struct.unpack(">II", picture[SIZE_AT : SIZE_AT + 8])
        assert icon["sizes"] == f"{width}x{height}"


def test_a_page_without_a_token_can_ask_for_one(signed_in: Browser) -> None:
    told = json.loads(signed_in.get("/api/v1/me/csrf-token").text)
    name = {"name": "Noor Again"}
    refused = signed_in.client.patch("/api/v1/me", json=name)
    assert json.loads(refused.text)["code"] == "csrf"
    headers = {"X-CSRFToken": told["csrf_token"]}
    assert signed_in.client.patch("/api/v1/me", json=name, headers=headers).status_code == 200
    assert json.loads(signed_in.get("/api/v1/me").text)["person_id"] == told["person_id"]


def test_a_script_with_a_token_of_its_own_gets_none(employee: Client) -> None:
    assert json.loads(employee.get("/me/csrf-token").text)["csrf_token"] is None
