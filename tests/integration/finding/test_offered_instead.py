"""What is offered near oneself, and instead of what is taken or lost, is what one may book."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.errors import Conflict
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.policies.terms import Mode
from floorplans.presence import service as presence
from floorplans.presence.views import Step
from floorplans.series import service as series
from floorplans.series.rules import window_on
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesRequest, SeriesView
from tests.integration.finding.campus import DAY, HOUR, Campus
from tests.support.factories import make_booking

#: A Thursday and a Friday after the tests' Wednesday.
DAYS = (date(2026, 11, 19), date(2026, 11, 20))
NINE_TO_FIVE = Hours(9 * 60, 17 * 60)


def sales_only(campus: Campus, from_x: float, to_x: float) -> None:
    zone = campus.zone("Sales", from_x, to_x)
    group = campus.group("Sales", campus.colleague)
    campus.rule("Sales only", zone_id=zone, only_groups=(group,))


def near(campus: Campus, space: UUID, limit: int = 5) -> NearestRequest:
    from_at = campus.now + HOUR
    return NearestRequest(
        SpaceOrigin(space), None, from_at, from_at + HOUR, kind="desk", limit=limit
    )


def test_near_me_offers_nothing_that_is_not_for_the_person(campus: Campus) -> None:
    here = campus.desk(0, kind="room", name="Room 1")
    for number in range(8):
        campus.desk(2.0 * number + 2, name=f"Desk {number}")
    sales_only(campus, 1, 15)
    found = nearest.nearest(campus.db, campus.person, near(campus, here, limit=1), campus.now)
    assert [space.name for space in found.spaces] == ["Desk 7"]
    theirs = nearest.nearest(campus.db, campus.colleague, near(campus, here, limit=1), campus.now)
    assert [space.name for space in theirs.spaces] == ["Desk 0"]


def test_near_me_names_the_rule_where_all_that_is_free_is_not_for_the_person(
    campus: Campus,
) -> None:
    desk = campus.desk(2, name="Desk 1")
    sales_only(campus, 1, 3)
    found = nearest.nearest(campus.db, campus.person, near(campus, desk), campus.now)
    assert found.spaces == ()
    assert found.refusal is not None
    assert found.refusal.code == "not_for_you"
    assert "Sales only" in found.refusal.message


def test_instead_of_a_taken_place_only_what_one_may_book_is_offered(campus: Campus) -> None:
    # No rule speaks of the wanted place itself.
    wanted = campus.desk(0, name="Desk 1")
    campus.desk(3, name="Desk 2")
    campus.desk(9, name="Desk 3")
    sales_only(campus, 2, 4)
    from_at = campus.now + HOUR
    make_booking(campus.db, campus.colleague, wanted, from_at)
    request = BookingRequest(wanted, from_at, from_at + HOUR)
    with pytest.raises(Conflict) as refused:
        bookings.book(campus.db, campus.person, request, campus.now)
    assert [each["name"] for each in refused.value.fields["alternatives"]] == ["Desk 3"]


def test_a_booking_that_is_moved_does_not_count_against_its_own_limit(campus: Campus) -> None:
    wanted = campus.desk(0, name="Desk 1")
    campus.desk(3, name="Desk 2")
    campus.desk(6, name="Desk 3")
    mine = campus.desk(50, name="Desk 4")
    sales_only(campus, 2, 4)
    campus.rule("One at once", kind="desk", most_at_once=1)
    from_at = campus.now + DAY
    make_booking(campus.db, campus.colleague, wanted, from_at)
    booking = make_booking(campus.db, campus.person, mine, from_at)
    for mover in (campus.person, campus.facility):
        with pytest.raises(Conflict) as refused:
            bookings.change(campus.db, mover, booking, BookingChange(space_id=wanted), campus.now)
        offered = [each["name"] for each in refused.value.fields["alternatives"]]
        assert offered == ["Desk 3"], mover.name


def test_who_lost_a_place_is_offered_only_what_they_may_have(campus: Campus) -> None:
    lost = campus.desk(0, name="Desk 1")
    campus.desk(3, name="Desk 2")
    campus.desk(6, name="Desk 3")
    sales_only(campus, 2, 4)
    booking = make_booking(campus.db, campus.person, lost, campus.now + DAY, state="held")
    with campus.db.transaction(campus.person.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :id"), {"id": lost})
    found = bookings.offers(campus.db, campus.person, booking, campus.now)
    assert [space.name for space in found.spaces] == ["Desk 3"]


def three_desks(campus: Campus) -> UUID:
    """The first of three, of which the second is for Sales alone: staff and the colleague."""
    wanted = campus.desk(0, name="Desk 1")
    campus.desk(3, name="Desk 2")
    campus.desk(9, name="Desk 3")
    zone = campus.zone("Sales", 2, 4)
    group = campus.group("Sales", campus.colleague, campus.facility)
    campus.rule("Sales only", zone_id=zone, only_groups=(group,))
    return wanted


def take_on(campus: Campus, space: UUID, *days: date) -> None:
    for day in days:
        window = window_on(day, NINE_TO_FIVE, ZoneInfo("Europe/Amsterdam"))
        make_booking(campus.db, campus.colleague, space, window.from_at, window.to_at)


def offered(view: SeriesView) -> list[list[str]]:
    """What is offered for each date, and last for all of them."""
    return [
        [space.name for space in found]
        for found in (*(each.alternatives for each in view.dates), view.for_all)
    ]


def test_for_the_dates_of_a_series_only_what_one_may_book_is_offered(campus: Campus) -> None:
    wanted = three_desks(campus)
    take_on(campus, wanted, *DAYS)
    request = SeriesRequest(wanted, NINE_TO_FIVE, days=DAYS)
    plan = series.preview(campus.db, campus.person, request, campus.now)
    told = [[space.name for space in each.alternatives] for each in plan.dates]
    assert (told, [space.name for space in plan.for_all]) == ([["Desk 3"]] * 2, ["Desk 3"])
    made = series.book(campus.db, campus.person, request, campus.now)
    assert offered(made) == [["Desk 3"]] * 3
    theirs = series.book(campus.db, campus.facility, request, campus.now)
    assert offered(theirs) == [["Desk 2", "Desk 3"]] * 3


def test_staff_who_look_at_a_series_are_offered_what_its_person_may_book(campus: Campus) -> None:
    wanted = three_desks(campus)
    take_on(campus, wanted, *DAYS)
    request = SeriesRequest(wanted, NINE_TO_FIVE, days=DAYS)
    made = series.book(campus.db, campus.person, request, campus.now)
    seen = series.series(campus.db, campus.facility, made.id, campus.now)
    assert offered(seen) == [["Desk 3"]] * 3


def test_a_date_that_moves_does_not_count_against_its_own_limit(campus: Campus) -> None:
    wanted = three_desks(campus)
    mine = campus.desk(50, name="Desk 4")
    campus.rule("One at once", kind="desk", most_at_once=1)
    take_on(campus, wanted, *DAYS)
    request = SeriesRequest(mine, NINE_TO_FIVE, days=DAYS[:1])
    made = series.book(campus.db, campus.person, request, campus.now)
    moved = SeriesChange(Scope.ALL, space_id=wanted)
    changed = series.change(campus.db, campus.person, made.id, moved, campus.now)
    assert offered(changed) == [["Desk 3"]] * 2


def test_behind_the_code_of_a_taken_place_only_what_one_may_book_is_offered(
    campus: Campus,
) -> None:
    wanted = three_desks(campus)
    make_booking(campus.db, campus.colleague, wanted, campus.now)
    for person, names in ((campus.person, ["Desk 3"]), (campus.facility, ["Desk 2", "Desk 3"])):
        seen = presence.look(campus.db, person, wanted, campus.now)
        assert seen.step is Step.FIND_OTHER
        assert [space.name for space in seen.others] == names, person.name
        with pytest.raises(Conflict) as refused:
            presence.take(campus.db, person, wanted, campus.now)
        assert [each["name"] for each in refused.value.fields["alternatives"]] == names


def test_behind_a_code_places_that_are_had_by_half_days_are_offered(campus: Campus) -> None:
    wanted = three_desks(campus)
    campus.rule("Halves", kind="desk", mode=Mode.HALF_DAYS)
    make_booking(campus.db, campus.colleague, wanted, campus.now)
    seen = presence.look(campus.db, campus.person, wanted, campus.now)
    assert [space.name for space in seen.others] == ["Desk 3"]
    had = presence.take(campus.db, campus.person, seen.others[0].space_id, campus.now)
    assert had.state == "checked_in"
