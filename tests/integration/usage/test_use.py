"""How much places were used: added up by month, told of enough people alone, kept so."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Forbidden, Invalid, NotFound
from floorplans.usage import service
from floorplans.usage.views import Choice, KindUse, SiteUse, Values
from tests.support.usage import (
    DAY,
    HOUR,
    MONDAY,
    UsedSite,
    did_not_come,
    make_used_site,
    make_zone,
    stayed,
)

OCTOBER = date(2026, 10, 1)
IN_NOVEMBER = datetime(2026, 11, 18, 8, tzinfo=UTC)


@pytest.fixture
def used(db: Database) -> UsedSite:
    return make_used_site(db)


def counted(db: Database, used: UsedSite) -> SiteUse:
    service.count_due(db, IN_NOVEMBER)
    return service.use(db, used.facility, used.site_id, OCTOBER)


def desks(found: SiteUse) -> KindUse:
    return next(each for each in found.counted.kinds if each.kind == "desk")


def all_come(db: Database, used: UsedSite, people: int = 6, floor: int = 0) -> None:
    for person, desk in zip(used.people[:people], used.desks[floor], strict=False):
        stayed(db, person, desk, MONDAY)


def test_hours_no_shows_and_releases_are_added_up(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    for person, desk in zip(used.people, used.desks[0], strict=True):
        stayed(db, person, desk, MONDAY + DAY, left=3)
        did_not_come(db, person, desk, MONDAY + 2 * DAY)
    found = counted(db, used)
    # 6 x 8 hours, 8 x 3, and an hour each until nobody had come.
    assert found.counted.values == Values(48 + 24 + 8, 48 + 24, 8, 8, 180)
    assert desks(found).values == found.counted.values


def test_weekdays_and_hours_are_those_of_the_sites_clock(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    monday = desks(counted(db, used)).weekdays[0]
    assert (monday.name, monday.values.used_h) == ("Monday", 48)
    assert [part.name for part in monday.parts] == [f"{hour:02}:00" for hour in range(9, 17)]
    assert {part.values.used_h for part in monday.parts} == {6}


def test_days_on_which_nobody_came_are_told_as_nothing(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    assert desks(counted(db, used)).weekdays[6].values.booked_h == 0


def test_a_floor_with_few_people_is_hidden_and_so_is_what_would_give_it_away(
    db: Database, used: UsedSite
) -> None:
    all_come(db, used)
    stayed(db, used.people[7], used.desks[1][7], MONDAY)
    found = desks(counted(db, used))
    assert [row.values.used_h for row in found.floors] == [None, None]
    assert found.floors_rest is not None
    assert found.floors_rest.used_h == found.values.used_h == 56
    assert [row.parts for row in found.floors] == [(), ()]


def test_an_hour_with_few_people_is_merged_with_others(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    stayed(db, used.people[0], used.desks[0][7], MONDAY + 9 * HOUR, 2)
    monday = desks(counted(db, used)).weekdays[0]
    hidden = [part.name for part in monday.parts if part.values.used_h is None]
    assert {"18:00", "19:00"} < set(hidden)
    assert len(hidden) == 3
    assert monday.rest is not None
    assert monday.rest.used_h == 6 + 2


def test_one_no_show_among_many_people_is_not_told(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    did_not_come(db, used.people[7], used.desks[0][7], MONDAY)
    found = counted(db, used)
    assert found.counted.values.no_shows is None
    assert found.counted.values.used_h == 48


def test_the_organisation_can_ask_for_more_people(db: Database, used: UsedSite) -> None:
    service.choose(db, used.admin, Choice(True, 7))
    all_come(db, used)
    found = counted(db, used)
    assert found.least_people == 7
    assert found.counted.values == Values(None, None, None, None, None)


@pytest.mark.parametrize("least", [2, 1001])
def test_nobody_can_ask_for_too_few_or_absurdly_many(
    db: Database, used: UsedSite, least: int
) -> None:
    with pytest.raises(Invalid) as caught:
        service.choose(db, used.admin, Choice(True, least))
    assert caught.value.code == "too_few_people"
    with pytest.raises(DBAPIError), db.transaction(used.admin.organisation_id) as tx:
        tx.execute(text("UPDATE organisation SET use_least_people = 2"))


def test_a_month_is_counted_once_and_stays_as_it_was_told(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    before = counted(db, used)
    all_come(db, used, floor=1)
    service.choose(db, used.admin, Choice(True, 3))
    assert service.count_due(db, IN_NOVEMBER) == 0
    assert service.use(db, used.facility, used.site_id) == before
    with pytest.raises(DBAPIError), db.transaction(used.admin.organisation_id) as tx:
        tx.execute(text("DELETE FROM use_report"))


def test_a_month_that_is_not_over_is_not_counted(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    assert service.count_due(db, datetime(2026, 10, 31, 22, 59, tzinfo=UTC)) == 0
    assert service.count_due(db, datetime(2026, 11, 1, 6, tzinfo=UTC)) == 1


def test_hours_are_shared_between_the_months_in_which_they_lie(
    db: Database, used: UsedSite
) -> None:
    midnight = datetime(2026, 9, 30, 22, tzinfo=UTC)
    for person, desk in zip(used.people[:5], used.desks[0], strict=False):
        stayed(db, person, desk, midnight - 2 * HOUR, 5)
    assert service.count_due(db, IN_NOVEMBER) == 2
    hours = [
        service.use(db, used.facility, used.site_id, month).counted.values.used_h
        for month in (date(2026, 9, 1), OCTOBER)
    ]
    assert hours == [10, 15]


def test_an_hour_that_the_clock_repeats_counts_twice(db: Database, used: UsedSite) -> None:
    for person, desk in zip(used.people[:5], used.desks[0], strict=False):
        stayed(db, person, desk, datetime(2026, 10, 24, 22, tzinfo=UTC), 5)
    sunday = desks(counted(db, used)).weekdays[6]
    assert {part.name: part.values.used_h for part in sunday.parts} == {
        "00:00": 5,
        "01:00": 5,
        "02:00": 10,
        "03:00": 5,
    }


def test_what_is_kept_names_nobody(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    kept = json.dumps(asdict(counted(db, used)), default=str)
    for person in used.people:
        assert str(person.person_id) not in kept
        assert person.name not in kept


def test_switched_off_there_is_nothing(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    counted(db, used)
    service.choose(db, used.admin, Choice(False, 5))
    for asked in (
        lambda: service.months(db, used.facility),
        lambda: service.use(db, used.facility, used.site_id),
    ):
        with pytest.raises(NotFound) as caught:
            asked()
        assert caught.value.code == "use_not_counted"


def test_nothing_is_counted_while_it_is_off(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    service.choose(db, used.admin, Choice(False, 5))
    assert service.count_due(db, IN_NOVEMBER) == 0


def test_another_organisation_sees_nothing_of_it(db: Database, used: UsedSite) -> None:
    all_come(db, used)
    counted(db, used)
    stranger = make_used_site(db).facility
    with pytest.raises(NotFound):
        service.use(db, stranger, used.site_id)
    assert [each.months for each in service.months(db, stranger)] == [()]


def test_employees_do_not_see_it_and_only_admins_choose(db: Database, used: UsedSite) -> None:
    with pytest.raises(Forbidden):
        service.months(db, used.people[0])
    with pytest.raises(Forbidden):
        service.choose(db, used.facility, Choice(False, 5))


def test_zones_are_told_below_their_floor(db: Database, used: UsedSite) -> None:
    make_zone(db, used, "Quiet", desks=5)
    for person, desk in zip(used.people[:5], used.desks[0], strict=False):
        stayed(db, person, desk, MONDAY)
        stayed(db, person, used.desks[0][7], MONDAY + person_day(used, person), 2)
    floor = desks(counted(db, used)).floors[0]
    assert [(part.name, part.values.used_h) for part in floor.parts] == [
        ("Quiet", 40),
        ("Outside of zones", 10),
    ]


def person_day(used: UsedSite, person: Actor) -> timedelta:
    return (1 + used.people.index(person)) * DAY
