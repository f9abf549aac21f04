"""Bookings whose place a plan takes: held, offered others like it, answered, and followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from shapely import box

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, NotFound
from floorplans.places import service as places
from floorplans.plans import service
from importers.draft import DraftDesk, FloorPlanDraft
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_person


def make_desks(*places: tuple[str, float], features: Sequence[str] = ()) -> list[DraftDesk]:
    return [make_draft_desk(label, x, 2, features=tuple(features)) for label, x in places]


def make_plan(desks: Sequence[DraftDesk]) -> FloorPlanDraft:
    return make_draft(
        rooms=[make_draft_room("1.01", "Open", polygon=box(0, 0, 60, 12))], desks=desks
    )


FOUR = (("1", 2.0), ("2", 5.0), ("3", 8.0), ("4", 20.0))


@pytest.fixture
def noor(db: Database, staff: Actor) -> Actor:
    return make_person(db, staff.organisation_id, name="Noor")


@pytest.fixture
def desks(db: Database, staff: Actor, floor: UUID, now: datetime) -> dict[str, UUID]:
    publish_draft(db, staff, floor, make_plan(make_desks(*FOUR)), now)
    return {s.name: s.id for s in places.spaces(db, staff, floor)}


@pytest.fixture
def held(
    db: Database, staff: Actor, noor: Actor, floor: UUID, desks: dict[str, UUID], now: datetime
) -> UUID:
    """Noor's booking of tomorrow on desk 1, which the next plan does not have."""
    booking = make_booking(db, noor, desks["1"], now + timedelta(days=1))
    publish_draft(db, staff, floor, make_plan(make_desks(*FOUR[1:])), now)
    return booking


def names(found: Sequence[object]) -> list[str]:
    return [space.name for space in found]  # type: ignore[attr-defined]


def test_the_nearest_free_places_like_it_are_offered(
    db: Database, noor: Actor, staff: Actor, desks: dict[str, UUID], held: UUID, now: datetime
) -> None:
    make_booking(db, staff, desks["2"], now + timedelta(days=1))
    offers = bookings.offers(db, noor, held, now)
    assert names(offers.spaces) == ["3", "4"]
    assert offers.spaces[0].distance_m == pytest.approx(6.0, abs=0.1)


def test_a_place_without_the_features_of_the_old_one_is_not_like_it(
    db: Database, staff: Actor, noor: Actor, floor: UUID, now: datetime
) -> None:
    first = [*make_desks(("1", 2.0), features=("standing",)), *make_desks(("2", 5.0))]
    publish_draft(db, staff, floor, make_plan(first), now)
    desk = {s.name: s.id for s in places.spaces(db, staff, floor)}["1"]
    booking = make_booking(db, noor, desk, now + timedelta(days=1))
    second = [*make_desks(("2", 5.0)), *make_desks(("9", 30.0), features=("standing", "dock"))]
    publish_draft(db, staff, floor, make_plan(second), now)
    assert names(bookings.offers(db, noor, booking, now).spaces) == ["9"]


def test_a_room_is_replaced_by_one_that_holds_as_many(
    db: Database, staff: Actor, noor: Actor, floor: UUID, now: datetime
) -> None:
    def room(number: str, x: float, width: float) -> object:
        return make_draft_room(number, None, "conferenceroom", polygon=box(x, 0, x + width, 5))

    small, large, lost = room("1", 7, 4), room("2", 20, 12), room("3", 0, 6)
    publish_draft(db, staff, floor, make_draft(rooms=[small, large, lost]), now)  # type: ignore[list-item]
    spaces = {s.name: s.id for s in places.spaces(db, staff, floor)}
    booking = make_booking(db, noor, spaces["3"], now + timedelta(days=1))
    publish_draft(db, staff, floor, make_draft(rooms=[small, large]), now)  # type: ignore[list-item]
    assert names(bookings.offers(db, noor, booking, now).spaces) == ["2"]


def test_where_a_place_was_is_not_told_by_a_plan_that_never_came(
    db: Database,
    staff: Actor,
    noor: Actor,
    floor: UUID,
    desks: dict[str, UUID],
    now: datetime,
) -> None:
    booking = make_booking(db, noor, desks["1"], now + timedelta(days=1))
    far = stage_draft(db, staff, floor, make_plan(make_desks(("1", 21.0), *FOUR[1:])), now)
    service.publish(db, staff, far, now, effective_from=now + timedelta(days=2))
    service.unschedule(db, staff, far, now)
    publish_draft(db, staff, floor, make_plan(make_desks(*FOUR[1:])), now)
    assert names(bookings.offers(db, noor, booking, now).spaces) == ["2", "3", "4"]


def test_moving_a_held_booking_keeps_its_id_and_where_it_was(
    db: Database,
    staff: Actor,
    noor: Actor,
    floor: UUID,
    desks: dict[str, UUID],
    held: UUID,
    now: datetime,
) -> None:
    assert bookings.held_here(db, noor, floor, now) == 1
    moved = bookings.change(db, noor, held, BookingChange(space_id=desks["3"]), now)
    assert (moved.id, moved.space_name, moved.state) == (held, "3", "confirmed")
    assert bookings.held_here(db, noor, floor, now) == 0
    plan = next(r.id for r in service.revisions(db, staff, floor) if r.state == "published")
    (told,) = service.affected(db, staff, plan, now)
    assert (told.space_name, told.state, told.moved_to) == ("1", "moved", "3")
    assert told.answered_at == now
    with pytest.raises(Conflict) as refused:
        bookings.offers(db, noor, held, now)
    assert refused.value.code == "booking_not_held"


def test_who_comes_too_late_is_offered_what_is_free_now(
    db: Database, staff: Actor, noor: Actor, desks: dict[str, UUID], held: UUID, now: datetime
) -> None:
    make_booking(db, staff, desks["2"], now + timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        bookings.change(db, noor, held, BookingChange(space_id=desks["2"]), now)
    assert refused.value.code == "taken"
    assert [each["name"] for each in refused.value.fields["alternatives"]] == ["3", "4"]
    assert bookings.booking(db, noor, held, now).state == "held"


def test_a_held_booking_that_is_given_back_is_cancelled_and_told(
    db: Database, staff: Actor, noor: Actor, floor: UUID, held: UUID, now: datetime
) -> None:
    bookings.cancel(db, noor, held, now)
    plan = next(r.id for r in service.revisions(db, staff, floor) if r.state == "published")
    assert [a.state for a in service.affected(db, staff, plan, now)] == ["cancelled"]


def test_staff_see_beforehand_whom_a_plan_affects_and_afterwards_who_has_not_answered(
    db: Database,
    staff: Actor,
    noor: Actor,
    floor: UUID,
    desks: dict[str, UUID],
    now: datetime,
) -> None:
    ben = make_person(db, staff.organisation_id, name="Ben")
    tomorrow = now + timedelta(days=1)
    mine = make_booking(db, noor, desks["1"], tomorrow)
    make_booking(db, ben, desks["2"], tomorrow + timedelta(hours=1))
    make_booking(db, ben, desks["3"], tomorrow)
    make_booking(db, ben, desks["1"], now - timedelta(days=2))
    draft = stage_draft(db, staff, floor, make_plan(make_desks(*FOUR[2:])), now)
    before = service.affected(db, staff, draft, now)
    assert [(a.person_name, a.space_name, a.state) for a in before] == [
        ("Noor", "1", "to_be_held"),
        ("Ben", "2", "to_be_held"),
    ]
    assert service.preview(db, staff, draft, now).affected == before
    service.publish(db, staff, draft, now)
    bookings.change(db, noor, mine, BookingChange(space_id=desks["4"]), now)
    after = service.affected(db, staff, draft, now)
    assert [(a.person_name, a.state) for a in after] == [("Ben", "held"), ("Noor", "moved")]
    later = service.affected(db, staff, draft, tomorrow + timedelta(days=1))
    assert [a.state for a in later] == ["over", "moved"]


def test_a_place_that_returns_settles_its_bookings(
    db: Database, staff: Actor, floor: UUID, held: UUID, now: datetime
) -> None:
    first, second = (r.id for r in reversed(service.revisions(db, staff, floor)))
    service.bring_back(db, staff, first, now)
    assert [a.state for a in service.affected(db, staff, second, now)] == ["returned"]


def test_only_facility_staff_see_who_is_affected(
    db: Database, staff: Actor, noor: Actor, floor: UUID, held: UUID, now: datetime
) -> None:
    plan = service.revisions(db, staff, floor)[0].id
    with pytest.raises(Forbidden):
        service.affected(db, noor, plan, now)
    with pytest.raises(NotFound):
        service.affected(db, staff, UUID(int=3), now)
    stranger = make_person(db, staff.organisation_id, role=Role.EMPLOYEE)
    with pytest.raises(NotFound):
        bookings.offers(db, stranger, held, now)
