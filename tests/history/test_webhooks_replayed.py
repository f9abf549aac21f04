"""Whoever listens from the beginning knows what is taken: the events of any run of acts, replayed
in the order of their sequence, give the bookings and closures that the database has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import text

from floorplans.actor import Role
from floorplans.database import Database
from tests.history.test_state_machine import BEGIN, Office
from tests.support.factories import make_person
from tests.support.webhooks import make_webhook, told

EXAMPLES, STEPS = 12, 25
_TAKEN = {"held", "confirmed", "checked_in"}
_BOOKINGS = text("""
SELECT id, space_id, lower(during), upper(during), state FROM booking
WHERE state IN ('held', 'confirmed', 'checked_in')
""")
_CLOSURES = text("SELECT id, lower(during), upper(during) FROM closure")


class Heard(Office):
    """The office of the plain model, and somebody who only hears of it."""

    def __init__(self, db: Database, deaf_to: str = "") -> None:
        super().__init__(db)
        self.deaf_to = deaf_to
        admin = make_person(db, self.staff.organisation_id, role=Role.ADMIN)
        make_webhook(db, admin, BEGIN)

    @invariant()
    def who_listens_knows_what_is_taken(self) -> None:
        bookings: dict[str, tuple[Any, ...]] = {}
        closures: dict[str, tuple[Any, ...]] = {}
        for each in told(self.db, self.staff.organisation_id, BEGIN):
            if each["type"] == self.deaf_to:
                continue
            data = each["data"]
            hours = _instant(data["from"]), _instant(data["to"])
            if each["type"].startswith("booking."):
                bookings[data["booking_id"]] = (data["space_id"], *hours, data["state"])
            elif each["type"].startswith("closure."):
                closures[data["closure_id"]] = hours
        with self.db.transaction(self.staff.organisation_id) as tx:
            stored = {str(row[0]): (str(row[1]), *row[2:]) for row in tx.execute(_BOOKINGS)}
            closed = {str(row[0]): tuple(row[1:]) for row in tx.execute(_CLOSURES)}
        assert {id_: one for id_, one in bookings.items() if one[-1] in _TAKEN} == stored
        # One that was taken back before it began is no row any more.
        assert closed.items() <= closures.items()


def _instant(told_: str | None) -> datetime | None:
    return None if told_ is None else datetime.fromisoformat(told_)


def replay(db: Database, deaf_to: str = "", **more: Any) -> None:
    run_state_machine_as_test(
        lambda: Heard(db, deaf_to),
        settings=settings(
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            **more,
        ),
    )


def test_events_replayed_give_the_state_of_the_database(db: Database) -> None:
    replay(db, max_examples=EXAMPLES)


@pytest.mark.parametrize("deaf_to", ["booking.changed", "booking.cancelled"])
def test_who_misses_one_kind_of_event_knows_something_else(db: Database, deaf_to: str) -> None:
    """The control: if both agreed here, the test above would prove nothing."""
    with pytest.raises((AssertionError, FlakyFailure)):
        replay(db, deaf_to, max_examples=60, phases=(Phase.generate,), report_multiple_bugs=False)
