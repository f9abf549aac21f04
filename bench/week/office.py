"""Whom and what there is in the office of the week, and what must be true of it afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from bench.seeding import Office, make_floors
from bench.serving import Installation
from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest

ZONE = ZoneInfo("Europe/Amsterdam")
OPENS_MIN, GRACE_MIN = 30, 20
#: Who booked and does not come.
NO_SHOW_SHARE = 0.15
DAY = timedelta(days=1)
AT_ONCE = 8
WORKDAY = Hours(9 * 60, 17 * 60)

_PEOPLE = """
INSERT INTO person (organisation_id, id, email, name, role)
SELECT %(organisation)s, gen_random_uuid(), 'week' || n || '@example.test', 'Person ' || n,
       'employee'
FROM generate_series(1, %(people)s) n RETURNING id, name, email
"""
#: Two that stand and meet on one desk.
_DOUBLE = """
SELECT count(*) FROM booking a JOIN booking b ON a.space_id = b.space_id AND a.id < b.id
  AND a.during && b.during
WHERE a.state IN ('held', 'confirmed', 'checked_in')
  AND b.state IN ('held', 'confirmed', 'checked_in')
"""


@dataclass(frozen=True, slots=True)
class Week:
    """An office before its week; ``days`` are Monday to Friday."""

    place: Installation
    db: Database
    staff: Actor
    people: tuple[Actor, ...]
    desks: tuple[UUID, ...]
    days: tuple[date, ...]
    random: Random

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), ZONE)

    def hours(self, day: date) -> Window:
        return Window(self.at(day, 9), self.at(day, 17))

    def ask(self, question: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with psycopg.connect(self.place.owner_url) as connection:
            own = str(self.staff.organisation_id)
            connection.execute("SELECT set_config('app.organisation_id', %s, false)", [own])
            return connection.execute(question, values).fetchall()  # type: ignore[arg-type]


def make_week(
    place: Installation, office: Office, db: Database, monday: date, *, people: int, desks: int
) -> Week:
    """An office of four floors for ``people``, with a check-in that frees what nobody came for."""
    staff = office.actor
    make_floors(place, office, buildings=1, floors=4, desks=desks // 4)
    with psycopg.connect(place.owner_url) as connection:
        organisation = str(staff.organisation_id)
        connection.execute("SELECT set_config('app.organisation_id', %s, false)", [organisation])
        made = connection.execute(_PEOPLE, {"organisation": organisation, "people": people})
        known = [Actor(staff.organisation_id, own, Role.EMPLOYEE, *who) for own, *who in made]
        found = connection.execute("SELECT id FROM space ORDER BY md5(id::text)").fetchall()
    days = tuple(monday + n * DAY for n in range(5))
    presence.set_rule(
        db,
        staff,
        CheckInRule(None, None, True, OPENS_MIN, GRACE_MIN, True),
        datetime.combine(monday, time(0), ZONE) - DAY,
    )
    return Week(place, db, staff, tuple(known), tuple(row[0] for row in found), days, Random(1))


def book_series(week: Week, regulars: int) -> int:
    """``regulars`` book a desk of their own for all five days; how many bookings that made."""
    asked_at = week.at(week.days[0], 8) - 7 * DAY
    known = KnownSpaces()

    def one(number: int) -> int:
        wanted = SeriesRequest(week.desks[number], WORKDAY, week.days)
        view = series.book(week.db, week.people[number], wanted, asked_at, known=known)
        return sum(each.state == "booked" for each in view.dates)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(regulars)))


@dataclass(frozen=True, slots=True)
class Morning:
    """How many came, had their place freed, and got a place that was freed."""

    came: int
    freed: int
    late: int


def play_morning(week: Week, day: date, waiting: list[Actor]) -> Morning:
    """Most come; who does not loses the place, once; those who wait take what was freed."""
    own = week.ask(
        "SELECT id, person_id FROM booking WHERE state = 'confirmed'"
        " AND during && tstzrange(%s, %s) ORDER BY id",
        *(getattr(week.hours(day), end) for end in ("from_at", "to_at")),
    )
    actors = {person.person_id: person for person in week.people}
    come = [row for row in own if week.random.random() >= NO_SHOW_SHARE]
    at_nine, late = week.at(day, 9, 2), week.at(day, 9, GRACE_MIN + 1)

    def check_in(row: tuple[UUID, UUID]) -> None:
        presence.check_in(week.db, actors[row[1]], row[0], at_nine)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(check_in, come))
        # Two sweeps at once must free each place once.
        freed = sum(pool.map(lambda _: presence.release_due(week.db, late), range(2)))
        taken = sum(pool.map(lambda who: _takes(week, who, day, late), waiting))
    return Morning(len(come), freed, taken)


def _takes(week: Week, who: Actor, day: date, now: datetime) -> bool:
    """Somebody without a place asks for one, and takes what they are offered instead."""
    wanted = Window(now, week.hours(day).to_at)
    place = week.random.choice(week.desks)
    for _ in range(AT_ONCE):
        try:
            made = bookings.book(week.db, who, BookingRequest(place, *_ends(wanted)), now)
        except Conflict as error:
            offered = error.fields.get("alternatives")
            if not offered:
                return False
            place = UUID(str(week.random.choice(offered)["space_id"]))
        else:
            presence.check_in(week.db, who, made.id, now)
            return True
    return False


def _ends(window: Window) -> tuple[datetime, datetime]:
    return window.from_at, window.to_at


def doubles(week: Week) -> int:
    """How many pairs of bookings of one desk meet."""
    return int(week.ask(_DOUBLE)[0][0])


def lost(week: Week, acknowledged: list[UUID]) -> int:
    """How many bookings that were acknowledged are not there."""
    there = {row[0] for row in week.ask("SELECT id FROM booking")}
    return sum(own not in there for own in acknowledged)
