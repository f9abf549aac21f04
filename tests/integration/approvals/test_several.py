"""Series and teams where bookings need approval: dates wait one by one, a team never in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest
from floorplans.teams import service as teams
from floorplans.teams.views import TeamSearch
from tests.support.factories import make_floor, make_organisation, make_person, make_space

HOUR = timedelta(hours=1)
MORNINGS = Hours(9 * 60, 12 * 60)
DAYS = (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23))


class Floors:
    """Two floors with three desks each; on the first a rule wants bookings approved."""

    def __init__(self, db: Database, now: datetime) -> None:
        organisation = make_organisation(db)
        self.staff = make_person(db, organisation, role=Role.FACILITY)
        self.ada, self.ben = (make_person(db, organisation, name=n) for n in ("Ada", "Ben"))
        people.update_profile(db, self.ben, now, lets_book=True)
        self.asked, self.free = (make_floor(db, self.staff) for _ in range(2))
        self.desks = [make_space(db, self.staff, self.asked, x=2.0 * n) for n in range(3)]
        for n in range(3):
            make_space(db, self.staff, self.free, x=20.0 * n)
        rule = Rule("Quiet desks", floor_id=self.asked, approval="needed")
        policies.make_rule(db, self.staff, rule, now)


@pytest.fixture
def floors(db: Database, now: datetime) -> Floors:
    return Floors(db, now)


def wanted(floors: Floors) -> SeriesRequest:
    return SeriesRequest(floors.desks[0], MORNINGS, days=DAYS)


def search(floors: Floors, now: datetime, *on: UUID) -> TeamSearch:
    who = (floors.ada.person_id, floors.ben.person_id)
    return TeamSearch(on, who, now + HOUR, now + 2 * HOUR)


def test_a_preview_says_which_dates_would_have_to_be_approved(
    db: Database, floors: Floors, now: datetime
) -> None:
    plan = series.preview(db, floors.ada, wanted(floors), now)
    assert [(str(each.state), each.asked) for each in plan.dates] == [("free", True)] * 3


def test_each_date_waits_for_approval_and_is_answered_by_itself(
    db: Database, floors: Floors, now: datetime
) -> None:
    made = series.book(db, floors.ada, wanted(floors), now)
    assert [each.asked for each in made.dates] == [True] * 3
    first, second, _ = (each.booking_id for each in made.dates)
    assert first is not None
    assert second is not None
    approvals.approve(db, floors.staff, first, now)
    approvals.decline(db, floors.staff, second, now)
    found = series.series(db, floors.ada, made.id, now)
    assert [(str(each.state), each.asked) for each in found.dates] == [
        ("booked", False),
        ("cancelled", False),
        ("booked", True),
    ]
    problem = found.dates[1].problem
    assert problem is not None
    assert problem.code == "declined"


def test_a_date_that_was_not_approved_is_asked_for_again(
    db: Database, floors: Floors, now: datetime
) -> None:
    made = series.book(db, floors.ada, wanted(floors), now)
    second = made.dates[1].booking_id
    assert second is not None
    approvals.decline(db, floors.staff, second, now)
    again = series.try_again(db, floors.ada, made.id, {DAYS[1]: floors.desks[1]}, now)
    assert (again.dates[1].asked, again.dates[1].problem) == (True, None)


def asked_by(db: Database, actor: Actor, now: datetime) -> list[str]:
    return [each.state for each in bookings.my_bookings(db, actor, now)]


def test_a_series_for_a_colleague_asks_for_them(
    db: Database, floors: Floors, now: datetime
) -> None:
    person = floors.ben.person_id
    plan = series.preview(db, floors.ada, wanted(floors), now, for_person_id=person)
    assert all(each.asked for each in plan.dates)
    made = series.book(db, floors.ada, wanted(floors), now, for_person_id=person)
    assert [each.asked for each in made.dates] == [True] * 3
    assert asked_by(db, floors.ben, now) == ["requested"] * 3
    by_me = bookings.booked_for_others(db, floors.ada, now)
    assert [each.state for each in by_me] == ["requested"] * 3


def test_a_team_is_proposed_places_that_nobody_has_to_approve(
    db: Database, floors: Floors, now: datetime
) -> None:
    both = search(floors, now, floors.asked, floors.free)
    found = teams.proposals(db, floors.ada, both, now)
    assert {each.floor_id for each in found} == {floors.free}
    # What facility staff book is approved by that.
    assert floors.asked in {each.floor_id for each in teams.proposals(db, floors.staff, both, now)}


def test_where_all_places_need_approval_the_rule_is_named_before_anything_is_pressed(
    db: Database, floors: Floors, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        teams.proposals(db, floors.ada, search(floors, now, floors.asked), now)
    assert refused.value.code == "approval_needed"
    assert refused.value.message.startswith("Ada: The rule “Quiet desks” wants")


def test_a_team_does_not_move_to_hours_of_which_one_place_would_have_to_be_approved(
    db: Database, floors: Floors, now: datetime
) -> None:
    for each in policies.rules(db, floors.staff):
        policies.remove_rule(db, floors.staff, each.id)
    made = teams.book_team(db, floors.ada, search(floors, now).on(floors.asked), now)
    rule = Rule("Quiet desks", floor_id=floors.asked, approval="needed")
    policies.make_rule(db, floors.staff, rule, now)
    later = BookingChange(from_at=now + 3 * HOUR, to_at=now + 4 * HOUR)
    with pytest.raises(Refused, match="approval_needed"):
        teams.change_team(db, floors.ada, made.id, later, now)
    (seen,) = teams.my_teams(db, floors.ada, now)
    assert {(seat.from_at, seat.state) for seat in seen.seats} == {(now + HOUR, "confirmed")}
    # Fewer hours are not asked for anew.
    shorter = replace(later, from_at=now + HOUR, to_at=now + 1.5 * HOUR)
    assert len(teams.change_team(db, floors.ada, made.id, shorter, now).seats) == 2
