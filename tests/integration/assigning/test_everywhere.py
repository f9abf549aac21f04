"""Whatever asks whether a place is free agrees: map, search, alternatives, teams, counts, rooms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from floorplans.assigning import service
from floorplans.assigning.views import AssignmentRequest, Days
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.bookings.windows import day_of
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.places import queries as places
from floorplans.presence import service as presence
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest
from tests.support.assigned import EVERY_DAY, AssignedOffice, make_assigned_office
from tests.support.nested import Nested, make_nested

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_the_map_tells_whom_it_is_assigned_to_only_where_they_allow_it(
    db: Database, now: datetime
) -> None:
    for shows_name, who in ((False, None), (True, "Ann Owner")):
        office = make_assigned_office(db, now, shows_name=shows_name)
        office.assign((1,))
        entry = office.entry(office.hours(MONDAY), office.colleague)
        assert (entry["status"], entry.get("who")) == ("assigned", who)
        assert entry["until"] == "2026-11-23T23:00:00+00:00"


def test_its_owner_sees_that_it_is_their_own(office: AssignedOffice) -> None:
    office.assign((1,))
    entry = office.entry(office.hours(MONDAY), office.owner)
    assert entry["status"] == "assigned"
    assert entry["is_mine"]
    assert office.entry(office.hours(MONDAY + DAY), office.owner)["status"] == "free"


def test_a_free_day_says_that_it_ends_where_an_assigned_one_begins(office: AssignedOffice) -> None:
    office.assign((1,))
    window = office.hours(MONDAY - DAY, 20, 23)
    late = office.hours(MONDAY, 0, 1)
    whole = type(window)(window.from_at, late.to_at)
    assert office.entry(whole, office.colleague)["status"] == "assigned"
    assert office.entry(window, office.colleague)["status"] == "free"


def test_a_released_day_is_free_on_the_map_and_a_booking_goes_before_it_all(
    office: AssignedOffice,
) -> None:
    made = office.assign().assignment
    office.release(made.id, MONDAY)
    window = office.hours(MONDAY)
    assert office.entry(window, office.colleague)["status"] == "free"
    office.book(MONDAY)
    assert office.entry(window, office.owner)["status"] == "taken"
    assert office.entry(window, office.colleague)["status"] == "yours"


def test_each_change_is_news_to_open_maps(office: AssignedOffice) -> None:
    seen = [bookings.floor_version(office.db, office.owner, office.floor_id)]

    def changed() -> bool:
        seen.append(bookings.floor_version(office.db, office.owner, office.floor_id))
        return seen[-1] > seen[-2]

    made = office.assign().assignment
    assert changed()
    office.release(made.id, MONDAY)
    assert changed()
    office.take_back(made.id, MONDAY)
    assert changed()
    absence = office.away(MONDAY)
    assert changed()
    service.remove_absence(office.db, office.owner, absence, office.now)
    assert changed()
    service.end(office.db, office.staff, made.id, office.now)
    assert changed()


def test_the_nearest_search_and_the_count_pass_over_it(office: AssignedOffice) -> None:
    made = office.assign().assignment
    window = office.hours(office.today, 12, 13)
    wanted = NearestRequest(
        SpaceOrigin(office.other_desk), office.floor_id, window.from_at, window.to_at
    )

    def found() -> set[object]:
        answer = nearest.nearest(office.db, office.colleague, wanted, office.now)
        return {each.space_id for each in answer.spaces}

    def free() -> int:
        with office.db.transaction(office.owner.organisation_id) as tx:
            rows = places.free_desks(tx, office.owner.organisation_id, office.now)
        return int(rows[0].free)

    assert (office.desk in found(), free()) == (False, 1)
    office.release(made.id, office.today)
    assert (office.desk in found(), free()) == (True, 2)


def test_a_team_gets_no_desk_of_others(office: AssignedOffice) -> None:
    office.assign()
    window = office.hours(MONDAY)
    people = (office.colleague.person_id, office.staff.person_id)
    wanted = TeamRequest(office.floor_id, people, window.from_at, window.to_at)
    with pytest.raises(Conflict) as no:
        teams.book_team(office.db, office.staff, wanted, office.now)
    assert no.value.code == "too_few_free"


def test_a_code_on_the_desk_shows_that_it_is_assigned(office: AssignedOffice) -> None:
    office.assign()
    seen = presence.look(office.db, office.colleague, office.desk, office.now)
    assert seen.status == "assigned"
    assert [each.space_id for each in seen.others] == [office.other_desk]
    with pytest.raises(Conflict) as no:
        presence.take(office.db, office.colleague, office.desk, office.now)
    assert no.value.code == "taken"


@pytest.fixture
def nested(db: Database, now: datetime) -> Nested:
    return make_nested(db, now)


def _assign(db: Database, nested: Nested, space: UUID, now: datetime) -> None:
    days = Days(EVERY_DAY, now.date())
    wanted = AssignmentRequest(space, nested.people[0].email, days)
    service.assign(db, nested.staff, wanted, now)


def test_a_room_with_an_assigned_desk_in_it_is_not_booked_as_a_whole(
    db: Database, nested: Nested, now: datetime
) -> None:
    _assign(db, nested, nested.desks[0], now)
    window = day_of(MONDAY, ZoneInfo("Europe/Amsterdam"))
    with pytest.raises(Conflict) as no:
        bookings.book(
            db, nested.people[1], BookingRequest(nested.lab, window.from_at, window.to_at), now
        )
    assert no.value.code == "taken"
    assert "because 1 is assigned" in no.value.message
    with db.transaction(nested.staff.organisation_id) as tx:
        row = tx.execute(
            text("SELECT free_of_floor(:floor, tstzrange(:a, :b), NULL, '{}', NULL) AS free"),
            {"floor": nested.floor_id, "a": window.from_at, "b": window.to_at},
        ).one()
    assert nested.lab not in row.free
    assert nested.desks[1] in row.free


def test_the_desks_of_an_assigned_room_are_its_owners_too(
    db: Database, nested: Nested, now: datetime
) -> None:
    _assign(db, nested, nested.lab, now)
    at = now + timedelta(days=5)
    with pytest.raises(Conflict):
        bookings.book(
            db, nested.people[1], BookingRequest(nested.desks[2], at, at + timedelta(hours=1)), now
        )
    owner = nested.people[0]
    assert bookings.book(
        db, owner, BookingRequest(nested.desks[2], at, at + timedelta(hours=1)), now
    )
    other = AssignmentRequest(nested.desks[1], nested.people[1].email, Days((1,), now.date()))
    with pytest.raises(Conflict) as no:
        service.assign(db, nested.staff, other, now)
    assert no.value.code == "already_assigned"
