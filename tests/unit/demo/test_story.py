"""The story of the demo: busy in the middle of the week, never full, the same every time."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from app.demo.story import DAYS_AHEAD, DAYS_BACK, StoryPerson, StorySpace, tell, tell_day

BERLIN = "Europe/Berlin"
TUESDAY, SATURDAY = date(2026, 11, 17), date(2026, 11, 21)
FLOOR = UUID(int=1)


def make_spaces(kind: str = "desk", count: int = 60, floor: UUID = FLOOR) -> list[StorySpace]:
    return [StorySpace(uuid4(), floor, kind, f"{kind} {i:03d}", BERLIN) for i in range(count)]


def make_people(count: int = 16) -> list[StoryPerson]:
    """Half of them sit at a usual desk, half beside their team."""
    return [StoryPerson(uuid4(), in_team=i % 2 == 1) for i in range(count)]


def make_house() -> list[StorySpace]:
    return make_spaces() + make_spaces("room", 8) + make_spaces("parking", 30)


def test_the_same_day_is_told_the_same_way_twice():
    spaces, people = make_house(), make_people()
    assert tell_day(spaces, people, TUESDAY, "a") == tell_day(spaces, people, TUESDAY, "a")


def test_another_seed_tells_another_story():
    spaces, people = make_house(), make_people()
    assert tell_day(spaces, people, TUESDAY, "a") != tell_day(spaces, people, TUESDAY, "b")


def test_the_order_in_which_spaces_come_does_not_matter():
    spaces, people = make_house(), make_people()
    shuffled = random.Random(1).sample(spaces, len(spaces))
    assert tell_day(spaces, people, TUESDAY, "a") == tell_day(shuffled, people, TUESDAY, "a")


def test_tomorrow_tells_todays_days_again():
    spaces, people = make_house(), make_people()
    today = set(tell(spaces, people, TUESDAY, "a"))
    tomorrow = set(tell(spaces, people, TUESDAY + timedelta(days=1), "a"))
    first, last = TUESDAY - timedelta(days=DAYS_BACK - 1), TUESDAY + timedelta(days=DAYS_AHEAD)
    assert {b for b in today if b.day >= first} == {b for b in tomorrow if b.day <= last}


def test_no_space_is_taken_twice_at_one_time():
    by_space = defaultdict(list)
    for booking in tell(make_house(), make_people(), TUESDAY, "a"):
        by_space[booking.space_id].append((booking.from_at, booking.to_at))
    for spans in by_space.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


def test_nobody_is_in_two_meetings_at_once():
    rooms = make_spaces("room", 20)
    by_person = defaultdict(list)
    for booking in tell_day(rooms, make_people(6), TUESDAY, "a"):
        by_person[booking.person_id].append((booking.from_at, booking.to_at))
    assert by_person
    for spans in by_person.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


def test_nobody_has_two_desks_on_one_day():
    for booking_day in range(5):
        day = TUESDAY + timedelta(days=booking_day)
        told = tell_day(make_spaces(count=100), make_people(60), day, "a")
        assert max(Counter(booking.person_id for booking in told).values(), default=1) == 1


def test_another_team_is_the_first_to_come_on_another_day():
    spaces, people = make_spaces(count=40), [StoryPerson(uuid4(), in_team=True) for _ in range(80)]
    came = [
        {
            booking.person_id
            for booking in tell_day(spaces, people, TUESDAY + timedelta(days=i), "a")
        }
        for i in range(2)
    ]
    assert set() not in came
    assert came[0] != came[1]


def test_the_middle_of_the_week_is_busier_than_its_ends():
    spaces, people = make_spaces(count=100), make_people(100)
    monday = TUESDAY - timedelta(days=1)
    counts = [len(tell_day(spaces, people, monday + timedelta(days=i), "a")) for i in range(5)]
    assert min(counts[1:4]) > max(counts[0], counts[4])


def test_nobody_comes_at_the_weekend():
    assert tell_day(make_house(), make_people(), SATURDAY, "a") == []


def test_some_place_of_every_kind_is_always_free():
    spaces, people = make_house(), make_people(80)
    bookings = tell(spaces, people, TUESDAY, "a")
    kinds = {space.id: space.kind for space in spaces}
    instants = {booking.from_at for booking in bookings}
    for at in instants:
        taken = Counter(kinds[b.space_id] for b in bookings if b.from_at <= at < b.to_at)
        assert taken["desk"] < 60
        assert taken["room"] < 8
        assert taken["parking"] < 30


def test_people_keep_office_hours_on_the_buildings_clock():
    for booking in tell(make_house(), make_people(), date(2026, 10, 25), "a"):
        start = booking.from_at.astimezone(ZoneInfo(BERLIN))
        end = booking.to_at.astimezone(ZoneInfo(BERLIN))
        assert start.date() == end.date() == booking.day
        assert 7 <= start.hour < end.hour + 1 <= 20
        assert booking.from_at < booking.to_at


def test_past_days_are_told_too():
    days = {booking.day for booking in tell(make_house(), make_people(), TUESDAY, "a")}
    assert min(days) < TUESDAY < max(days)


def test_a_building_without_people_or_spaces_has_no_story():
    assert tell(make_house(), [], TUESDAY, "a") == []
    assert tell([], make_people(), TUESDAY, "a") == []
