"""A team sits together, all of it or nobody, and only who lets colleagues book is booked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.teams import service
from floorplans.teams.views import TeamRequest, TeamSearch
from tests.support.factories import make_floor, make_organisation, make_person, make_space

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Team:
    """Three desks in a row at x = 0, 2, 4, and two far away at x = 30 and 31."""

    staff: Actor
    ada: Actor
    ben: Actor
    cleo: Actor
    floor_id: UUID
    row: tuple[UUID, UUID, UUID]
    far: tuple[UUID, UUID]


@pytest.fixture
def team(db: Database, now: datetime) -> Team:
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    ada, ben, cleo = (make_person(db, organisation, name=name) for name in ("Ada", "Ben", "Cleo"))
    for one in (ben, cleo):
        people.update_profile(db, one, now, lets_book=True)
    desks = [make_space(db, staff, floor, x=x, name=f"Desk {x}") for x in (0, 2, 4, 30, 31)]
    return Team(staff, ada, ben, cleo, floor, (desks[0], desks[1], desks[2]), (desks[3], desks[4]))


def request(team: Team, now: datetime, *who: Actor, start: int = 1) -> TeamRequest:
    ids = tuple(one.person_id for one in who)
    return TeamRequest(team.floor_id, ids, now + start * HOUR, now + (start + 1) * HOUR)


def code_of(db: Database, actor: Actor, wanted: TeamRequest, now: datetime) -> str:
    try:
        service.book_team(db, actor, wanted, now)
    except DomainError as error:
        return error.code
    return "ok"


def test_a_team_sits_where_the_free_places_lie_closest_together(
    db: Database, team: Team, now: datetime
) -> None:
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben, team.cleo), now)
    assert {seat.space_id for seat in made.seats} == set(team.row)
    assert made.seats[0].space_id == team.row[1]
    assert [seat.away_m for seat in made.seats] == [0, 2, 2]
    assert [seat.person_name for seat in made.seats] == ["Ada", "Ben", "Cleo"]
    (own,) = bookings.my_bookings(db, team.ben, now)
    assert (own.id, own.state) == (made.seats[1].booking_id, "confirmed")


def test_two_who_fit_nowhere_but_far_away_sit_there(
    db: Database, team: Team, now: datetime
) -> None:
    window = (now + HOUR, now + 2 * HOUR)
    bookings.book(db, team.staff, BookingRequest(team.row[1], *window), now)
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben), now)
    assert {seat.space_id for seat in made.seats} == set(team.far)


def test_nobody_is_booked_for_when_there_are_too_few_places(
    db: Database, team: Team, now: datetime
) -> None:
    window = (now + HOUR, now + 2 * HOUR)
    for desk in (*team.row[:2], team.far[0]):
        bookings.book(db, team.staff, BookingRequest(desk, *window), now)
    with pytest.raises(Conflict) as refused:
        service.book_team(db, team.ada, request(team, now, team.ada, team.ben, team.cleo), now)
    assert refused.value.code == "too_few_free"
    assert refused.value.fields["free"] == 2
    assert bookings.my_bookings(db, team.ada, now) == []


def test_only_who_lets_colleagues_is_booked_for_but_staff_book_for_all(
    db: Database, team: Team, now: datetime
) -> None:
    assert code_of(db, team.ben, request(team, now, team.ben, team.ada), now) == "person_not_found"
    assert code_of(db, team.staff, request(team, now, team.ben, team.ada), now) == "ok"
    other = make_person(db, make_organisation(db), role=Role.FACILITY)
    assert code_of(db, other, request(team, now, other), now) == "floor_not_found"
    stranger = request(team, now, team.ada, other, start=4)
    assert code_of(db, team.staff, stranger, now) == "person_not_found"


def test_round_a_colleague_who_lets_their_name_be_seen(
    db: Database, team: Team, now: datetime
) -> None:
    window = (now + HOUR, now + 2 * HOUR)
    bookings.book(db, team.cleo, BookingRequest(team.far[0], *window), now)
    near = replace(request(team, now, team.ada), near=team.cleo.person_id)
    assert code_of(db, team.ada, near, now) == "colleague_not_here"
    people.update_profile(db, team.cleo, now, shows_name=True)
    (seat,) = service.book_team(db, team.ada, near, now).seats
    assert (seat.space_id, seat.away_m) == (team.far[1], 1)


def test_a_rule_that_refuses_one_refuses_all(db: Database, team: Team, now: datetime) -> None:
    policies.make_rule(db, team.staff, Rule("Desks", kind="desk", most_at_once=1), now)
    window = (now + HOUR, now + 2 * HOUR)
    bookings.book(db, team.ben, BookingRequest(team.far[0], *window), now)
    with pytest.raises(Refused):
        service.book_team(db, team.ada, request(team, now, team.ada, team.ben), now)
    assert bookings.my_bookings(db, team.ada, now) == []


def test_who_booked_gives_all_back_and_each_gives_back_their_own(
    db: Database, team: Team, now: datetime
) -> None:
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben, team.cleo), now)
    bookings.cancel(db, team.ben, made.seats[1].booking_id, now)
    with pytest.raises(NotFound):
        service.cancel_team(db, team.cleo, made.id, now)
    assert service.cancel_team(db, team.ada, made.id, now) == 2
    assert service.cancel_team(db, team.ada, made.id, now) == 0
    assert {one.state for one in bookings.my_bookings(db, team.cleo, now)} == {"cancelled"}


def test_colleagues_are_found_by_name_if_they_may_be_booked_for(
    db: Database, team: Team, now: datetime
) -> None:
    assert [one.name for one in service.colleagues(db, team.ada, "")] == ["Ada", "Ben", "Cleo"]
    assert [one.name for one in service.colleagues(db, team.ben, "E")] == ["Ben", "Cleo"]
    assert [one.name for one in service.colleagues(db, team.staff, "ada")] == ["Ada"]
    assert service.colleagues(db, team.ben, "%") == []


@pytest.mark.parametrize(
    ("count", "code"), [(0, "team_size"), (41, "team_size"), (2, "person_twice")]
)
def test_a_team_is_some_different_people(
    db: Database, team: Team, now: datetime, count: int, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        service.book_team(db, team.ada, request(team, now, *[team.ada] * count), now)
    assert refused.value.code == code


def search(team: Team, now: datetime, *who: Actor, **more: object) -> TeamSearch:
    ids = tuple(one.person_id for one in who)
    floors = more.pop("floors", (team.floor_id,))
    return TeamSearch(floors, ids, now + HOUR, now + 2 * HOUR, **more)  # type: ignore[arg-type]


def test_proposals_are_groups_apart_from_each_other_the_closest_first(
    db: Database, team: Team, now: datetime
) -> None:
    first, second = service.proposals(db, team.ada, search(team, now, team.ada, team.ben), now)
    assert {seat.space_id for seat in first.seats} == set(team.far)
    assert {seat.space_id for seat in second.seats} < set(team.row)
    assert (first.spread_m, second.spread_m) == (1, 2)
    assert [seat.person_name for seat in first.seats] == ["Ada", "Ben"]
    assert bookings.my_bookings(db, team.ada, now) == []


def test_proposals_of_several_floors_are_in_one_order(
    db: Database, team: Team, now: datetime
) -> None:
    other = make_floor(db, team.staff)
    close = {make_space(db, team.staff, other, x=x) for x in (0, 0.5)}
    wanted = search(team, now, team.ada, team.ben, floors=(team.floor_id, other))
    first, *rest = service.proposals(db, team.ada, wanted, now)
    assert (first.floor_id, {seat.space_id for seat in first.seats}) == (other, close)
    assert {each.floor_id for each in rest} == {team.floor_id}


def test_a_place_that_a_rule_keeps_from_one_of_them_is_not_proposed(
    db: Database, team: Team, now: datetime
) -> None:
    group = policies.make_group(db, team.staff, "Chosen")
    policies.add_member(db, team.staff, group.id, team.ada.email)
    other = make_floor(db, team.staff)
    close = [make_space(db, team.staff, other, x=x) for x in (0, 0.5)]
    rule = Rule("Only the chosen", floor_id=other, only_groups=(group.id,))
    policies.make_rule(db, team.staff, rule, now)
    both = search(team, now, team.ada, team.ben, floors=(team.floor_id, other))
    found = service.proposals(db, team.ada, both, now)
    assert not {seat.space_id for each in found for seat in each.seats} & set(close)
    there = search(team, now, team.ada, team.ben, floors=(other,))
    with pytest.raises(Refused) as refused:
        service.proposals(db, team.ada, there, now)
    assert refused.value.message.startswith("Ben: The rule “Only the chosen”")


def test_a_proposal_is_booked_as_it_was_seen_or_not_at_all(
    db: Database, team: Team, now: datetime
) -> None:
    wanted = search(team, now, team.ada, team.ben)
    _, second = service.proposals(db, team.ada, wanted, now)
    places = tuple(seat.space_id for seat in second.seats)
    chosen = wanted.on(team.floor_id, places)
    bookings.book(db, team.staff, BookingRequest(places[1], now + HOUR, now + 2 * HOUR), now)
    with pytest.raises(Conflict, match="proposal_lost"):
        service.book_team(db, team.ada, chosen, now)
    assert bookings.my_bookings(db, team.ada, now) == []
    (own,) = bookings.my_bookings(db, team.staff, now)
    bookings.cancel(db, team.staff, own.id, now)
    made = service.book_team(db, team.ada, chosen, now)
    assert tuple(seat.space_id for seat in made.seats) == places


def test_all_of_a_team_get_other_hours_or_nobody_does(
    db: Database, team: Team, now: datetime
) -> None:
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben), now)
    later = BookingChange(from_at=now + 3 * HOUR, to_at=now + 4 * HOUR)
    in_the_way = BookingRequest(made.seats[1].space_id, now + 3 * HOUR, now + 4 * HOUR)
    blocker = bookings.book(db, team.staff, in_the_way, now)
    with pytest.raises(Conflict) as refused:
        service.change_team(db, team.ada, made.id, later, now)
    assert refused.value.message.startswith("Ben: ")
    (seen,) = service.my_teams(db, team.ada, now)
    assert {seat.from_at for seat in seen.seats} == {now + HOUR}
    bookings.cancel(db, team.staff, blocker.id, now)
    changed = service.change_team(db, team.ada, made.id, later, now)
    assert {(seat.from_at, seat.to_at) for seat in changed.seats} == {
        (now + 3 * HOUR, now + 4 * HOUR)
    }
    with pytest.raises(NotFound):
        service.change_team(db, team.cleo, made.id, later, now)


def test_who_moves_their_own_place_is_not_one_of_the_team_any_more(
    db: Database, team: Team, now: datetime
) -> None:
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben), now)
    ben = made.seats[1].booking_id
    bookings.change(db, team.ben, ben, BookingChange(space_id=team.row[0]), now)
    (left,) = service.my_teams(db, team.ada, now)
    assert [seat.person_name for seat in left.seats] == ["Ada"]
    assert service.cancel_team(db, team.ada, made.id, now) == 1
    assert bookings.booking(db, team.ben, ben, now).state == "confirmed"


def test_the_same_request_again_is_the_same_team_as_it_stands(
    db: Database, team: Team, now: datetime
) -> None:
    wanted = replace(request(team, now, team.ada, team.ben, team.cleo), idempotency_key="key")
    first, again = (service.book_team(db, team.ada, wanted, now) for _ in range(2))
    assert again == first
    assert len(bookings.my_bookings(db, team.ben, now)) == 1
    bookings.cancel(db, team.ben, first.seats[1].booking_id, now)
    left = service.book_team(db, team.ada, wanted, now)
    assert (left.id, left.seats) == (first.id, (first.seats[0], first.seats[2]))
    service.cancel_team(db, team.ada, first.id, now)
    assert service.book_team(db, team.ada, wanted, now).seats == ()


def test_a_key_is_ones_own_and_means_one_request(db: Database, team: Team, now: datetime) -> None:
    wanted = replace(request(team, now, team.ben), idempotency_key="key")
    service.book_team(db, team.ada, wanted, now)
    other = replace(request(team, now, team.cleo), idempotency_key="key")
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book_team(db, team.ada, other, now)
    assert service.book_team(db, team.staff, other, now).seats


def test_a_refused_request_leaves_its_key_to_be_tried_again(
    db: Database, team: Team, now: datetime
) -> None:
    wanted = replace(request(team, now, team.ada, team.ben), idempotency_key="key")
    blockers = [
        bookings.book(db, team.staff, BookingRequest(desk, wanted.from_at, wanted.to_at), now)
        for desk in (*team.row, team.far[0])
    ]
    assert code_of(db, team.ada, wanted, now) == "too_few_free"
    bookings.cancel(db, team.staff, blockers[0].id, now)
    assert len(service.book_team(db, team.ada, wanted, now).seats) == 2


def test_a_team_is_given_back_before_the_deadline_of_all_or_not_at_all(
    db: Database, team: Team, now: datetime
) -> None:
    made = service.book_team(db, team.ada, request(team, now, team.ada, team.ben), now)
    policies.make_rule(db, team.staff, Rule("Early", cancel_by_min=120), now)
    with pytest.raises(Refused) as refused:
        service.cancel_team(db, team.ada, made.id, now)
    assert refused.value.message.startswith("Ada: The rule “Early” lets bookings be cancelled")
    assert service.cancel_team(db, team.staff, made.id, now) == 2
