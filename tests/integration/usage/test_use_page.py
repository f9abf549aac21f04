"""The page, the file and the API of use, over the application itself."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from flask import Flask

from floorplans.database import Database
from floorplans.people import service as people
from floorplans.usage import service
from floorplans.usage.views import Choice
from tests.support.usage import MONDAY, UsedSite, make_used_site, stayed
from tests.support.web import PASSWORD, Browser, Client, client_of

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


@pytest.fixture
def used(db: Database) -> UsedSite:
    made = make_used_site(db)
    for person, desk in zip(made.people[:6], made.desks[0], strict=False):
        stayed(db, person, desk, MONDAY)
    service.count_due(db, NOW)
    return made


@pytest.fixture
def staff(web_app: Flask, db: Database, used: UsedSite) -> Browser:
    browser = Browser(web_app)
    people.reset_password(db, used.facility, PASSWORD)
    browser.sign_in(used.facility.email)
    return browser


@pytest.fixture
def admin(web_app: Flask, db: Database, used: UsedSite) -> Browser:
    browser = Browser(web_app)
    people.reset_password(db, used.admin, PASSWORD)
    browser.sign_in(used.admin.email)
    return browser


@pytest.fixture
def script(web_app: Flask, db: Database, used: UsedSite) -> Client:
    return client_of(web_app, db, used.facility, NOW)


def test_the_page_tells_the_latest_month_by_place_and_time(staff: Browser) -> None:
    page = staff.get("/use").text
    assert "October 2026" in page
    assert "Desks by floor and zone" in page
    assert "Monday by hour" in page
    assert "48 h" in page


def test_the_page_says_when_nothing_was_counted_for_a_month(staff: Browser, used: UsedSite) -> None:
    answer = staff.get(f"/use?site={used.site_id}&month=2026-09")
    assert answer.status_code == 200
    assert "Nothing was counted for this site and month" in answer.text


def test_the_file_has_a_line_for_each_cell(staff: Browser, used: UsedSite) -> None:
    answer = staff.get(f"/use.csv?site={used.site_id}&month=2026-10")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    found = {(row["kind"], row["weekday"], row["hour"]): row["used_h"] for row in rows}
    assert found["desk", "Monday", "09:00"] == "6"
    assert found["desk", "Sunday", ""] == "0"
    assert rows[0]["used_h"] == "48"


def test_the_api_tells_the_same(script: Client, used: UsedSite) -> None:
    assert script.get("/use").json == [
        {"site_id": str(used.site_id), "site_name": "Canal", "months": ["2026-10-01"]}
    ]
    found = script.get(f"/sites/{used.site_id}/use?month=2026-10").json
    assert found["counted"]["values"]["used_h"] == 48
    assert found["counted"]["kinds"][0]["weekdays"][0]["parts"][0]["name"] == "09:00"


def test_switched_off_page_file_and_api_are_not_there(
    db: Database, staff: Browser, script: Client, used: UsedSite
) -> None:
    service.choose(db, used.admin, Choice(False, 5))
    assert staff.get("/use").status_code == 404
    assert staff.get(f"/use.csv?site={used.site_id}").status_code == 404
    assert script.get("/use").status_code == 404
    assert script.get(f"/sites/{used.site_id}/use").status_code == 404
    assert 'href="/use"' not in staff.get("/places").text


def test_an_administrator_switches_it_off_and_on(admin: Browser, staff: Browser) -> None:
    admin.post("/use/choice", data={"least_people": "8"})
    assert admin.get("/use").status_code == 404
    assert 'value="8"' in admin.get("/use/choice").text
    admin.post("/use/choice", data={"is_counted": "yes", "least_people": "8"})
    assert admin.get("/use").status_code == 200
    assert staff.get("/use/choice").status_code == 403


def test_too_few_people_are_refused_in_words(admin: Browser) -> None:
    answer = admin.post("/use/choice", data={"is_counted": "yes", "least_people": "2"})
    assert answer.status_code == 422
    assert "3 to 1000 different people" in answer.text
