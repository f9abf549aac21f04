"""Sending: signed, in order, again after a failure, paused when nothing arrives, resumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.hooks.sending import Sender
from app.hooks.wire import Wire
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.hooks import delivering, rules
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Paused, State, Trouble
from floorplans.hooks.views import Delivery, Webhook
from floorplans.messages import service as messages
from floorplans.sealing import Sealer
from tests.support.receiver import LOOPBACK, Receiver, receiving
from tests.support.web import Clock, World, make_world
from tests.support.webhooks import SEALER, make_webhook

HOUR = timedelta(hours=1)
WIRE = Wire(LOOPBACK, connect_s=60, whole_s=60)


class Telling:
    """A world with one webhook, and the worker's rounds by hand."""

    def __init__(self, db: Database, receiver: Receiver) -> None:
        self.db, self.receiver = db, receiver
        self.world: World = make_world(db)
        # The reference code takes nothing that was signed more than five minutes ago.
        self.clock = Clock(datetime.now(UTC))
        self.sender = Sender(db, SEALER, WIRE, self.clock, chance=lambda: 0.5)
        self.made = 0
        self.id, self.secret = make_webhook(
            db, self.world.admin, self.clock.now, url=receiver.url(), networks=LOOPBACK
        )

    def happens(self) -> UUID:
        self.made += 1
        from_at = self.clock.now + timedelta(days=1) + self.made * HOUR
        wanted = BookingRequest(self.world.desks[0], from_at, from_at + HOUR)
        return bookings.book(self.db, self.world.employee, wanted, self.clock.now).id

    def round(self, sender: Sender | None = None) -> int:
        """What the worker does every two seconds; how many attempts were made."""
        delivering.number(self.db, self.clock.now)
        return sum(
            (sender or self.sender).run(*each) for each in delivering.due(self.db, self.clock.now)
        )

    def deliveries(self) -> list[Delivery]:
        """The first one first."""
        return hooks.deliveries(self.db, self.world.admin, self.id)[::-1]

    def webhook(self) -> Webhook:
        return hooks.webhook(self.db, self.world.admin, self.id)

    def until_paused(self) -> timedelta:
        began = self.clock.now
        while self.webhook().paused is None:
            self.clock.pass_by(minutes=5)
            self.round()
            assert self.clock.now - began < timedelta(days=5)
        return self.clock.now - began


@pytest.fixture
def telling(db: Database) -> Iterator[Telling]:
    with receiving() as receiver:
        yield Telling(db, receiver)


def test_what_happens_arrives_signed_and_in_order(telling):
    made = [telling.happens() for _ in range(3)]
    assert telling.round() == 3
    heard = telling.receiver.heard
    assert [each.document["data"]["booking_id"] for each in heard] == [str(id_) for id_ in made]
    assert [each.document["sequence"] for each in heard] == [1, 2, 3]
    assert all(each.is_signed_by(telling.secret) for each in heard)
    assert heard[0].headers["content-type"] == "application/json"
    assert len({each.id for each in heard}) == 3
    assert telling.round() == 0
    assert {each.state for each in telling.deliveries()} == {State.SENT}
    assert telling.deliveries()[0].status == 204


def test_what_failed_comes_again_with_the_same_id_and_the_same_words(telling):
    telling.receiver.status, telling.receiver.answer = 500, b"<script>no</script>\x07\n later"
    telling.happens()
    telling.round()
    (failed,) = telling.deliveries()
    assert (failed.state, failed.status, failed.attempts) == (State.WAITING, 500, 1)
    assert (failed.trouble, failed.answer) == (Trouble.STATUS, "<script>no</script> later")
    assert telling.round() == 0
    telling.receiver.status = 200
    telling.clock.pass_by(seconds=10)
    telling.round()
    first, second = telling.receiver.heard
    assert (first.id, first.body) == (second.id, second.body)
    assert telling.deliveries()[0].state is State.SENT
    assert telling.webhook().failures == 0


def test_one_that_is_refused_lets_those_after_it_pass(telling):
    telling.receiver.status = 422
    telling.happens()
    telling.round()
    telling.receiver.status = 200
    telling.happens()
    telling.round()
    assert [each.state for each in telling.deliveries()] == [State.WAITING, State.SENT]


def test_one_that_is_refused_for_three_days_while_others_arrive_is_given_up_alone(telling):
    telling.receiver.status = 422
    telling.happens()
    telling.round()
    for _ in range(80):
        telling.receiver.status = 200
        telling.happens()
        telling.round()
        telling.receiver.status = 422
        telling.clock.pass_by(hours=1)
        telling.round()
    first = min(telling.deliveries(), key=lambda each: each.sequence)
    assert telling.webhook().paused is None
    with telling.db.transaction(telling.world.admin.organisation_id) as tx:
        found = tx.execute(
            text("SELECT state FROM webhook_delivery ORDER BY sequence LIMIT 1")
        ).scalar_one()
    assert found == "failed"
    assert first.sequence > 1


def test_after_three_failures_in_a_row_it_rests_and_then_hurries(telling):
    telling.receiver.status = 503
    for _ in range(6):
        telling.happens()
    assert telling.round() == 3
    assert telling.round() == 0
    telling.receiver.status = 204
    telling.clock.pass_by(minutes=11)
    telling.round()
    telling.round()
    assert {each.state for each in telling.deliveries()} == {State.SENT}
    sequences = [each.document["sequence"] for each in telling.receiver.heard]
    assert sequences == [1, 2, 3, 1, 2, 3, 4, 5, 6]


def test_who_does_not_answer_costs_one_attempt_and_then_rests(telling):
    telling.receiver.hangs_up = True
    for _ in range(5):
        telling.happens()
    assert telling.round() == 1
    assert telling.round() == 0
    assert telling.deliveries()[0].trouble is Trouble.BROKEN


def test_after_three_days_without_success_it_is_paused_and_administrators_are_told(telling):
    telling.receiver.status = 500
    telling.happens()
    messages.say_whether_sent(telling.db, True)
    telling.round()
    took = telling.until_paused()
    assert timedelta(days=2.5) < took < timedelta(days=3.5)
    assert telling.webhook().paused is Paused.FAILING
    taken = messages.take(telling.db, telling.clock.now)
    letter = messages.letter(telling.db, taken, telling.clock.now)
    assert letter.to.person_id == telling.world.admin.person_id
    assert letter.paused == "failing"
    messages.say_whether_sent(telling.db, False)
    # It hears nothing, nothing is lost, and it goes on where it stood.
    telling.happens()
    attempts = len(telling.receiver.heard)
    assert telling.round() == 0
    telling.receiver.status = 204
    hooks.resume(telling.db, telling.world.admin, telling.id, telling.clock.now)
    assert telling.round() == 2
    assert len(telling.receiver.heard) == attempts + 2
    assert telling.webhook().waiting == 0


def test_a_mail_that_is_late_is_not_sent(telling):
    telling.receiver.status = 410
    telling.happens()
    messages.say_whether_sent(telling.db, True)
    telling.round()
    hooks.resume(telling.db, telling.world.admin, telling.id, telling.clock.now)
    taken = messages.take(telling.db, telling.clock.now)
    assert messages.letter(telling.db, taken, telling.clock.now) is None


def test_gone_pauses_at_once(telling):
    telling.receiver.status = 410
    for _ in range(3):
        telling.happens()
    assert telling.round() == 1
    assert telling.webhook().paused is Paused.GONE
    telling.clock.pass_by(days=1)
    assert telling.round() == 0


def test_what_was_missed_can_be_left_out(telling):
    hooks.pause(telling.db, telling.world.admin, telling.id, telling.clock.now)
    telling.happens()
    assert telling.round() == 0
    assert telling.webhook().waiting == 1
    hooks.resume(telling.db, telling.world.admin, telling.id, telling.clock.now, skips=True)
    telling.happens()
    assert telling.round() == 1
    assert [each.state for each in telling.deliveries()] == [State.SKIPPED, State.SENT]


def test_after_a_new_secret_both_sign_for_a_day(telling):
    new = hooks.roll_secret(telling.db, telling.world.admin, telling.id, SEALER, telling.clock.now)
    telling.happens()
    telling.round()
    (heard,) = telling.receiver.heard
    assert heard.is_signed_by(new)
    assert heard.is_signed_by(telling.secret)
    late = Clock(telling.clock.now + rules.ROTATED_FOR)
    telling.happens()
    telling.round(replace(telling.sender, clock=late))
    assert telling.receiver.heard[1].headers["webhook-signature"].count("v1,") == 1


def test_a_test_goes_to_one_webhook_alone_and_by_the_same_way(telling):
    other, _ = make_webhook(
        telling.db,
        telling.world.admin,
        telling.clock.now,
        url=telling.receiver.url("/other"),
        networks=LOOPBACK,
    )
    id_ = hooks.test(telling.db, telling.world.admin, other)
    assert telling.round() == 1
    (heard,) = telling.receiver.heard
    assert (heard.path, heard.id) == ("/other", str(id_))
    assert heard.document["type"] == "webhook.test"


def test_what_arrived_can_be_sent_again_with_the_same_id(telling):
    telling.happens()
    telling.round()
    (sent,) = telling.deliveries()
    now = telling.clock.now
    hooks.send_again(telling.db, telling.world.admin, telling.id, sent.event_id, now)
    telling.round()
    first, second = telling.receiver.heard
    assert (first.id, first.body) == (second.id, second.body)
    with pytest.raises(NotFound):
        hooks.send_again(telling.db, telling.world.admin, telling.id, telling.id, now)


def test_who_died_after_sending_leaves_it_to_be_sent_again(telling):
    telling.happens()
    delivering.number(telling.db, telling.clock.now)
    organisation = telling.world.admin.organisation_id
    taken = delivering.take(telling.db, organisation, telling.id, telling.clock.now)
    assert taken is not None
    assert telling.round() == 0
    telling.clock.pass_by(minutes=2)
    assert telling.round() == 1
    assert telling.receiver.heard[0].id == str(taken.event.id)
    assert telling.deliveries()[0].attempts == 2


def test_with_another_key_nothing_is_sent_and_it_says_why(telling):
    telling.happens()
    other = replace(telling.sender, sealer=Sealer(b"x" * 64, hooks.PURPOSE))
    telling.round(other)
    assert telling.receiver.heard == []
    assert telling.deliveries()[0].trouble is Trouble.SECRET


def test_a_webhook_that_was_removed_while_something_was_sent(telling):
    telling.happens()
    delivering.number(telling.db, telling.clock.now)
    organisation = telling.world.admin.organisation_id
    taken = delivering.take(telling.db, organisation, telling.id, telling.clock.now)
    hooks.remove(telling.db, telling.world.admin, telling.id)
    result = WIRE.post(telling.receiver.url(), {}, b"")
    assert not delivering.note(telling.db, taken, result, telling.clock.now, chance=0.5)
