"""Believable bookings around a day: busy in the middle of the week, teams side by side.

Pure: the same spaces, people, day and seed give the same bookings. Days are told one by one and
never look at each other, so a demo that is loaded again tomorrow only needs the new days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

DAYS_BACK = 7
DAYS_AHEAD = 14

#: The share of desks taken on each weekday, Monday first; nobody comes at the weekend.
DESK_SHARE = (0.20, 0.44, 0.50, 0.42, 0.14, 0.0, 0.0)
#: How likely a person comes on that weekday.
PERSON_SHARE = (0.45, 0.85, 0.9, 0.8, 0.3, 0.0, 0.0)
#: Of those who come, how many drive; and how eagerly rooms are booked against desks.
CAR_SHARE = 0.7
ROOM_FACTOR = 0.4
#: However busy the day, this share of each kind on each floor stays free.
FREE_SHARE = 0.2

TEAM_SIZES = (3, 4, 4, 6, 6, 8)
#: Presence in quarters of an hour since midnight, local time.
DAY_STARTS = (32, 33, 34, 34, 35, 36, 38)
DAY_ENDS = (64, 66, 68, 68, 70, 72)
HALF_DAY_END, HALF_DAY_SHARE = 52, 0.15
MEETING_STARTS = (36, 40, 44, 52, 56, 60, 64)
MEETING_LENGTHS = (2, 4, 4, 4, 6)


@dataclass(frozen=True, slots=True)
class StorySpace:
    """A bookable space, as far as the story needs it."""

    id: UUID
    floor_id: UUID
    kind: str
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """``in_team``: comes with the team and sits beside it, not at a usual desk."""

    id: UUID
    in_team: bool = False


@dataclass(frozen=True, slots=True)
class PlannedBooking:
    """``from_at`` and ``to_at`` are instants in UTC, half-open; ``day`` is the local day."""

    space_id: UUID
    person_id: UUID
    from_at: datetime
    to_at: datetime
    day: date


def tell(
    spaces: Sequence[StorySpace], people: Sequence[StoryPerson], today: date, seed: str
) -> list[PlannedBooking]:
    """Everything that is booked from ``DAYS_BACK`` before ``today`` to ``DAYS_AHEAD`` after."""
    days = (today + timedelta(days=offset) for offset in range(-DAYS_BACK, DAYS_AHEAD + 1))
    return [booking for day in days for booking in tell_day(spaces, people, day, seed)]


def tell_day(
    spaces: Sequence[StorySpace], people: Sequence[StoryPerson], day: date, seed: str
) -> list[PlannedBooking]:
    """The bookings of one day in the order they were made. No space is taken twice at a time.

    The order of ``people`` matters and that of ``spaces`` does not; ids decide nothing, so the
    same drawings imported elsewhere tell the same story.
    """
    if DESK_SHARE[day.weekday()] == 0.0 or not people:
        return []
    page = _Page(day, people, random.Random(f"{seed}|{day}"))  # noqa: S311 - a story, no secret
    floors = _floors(spaces)
    usual = [person for person in people if not person.in_team]
    coming = [person for person in usual if page.dice.random() < PERSON_SHARE[day.weekday()]]
    mates = _in_turn([person for person in people if person.in_team], day)
    desks = [floor["desk"] for floor in floors if floor["desk"]]
    told = list(_own_desks(page, desks, coming, seed))
    for floor in floors:
        told += _teams(page, floor["desk"], mates)
    told += _meetings(page, [floor[kind] for floor in floors for kind in ("room", "booth")])
    told += _cars(page, [car for floor in floors for car in floor["parking"]], coming)
    return told


@dataclass(slots=True)
class _Page:
    """One day while it is told: the dice, and what is taken so far."""

    day: date
    people: Sequence[StoryPerson]
    dice: random.Random
    taken: set[UUID] = field(default_factory=set)
    meeting_until: dict[UUID, int] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return DESK_SHARE[self.day.weekday()]

    def book(self, space: StorySpace, person: StoryPerson, start: int, end: int) -> PlannedBooking:
        """``start`` and ``end`` are quarters of an hour on the building's wall clock."""
        zone = ZoneInfo(space.time_zone)
        from_at, to_at = (
            datetime.combine(self.day, time(q // 4, q % 4 * 15), zone).astimezone(UTC)
            for q in (start, end)
        )
        self.taken.add(space.id)
        return PlannedBooking(space.id, person.id, from_at, to_at, self.day)


def _floors(spaces: Sequence[StorySpace]) -> list[dict[str, list[StorySpace]]]:
    """The spaces of each floor by kind and name, floors by their first name."""
    floors: dict[UUID, dict[str, list[StorySpace]]] = defaultdict(lambda: defaultdict(list))
    for space in sorted(spaces, key=lambda s: (s.kind, s.name)):
        floors[space.floor_id][space.kind].append(space)
    return sorted(
        floors.values(), key=lambda kinds: sorted((k, v[0].name) for k, v in kinds.items())
    )


def _own_desks(
    page: _Page, floors: list[list[StorySpace]], coming: list[StoryPerson], seed: str
) -> Iterator[PlannedBooking]:
    """Each who comes sits at the usual desk, or at the next one; on a full floor they stay home."""
    for person in coming if floors else ():
        usual = random.Random(f"{seed}|{page.people.index(person)}")  # noqa: S311
        desks = usual.choice(floors)
        first = usual.randrange(len(desks))
        free = [desk for desk in desks[first:] + desks[:first] if desk.id not in page.taken]
        if len(free) > FREE_SHARE * len(desks):
            half = page.dice.random() < HALF_DAY_SHARE
            start, end = page.dice.choice(DAY_STARTS), page.dice.choice(DAY_ENDS)
            yield page.book(free[0], person, start, HALF_DAY_END if half else end)


def _in_turn(mates: list[StoryPerson], day: date) -> list[StoryPerson]:
    """The people of teams in the order in which they come; on another day another team is first."""
    first = day.toordinal() * sum(TEAM_SIZES) % len(mates) if mates else 0
    return mates[first:] + mates[:first]


def _teams(
    page: _Page, desks: list[StorySpace], mates: list[StoryPerson]
) -> Iterator[PlannedBooking]:
    """Neighbouring desks for a team, one for each, until the floor is as busy as the day.

    Those who get one are taken from the head of ``mates``; when all have one, the rest stays free.
    """
    wanted = min(page.share * page.dice.uniform(0.85, 1.15), 1 - FREE_SHARE) * len(desks)
    left = int(wanted) - sum(desk.id in page.taken for desk in desks)
    for _ in desks:
        size = min(page.dice.choice(TEAM_SIZES), left, len(mates))
        if size < 1:
            return
        first = page.dice.randrange(max(1, len(desks) - size + 1))
        for desk in desks[first : first + size]:
            if desk.id not in page.taken:
                left -= 1
                start, end = page.dice.choice(DAY_STARTS), page.dice.choice(DAY_ENDS)
                yield page.book(desk, mates.pop(0), start, end)


def _meetings(page: _Page, groups: list[list[StorySpace]]) -> Iterator[PlannedBooking]:
    """Meetings by the hour; nobody is in two at once, and of each group some stay free all day."""
    used = [len(group) - max(1, round(len(group) * FREE_SHARE)) if group else 0 for group in groups]
    chosen = [page.dice.sample(group, count) for group, count in zip(groups, used, strict=True)]
    rooms = [room for group in chosen for room in group]
    busy_until = dict.fromkeys((room.id for room in rooms), 0)
    for start in MEETING_STARTS:
        for room in page.dice.sample(rooms, len(rooms)):
            hosts = [p for p in page.people if page.meeting_until.get(p.id, 0) <= start]
            if busy_until[room.id] > start or not hosts:
                continue
            if page.dice.random() > page.share * ROOM_FACTOR:
                continue
            host, end = page.dice.choice(hosts), start + page.dice.choice(MEETING_LENGTHS)
            busy_until[room.id] = page.meeting_until[host.id] = end
            yield page.book(room, host, start, end)


def _cars(
    page: _Page, places: list[StorySpace], coming: list[StoryPerson]
) -> Iterator[PlannedBooking]:
    """Drivers arrive a quarter of an hour before the first desk is taken and leave after."""
    drivers = [person for person in coming if page.dice.random() < CAR_SHARE]
    most = int(len(places) * (1 - FREE_SHARE))
    chosen = page.dice.sample(places, min(len(drivers), most))
    for place, driver in zip(chosen, drivers, strict=False):
        start, end = page.dice.choice(DAY_STARTS) - 1, page.dice.choice(DAY_ENDS) + 1
        yield page.book(place, driver, start, end)
