"""An office whose people all have a floor open, and the bookings that change what they see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.open_maps.clients import Viewer
from bench.seeding import Office, book_share, make_floors, make_office, next_monday, owner
from bench.serving import Installation
from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.people.tokens import digest, new_api_token

FLOORS, DESKS = 21, 400
#: Of all who look: as many have one and the same floor open.
ON_ONE_FLOOR = 0.5
BOOKED_SHARE = 0.5
_OPENS_H, _CLOSES_H, _LAST_START_H = 6, 16, 13

_PEOPLE = """
INSERT INTO person (organisation_id, id, email, name, role, shows_name)
VALUES (%s, %s, %s, %s, 'employee', true)
"""
_TOKENS = """
INSERT INTO api_token (organisation_id, id, person_id, name, digest, created_at)
VALUES (%s, gen_random_uuid(), %s, 'bench', %s, %s)
"""
_FREE = """
SELECT s.id FROM space s WHERE s.floor_id = %s AND s.bookable AND NOT EXISTS (
  SELECT FROM booking b WHERE b.space_id = s.id) ORDER BY s.id
"""


class Change(NamedTuple):
    """A booking: its floor, the floor's version after it, and the instants around its commit."""

    floor: str
    version: int
    sent_s: float
    committed_s: float


@dataclass(slots=True)
class Crowd:
    """Everybody who looks, and the free desks of each floor that can still be booked."""

    office: Office
    day: datetime
    people: list[Actor]
    tokens: list[str]
    floors: list[UUID]
    free: dict[UUID, list[UUID]]
    booked: int = 0

    def viewers(self, count: int, *, takes_changes: bool = True) -> list[Viewer]:
        """The first ``count`` people: half of them on the first floor, the rest on all others."""
        one = round(count * ON_ONE_FLOOR)
        others = self.floors[1:] or self.floors
        return [
            Viewer(
                self.tokens[number],
                str(self.floors[0] if number < one else others[number % len(others)]),
                self._hours(number),
                takes_changes,
            )
            for number in range(count)
        ]

    def change(self, db: Database, now: datetime) -> Change:
        """Book a desk for the whole day, in turn on the floor of many and on one of the others."""
        many = self.booked % 2 == 0
        floor = self.floors[0 if many else 1 + (self.booked // 2) % (len(self.floors) - 1)]
        who = self.people[self.booked % len(self.people)]
        self.booked += 1
        begins = self.day + timedelta(hours=_OPENS_H)
        wanted = BookingRequest(
            self.free[floor].pop(), begins, self.day + timedelta(hours=_CLOSES_H)
        )
        sent_s = monotonic()
        bookings.book(db, who, wanted, now)
        committed_s = monotonic()
        version = bookings.floor_version(db, who, floor)
        return Change(str(floor), version, sent_s, committed_s)

    def _hours(self, number: int) -> str:
        """Two hours or more of the day, from one quarter or another."""
        quarters = number % (4 * (_LAST_START_H - _OPENS_H))
        begins = self.day + timedelta(hours=_OPENS_H, minutes=15 * quarters)
        ends = begins + timedelta(hours=2, minutes=15 * (number % 3))
        return urlencode({"from": begins.isoformat(), "to": ends.isoformat()})


def make_crowd(place: Installation, count: int, now: datetime) -> Crowd:
    """``count`` people with a token each, and floors that are half booked on a day to come."""
    office, day = make_office(place, now), next_monday(now)
    floors = make_floors(place, office, buildings=1, floors=FLOORS, desks=DESKS)
    book_share(place, office, BOOKED_SHARE, [day])
    organisation = office.actor.organisation_id
    made = [
        Actor(organisation, uuid4(), Role.EMPLOYEE, f"Viewer {n}", f"viewer{n}@example.test")
        for n in range(count)
    ]
    tokens = [new_api_token() for _ in made]
    with owner(place, office) as connection, connection.cursor() as cursor:
        rows = [(organisation, each.person_id, each.email, each.name) for each in made]
        cursor.executemany(_PEOPLE, rows)
        secrets = zip(made, tokens, strict=True)
        cursor.executemany(
            _TOKENS,
            [(organisation, each.person_id, digest(token), now) for each, token in secrets],
        )
        free = {
            floor: [row[0] for row in connection.execute(_FREE, (floor,)).fetchall()]
            for floor in floors
        }
    return Crowd(office, day, made, tokens, floors, free)
