"""Plans that take over on a date: "from Monday this is the floor"."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView, ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, NotFound, Refused
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.views import PublishReport
from importers.draft import DraftZone
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_floor, make_organisation, make_person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: What the clock in the building shows, and the instant that it means in winter in Amsterdam.
MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - the clock in the building
AT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
WEEK_AFTER = AT + 7 * DAY
#: Working hours on the Friday before, on that Monday, and on the Monday after.
FRIDAY = AT - 3 * DAY + 9 * HOUR
ON_MONDAY = AT + 9 * HOUR
NEXT_MONDAY = WEEK_AFTER + 9 * HOUR


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor with a person of its staff and one who books."""

    db: Database
    staff: Actor
    person: Actor
    id: UUID
    now: datetime

    def stage(self, desks: Sequence[str], **moved: float) -> UUID:
        """A draft with these desks two metres apart; ``moved`` puts some elsewhere (x)."""
        drawn = [
            make_draft_desk(name, moved.get(name, 2.0 + 2 * (ord(name) - ord("A"))), 2)
            for name in desks
        ]
        return stage_draft(self.db, self.staff, self.id, make_draft(desks=drawn), self.now)

    def publish(self, desks: Sequence[str], at: datetime | None = None, **moved: float) -> UUID:
        made = self.stage(desks, **moved)
        self.put(made, at)
        return made

    def put(self, draft: UUID, at: datetime | None = None) -> PublishReport:
        return plans.publish(self.db, self.staff, draft, self.now, effective_from=at)

    def desks(self) -> dict[str, UUID]:
        """All desks of the floor by name, also those that are gone or to come."""
        with self.db.transaction(self.staff.organisation_id) as tx:
            found = text("SELECT name, id FROM space WHERE floor_id = :floor")
            return {row.name: row.id for row in tx.execute(found, {"floor": self.id})}

    def document(self, at: datetime, hours: float = 1) -> dict[str, Any]:
        found = bookings.availability(
            self.db, self.person, self.id, at, at + hours * HOUR, self.now
        )
        answer: dict[str, Any] = json.loads(found.body)
        return answer

    def shown(self, at: datetime, hours: float = 1) -> dict[str, str]:
        """The status of each desk that is told for some hours, by name."""
        names = {str(own): name for name, own in self.desks().items()}
        told = self.document(at, hours)["spaces"]
        return {names[entry["id"]]: entry["status"] for entry in told}

    def book(
        self, name: str, at: datetime, hours: float = 1, known: KnownSpaces | None = None
    ) -> BookingView:
        request = BookingRequest(self.desks()[name], at, at + hours * HOUR)
        return bookings.book(self.db, self.person, request, self.now, known=known)

    def refusal(self, name: str, at: datetime, hours: float = 1) -> DomainError:
        with pytest.raises(DomainError) as refused:
            self.book(name, at, hours)
        return refused.value

    def state(self, booking: BookingView) -> str:
        return bookings.booking(self.db, self.person, booking.id, self.now).state

    def near(self, at: datetime, hours: float = 1) -> list[tuple[str, float]]:
        """What is free near desk A, with its distance."""
        origin = SpaceOrigin(self.desks()["A"])
        request = NearestRequest(origin, None, at, at + hours * HOUR)
        found = nearest.nearest(self.db, self.person, request, self.now)
        return [(space.name, space.distance_m) for space in found.spaces]


@pytest.fixture
def hall(db: Database, staff: Actor, floor: UUID, now: datetime) -> Floor:
    """Desks A and B now; from Monday on A, moved by four metres, and C."""
    made = Floor(db, staff, make_person(db, staff.organisation_id), floor, now)
    made.publish("AB")
    return made


def test_until_its_date_a_plan_changes_nothing_that_people_see(hall: Floor) -> None:
    before = (hall.document(FRIDAY)["plan"]["digest"], hall.shown(FRIDAY), hall.near(FRIDAY))
    revision = places.floor(hall.db, hall.staff, hall.id).revision_id
    hall.publish("AC", MONDAY, A=6.0)
    after = (hall.document(FRIDAY)["plan"]["digest"], hall.shown(FRIDAY), hall.near(FRIDAY))
    assert after == before
    view = places.floor(hall.db, hall.staff, hall.id)
    assert view.revision_id == revision
    assert {space.name for space in places.spaces(hall.db, hall.staff, hall.id)} == {"A", "B"}


def test_a_day_without_an_offset_begins_by_the_clock_of_the_building(hall: Floor) -> None:
    report = hall.put(hall.stage("AC"), MONDAY)
    assert report.effective_from == AT
    (plan,) = [p for p in plans.revisions(hall.db, hall.staff, hall.id) if p.state == "scheduled"]
    assert plan.effective_from == AT


def test_the_hours_decide_which_plan_is_shown(hall: Floor) -> None:
    now_shown = places.floor(hall.db, hall.staff, hall.id).map_digest
    report = hall.put(hall.stage("AC"), MONDAY)
    before, after = hall.document(FRIDAY)["plan"], hall.document(ON_MONDAY)["plan"]
    assert before == {"digest": now_shown, "from": None, "until": AT.isoformat()}
    assert after == {"digest": report.map_digest, "from": AT.isoformat(), "until": None}
    assert hall.shown(FRIDAY) == {"A": "free", "B": "free"}
    assert hall.shown(ON_MONDAY) == {"A": "free", "C": "free"}
    told = places.floor(hall.db, hall.staff, hall.id).plans
    assert [(plan.from_at, plan.map_digest) for plan in told] == [
        (None, now_shown),
        (AT, report.map_digest),
    ]
    assert plans.map_document(hall.db, hall.person, hall.id, report.map_digest)


def test_hours_across_the_date_show_what_is_gone_by_then_as_closed(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.shown(AT - HOUR, 2) == {"A": "free", "B": "closed"}
    assert hall.shown(AT - HOUR, 1) == {"A": "free", "B": "free"}
    assert hall.shown(AT, 1) == {"A": "free", "C": "free"}


def test_what_is_gone_by_then_can_be_booked_until_then(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.book("B", AT - HOUR).state == "confirmed"
    for at, hours in ((AT - 2 * HOUR, 3), (AT, 1), (ON_MONDAY, 1)):
        refused = hall.refusal("B", at, hours)
        assert (refused.code, refused.fields["until"]) == ("gone_by_then", AT.isoformat())
        assert refused.message.startswith("B can be booked until Monday 23 November 2026: ")


def test_what_appears_then_can_be_booked_from_then_on(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    made = hall.book("C", AT)
    assert (made.state, made.space_name) == ("confirmed", "C")
    for at, hours in ((FRIDAY, 1), (AT - HOUR, 2)):
        refused = hall.refusal("C", at, hours)
        assert (refused.code, refused.fields["from"]) == ("not_there_yet", AT.isoformat())
    assert "is there from Monday 23 November 2026 on" in refused.message


def test_what_stays_can_be_booked_across_the_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY, A=6.0)
    assert hall.book("A", AT - HOUR, 2).state == "confirmed"


def test_what_a_process_remembers_of_a_desk_is_not_believed_beyond_the_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    known = KnownSpaces()
    hall.book("B", FRIDAY, known=known)
    with pytest.raises(Refused) as refused:
        hall.book("B", ON_MONDAY, known=known)
    assert refused.value.code == "gone_by_then"
    hall.book("C", ON_MONDAY, known=known)
    with pytest.raises(Refused) as refused:
        hall.book("C", FRIDAY, known=known)
    assert refused.value.code == "not_there_yet"


def test_bookings_beyond_the_date_on_what_is_gone_are_held_and_the_others_stay(
    hall: Floor,
) -> None:
    before, across = hall.book("B", FRIDAY), hall.book("B", AT - HOUR, 2)
    beyond, other = hall.book("B", ON_MONDAY), hall.book("A", ON_MONDAY)
    draft = hall.stage("AC")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now, effective_from=MONDAY)
    report = hall.put(draft, MONDAY)
    assert (ahead.held_bookings, report.held_bookings) == (2, 2)
    assert {each.booking_id for each in ahead.affected} == {across.id, beyond.id}
    states = [hall.state(each) for each in (before, across, beyond, other)]
    assert states == ["confirmed", "held", "held", "confirmed"]
    told = plans.affected(hall.db, hall.staff, draft, hall.now)
    assert {(each.booking_id, each.state) for each in told} == {
        (across.id, "held"),
        (beyond.id, "held"),
    }


def test_a_held_booking_that_is_made_to_end_before_the_date_has_its_place_again(
    hall: Floor,
) -> None:
    across = hall.book("B", AT - HOUR, 2)
    hall.publish("AC", MONDAY)
    change = BookingChange(None, None, AT)
    changed = bookings.change(hall.db, hall.person, across.id, change, hall.now)
    assert changed.state == "confirmed"


def test_a_held_booking_can_move_to_what_is_there_then(hall: Floor) -> None:
    beyond = hall.book("B", ON_MONDAY)
    hall.publish("AC", MONDAY)
    change = BookingChange(hall.desks()["C"], None, None)
    changed = bookings.change(hall.db, hall.person, beyond.id, change, hall.now)
    assert (changed.state, changed.space_name) == ("confirmed", "C")


def test_cancelling_the_date_restores_everything(hall: Floor) -> None:
    beyond = hall.book("B", ON_MONDAY)
    draft = hall.publish("AC", MONDAY)
    new = hall.book("C", ON_MONDAY)
    report = plans.unschedule(hall.db, hall.staff, draft, hall.now)
    assert (report.restored_bookings, report.held_bookings) == (1, 1)
    assert (hall.state(beyond), hall.state(new)) == ("confirmed", "held")
    assert plans.revision(hall.db, hall.staff, draft).state == "draft"
    assert hall.shown(ON_MONDAY) == {"A": "free", "B": "yours"}
    with pytest.raises(NotFound):
        hall.book("C", NEXT_MONDAY)


def test_a_date_that_was_cancelled_can_be_set_again_and_desks_keep_their_ids(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    known, new = hall.desks(), hall.book("C", NEXT_MONDAY)
    plans.unschedule(hall.db, hall.staff, draft, hall.now)
    assert hall.state(new) == "held"
    hall.put(draft, WEEK_AFTER)
    assert hall.desks() == known
    assert hall.state(new) == "confirmed"
    plans.unschedule(hall.db, hall.staff, draft, hall.now)
    hall.put(draft)
    assert hall.desks() == known
    assert hall.shown(FRIDAY) == {"A": "free", "C": "free"}


def test_several_plans_follow_each_other(hall: Floor) -> None:
    first = hall.publish("AC", MONDAY)
    second = hall.stage("BC")
    ahead = plans.preview(hall.db, hall.staff, second, hall.now, effective_from=WEEK_AFTER)
    hall.put(second, WEEK_AFTER)
    assert {c.name: c.change for c in ahead.changes} == {"B": "new", "C": "same", "A": "gone"}
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "C"}, {"B", "C"}]
    assert hall.refusal("B", ON_MONDAY).code == "not_there_yet"
    assert hall.book("B", NEXT_MONDAY).state == "confirmed"
    assert hall.book("C", WEEK_AFTER - HOUR, 2).state == "confirmed"
    assert hall.refusal("A", NEXT_MONDAY).code == "gone_by_then"
    plans.unschedule(hall.db, hall.staff, first, hall.now)
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "B"}, {"B", "C"}]


def test_a_plan_may_come_before_one_that_waits_already(hall: Floor) -> None:
    hall.publish("BC", WEEK_AFTER)
    draft = hall.stage("ACD")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now, effective_from=MONDAY)
    known = hall.desks()["C"]
    hall.put(draft, MONDAY)
    assert [notice.code for notice in ahead.warnings if notice.code == "LATER_PLAN"]
    assert hall.desks()["C"] == known
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "C", "D"}, {"B", "C"}]


def test_two_plans_never_take_over_at_one_moment(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    with pytest.raises(Conflict) as clash:
        hall.put(hall.stage("AD"), AT)
    assert clash.value.code == "date_taken"
    assert "Plan 2 takes over on Monday 23 November 2026 already" in clash.value.message


@pytest.mark.parametrize(
    ("after_now", "code"),
    [(timedelta(0), "date_over"), (-DAY, "date_over"), (timedelta(days=4000), "date_too_far")],
)
def test_a_date_that_is_over_or_too_far_is_refused(
    hall: Floor, after_now: timedelta, code: str
) -> None:
    draft = hall.stage("AC")
    with pytest.raises(Refused) as refused:
        hall.put(draft, hall.now + after_now)
    assert refused.value.code == code
    assert plans.revision(hall.db, hall.staff, draft).state == "draft"


def test_a_plan_published_beneath_one_that_waits_holds_until_that_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    friday, monday = hall.book("A", FRIDAY), hall.book("A", ON_MONDAY)
    draft = hall.stage("BC")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now)
    known = hall.desks()["C"]
    report = hall.put(draft)
    assert hall.desks()["C"] == known  # the desk that only the later plan had
    assert (ahead.held_bookings, report.held_bookings) == (1, 1)
    assert (hall.state(friday), hall.state(monday)) == ("held", "confirmed")
    assert "Plan 2 takes over on Monday 23 November 2026" in report.warnings[-1].message
    assert (set(hall.shown(FRIDAY)), set(hall.shown(ON_MONDAY))) == ({"B", "C"}, {"A", "C"})


def test_an_earlier_plan_that_comes_back_does_so_beneath_the_ones_that_wait(hall: Floor) -> None:
    first = places.floor(hall.db, hall.staff, hall.id).revision_id
    hall.publish("BD")
    hall.publish("AC", MONDAY)
    assert first is not None
    report = plans.bring_back(hall.db, hall.staff, first, hall.now)
    assert [notice.code for notice in report.warnings] == ["LATER_PLAN"]
    assert (set(hall.shown(FRIDAY)), set(hall.shown(ON_MONDAY))) == ({"A", "B"}, {"A", "C"})


def test_a_scheduled_plan_is_neither_edited_nor_put_away_nor_published_again(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    for act in (
        lambda: plans.discard(hall.db, hall.staff, draft),
        lambda: plans.redraw(hall.db, hall.staff, draft, {}, hall.now),
        lambda: hall.put(draft),
    ):
        with pytest.raises(Conflict) as clash:
            act()
        assert clash.value.code == "plan_scheduled"


def test_a_draft_without_a_date_has_none_to_cancel(hall: Floor) -> None:
    with pytest.raises(Conflict) as clash:
        plans.unschedule(hall.db, hall.staff, hall.stage("AC"), hall.now)
    assert clash.value.code == "plan_not_published"


def test_the_nearest_are_those_of_the_plan_that_holds_then(hall: Floor) -> None:
    hall.publish("ACB", MONDAY, B=12.0)
    assert hall.near(FRIDAY) == [("A", 0.0), ("B", 2.0)]
    assert hall.near(ON_MONDAY) == [("A", 0.0), ("C", 4.0), ("B", 10.0)]


def test_the_nearest_leave_out_what_goes_within_the_hours(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.near(AT - HOUR, 2) == [("A", 0.0)]
    assert hall.near(ON_MONDAY) == [("A", 0.0), ("C", 4.0)]


def test_a_search_around_a_desk_begins_where_it_is_then(hall: Floor) -> None:
    hall.publish("ABC", MONDAY, A=4.0, B=2.0)
    assert hall.near(FRIDAY) == [("A", 0.0), ("B", 2.0)]
    assert dict(hall.near(ON_MONDAY)) == {"A": 0.0, "B": 2.0, "C": 2.0}


def test_a_search_may_begin_at_a_desk_that_is_to_come(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    request = NearestRequest(SpaceOrigin(hall.desks()["C"]), None, ON_MONDAY, ON_MONDAY + HOUR)
    found = nearest.nearest(hall.db, hall.person, request, hall.now)
    assert [space.name for space in found.spaces] == ["C", "A"]


def test_a_search_finds_what_lies_outside_the_present_plan(hall: Floor) -> None:
    hall.publish("ABZ", MONDAY, Z=200.0)
    assert ("Z", 198.0) in hall.near(ON_MONDAY)
    assert "Z" not in dict(hall.near(FRIDAY))


def test_a_closure_closes_by_the_plan_that_holds(hall: Floor) -> None:
    zone = DraftZone("East", box(0, 0, 3, 12), "Z", None)
    desks = [make_draft_desk(name, x, 2) for name, x in (("A", 8), ("B", 2), ("C", 6))]
    first = make_draft(desks=[make_draft_desk("A", 2, 2), desks[1]], zones=[zone])
    hall.put(stage_draft(hall.db, hall.staff, hall.id, first, hall.now))
    then = make_draft(desks=desks, zones=[zone])
    hall.put(stage_draft(hall.db, hall.staff, hall.id, then, hall.now), MONDAY)
    with hall.db.transaction(hall.staff.organisation_id) as tx:
        zone_id = tx.execute(text("SELECT id FROM zone WHERE floor_id = :f"), {"f": hall.id})
        east = zone_id.scalar_one()
    closing = ClosureRequest(hall.id, FRIDAY, NEXT_MONDAY, "paint", zone_id=east)
    bookings.close_place(hall.db, hall.staff, closing, hall.now)
    assert hall.shown(FRIDAY)["A"] == "closed"
    assert hall.shown(ON_MONDAY) == {"A": "free", "B": "closed", "C": "free"}
    assert hall.refusal("B", ON_MONDAY).code == "closed"
    assert hall.book("A", ON_MONDAY).state == "confirmed"


def test_another_name_is_told_of_bookings_after_the_date(hall: Floor) -> None:
    monday, friday = hall.book("B", ON_MONDAY), hall.book("B", FRIDAY)
    renamed = make_draft(
        desks=[make_draft_desk("A", 2, 2, handle="A"), make_draft_desk("Q", 4, 2, handle="B")]
    )
    hall.put(stage_draft(hall.db, hall.staff, hall.id, renamed, hall.now), MONDAY)
    names = {
        each.id: each.space_name for each in bookings.my_bookings(hall.db, hall.person, hall.now)
    }
    assert (names[friday.id], names[monday.id]) == ("B", "Q")


def everything(hall: Floor) -> list[object]:
    """All that people see and may do from the date on."""
    hours = [(AT, 1), (ON_MONDAY, 1), (ON_MONDAY, 8), (WEEK_AFTER - HOUR, 2), (NEXT_MONDAY, 1)]
    told: list[object] = []
    for at, length in hours:
        document = hall.document(at, length)
        told += [document["spaces"], document["plan"]["digest"], document["plan"]["until"]]
        told.append(hall.near(at, length))
    mine = bookings.my_bookings(hall.db, hall.person, hall.now)
    return [*told, sorted((each.id, each.state, each.space_name) for each in mine)]


def test_tidying_up_after_the_date_changes_nothing_for_anybody(hall: Floor) -> None:
    for name, at in (("B", ON_MONDAY), ("A", NEXT_MONDAY), ("B", FRIDAY)):
        hall.book(name, at)
    hall.publish("AC", MONDAY, A=6.0)
    hall.publish("ACD", WEEK_AFTER)
    hall.book("C", ON_MONDAY)
    before = everything(hall)
    late = AT + 2 * HOUR
    assert plans.take_over(hall.db, hall.staff.organisation_id, hall.id, late) == 1
    assert everything(hall) == before
    assert {space.name for space in places.spaces(hall.db, hall.staff, hall.id)} == {"A", "C"}
    assert plans.take_over(hall.db, hall.staff.organisation_id, hall.id, late) == 0
    states = {p.number: p.state for p in plans.revisions(hall.db, hall.staff, hall.id)}
    assert states == {1: "superseded", 2: "published", 3: "scheduled"}


def test_what_is_published_after_a_date_replaces_the_plan_of_that_date(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    late = Floor(hall.db, hall.staff, hall.person, hall.id, AT + HOUR)
    with pytest.raises(Conflict) as clash:
        plans.unschedule(hall.db, hall.staff, draft, late.now)
    assert clash.value.code == "already_in_force"
    next_plan = late.stage("AD")
    ahead = plans.preview(hall.db, hall.staff, next_plan, late.now)
    report = late.put(next_plan)
    assert {c.name: c.change for c in report.changes} == {"A": "same", "C": "gone", "D": "new"}
    assert report.counts == ahead.counts
    states = {p.number: p.state for p in plans.revisions(hall.db, hall.staff, hall.id)}
    assert states == {1: "superseded", 2: "superseded", 3: "published"}


def test_the_first_plan_of_a_floor_may_have_a_date(
    db: Database, staff: Actor, now: datetime
) -> None:
    person = make_person(db, staff.organisation_id)
    empty = Floor(db, staff, person, make_floor(db, staff), now)
    empty.publish("AB", MONDAY)
    assert empty.document(FRIDAY)["plan"] is None
    assert empty.shown(FRIDAY) == {}
    assert empty.shown(ON_MONDAY) == {"A": "free", "B": "free"}
    assert empty.refusal("A", FRIDAY).code == "not_there_yet"
    assert empty.book("A", ON_MONDAY).state == "confirmed"
    assert empty.near(ON_MONDAY) == [("B", 2.0)]


def test_what_is_shown_as_free_can_be_booked_and_nothing_else(hall: Floor) -> None:
    """The map, the search and the booking judge by one function of time."""
    hall.publish("ACD", MONDAY)
    hall.publish("BCE", WEEK_AFTER)
    starts = [*(AT + n * HOUR for n in (-30, -2, 0, 12)), *(WEEK_AFTER + n * HOUR for n in (-1, 0))]
    for at, hours in product(starts, (1, 3)):
        shown, near = hall.shown(at, hours), dict(hall.near(at, hours))
        free = {name for name, status in shown.items() if status == "free"}
        assert set(near) == free
        booked = {name for name in hall.desks() if can_book(hall, name, at, hours)}
        assert booked == free


def can_book(hall: Floor, name: str, at: datetime, hours: float) -> bool:
    """Whether it could be booked; it is given back."""
    try:
        made = hall.book(name, at, hours)
    except DomainError:
        return False
    bookings.cancel(hall.db, hall.person, made.id, hall.now)
    return True


def test_another_organisation_can_neither_see_nor_cancel_a_date(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    stranger = make_person(hall.db, make_organisation(hall.db), role=hall.staff.role)
    with pytest.raises(NotFound):
        plans.unschedule(hall.db, stranger, draft, hall.now)
