"""The page and the commands with which an administrator connects the directory."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import CliRunner

from app.cli import main
from floorplans.actor import Role
from floorplans.bookings.windows import moment_text
from floorplans.database import Database
from floorplans.directory import service
from floorplans.places import service as places
from floorplans.policies import service as policies
from tests.support.databases import Clone
from tests.support.directory import Speaker
from tests.support.factories import make_organisation
from tests.support.web import Browser, World, make_account

TOKEN = re.compile(r"fpd_[\w-]{43}")


def post(browser: Browser, **form: str) -> str:
    answer = browser.post("/places/directory", data=form)
    if answer.status_code == 303:
        answer = browser.get("/places/directory")
    return unescape(answer.text)


def test_a_token_is_shown_once_speaks_and_is_revoked(
    browser: Browser, world: World, db: Database, now: datetime
) -> None:
    browser.sign_in(world.admin.email)
    made = post(browser, act="make", name="Okta")
    (token,) = set(TOKEN.findall(made))
    again = unescape(browser.get("/places/directory").text)
    assert TOKEN.search(again) is None
    assert "http://localhost/scim/v2" in again
    assert "Okta" in again
    assert "never used yet" in again
    speaker = Speaker(browser.client.application, token, world.admin)
    speaker.make_group("Staff", speaker.make_user()["id"])
    known = unescape(browser.get("/places/directory").text)
    assert "It keeps 1 person and 1 group." in known
    assert "It last spoke on" in known
    for each in service.tokens(db, world.admin):
        assert "Revoked:" in post(browser, act="revoke", token=str(each.id))
    assert speaker.send("GET", "/Users").status_code == 401


def test_times_are_those_of_the_office(
    browser: Browser, world: World, db: Database, now: datetime
) -> None:
    browser.sign_in(world.admin.email)
    service.make_token(db, world.admin, "Okta", now)
    zone = ZoneInfo(places.sites(db, world.admin)[0].time_zone)
    page = unescape(browser.get("/places/directory").text)
    assert f">{moment_text(now, zone)}</time>" in page
    assert "UTC" not in page


def test_a_group_is_handed_over_and_taken_back(
    browser: Browser, world: World, db: Database
) -> None:
    group = policies.make_group(db, world.facility, "<b>Staff</b>")
    browser.sign_in(world.admin.email)
    assert "Handed over:" in post(browser, act="hand_over", group=str(group.id))
    known = service.overview(db, world.admin)
    assert [each.name for each in known.groups] == ["<b>Staff</b>"]
    assert "&lt;b&gt;Staff" in browser.get("/places/directory").text
    assert "Taken back:" in post(browser, act="take_back", group=str(group.id))
    assert service.overview(db, world.admin).groups == ()


def test_what_cannot_be_is_told_on_the_page(browser: Browser, world: World) -> None:
    browser.sign_in(world.admin.email)
    for form in ({"act": "make", "name": " "}, {"act": "fly"}, {"act": "revoke", "token": "x"}):
        answer = browser.post("/places/directory", data=form)
        assert answer.status_code in {404, 422}
        assert 'role="alert"' in answer.text


def test_the_way_there_is_shown_to_administrators_alone(browser: Browser, world: World) -> None:
    for person, is_shown in ((world.admin, True), (world.facility, False)):
        browser.sign_in(person.email)
        assert ('href="/places/directory"' in browser.get("/places").text) is is_shown
        assert browser.get("/places/directory").status_code == (200 if is_shown else 403)
        browser.sign_out()


def test_the_commands_make_list_and_revoke_a_token(
    clone: Clone, cloned_db: Database, tmp_path: Path
) -> None:
    admin = make_account(cloned_db, make_organisation(cloned_db), role=Role.ADMIN)
    colleague = make_account(cloned_db, admin.organisation_id, email="employee@example.test")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
    }

    def run(*words: str, exits: int = 0) -> str:
        done = CliRunner().invoke(main, ["directory", "token", *words], env=environment)
        assert done.exit_code == exits, done.output
        return done.output

    assert TOKEN.fullmatch(run("create", "--person", admin.email).strip())
    (listed,) = json.loads(run("list", "--person", admin.email, "--json"))["tokens"]
    assert (listed["name"], listed["last_used_at"]) == ("directory", None)
    run("create", "--person", colleague.email, exits=1)
    run("revoke", "--person", admin.email, listed["id"])
    assert "There is no token." in run("list", "--person", admin.email)
