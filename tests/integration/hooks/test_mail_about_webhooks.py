"""Administrators are told by mail that a webhook was paused by itself."""

from __future__ import annotations

from datetime import timedelta

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from floorplans.hooks import delivering
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Trouble
from floorplans.hooks.views import Result
from floorplans.messages import service as messages
from tests.support.mailbox import SENDER, mail_server
from tests.support.web import Clock, make_world
from tests.support.webhooks import make_webhook

FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))
ADDRESS = "https://chat.example.org/hooks/a-secret-of-the-address"


def test_administrators_are_told_which_one_and_why_and_not_its_whole_address(db, now):
    world = make_world(db)
    webhook_id, _ = make_webhook(db, world.admin, now, url=ADDRESS, name="Chat\nof the office")
    messages.say_whether_sent(db, True)
    hooks.test(db, world.admin, webhook_id)
    delivering.number(db, now)
    taken = delivering.take(db, world.admin.organisation_id, webhook_id, now)
    assert taken is not None
    gone = Result(delivering.GONE, Trouble.STATUS, "", timedelta())
    assert not delivering.note(db, taken, gone, now, chance=0.5)
    with mail_server() as box, Post(box.settings()) as way:
        assert Round(db, way, FRAME, Clock(now)).run() == Posted(sent=1)
    (mail,) = box.mails
    assert mail["To"].addresses[0].addr_spec == world.admin.email
    assert str(mail["Subject"]).strip() == "Webhook paused: Chat of the office"
    words = str(mail.get_body(("plain",)).get_content())
    assert "chat.example.org" in words
    assert "nobody listens there any more" in words
    assert f"https://floors.office.test/places/webhooks/{webhook_id}" in words
    assert "a-secret-of-the-address" not in mail.as_string()
