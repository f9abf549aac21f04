"""Closing an area, and what comes of the bookings in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.closing import service
from floorplans.closing.views import ClosureChange
from floorplans.errors import Conflict, Forbidden, NotFound, Refused
from tests.integration.closing.conftest import DAY, HOUR, ROW, WIDE_M, Hall
from tests.support.factories import (
    make_booking,
    make_building,
    make_floor,
    make_person,
    make_space,
)

SEVEN = range(7)
SECOND = timedelta(seconds=1)


def close_seven(hall: Hall) -> service.ClosureView:
    """The first seven desks of the first row, drawn exactly along their edges."""
    area = hall.area(-WIDE_M / 2, 7 * WIDE_M - WIDE_M / 2)
    return service.close_place(hall.db, hall.staff, hall.closing(area=area), hall.now)


def test_a_polygon_over_seven_desks_closes_exactly_those_seven(hall: Hall) -> None:
    made = close_seven(hall)
    _, places, _ = service.closure(hall.db, hall.staff, made.id, hall.now)
    assert {place.id for place in places} == set(hall.desks[:7])


def test_seven_people_are_told_and_offered_seven_places_that_nobody_else_is(hall: Hall) -> None:
    held = [hall.book(n, n) for n in SEVEN]
    beside = hall.book(7, 7)
    made = close_seven(hall)
    assert (made.bookings, made.waiting) == (7, 7)
    assert [hall.state(each) for each in held] == ["held"] * 7
    assert hall.state(beside) == "confirmed"
    assert hall.told("closed") == sorted(hall.people[n].person_id for n in SEVEN)
    offers = [bookings.offers(hall.db, hall.people[n], held[n], hall.now).spaces for n in SEVEN]
    offered = [space.space_id for some in offers for space in some]
    assert all(offers)
    assert len(offered) == len(set(offered))
    assert not set(offered) & set(hall.desks[:8])


def test_lifting_it_gives_all_seven_back_and_tells_them(hall: Hall) -> None:
    held = [hall.book(n, n) for n in SEVEN]
    made = close_seven(hall)
    opened = service.reopen(hall.db, hall.staff, made.id, hall.now + HOUR)
    assert opened.returned == 7
    assert [hall.state(each) for each in held] == ["confirmed"] * 7
    assert hall.told("reopened") == hall.told("closed")
    assert hall.ask("SELECT FROM booking_offer") == []


def test_a_margin_closes_what_is_near_the_area_too(hall: Hall) -> None:
    area = hall.area(-0.5, 0.5)
    wide = hall.closing(area=area, margin_m=1.0)
    found = service.preview(hall.db, hall.staff, wide, hall.now)
    assert {place.id for place in found.places} == set(hall.desks[:2])


def test_several_places_are_closed_by_name(hall: Hall) -> None:
    chosen = (hall.desks[1], hall.desks[4], hall.desks[15])
    made = service.close_place(hall.db, hall.staff, hall.closing(space_ids=chosen), hall.now)
    _, places, _ = service.closure(hall.db, hall.staff, made.id, hall.now)
    assert {place.id for place in places} == set(chosen)
    assert made.target == "3 places"


def test_a_place_of_another_floor_cannot_be_among_them(hall: Hall) -> None:
    floor = make_floor(hall.db, hall.staff, building_id=hall.building_id, ordinal=1)
    other = make_space(hall.db, hall.staff, floor)
    with pytest.raises(NotFound, match="place_not_found"):
        service.close_place(
            hall.db, hall.staff, hall.closing(space_ids=(hall.desks[0], other)), hall.now
        )


def test_a_preview_tells_what_closing_would_do_and_does_nothing(hall: Hall) -> None:
    booking = hall.book(0, 0)
    found = service.preview(hall.db, hall.staff, hall.closing(), hall.now)
    assert len(found.places) == 2 * ROW
    assert [(each.booking_id, each.state) for each in found.affected] == [(booking, "waiting")]
    assert hall.state(booking) == "confirmed"
    assert service.closures(hall.db, hall.staff, hall.floor_id, hall.now) == []
    assert hall.told("closed") == []


def test_one_press_moves_the_booking_and_staff_see_it(hall: Hall) -> None:
    booking = hall.book(0, 0)
    made = close_seven(hall)
    place = bookings.offers(hall.db, hall.people[0], booking, hall.now).spaces[0]
    wanted = BookingChange(space_id=place.space_id)
    moved = bookings.change(hall.db, hall.people[0], booking, wanted, hall.now)
    assert (moved.state, moved.space_id) == ("confirmed", place.space_id)
    seen, _, affected = service.closure(hall.db, hall.staff, made.id, hall.now)
    assert (seen.waiting, seen.moved) == (0, 1)
    assert [(each.state, each.moved_to) for each in affected] == [("moved", place.name)]


def test_who_moved_is_told_once_when_the_earlier_place_is_free_again(hall: Hall) -> None:
    booking = hall.book(0, 0)
    made = close_seven(hall)
    wanted = BookingChange(space_id=hall.desks[12])
    bookings.change(hall.db, hall.people[0], booking, wanted, hall.now)
    opened = service.reopen(hall.db, hall.staff, made.id, hall.now + HOUR)
    assert (opened.returned, opened.told_back) == (0, 1)
    rows = hall.ask("SELECT details FROM message WHERE kind = 'free_again'")
    assert [row.details for row in rows] == [{"back": str(hall.desks[0])}]
    back = BookingChange(space_id=hall.desks[0])
    assert bookings.change(hall.db, hall.people[0], booking, back, hall.now).state == "confirmed"


def test_a_closure_of_a_part_of_the_hours_leaves_the_other_parts_to_keep(hall: Hall) -> None:
    booking = hall.book(0, 0, hours=8)
    begins = hall.now + DAY
    closing = hall.closing(from_at=begins + 3 * HOUR, to_at=begins + 5 * HOUR)
    made = service.close_place(hall.db, hall.staff, closing, hall.now)
    parts = bookings.offers(hall.db, hall.people[0], booking, hall.now).parts
    hours = [(part.from_at - begins, part.to_at - begins) for part in parts]
    assert hours == [(timedelta(), 3 * HOUR), (5 * HOUR, 8 * HOUR)]
    wanted = BookingChange(from_at=parts[1].from_at, to_at=parts[1].to_at)
    kept = bookings.change(hall.db, hall.people[0], booking, wanted, hall.now)
    assert kept.state == "confirmed"
    _, _, affected = service.closure(hall.db, hall.staff, made.id, hall.now)
    assert [each.state for each in affected] == ["shortened"]


def test_shorter_hours_that_are_still_closed_leave_it_held(hall: Hall) -> None:
    booking = hall.book(0, 0, hours=8)
    service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    wanted = BookingChange(to_at=hall.now + DAY + 2 * HOUR)
    assert bookings.change(hall.db, hall.people[0], booking, wanted, hall.now).state == "held"


def test_an_open_ended_closure_lasts_until_somebody_ends_it(hall: Hall) -> None:
    late = hall.book(0, 0, begins=13 * DAY)
    made = service.close_place(hall.db, hall.staff, hall.closing(to_at=None), hall.now)
    assert made.to_at is None
    assert hall.state(late) == "held"
    ask = BookingRequest(hall.desks[3], hall.now + 12 * DAY, hall.now + 12 * DAY + HOUR)
    with pytest.raises(Refused, match="closed"):
        bookings.book(hall.db, hall.people[1], ask, hall.now)
    seen = bookings.availability(
        hall.db, hall.people[1], hall.floor_id, ask.from_at, ask.to_at, hall.now
    )
    assert '"until":null' in seen.body
    change = ClosureChange(to_at=hall.now + 10 * DAY)
    assert service.change(hall.db, hall.staff, made.id, change, hall.now).bookings == 1
    assert hall.state(late) == "confirmed"
    assert bookings.book(hall.db, hall.people[1], ask, hall.now).state == "confirmed"


def test_a_longer_closure_affects_more(hall: Hall) -> None:
    booking = hall.book(0, 0, begins=3 * DAY)
    made = service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    assert made.bookings == 0
    change = ClosureChange(to_at=hall.now + 4 * DAY, reason="more carpet")
    longer = service.change(hall.db, hall.staff, made.id, change, hall.now)
    assert (longer.bookings, longer.reason) == (1, "more carpet")
    assert hall.state(booking) == "held"
    assert hall.told("closed") == [hall.people[0].person_id]


def test_a_closure_that_is_over_cannot_be_changed(hall: Hall) -> None:
    made = service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    change = ClosureChange(is_open_ended=True)
    with pytest.raises(Refused, match="closure_over"):
        service.change(hall.db, hall.staff, made.id, change, hall.now + 3 * DAY)


def test_whoever_sits_there_is_told_and_stays_checked_in(hall: Hall) -> None:
    there = make_booking(
        hall.db,
        hall.people[0],
        hall.desks[0],
        hall.now - HOUR,
        hall.now + 4 * HOUR,
        state="checked_in",
    )
    closing = hall.closing(from_at=hall.now, to_at=hall.now + DAY)
    made = service.close_place(hall.db, hall.staff, closing, hall.now)
    assert hall.state(there) == "checked_in"
    assert hall.told("closed") == [hall.people[0].person_id]
    assert made.waiting == 1
    service.reopen(hall.db, hall.staff, made.id, hall.now + HOUR)
    assert hall.state(there) == "checked_in"
    assert hall.told("reopened") == [hall.people[0].person_id]


def test_a_closure_that_ends_by_itself_gives_the_rest_of_the_day_back(hall: Hall) -> None:
    booking = hall.book(0, 0, hours=8)
    begins = hall.now + DAY
    closing = hall.closing(from_at=begins, to_at=begins + 2 * HOUR)
    service.close_place(hall.db, hall.staff, closing, hall.now)
    assert service.open_over(hall.db, begins + HOUR) == 0
    assert hall.state(booking) == "held"
    assert service.open_over(hall.db, begins + 2 * HOUR) == 1
    assert service.open_over(hall.db, begins + 2 * HOUR) == 0
    assert hall.state(booking) == "confirmed"


def test_of_two_closures_the_second_keeps_a_booking_held(hall: Hall) -> None:
    booking = hall.book(0, 0)
    first = service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    second = service.close_place(hall.db, hall.staff, hall.closing(reason="paint"), hall.now)
    assert service.reopen(hall.db, hall.staff, first.id, hall.now).returned == 0
    assert hall.state(booking) == "held"
    why = service.closed_for(hall.db, hall.people[0], [booking])
    assert why[booking].reason == "paint"
    assert service.reopen(hall.db, hall.staff, second.id, hall.now).returned == 1


def test_the_same_building_comes_first_and_another_one_at_last(hall: Hall) -> None:
    site = hall.ask("SELECT site_id FROM floor WHERE id = :id", id=hall.floor_id)[0].site_id
    next_door = make_building(hall.db, hall.staff, site)
    there = make_floor(hall.db, hall.staff, building_id=next_door)
    near = make_space(hall.db, hall.staff, there, x=0.0, y=2.0, name="Next door")
    above = make_floor(hall.db, hall.staff, building_id=hall.building_id, ordinal=3)
    far = make_space(hall.db, hall.staff, above, x=80.0, name="Far above")
    booking = hall.book(0, 0)
    service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    offers = bookings.offers(hall.db, hall.people[0], booking, hall.now).spaces
    assert [space.space_id for space in offers] == [far, near]


def test_only_places_with_every_feature_are_offered(hall: Hall) -> None:
    screen = make_space(
        hall.db, hall.staff, hall.floor_id, x=40.0, name="Screen A", features=("screen",)
    )
    other = make_space(
        hall.db, hall.staff, hall.floor_id, x=60.0, name="Screen B", features=("screen", "quiet")
    )
    booking = make_booking(hall.db, hall.people[0], screen, hall.now + DAY, hall.now + DAY + HOUR)
    service.close_place(hall.db, hall.staff, hall.closing(space_id=screen), hall.now)
    offers = bookings.offers(hall.db, hall.people[0], booking, hall.now).spaces
    assert [space.space_id for space in offers] == [other]


def test_an_offer_that_somebody_else_took_is_not_shown_any_more(hall: Hall) -> None:
    booking = hall.book(0, 0)
    close_seven(hall)
    first, *rest = bookings.offers(hall.db, hall.people[0], booking, hall.now).spaces
    taken = BookingRequest(first.space_id, hall.now + DAY, hall.now + DAY + HOUR)
    bookings.book(hall.db, hall.people[9], taken, hall.now)
    assert bookings.offers(hall.db, hall.people[0], booking, hall.now).spaces == tuple(rest)
    with pytest.raises(Conflict, match="taken"):
        bookings.change(
            hall.db, hall.people[0], booking, BookingChange(space_id=first.space_id), hall.now
        )


def test_giving_it_back_is_an_answer(hall: Hall) -> None:
    booking = hall.book(0, 0)
    made = close_seven(hall)
    bookings.cancel(hall.db, hall.people[0], booking, hall.now)
    _, _, affected = service.closure(hall.db, hall.staff, made.id, hall.now)
    assert [each.state for each in affected] == ["cancelled"]
    assert service.reopen(hall.db, hall.staff, made.id, hall.now).returned == 0


def test_employees_see_none_of_it(hall: Hall) -> None:
    made = close_seven(hall)
    for act in (
        lambda: service.preview(hall.db, hall.people[0], hall.closing(), hall.now),
        lambda: service.all_closures(hall.db, hall.people[0], hall.now),
        lambda: service.closure(hall.db, hall.people[0], made.id, hall.now),
        lambda: service.change(hall.db, hall.people[0], made.id, ClosureChange(), hall.now),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_list_has_what_runs_first_and_what_is_over_last(hall: Hall) -> None:
    def close(days: int, reason: str) -> None:
        hours = {"from_at": hall.now + days * DAY, "to_at": hall.now + days * DAY + HOUR}
        service.close_place(hall.db, hall.staff, hall.closing(reason=reason, **hours), hall.now)

    for days, reason in ((5, "to come"), (1, "over first"), (2, "over last")):
        close(days, reason)
    found = service.all_closures(hall.db, hall.staff, hall.now + 3 * DAY)
    assert [each.reason for each in found] == ["to come", "over last", "over first"]


@pytest.mark.parametrize("what", ["floor", "places", "area"])
def test_the_same_closure_again_at_once_is_the_one_that_is_there(hall: Hall, what: str) -> None:
    target = {
        "floor": {},
        "places": {"space_ids": (hall.desks[2], hall.desks[1])},
        "area": {"area": hall.area(-0.5, 5), "margin_m": 1.0},
    }[what]
    made = service.close_place(hall.db, hall.staff, hall.closing(**target), hall.now)
    again = service.close_place(hall.db, hall.staff, hall.closing(**target), hall.now + SECOND)
    assert again.id == made.id
    later = hall.now + 2 * service.AGAIN
    assert service.close_place(hall.db, hall.staff, hall.closing(**target), later).id != made.id


def test_another_reason_other_hours_places_or_people_make_another_closure(hall: Hall) -> None:
    boss = make_person(hall.db, hall.organisation_id, role=Role.FACILITY, name="Ida Other")
    made = [
        service.close_place(hall.db, hall.staff, request, hall.now)
        for request in (
            hall.closing(),
            hall.closing(reason="paint"),
            hall.closing(to_at=hall.now + 3 * DAY),
            hall.closing(to_at=None),
            hall.closing(space_ids=(hall.desks[0],)),
            hall.closing(space_ids=(hall.desks[0], hall.desks[1])),
            hall.closing(space_id=hall.desks[0]),
            hall.closing(area=hall.area(-0.5, 5)),
            hall.closing(area=hall.area(-0.5, 6)),
        )
    ]
    other = service.close_place(hall.db, boss, hall.closing(), hall.now)
    assert len({each.id for each in (*made, other)}) == len(made) + 1


def test_what_was_opened_meanwhile_is_closed_anew(hall: Hall) -> None:
    made = service.close_place(hall.db, hall.staff, hall.closing(), hall.now)
    service.reopen(hall.db, hall.staff, made.id, hall.now + SECOND)
    again = service.close_place(hall.db, hall.staff, hall.closing(), hall.now + 2 * SECOND)
    assert again.id != made.id
