"""What is found: which places fit, in which order, and what is told where nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.errors import Invalid, NotFound, Refused
from floorplans.finding import service
from floorplans.finding.views import NearColleague, NearPlace
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours
from tests.integration.finding.campus import DAY, HOUR, Campus, make_campus
from tests.support.factories import make_booking, make_person

#: The tests begin on a Wednesday at 09:00 in Amsterdam.
WEEKDAYS = (OpenHours((1, 2, 3, 4, 5), 7 * 60, 19 * 60),)


def test_what_has_all_that_is_wished_comes_the_nearest_first(campus: Campus) -> None:
    campus.desk(30, name="Desk 30", features=("monitor",), near_window=True)
    campus.desk(10, name="Desk 10", features=("monitor", "docking"), near_window=True)
    campus.desk(20, name="Desk 20", near_window=True)
    campus.desk(5, name="Desk 5", features=("monitor",), near_window=False)
    here = campus.desk(0, name="Desk 0", features=("monitor",))
    found = campus.find(near=NearPlace(here), features=("monitor",), near_window=True)
    assert [place.name for place in found.places] == ["Desk 10", "Desk 30"]
    assert [remark.says for remark in found.places[0].reasons] == [
        "10 m from Desk 0",
        "Near a window",
        "Has monitor",
    ]
    assert (found.next_places, found.next_times) == ((), ())


def test_what_the_plan_does_not_tell_is_not_taken_for_a_yes(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    campus.desk(1, name="Desk 2", step_free=False)
    found = campus.find(step_free=True)
    assert found.places == ()
    assert [(place.name, place.differs[0].says) for place in found.next_places] == [
        ("Desk 1", "The plan does not tell of the way in"),
        ("Desk 2", "Not reached without a step or a narrow door"),
    ]


def test_the_next_best_places_miss_the_fewest_wishes_and_say_which(campus: Campus) -> None:
    campus.desk(0, name="Desk 1", near_door=True, door_m=1.2)
    campus.desk(3, name="Desk 2", near_door=True, features=("monitor",))
    campus.desk(6, name="Desk 3", floor_id=campus.upper_id, near_door=False, features=("monitor",))
    found = campus.find(features=("monitor",), away_from_door=True, floor_id=campus.floor_id)
    told = {place.name: [remark.code for remark in place.differs] for place in found.next_places}
    assert told == {
        "Desk 2": ["away_from_door"],
        "Desk 3": ["floor"],
        "Desk 1": ["feature:monitor", "away_from_door"],
    }
    assert [place.name for place in found.next_places][-1] == "Desk 1"


def test_people_get_the_room_that_is_not_too_large(campus: Campus) -> None:
    for number, capacity in enumerate((12, 4, 6)):
        campus.desk(9 * number, kind="room", name=f"Room {capacity}", capacity=capacity)
    assert campus.names(kind="room", people=5) == ["Room 6", "Room 12"]
    found = campus.find(kind="room", people=20)
    assert found.next_places[0].differs[0].says == "Holds 4, not 20"


def test_places_are_offered_near_a_colleague_who_shows_it(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    beside = campus.desk(40, name="Desk 2", floor_id=campus.upper_id)
    campus.desk(42, name="Desk 3", floor_id=campus.upper_id)
    make_booking(campus.db, campus.colleague, beside, campus.now + HOUR)
    found = campus.find(near=NearColleague(campus.colleague.person_id))
    assert [place.name for place in found.places] == ["Desk 3", "Desk 1"]
    assert found.places[0].reasons[0].says == "2 m from Sam Bakker"
    assert "on another floor" in found.places[1].reasons[0].says
    there = service.colleagues_there(campus.db, campus.person, campus.now, campus.now + DAY, "bakk")
    assert [each.name for each in there] == ["Sam Bakker"]


def test_where_somebody_sits_who_hides_their_name_is_told_to_nobody(campus: Campus) -> None:
    shy = make_person(campus.db, campus.person.organisation_id, name="Shy Sam")
    make_booking(campus.db, shy, campus.desk(0), campus.now + HOUR)
    campus.desk(3)
    with pytest.raises(NotFound) as refused:
        campus.find(near=NearColleague(shy.person_id))
    assert refused.value.code == "colleague_not_here"
    assert not service.colleagues_there(
        campus.db, campus.person, campus.now, campus.now + DAY, "shy"
    )


def test_a_favourite_comes_before_what_is_a_little_nearer(campus: Campus) -> None:
    here = campus.desk(0, name="Desk 0")
    campus.desk(5, name="Desk 5")
    star = campus.desk(40, name="Desk 40")
    campus.desk(45, name="Desk 45")
    service.star(campus.db, campus.person, star)
    assert campus.names(near=NearPlace(here)) == ["Desk 40", "Desk 0", "Desk 5", "Desk 45"]
    assert campus.names(near=NearPlace(here), favourite=True) == ["Desk 40"]
    service.unstar(campus.db, campus.person, star)
    assert campus.names(near=NearPlace(here))[0] == "Desk 0"


def test_the_usual_place_and_hours_are_learnt_and_come_first(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    mine = campus.desk(50, name="Desk 2")
    campus.desk(52, name="Desk 3")
    for days in (2, 3):
        make_booking(
            campus.db,
            campus.person,
            mine,
            campus.now - days * DAY,
            campus.now - days * DAY + 8 * HOUR,
        )
    found = campus.find()
    assert [place.name for place in found.places] == ["Desk 2", "Desk 3", "Desk 1"]
    assert found.places[0].reasons[0].says == "Your usual place"
    assert found.places[1].reasons[0].says == "2 m from your usual place (Desk 2)"
    usual = service.usual(campus.db, campus.person, campus.now)
    assert (usual.from_minute, usual.to_minute, usual.space_id) == (9 * 60, 17 * 60, mine)


def test_what_is_said_in_the_profile_goes_before_what_was_learnt(campus: Campus) -> None:
    said = campus.desk(0, name="Desk 1")
    mine = campus.desk(50, name="Desk 2")
    for days in (2, 3):
        make_booking(campus.db, campus.person, mine, campus.now - days * DAY)
    usual = service.say_usual(
        campus.db, campus.person, campus.now, hours=(8 * 60, 12 * 60), space_id=said
    )
    assert (usual.from_minute, usual.space_name, usual.place_is_said) == (480, "Desk 1", True)
    assert campus.names()[0] == "Desk 1"
    usual = service.say_usual(campus.db, campus.person, campus.now, hours=None, space_id=None)
    assert (usual.space_name, usual.hours_are_said) == ("Desk 2", False)


def test_nothing_is_offered_that_a_rule_keeps_from_the_person(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    campus.desk(20, name="Desk 2")
    zone = campus.zone("Sales", -2, 2)
    campus.rule("Sales only", zone_id=zone, only_groups=(campus.group("Sales", campus.colleague),))
    assert campus.names() == ["Desk 2"]


def test_a_floor_of_others_and_a_zone_of_another_floor_are_left_out(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    campus.desk(3, name="Desk 2")
    campus.desk(6, name="Desk 3", floor_id=campus.upper_id)
    group = campus.group("Sales", campus.colleague)
    campus.rule("Sales upstairs", floor_id=campus.upper_id, only_groups=(group,))
    assert campus.names() == ["Desk 1", "Desk 2"]
    campus.rule("Sales corner", zone_id=campus.zone("Corner", 2, 4), only_groups=(group,))
    assert campus.names() == ["Desk 1"]
    found = service.find(campus.db, campus.colleague, campus.request(), campus.now)
    assert len(found.places) == 3


def test_behind_many_places_that_only_the_exact_look_refuses_others_are_found(
    campus: Campus,
) -> None:
    near = campus.desk(0, kind="room", name="Room 1")
    for number in range(50):
        campus.desk(2.0 * number, name=f"Near {number}")
    campus.desk(120, name="Desk 1")
    quiet = campus.zone("Library", -1, 100)
    campus.rule("Quiet", kind="desk", quiet_m=9.0, quiet_zones=(quiet,))
    assert campus.names(near=NearPlace(near)) == ["Desk 1"]


def test_a_rule_that_keeps_everything_is_named_with_the_nearest_hours(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    campus.rule("Office hours", opening=WEEKDAYS)
    found = campus.find(11 * HOUR)
    assert (found.places, found.next_places) == ((), ())
    assert found.refusal is not None
    assert found.refusal.code == "outside_opening_hours"
    assert "Office hours" in found.refusal.message
    time = found.next_times[0]
    assert (time.from_at, time.differs) == (campus.now + 9 * HOUR, "2 hours earlier")


def test_a_limit_that_is_used_up_is_told_and_no_other_hours_are_invented(campus: Campus) -> None:
    desk = campus.desk(0)
    campus.desk(3)
    campus.rule("One desk a week", kind="desk", most_a_week=1)
    make_booking(campus.db, campus.person, desk, campus.now + DAY)
    found = campus.find()
    assert found.refusal is not None
    assert found.refusal.code == "too_many_in_week"
    assert found.next_times
    assert all(time.from_at >= campus.now + 5 * DAY for time in found.next_times)


def test_other_times_are_the_nearest_that_are_free(campus: Campus) -> None:
    desk = campus.desk(0, name="Desk 1")
    make_booking(campus.db, campus.colleague, desk, campus.now, campus.now + 3 * HOUR)
    found = campus.find(HOUR, 4 * HOUR)
    told = [
        (time.from_at - campus.now, time.to_at - campus.now, time.differs)
        for time in found.next_times
    ]
    assert told == [
        (3 * HOUR, 7 * HOUR, "2 hours later"),
        (3 * HOUR, 5 * HOUR, "2 hours shorter, from 12:00"),
        (DAY + HOUR, DAY + 5 * HOUR, "on Thursday 19 November"),
        (2 * DAY + HOUR, 2 * DAY + 5 * HOUR, "on Friday 20 November"),
    ]


def test_other_times_of_places_booked_by_half_days_are_half_days(campus: Campus) -> None:
    desk = campus.desk(0, name="Desk 1")
    campus.rule("Halves", mode=Mode.HALF_DAYS, opening=WEEKDAYS)
    make_booking(campus.db, campus.colleague, desk, campus.now, campus.now + 3 * HOUR)
    found = campus.find(-2 * HOUR, 5 * HOUR)
    assert (campus.now + 3 * HOUR, campus.now + 10 * HOUR) in [
        (time.from_at, time.to_at) for time in found.next_times
    ]


def test_a_pool_is_offered_until_its_last_place_is_taken(campus: Campus) -> None:
    pool = campus.desk(0, kind="parking", name="Car park", places=2)
    make_booking(campus.db, campus.colleague, pool, campus.now + HOUR)
    assert campus.names(kind="parking") == ["Car park"]
    make_booking(campus.db, campus.facility, pool, campus.now + HOUR)
    found = campus.find(kind="parking")
    assert found.places == ()
    assert [time.differs for time in found.next_times][:2] == ["1 hour earlier", "1 hour later"]


def test_a_result_is_booked_as_it_was_offered(campus: Campus) -> None:
    campus.desk(0, name="Desk 1")
    place = campus.find().places[0]
    request = BookingRequest(place.space_id, campus.now + HOUR, campus.now + 2 * HOUR)
    assert bookings.book(campus.db, campus.person, request, campus.now).state == "confirmed"
    assert campus.names() == []


def test_of_another_organisation_nothing_is_found(campus: Campus) -> None:
    other = make_campus(campus.db, campus.now)
    theirs = other.desk(0)
    campus.desk(0, name="Desk 1")
    assert campus.names() == ["Desk 1"]
    with pytest.raises(NotFound):
        campus.find(near=NearPlace(theirs))
    with pytest.raises(NotFound):
        service.star(campus.db, campus.person, theirs)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": "balcony"}, "kind_unknown"),
        ({"limit": 0}, "list_too_long"),
        ({"people": 0}, "people_invalid"),
        ({"features": ("\0",)}, "feature_unknown"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(
    campus: Campus, asked: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        campus.find(**asked)
    assert refused.value.code == code


def test_hours_that_are_over_are_refused(campus: Campus) -> None:
    with pytest.raises(Refused) as refused:
        campus.find(-2 * HOUR, timedelta(hours=1))
    assert refused.value.code == "in_the_past"
