"""One after the other: whatever people do, the service does what the plainest model says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest
from tests.history.model import GRACE, OK, OPENS, ZONE, Booked, Closed, Model
from tests.support.factories import make_floor, make_organisation, make_person, make_space

QUARTER = timedelta(minutes=15)
#: A Monday, 07:00 in Amsterdam.
BEGIN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
#: In the suite always the same ones, in seconds; with FLOORPLANS_EXAMPLES as many new ones.
EXAMPLES, STEPS = int(os.environ.get("FLOORPLANS_EXAMPLES", "25")), 40
IS_LONG = "FLOORPLANS_EXAMPLES" in os.environ
SPACES, POOL_PLACES, PEOPLE = 3, 2, 2
who = st.integers(0, PEOPLE - 1)
where = st.integers(0, SPACES - 1)
begins = st.integers(-6, 40)
lasts = st.integers(1, 14)


class Office(RuleBasedStateMachine):
    """Two people, two desks and a bench with two places; staff close, open, and make rules."""

    made = Bundle("made")
    closed = Bundle("closed")

    def __init__(self, db: Database, model: type[Model] = Model) -> None:
        super().__init__()
        self.db = db
        organisation = make_organisation(db)
        self.staff = make_person(db, organisation, role=Role.FACILITY)
        self.people = [make_person(db, organisation) for _ in range(PEOPLE)]
        self.floor = make_floor(db, self.staff)
        self.spaces = [make_space(db, self.staff, self.floor, x=3.0 * n) for n in range(SPACES)]
        with db.transaction(organisation) as tx:
            values = {"places": POOL_PLACES, "id": self.spaces[-1]}
            tx.execute(text("UPDATE space SET places = :places WHERE id = :id"), values)
        asked = [int(span / timedelta(minutes=1)) for span in (OPENS, GRACE)]
        presence.set_rule(db, self.staff, CheckInRule(None, None, True, *asked, True), BEGIN)
        places = dict.fromkeys(self.spaces, 1) | {self.spaces[-1]: POOL_PLACES}
        self.model = model(places, BEGIN)
        self.rule_id: UUID | None = None

    @property
    def now(self) -> datetime:
        return self.model.now

    def hours(self, start: int, length: int) -> tuple[datetime, datetime]:
        quarter = self.now.replace(minute=self.now.minute // 15 * 15)
        return quarter + start * QUARTER, quarter + (start + length) * QUARTER

    def outcome(self, act: Callable[[], object]) -> tuple[str, object]:
        try:
            return OK, act()
        except DomainError as error:
            return error.code, None

    def actor(self, own: UUID, by_staff: bool) -> Actor:
        person = self.model.bookings[own].person
        return self.staff if by_staff else next(p for p in self.people if p.person_id == person)

    @rule(minutes=st.sampled_from([1, 7, 15, 20, 45, 180, 900]))
    def time_goes_by(self, minutes: int) -> None:
        self.model.now += timedelta(minutes=minutes)

    @rule(target=made, person=who, space=where, start=begins, length=lasts)
    def book(self, person: int, space: int, start: int, length: int) -> object:
        actor, own = self.people[person], self.spaces[space]
        from_at, to_at = self.hours(start, length)
        expected = self.model.book(actor.person_id, own, from_at, to_at)
        wanted = BookingRequest(own, from_at, to_at)
        found, view = self.outcome(lambda: bookings.book(self.db, actor, wanted, self.now))
        assert found == expected
        if found != OK:
            return multiple()
        self.model.keep(view.id, Booked(actor.person_id, own, from_at, to_at))  # type: ignore[attr-defined]
        return view.id  # type: ignore[attr-defined]

    @rule(own=made, space=where, start=begins, length=lasts, by_staff=st.booleans())
    def move(self, own: UUID, space: int, start: int, length: int, by_staff: bool) -> None:
        self.change(own, self.spaces[space], *self.hours(start, length), by_staff)

    @rule(own=made, quarters=st.integers(-6, 6), by_staff=st.booleans())
    def end_at_another_time(self, own: UUID, quarters: int, by_staff: bool) -> None:
        one = self.model.bookings[own]
        self.change(own, one.space, one.from_at, one.to_at + quarters * QUARTER, by_staff)

    def change(
        self, own: UUID, space: UUID, from_at: datetime, to_at: datetime, by_staff: bool
    ) -> None:
        actor = self.actor(own, by_staff)
        # Less than a minute is a slip of a program, and no hours that anybody means.
        assume(to_at <= from_at or to_at - from_at >= timedelta(minutes=1))
        expected = self.model.change(own, space, from_at, to_at)
        wanted = BookingChange(space, from_at, to_at)
        found, _ = self.outcome(lambda: bookings.change(self.db, actor, own, wanted, self.now))
        assert found == expected

    @rule(own=made, by_staff=st.booleans())
    def cancel(self, own: UUID, by_staff: bool) -> None:
        self.model.cancel(own)
        bookings.cancel(self.db, self.actor(own, by_staff), own, self.now)

    @rule(own=made, by_staff=st.booleans())
    def check_in(self, own: UUID, by_staff: bool) -> None:
        expected, actor = self.model.check_in(own), self.actor(own, by_staff)
        found, _ = self.outcome(lambda: presence.check_in(self.db, actor, own, self.now))
        assert found == expected

    @rule(own=made)
    def come_and_go(self, own: UUID) -> None:
        """Come when it opens, and leave a little later."""
        one = self.model.bookings[own]
        self.model.now = max(self.now, one.from_at - OPENS)
        self.check_in(own, by_staff=False)
        self.model.now += timedelta(minutes=25)
        self.check_out(own)

    @rule(own=made)
    def check_out(self, own: UUID) -> None:
        expected, actor = self.model.check_out(own), self.actor(own, by_staff=False)
        found, _ = self.outcome(lambda: presence.check_out(self.db, actor, own, self.now))
        assert found == expected

    @rule()
    def release_what_nobody_came_for(self) -> None:
        self.model.release()
        presence.release_due(self.db, self.now)

    @rule(target=closed, space=st.none() | where, start=begins, length=lasts)
    def close(self, space: int | None, start: int, length: int) -> object:
        from_at, to_at = self.hours(start, length)
        assume(to_at > self.now)
        own = None if space is None else self.spaces[space]
        # What a closure meets is held and offered elsewhere: the histories look at that.
        assume(not self.model.is_booked(own, from_at, to_at))
        wanted = ClosureRequest(self.floor, from_at, to_at, "carpet cleaning", space_id=own)
        made = closing.close_place(self.db, self.staff, wanted, self.now).id
        self.model.closures[made] = Closed(own, from_at, to_at)
        return made

    @rule(own=closed)
    def reopen(self, own: UUID) -> None:
        found = self.model.closures.get(own)
        assume(found is not None)
        closing.reopen(self.db, self.staff, own, self.now)
        if found is not None and found.from_at >= self.now:
            del self.model.closures[own]
        elif found is not None and found.to_at > self.now:
            found.to_at = self.now

    @rule(longest=st.none() | st.integers(1, 8), at_once=st.none() | st.integers(1, 2))
    def make_another_rule(self, longest: int | None, at_once: int | None) -> None:
        if self.rule_id is not None:
            policies.remove_rule(self.db, self.staff, self.rule_id)
        self.rule_id = None
        minutes = None if longest is None else longest * 30
        if longest is not None or at_once is not None:
            wanted = Rule("House rule", longest_min=minutes, most_at_once=at_once)
            self.rule_id = policies.make_rule(self.db, self.staff, wanted, self.now).id
        self.model.longest = None if minutes is None else timedelta(minutes=minutes)
        self.model.at_once = at_once

    @rule(target=made, person=who, space=where, quarter=st.integers(24, 80), length=lasts)
    def book_a_series(self, person: int, space: int, quarter: int, length: int) -> object:
        actor, own = self.people[person], self.spaces[space]
        first = self.now.astimezone(ZONE).date() + timedelta(days=1)
        days = tuple(first + timedelta(days=n) for n in range(3))
        hours = Hours(quarter * 15, min(quarter + length, 95) * 15)
        view = series.book(self.db, actor, SeriesRequest(own, hours, days), self.now)
        kept = []
        for date_ in view.dates:
            assert date_.from_at is not None
            assert date_.to_at is not None
            expected = self.model.book(actor.person_id, own, date_.from_at, date_.to_at)
            told = date_.problem.code if date_.problem else OK
            assert told == expected
            assert date_.from_at.astimezone(ZONE).date() == date_.on
            if date_.booking_id is not None:
                booked = Booked(actor.person_id, own, date_.from_at, date_.to_at)
                self.model.keep(date_.booking_id, booked)
                kept.append(date_.booking_id)
        return multiple(*kept)

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        for person in self.people:
            found = {
                one.id: (one.space_id, one.from_at, one.to_at, one.state)
                for one in bookings.my_bookings(self.db, person, self.now)
            }
            expected = {
                own: (one.space, one.from_at, one.to_at, one.state)
                for own, one in self.model.bookings.items()
                if one.person == person.person_id
            }
            assert found == expected


def compare(db: Database, model: type[Model] = Model, **more: Any) -> None:
    run_state_machine_as_test(
        lambda: Office(db, model),
        settings=settings(
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not IS_LONG,
            database=None,
            **more,
        ),
    )


def test_the_service_does_what_a_plain_model_says(db: Database) -> None:
    compare(db, max_examples=EXAMPLES)


class NobodyIsLate(Model):
    def release(self) -> None:
        pass


class NothingCloses(Model):
    def judge(self, *words: Any) -> str:
        found = super().judge(*words)
        return OK if found == "closed" else found


@pytest.mark.parametrize("wrong", [NobodyIsLate, NothingCloses])
def test_a_model_that_is_wrong_in_one_point_is_found_out(db: Database, wrong: type[Model]) -> None:
    """The control: if both agreed here, the test above would prove nothing."""
    with pytest.raises((AssertionError, FlakyFailure)):
        compare(db, wrong, max_examples=200, phases=(Phase.generate,), report_multiple_bugs=False)
