"""Nothing of a person leaves: no name, address, note or position, in anything that is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.hooks.sending import Sender
from app.hooks.wire import Wire
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.hooks import delivering
from floorplans.hooks.kinds import Event
from floorplans.mending import service as mending
from floorplans.mending.views import ReportRequest, What
from floorplans.presence import service as presence
from tests.support.factories import make_published_revision
from tests.support.receiver import LOOPBACK, Receiver, receiving
from tests.support.web import Clock, World, make_account, make_world
from tests.support.webhooks import SEALER, make_webhook

HOUR = timedelta(hours=1)
#: Words that nobody else uses: a name, an address, a note, a reason, a fault, an answer.
NAME, EMAIL = "Zaphodine Canarybird", "zaphodine.canarybird@leaks.test"
WORDS = ["quokkanote", "quokkareason", "quokkafault", "quokkaanswer"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def everything(db: Database, world: World, now: datetime) -> None:
    """Each kind of event happens, with the words wherever a person may write any."""
    noor = make_account(db, world.admin.organisation_id, email=EMAIL, name=NAME)
    note, reason, fault, answer = WORDS

    def book(start: int, desk: int = 0) -> BookingView:
        hours = now + start * HOUR, now + (start + 2) * HOUR
        wish = BookingRequest(world.desks[desk], *hours, is_private=True, note=note)
        return bookings.book(db, noor, wish, now)

    there = book(0)
    presence.check_in(db, noor, there.id, now)
    presence.check_out(db, noor, there.id, now + HOUR)
    moved = book(5)
    change = BookingChange(world.desks[1], now + 5 * HOUR, now + 6 * HOUR)
    bookings.change(db, noor, moved.id, change, now)
    bookings.cancel(db, noor, moved.id, now)
    book(8)
    wanted = ClosureRequest(world.floor_id, now + 8 * HOUR, now + 9 * HOUR, reason)
    closing.reopen(db, world.facility, closing.close_place(db, world.facility, wanted, now).id, now)
    report = ReportRequest(world.desks[0], What.OTHER, fault)
    mending.finish(db, world.facility, mending.report(db, noor, report, now).id, answer, now)
    make_published_revision(db, world.facility, world.floor_id)


def test_what_is_sent_names_nobody_and_says_nothing_that_was_written(db, receiver):
    world, now = make_world(db), datetime.now(UTC)
    make_webhook(db, world.admin, now, url=receiver.url(), networks=LOOPBACK)
    everything(db, world, now)
    delivering.number(db, now)
    sender = Sender(db, SEALER, Wire(LOOPBACK, whole_s=60, connect_s=60), Clock(now))
    for each in delivering.due(db, now):
        sender.run(*each)
    assert set(receiver.kinds()) >= {
        *(Event.BOOKING_CREATED, Event.BOOKING_CHANGED, Event.BOOKING_CANCELLED),
        *(Event.BOOKING_CHECKED_IN, Event.BOOKING_ENDED, Event.CLOSURE_MADE, Event.CLOSURE_ENDED),
        *(Event.FAULT_REPORTED, Event.FAULT_MENDED),
    }
    sent = "\n".join(f"{each.path}{each.headers}{each.body.decode()}" for each in receiver.heard)
    people = [world.employee, world.facility, world.admin]
    forbidden = [*WORDS, *NAME.split(), EMAIL, *(str(each.person_id) for each in people)]
    forbidden += [each.email for each in people]
    assert [word for word in forbidden if word.lower() in sent.lower()] == []
    assert "private" not in sent


#: All that a document may hold, so that a new field is a decision.
_FIELDS = {
    *("booking_id", "state", "from", "to", "was", "closure_id", "zone_id", "of"),
    *("fault_id", "what", "reported_at", "mended_at", "plan_id", "plan_number"),
    *("space_id", "space", "kind", "floor_id", "floor", "building_id", "building"),
    *("site_id", "site"),
}


def test_a_document_has_no_field_that_was_not_decided_on(db, receiver):
    world, now = make_world(db), datetime.now(UTC)
    make_webhook(db, world.admin, now, url=receiver.url(), networks=LOOPBACK)
    everything(db, world, now)
    delivering.number(db, now)
    sender = Sender(db, SEALER, Wire(LOOPBACK, whole_s=60, connect_s=60), Clock(now))
    for each in delivering.due(db, now):
        sender.run(*each)
    for heard in receiver.heard:
        assert set(heard.document) == {"type", "timestamp", "sequence", "data"}
        assert set(heard.document["data"]) <= _FIELDS
        assert set(heard.document["data"].get("was", ())) <= {"space_id", "from", "to"}
