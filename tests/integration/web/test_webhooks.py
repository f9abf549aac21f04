"""Webhooks on their pages and over the API: made, looked after, and nobody else's business."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from floorplans.database import Database
from floorplans.hooks import delivering, rules
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Trouble
from floorplans.hooks.views import Result
from tests.support.web import Browser, Client, World, client_of
from tests.support.webhooks import URL, make_webhook

ASKED = {"name": "Cleaning", "url": URL, "events": ["booking.cancelled", "fault.reported"]}
FORM = {"name": "Cleaning", "url": URL, "event": ["booking.cancelled", "fault.reported"]}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture
def admin(web_app: Flask, db: Database, world: World, now) -> Client:
    return client_of(web_app, db, world.admin, now)


@pytest.fixture
def page(browser: Browser, world: World) -> Browser:
    browser.sign_in(world.admin.email)
    return browser


def tried(db: Database, world: World, webhook_id: UUID, now, answer: str) -> UUID:
    """A test that the other system has refused with some answer; the event's id."""
    event_id = hooks.test(db, world.admin, webhook_id)
    delivering.number(db, now)
    taken = delivering.take(db, world.admin.organisation_id, webhook_id, now)
    assert taken is not None
    result = Result(500, Trouble.STATUS, answer, timedelta(milliseconds=321))
    delivering.note(db, taken, result, now, chance=0.5)
    return event_id


def test_over_the_api_one_is_made_changed_paused_and_removed(admin, db, world):
    made = admin.post("/webhooks", ASKED)
    assert made.status_code == 201
    assert SECRET.fullmatch(made.json["secret"])
    own = f"/webhooks/{made.json['webhook']['id']}"
    (listed,) = admin.get("/webhooks").json
    assert listed == made.json["webhook"] == admin.get(own).json
    assert "secret" not in listed
    assert listed["events"] == ASKED["events"]
    changed = admin.ask("PUT", own, json={**ASKED, "name": "Doors", "site_id": str(world.site_id)})
    assert (changed.json["name"], changed.json["site_id"]) == ("Doors", str(world.site_id))
    assert admin.post(f"{own}/pause").json["paused"] == "asked"
    assert admin.post(f"{own}/resume", {"skips": True}).json["paused"] is None
    rolled = admin.post(f"{own}/secret").json["secret"]
    assert SECRET.fullmatch(rolled)
    assert rolled != made.json["secret"]
    assert admin.get(own).json["former_until"] is not None
    assert admin.delete(own).status_code == 204
    assert admin.get("/webhooks").json == []
    assert admin.get(own).json["code"] == "no_such_webhook"


def test_over_the_api_a_test_is_sent_and_sent_again(admin, db, world, now):
    own = f"/webhooks/{make_webhook(db, world.admin, now)[0]}"
    sent = admin.post(f"{own}/test")
    assert sent.status_code == 202
    delivering.number(db, now)
    (found,) = admin.get(f"{own}/deliveries").json
    assert (found["event_id"], found["kind"]) == (sent.json["event_id"], "webhook.test")
    assert found["state"] == "waiting"
    again = f"{own}/deliveries/{found['event_id']}/again"
    assert admin.post(again).status_code == 204
    missing = admin.post(f"{own}/deliveries/{world.site_id}/again")
    assert missing.json["code"] == "no_such_delivery"


def test_what_another_organisation_has_does_not_exist(stranger, db, world, now):
    webhook_id, _ = make_webhook(db, world.admin, now)
    event_id = tried(db, world, webhook_id, now, "no")
    assert stranger.get("/webhooks").json == []
    own = f"/webhooks/{webhook_id}"
    for path in ("", "/deliveries"):
        assert stranger.get(own + path).status_code == 404
    for path in ("/pause", "/secret", "/test", f"/deliveries/{event_id}/again"):
        assert stranger.post(own + path).status_code == 404
    assert stranger.post(f"{own}/resume", {}).status_code == 404
    assert stranger.ask("PUT", own, json=ASKED).status_code == 404
    assert stranger.delete(own).status_code == 404
    foreign = stranger.post("/webhooks", {**ASKED, "site_id": str(world.site_id)})
    assert foreign.json["code"] == "site_not_found"
    assert len(hooks.webhooks(db, world.admin)) == 1


def test_only_administrators_look_after_them(facility: Client, signed_in: Browser):
    assert facility.get("/webhooks").status_code == 403
    assert signed_in.get("/places/webhooks").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"url": "https://10.0.0.1/"}, "address_refused"),
        ({"url": "http://example.org/"}, "url_not_secure"),
        ({"url": "https://a:b@example.org/"}, "url_with_password"),
        ({"url": "mailto:noor"}, "url_invalid"),
        ({"events": []}, "events_missing"),
        ({"name": " "}, "name_missing"),
    ],
)
def test_what_cannot_be_is_refused_in_words(admin, page, wrong, code):
    found = admin.post("/webhooks", {**ASKED, **wrong})
    assert (found.status_code, found.json["code"]) == (422, code)
    form = {**FORM, **{"event" if key == "events" else key: v for key, v in wrong.items()}}
    refused = page.post("/places/webhooks", data=form)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


def test_there_can_be_only_so_many(admin, db, world, now):
    for _ in range(rules.MOST_WEBHOOKS):
        make_webhook(db, world.admin, now)
    assert admin.post("/webhooks", ASKED).json["code"] == "too_many_webhooks"


def test_on_the_page_the_secret_is_shown_once(page, db, world):
    made = page.post("/places/webhooks", data=FORM)
    assert len(SECRET.findall(made.text)) == 1
    (webhook,) = hooks.webhooks(db, world.admin)
    own = f"/places/webhooks/{webhook.id}"
    assert not SECRET.search(page.get(own).text)
    assert "Cleaning" in page.get("/places/webhooks").text
    rolled = page.post(own, data={"act": "roll"})
    assert len(SECRET.findall(rolled.text)) == 1
    assert "The former one signs as well until" in rolled.text


def test_on_the_page_it_is_paused_goes_on_and_is_removed(page, db, world, now):
    own = f"/places/webhooks/{make_webhook(db, world.admin, now)[0]}"
    for act, says in [
        ("test", "A test is on its way"),
        ("pause", "Paused: nothing is sent"),
        ("skip", "It goes on, without what was missed"),
        ("resume", "It goes on."),
    ]:
        assert page.post(own, data={"act": act}).status_code == 303
        assert says in page.get(own).text
    assert page.post(own, data={"act": "change", **FORM, "name": "Doors"}).status_code == 303
    assert "<h1>Doors</h1>" in page.get(own).text
    wrong = page.post(own, data={"act": "change", **FORM, "name": "", "url": "https://x.test/y"})
    assert wrong.status_code == 422
    assert 'value="https://x.test/y"' in wrong.text
    assert page.post(own, data={"act": "remove"}).headers["Location"] == "/places/webhooks"
    assert page.get(own).status_code == 404


def test_the_answer_of_the_other_system_is_text_and_nothing_else(page, db, world, now):
    webhook_id, _ = make_webhook(db, world.admin, now)
    event_id = tried(db, world, webhook_id, now, "<script>alert(1)</script>")
    own = f"/places/webhooks/{webhook_id}"
    shown = page.get(own).text
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "status 500" in shown
    assert "321 ms" in shown
    assert "The last attempt failed" in shown
    assert page.post(own, data={"act": "again", "event": str(event_id)}).status_code == 303
    missing = page.post(own, data={"act": "again", "event": str(world.site_id)})
    assert missing.status_code == 404


def test_everybody_reads_whether_other_systems_are_told_whose_a_booking_is(
    signed_in: Browser, db, world, now
):
    make_webhook(db, world.admin, now)
    assert "never by whom" in signed_in.get("/my/profile").text
    make_webhook(db, world.admin, now, tells_person=True)
    assert "by a number and never by name" in signed_in.get("/my/profile").text


def test_no_secret_is_in_the_database_as_it_is(db, world, now):
    _, secret = make_webhook(db, world.admin, now)
    with db.transaction(world.admin.organisation_id) as tx:
        stored = tx.execute(text("SELECT webhook::text FROM webhook")).scalar_one()
    assert secret not in stored
    assert secret.encode().hex() not in stored
