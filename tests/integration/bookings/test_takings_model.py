"""Random wholes of wholes, booked, moved and given back at random, against sets of what they are.

Two bookings cannot both be exactly if they have something in common at the same time, but for
places of one space, of which each has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.ids import new_id
from tests.support.factories import make_floor, make_organisation, make_person, make_space

HOUR = timedelta(hours=1)
SPACES = 6
WHOLES = 5
PLACES = 2
STEPS = 70
LAST_HOUR = 6


@dataclass(frozen=True, slots=True)
class Held:
    space: UUID
    hours: range
    place: int | None


@dataclass(slots=True)
class Model:
    """``inside`` has every space with all that lies in it, itself among them."""

    inside: Mapping[UUID, frozenset[UUID]]
    pool: UUID
    held: dict[UUID, Held] = field(default_factory=dict)

    def fitting(self, space: UUID, hours: range, but: UUID | None = None) -> Held | None:
        """What a booking would hold; None when it cannot be."""
        met = [one for own, one in self.held.items() if own != but and set(one.hours) & set(hours)]
        beside = [one for one in met if not (one.space == space == self.pool)]
        if any(self.inside[space] & self.inside[one.space] for one in beside):
            return None
        if space != self.pool:
            return Held(space, hours, None)
        taken = {one.place for one in met if one.space == space}
        place = next((n for n in range(1, PLACES + 1) if n not in taken), None)
        return None if place is None else Held(space, hours, place)


@dataclass(frozen=True, slots=True)
class Office:
    staff: Actor
    person: Actor
    model: Model

    @property
    def spaces(self) -> list[UUID]:
        return list(self.model.inside)


def make_office(db: Database, random: Random, now: datetime) -> Office:
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    inside = {
        own: frozenset([own])
        for own in (make_space(db, staff, floor, x=3.0 * n, name=f"S{n}") for n in range(SPACES))
    }
    pool = next(reversed(inside))
    with db.transaction(organisation) as tx:
        tx.execute(
            text("UPDATE space SET places = :places WHERE id = :id"),
            {"places": PLACES, "id": pool},
        )
        for number in range(WHOLES):
            own, parts = new_id(), random.sample(list(inside), random.randint(2, 3))
            key = {"organisation": organisation, "id": own, "floor": floor}
            tx.execute(
                text("""
                INSERT INTO space (organisation_id, id, floor_id, kind, category, name, bookable,
                  is_composite)
                VALUES (:organisation, :id, :floor, 'room', 'room', :name, true, true)"""),
                {**key, "name": f"W{number}"},
            )
            tx.execute(
                text("""
                INSERT INTO joined_space (organisation_id, space_id, part_id, floor_id)
                SELECT :organisation, :id, unnest(CAST(:parts AS uuid[])), :floor"""),
                {**key, "parts": parts},
            )
            inside[own] = frozenset([own]).union(*(inside[part] for part in parts))
        tx.execute(text("SELECT renew_parts(:floor, :now)"), {"floor": floor, "now": now})
    return Office(staff, make_person(db, organisation), Model(inside, pool))


def some_hours(random: Random) -> range:
    start = random.randint(1, LAST_HOUR)
    return range(start, start + random.randint(1, 3))


def book(db: Database, office: Office, random: Random, now: datetime) -> bool:
    space, hours = random.choice(office.spaces), some_hours(random)
    expected = office.model.fitting(space, hours)
    request = BookingRequest(space, now + hours.start * HOUR, now + hours.stop * HOUR)
    if expected is None:
        with pytest.raises(Conflict, match="taken"):
            service.book(db, office.person, request, now)
        return False
    office.model.held[service.book(db, office.person, request, now).id] = expected
    return True


def move(db: Database, office: Office, random: Random, now: datetime) -> bool:
    if not office.model.held:
        return False
    own = random.choice(list(office.model.held))
    space, hours = random.choice(office.spaces), some_hours(random)
    before = office.model.held[own]
    expected = office.model.fitting(space, hours, but=own)
    change = BookingChange(space, now + hours.start * HOUR, now + hours.stop * HOUR)
    if expected is None:
        with pytest.raises(Conflict, match="taken"):
            service.change(db, office.person, own, change, now)
        return False
    service.change(db, office.person, own, change, now)
    if (before.space, before.hours) != (space, hours):
        office.model.held[own] = expected
    return True


def cancel(db: Database, office: Office, random: Random, now: datetime) -> bool:
    if not office.model.held:
        return False
    own = random.choice(list(office.model.held))
    service.cancel(db, office.person, own, now)
    del office.model.held[own]
    return True


@pytest.mark.parametrize("seed", range(6))
def test_what_can_be_booked_is_what_has_nothing_in_common_with_what_is(
    db: Database, now: datetime, seed: int
) -> None:
    random = Random(seed)
    office = make_office(db, random, now)
    acts = random.choices([book, move, cancel], weights=[6, 3, 2], k=STEPS)
    done = [act(db, office, random, now) for act in acts]
    assert {True, False} == set(done)
    with db.transaction(office.staff.organisation_id) as tx:
        own = tx.execute(
            text("""
            SELECT count(*) FROM booking b JOIN taking k ON k.booking_id = b.id
              AND k.space_id = b.space_id WHERE b.state = 'confirmed'""")
        ).scalar_one()
    assert own == len(office.model.held)
