"""What a printed code shows, and what its one button does."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, NotFound
from floorplans.ids import new_id
from floorplans.policies import service as policies
from floorplans.policies.terms import Mode
from floorplans.policies.views import Rule
from floorplans.presence import service
from floorplans.presence.views import Step
from tests.support.factories import make_booking, make_space
from tests.support.presence import Office, ask, make_office

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
#: 09:00 in Amsterdam; the working day ends nine hours later.
EVENING = 9 * HOUR


def step(db: Database, office: Office, place: UUID, now: datetime) -> Step:
    return service.look(db, office.noor, place, now).step


def taken_by(db: Database, office: Office, now: datetime) -> UUID:
    """Ben's booking of the desk, begun at ``now`` and four hours long."""
    wanted = BookingRequest(office.desk, now, now + 4 * HOUR)
    return bookings.book(db, office.ben, wanted, now).id


def state_of(db: Database, office: Office, booking_id: UUID) -> str:
    return bookings.booking(db, office.fatima, booking_id, datetime.now().astimezone()).state


def test_a_free_place_can_be_taken_until_the_evening(
    db: Database, office: Office, now: datetime
) -> None:
    seen = service.look(db, office.noor, office.desk, now)
    assert (seen.step, seen.status, seen.until) == (Step.TAKE, "free", now + EVENING)
    made = service.take(db, office.noor, office.desk, now)
    assert (made.state, made.from_at, made.to_at) == ("checked_in", now, now + EVENING)


def test_looking_changes_nothing(db: Database, office: Office, now: datetime) -> None:
    taken_by(db, office, now)
    before = bookings.floor_version(db, office.noor, office.floor_id)
    for place in (office.desk, office.next_desk, office.room, office.floor_id):
        service.look(db, office.noor, place, now + HOUR)
    assert bookings.floor_version(db, office.noor, office.floor_id) == before


def test_a_free_place_can_be_taken_until_the_next_booking(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.ben, office.desk, now + 2 * HOUR)
    assert service.look(db, office.noor, office.desk, now).until == now + 2 * HOUR
    assert service.take(db, office.noor, office.desk, now).to_at == now + 2 * HOUR


def test_a_free_place_can_be_taken_until_it_closes(
    db: Database, office: Office, now: datetime
) -> None:
    closing = ClosureRequest(office.floor_id, now + HOUR, now + 3 * HOUR, "Painting")
    close_place(db, office.fatima, closing, now)
    assert service.take(db, office.noor, office.desk, now).to_at == now + HOUR


def test_an_earlier_end_can_be_chosen(db: Database, office: Office, now: datetime) -> None:
    until = now + 2 * HOUR
    assert service.take(db, office.noor, office.desk, now, until=until).to_at == until


def test_touching_the_button_twice_books_once(db: Database, office: Office, now: datetime) -> None:
    first = service.take(db, office.noor, office.desk, now)
    again = service.take(db, office.noor, office.desk, now + MINUTE)
    assert again.id == first.id
    assert len(bookings.my_bookings(db, office.noor, now)) == 1


def test_an_own_booking_is_checked_in_to(db: Database, office: Office, now: datetime) -> None:
    booking_id = make_booking(db, office.noor, office.desk, now + 10 * MINUTE)
    seen = service.look(db, office.noor, office.desk, now)
    assert seen.step is Step.CHECK_IN
    assert seen.mine is not None
    assert seen.mine.id == booking_id
    service.check_in(db, office.noor, booking_id, now)
    assert step(db, office, office.desk, now) is Step.CHECK_OUT


def test_an_own_booking_that_is_held_is_no_seat(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.noor, office.desk, now, state="held")
    assert step(db, office, office.desk, now) is Step.MOVE_HELD
    with pytest.raises(Conflict) as refused:
        service.take(db, office.noor, office.desk, now)
    assert refused.value.code == "booking_held"


def test_an_own_booking_much_later_does_not_hinder(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.noor, office.desk, now + 3 * HOUR)
    seen = service.look(db, office.noor, office.desk, now)
    assert (seen.step, seen.until) == (Step.TAKE, now + 3 * HOUR)


def test_a_taken_place_shows_what_is_free_nearby(
    db: Database, office: Office, now: datetime
) -> None:
    taken_by(db, office, now)
    seen = service.look(db, office.noor, office.desk, now + MINUTE)
    assert (seen.step, seen.status) == (Step.FIND_OTHER, "taken")
    assert [each.space_id for each in seen.others] == [office.next_desk]
    with pytest.raises(Conflict) as caught:
        service.take(db, office.noor, office.desk, now + MINUTE)
    assert caught.value.code == "taken"
    assert caught.value.fields["alternatives"]


def test_a_place_whose_person_may_still_come_says_until_when(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    taken_by(db, office, now)
    seen = service.look(db, office.noor, office.desk, now + MINUTE)
    assert (seen.step, seen.claimable_at) == (Step.FIND_OTHER, now + 15 * MINUTE)


@pytest.mark.parametrize("frees_itself", [True, False])
def test_a_place_that_nobody_came_for_is_claimed(
    db: Database, office: Office, now: datetime, frees_itself: bool
) -> None:
    ask(db, office, now, frees_itself=frees_itself)
    theirs = taken_by(db, office, now)
    late = now + 15 * MINUTE
    seen = service.look(db, office.noor, office.desk, late)
    assert (seen.step, seen.unclaimed) == (Step.CLAIM, theirs)
    made = service.take(db, office.noor, office.desk, late)
    assert (made.state, made.is_mine) == ("checked_in", True)
    assert state_of(db, office, theirs) == "released"


def test_a_claim_that_cannot_be_leaves_the_other_booking_alone(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now, frees_itself=False)
    theirs = taken_by(db, office, now)
    others = policies.make_group(db, office.fatima, "Night watch").id
    rule(db, office, now, only_groups=(others,))
    late = now + 15 * MINUTE
    assert step(db, office, office.desk, late) is Step.CLAIM
    with pytest.raises(DomainError):
        service.take(db, office.noor, office.desk, late)
    assert state_of(db, office, theirs) == "confirmed"


def test_who_is_there_is_never_claimed_from(db: Database, office: Office, now: datetime) -> None:
    ask(db, office, now)
    theirs = taken_by(db, office, now)
    service.check_in(db, office.ben, theirs, now)
    seen = service.look(db, office.noor, office.desk, now + HOUR)
    assert (seen.step, seen.status) == (Step.FIND_OTHER, "occupied")


def mine_elsewhere(db: Database, office: Office, now: datetime) -> BookingView:
    wanted = BookingRequest(office.next_desk, now, now + 6 * HOUR)
    return bookings.book(db, office.noor, wanted, now)


def test_sitting_elsewhere_brings_the_booking_along(
    db: Database, office: Office, now: datetime
) -> None:
    mine = mine_elsewhere(db, office, now)
    late = now + HOUR
    assert step(db, office, office.desk, late) is Step.SIT_HERE
    moved = service.take(db, office.noor, office.desk, late)
    assert (moved.id, moved.space_id, moved.state) == (mine.id, office.desk, "checked_in")
    assert (moved.from_at, moved.to_at) == (late, now + 6 * HOUR)
    assert step(db, office, office.next_desk, late) is Step.SIT_HERE
    assert bookings.book(db, office.ben, BookingRequest(office.next_desk, late, late + HOUR), late)


def test_who_changes_the_place_has_used_both(db: Database, office: Office, now: datetime) -> None:
    mine = mine_elsewhere(db, office, now)
    service.check_in(db, office.noor, mine.id, now)
    service.take(db, office.noor, office.desk, now + HOUR)
    seen = service.presence(db, office.noor, mine.id, now + 3 * HOUR)
    assert [(stay.space_id, stay.to_at) for stay in seen.stays] == [
        (office.next_desk, now + HOUR),
        (office.desk, None),
    ]
    assert seen.used_s == 3 * 3600


def test_sitting_elsewhere_ends_before_the_next_booking_there(
    db: Database, office: Office, now: datetime
) -> None:
    mine_elsewhere(db, office, now)
    make_booking(db, office.ben, office.desk, now + 2 * HOUR)
    assert service.look(db, office.noor, office.desk, now).until == now + 2 * HOUR
    assert service.take(db, office.noor, office.desk, now).to_at == now + 2 * HOUR


def test_sitting_elsewhere_may_claim_too(db: Database, office: Office, now: datetime) -> None:
    ask(db, office, now)
    theirs, mine = taken_by(db, office, now), mine_elsewhere(db, office, now)
    late = now + 15 * MINUTE
    moved = service.take(db, office.noor, office.desk, late)
    assert moved.id == mine.id
    assert state_of(db, office, theirs) == "released"


def test_a_meeting_room_does_not_come_along_to_a_desk(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.noor, office.room, now)
    assert step(db, office, office.desk, now) is Step.TAKE


def test_a_closed_place_says_why_and_is_not_to_be_had(
    db: Database, office: Office, now: datetime
) -> None:
    closing = ClosureRequest(office.floor_id, now, now + HOUR, "Painting")
    close_place(db, office.fatima, closing, now)
    seen = service.look(db, office.noor, office.desk, now)
    assert (seen.step, seen.status, seen.reason) == (Step.FIND_OTHER, "closed", "Painting")


def test_a_place_that_is_on_no_plan_any_more_is_found_by_its_code(
    db: Database, office: Office, now: datetime
) -> None:
    with db.transaction(office.fatima.organisation_id) as tx:
        tx.execute(
            text("UPDATE space SET ended_at = :now WHERE id = :id"), {"now": now, "id": office.desk}
        )
    seen = service.look(db, office.noor, office.desk, now)
    assert (seen.step, seen.place.is_there) == (Step.FIND_OTHER, False)


def test_a_floor_shows_what_is_free_on_it(db: Database, office: Office, now: datetime) -> None:
    taken_by(db, office, now)
    seen = service.look(db, office.noor, office.floor_id, now)
    assert seen.step is Step.CHOOSE
    near = service.places_near(db, office.noor, seen.place, now)
    assert [each.space_id for each in near] == [office.next_desk]


def test_a_room_that_cannot_be_booked_shows_what_is_free_in_and_near_it(
    db: Database, office: Office, now: datetime
) -> None:
    hall = make_space(
        db, office.fatima, office.floor_id, kind="room", bookable=False, x=1, width_m=9, depth_m=9
    )
    seen = service.look(db, office.noor, hall, now)
    assert seen.step is Step.CHOOSE
    near = service.places_near(db, office.noor, seen.place, now)
    assert {each.space_id for each in near} == {office.desk, office.next_desk}


def test_codes_of_others_and_of_nothing_are_the_same(
    db: Database, office: Office, now: datetime
) -> None:
    theirs = make_office(db)
    for place in (theirs.desk, theirs.floor_id, new_id()):
        with pytest.raises(NotFound) as caught:
            service.look(db, office.noor, place, now)
        assert caught.value.code == "place_not_found"


def rule(db: Database, office: Office, now: datetime, **says: object) -> None:
    policies.make_rule(db, office.fatima, Rule("House rule", **says), now)  # type: ignore[arg-type]


def test_taking_a_place_keeps_to_the_longest_that_a_rule_allows(
    db: Database, office: Office, now: datetime
) -> None:
    rule(db, office, now, longest_min=120)
    made = service.take(db, office.noor, office.desk, now)
    assert (made.from_at, made.to_at) == (now, now + 2 * HOUR)


def test_taking_a_place_keeps_to_the_steps_of_a_rule(
    db: Database, office: Office, now: datetime
) -> None:
    rule(db, office, now, mode=Mode.HOURS, step_min=30)
    late = now + 12 * MINUTE
    made = service.take(db, office.noor, office.desk, late)
    assert (made.from_at, made.to_at) == (now, now + EVENING)
    assert service.presence(db, office.noor, made.id, late + HOUR).used_s == 3600


def test_taking_a_place_keeps_to_half_days(db: Database, office: Office, now: datetime) -> None:
    rule(db, office, now, mode=Mode.HALF_DAYS, half_at_min=780)
    made = service.take(db, office.noor, office.desk, now)
    assert made.from_at <= now < made.to_at
    assert made.state == "checked_in"


def test_a_rule_that_shuts_a_person_out_is_told_by_its_name(
    db: Database, office: Office, now: datetime
) -> None:
    others = policies.make_group(db, office.fatima, "Night watch").id
    rule(db, office, now, only_groups=(others,))
    with pytest.raises(DomainError) as caught:
        service.take(db, office.noor, office.desk, now)
    assert caught.value.code == "not_for_you"
    assert "House rule" in caught.value.message
