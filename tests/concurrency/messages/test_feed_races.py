"""A calendar address that is asked for twice at once, as by a double click."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.messages import service as messages
from tests.concurrency.bookings.test_races import together
from tests.support.factories import make_organisation, make_person

CLICKS = 8


def test_of_many_new_addresses_at_once_one_stays(cloned_db: Database, now: datetime) -> None:
    db = cloned_db
    person = make_person(db, make_organisation(db))
    made: list[str] = []

    def make() -> None:
        made.append(messages.make_feed(db, person, now))

    assert together([make] * CLICKS) == {"ok": CLICKS}
    assert sum(_opens(db, each, now) for each in made) == 1
    assert together([partial(messages.revoke_feed, db, person)] * CLICKS) == {"ok": CLICKS}
    assert not any(_opens(db, each, now) for each in made)


def _opens(db: Database, token: str, now: datetime) -> bool:
    try:
        messages.feed(db, token, now)
    except NotFound:
        return False
    return True
