"""A team over two floors of one building: only if wanted, nearest floors first, all or nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid, Refused
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.teams import service
from floorplans.teams.views import Proposal, TeamSearch
from tests.support.factories import (
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)


class House:
    """Floors 0, 1, 2 and 5 of one building with 1, 3, 2 and 3 desks, and a house beside it."""

    def __init__(self, db: Database) -> None:
        organisation = make_organisation(db)
        self.staff = make_person(db, organisation, role=Role.FACILITY)
        site = make_site(db, self.staff)
        building = make_building(db, self.staff, site)
        self.team = [make_person(db, organisation) for _ in range(5)]
        self.floors = {
            ordinal: make_floor(db, self.staff, building_id=building, ordinal=ordinal)
            for ordinal in (0, 1, 2, 5)
        }
        self.desks = {
            ordinal: [
                make_space(db, self.staff, self.floors[ordinal], x=2.0 * n) for n in range(count)
            ]
            for ordinal, count in ((0, 1), (1, 3), (2, 2), (5, 3))
        }
        beside = make_building(db, self.staff, site)
        self.beside = make_floor(db, self.staff, building_id=beside, ordinal=1)
        for n in range(3):
            make_space(db, self.staff, self.beside, x=50 + 2.0 * n)


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


def search(house: House, now: datetime, size: int, *floors: UUID, **more: object) -> TeamSearch:
    who = tuple(person.person_id for person in house.team[:size])
    values = {"over_floors": True, **more}
    chosen = floors or tuple(house.floors.values())
    return TeamSearch(chosen, who, now + HOUR, now + 2 * HOUR, **values)  # type: ignore[arg-type]


def ordinals(house: House, found: Proposal) -> list[int]:
    names = {floor_id: ordinal for ordinal, floor_id in house.floors.items()}
    return [names[seat.floor_id] for seat in found.seats]


def test_a_team_that_fits_on_one_floor_is_not_spread_over_two(
    db: Database, house: House, now: datetime
) -> None:
    found = service.proposals(db, house.staff, search(house, now, 3), now)
    assert {each.other_floor_id for each in found} == {None}
    assert all(len(set(ordinals(house, each))) == 1 for each in found)


def test_the_nearest_floors_come_first_and_nobody_is_alone_where_that_can_be(
    db: Database, house: House, now: datetime
) -> None:
    first, second, *rest = service.proposals(db, house.staff, search(house, now, 4), now)
    assert ordinals(house, first) == [1, 1, 2, 2]
    assert ordinals(house, second) == [1, 1, 1, 0]
    assert {frozenset(ordinals(house, each)) for each in rest} == {
        frozenset({5, other}) for other in (0, 1, 2)
    }


def test_it_is_told_which_places_are_on_which_floor(
    db: Database, house: House, now: datetime
) -> None:
    floors = (house.floors[1], house.floors[2])
    (only,) = service.proposals(db, house.staff, search(house, now, 4, *floors), now)
    assert (only.floor_id, only.other_floor_id) == floors
    assert ordinals(house, only) == [1, 1, 2, 2]
    assert [seat.floor_name for seat in only.seats] == ["Floor 1", "Floor 1", "Floor 2", "Floor 2"]


def test_without_the_wish_nobody_is_asked_to_sit_on_two_floors(
    db: Database, house: House, now: datetime
) -> None:
    with pytest.raises(Conflict, match="too_few_free"):
        service.proposals(db, house.staff, search(house, now, 4, over_floors=False), now)


def test_two_houses_are_never_one_place(db: Database, house: House, now: datetime) -> None:
    wanted = search(house, now, 4, house.floors[1], house.beside)
    with pytest.raises(Conflict) as refused:
        service.proposals(db, house.staff, wanted, now)
    assert "on two of these floors in one building" in refused.value.message


def test_what_was_proposed_is_booked_on_both_floors_or_nowhere(
    db: Database, house: House, now: datetime
) -> None:
    floors = (house.floors[1], house.floors[2])
    wanted = search(house, now, 5, *floors)
    (found,) = service.proposals(db, house.staff, wanted, now)
    places = tuple(seat.space_id for seat in found.seats)
    chosen = replace(wanted.on(found.floor_id, places), other_floor_id=found.other_floor_id)
    blocker = BookingRequest(places[-1], now + HOUR, now + 2 * HOUR)
    taken = bookings.book(db, house.staff, blocker, now)
    with pytest.raises(Conflict, match="proposal_lost"):
        service.book_team(db, house.staff, chosen, now)
    assert all(bookings.my_bookings(db, person, now) == [] for person in house.team)
    bookings.cancel(db, house.staff, taken.id, now)
    made = service.book_team(db, house.staff, chosen, now)
    assert [seat.floor_id for seat in made.seats] == [seat.floor_id for seat in found.seats]
    assert [seat.away_m for seat in made.seats] == [seat.away_m for seat in found.seats]
    (team,) = service.my_teams(db, house.staff, now)
    assert {seat.floor_name for seat in team.seats} == {"Floor 1", "Floor 2"}
    assert service.cancel_team(db, house.staff, made.id, now) == 5


def test_the_service_chooses_on_two_floors_only_what_one_has_not(
    db: Database, house: House, now: datetime
) -> None:
    one, two = house.floors[1], house.floors[2]
    three = replace(search(house, now, 3).on(one), other_floor_id=two)
    made = service.book_team(db, house.staff, three, now)
    assert {seat.floor_id for seat in made.seats} == {one}
    service.cancel_team(db, house.staff, made.id, now)
    five = replace(search(house, now, 5).on(one), other_floor_id=two)
    made = service.book_team(db, house.staff, five, now)
    assert [seat.floor_id for seat in made.seats] == [one, one, one, two, two]
    with pytest.raises(Conflict, match="too_few_free"):
        service.book_team(db, house.staff, five, now)


@pytest.mark.parametrize("which", ["beside", "same"])
def test_floors_of_two_buildings_or_one_floor_twice_are_refused(
    db: Database, house: House, now: datetime, which: str
) -> None:
    one = house.floors[1]
    other = house.beside if which == "beside" else one
    wanted = replace(search(house, now, 4).on(one), other_floor_id=other)
    with pytest.raises(Invalid, match="floors_apart"):
        service.book_team(db, house.staff, wanted, now)


def test_a_place_that_a_rule_keeps_from_one_of_them_is_not_proposed(
    db: Database, house: House, now: datetime
) -> None:
    rule = Rule("Quiet floor", floor_id=house.floors[2], only_groups=(group(db, house, now),))
    policies.make_rule(db, house.staff, rule, now)
    floors = (house.floors[1], house.floors[2])
    with pytest.raises(Refused) as refused:
        service.proposals(db, house.staff, search(house, now, 5, *floors), now)
    assert "Quiet floor" in refused.value.message


def group(db: Database, house: House, now: datetime) -> UUID:
    made = policies.make_group(db, house.staff, "Chosen")
    policies.add_member(db, house.staff, made.id, house.team[0].email)
    return made.id


def sits(db: Database, house: House, person: Actor, now: datetime) -> None:
    people.update_profile(db, person, now, shows_name=True)
    wanted = BookingRequest(house.desks[2][0], now + HOUR, now + 2 * HOUR)
    bookings.book(db, person, wanted, now)


def test_round_a_colleague_their_floor_is_the_first_of_the_two(
    db: Database, house: House, now: datetime
) -> None:
    colleague = house.team[4]
    sits(db, house, colleague, now)
    wanted = search(house, now, 3, house.floors[0], house.floors[2], near=colleague.person_id)
    (found,) = service.proposals(db, house.staff, replace(wanted, people=wanted.people[:2]), now)
    assert ordinals(house, found) == [2, 0]
    assert [seat.away_m for seat in found.seats] == [2, 0]
