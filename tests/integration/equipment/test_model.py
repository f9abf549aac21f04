"""Random histories of bookings that bring things along, against sets of what is out when.

A booking with equipment can be exactly if its desk is free, and at no moment of it more of a thing
would be out than can be used. Which item that is does not matter: all of a thing are alike.
"""

from __future__ import annotations

from collections import Counter
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
from floorplans.equipment.views import Bring
from floorplans.errors import Conflict
from tests.support.factories import (
    make_equipment,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)

HOUR = timedelta(hours=1)
DESKS = 6
OWNED = (2, 3)
STEPS = 90
LAST_HOUR = 9


@dataclass(frozen=True, slots=True)
class Held:
    desk: UUID
    hours: range
    brings: Mapping[UUID, int]


@dataclass(slots=True)
class Model:
    usable: Mapping[UUID, int]
    held: dict[UUID, Held] = field(default_factory=dict)

    def refusal(self, wanted: Held, but: UUID | None = None) -> str | None:
        """The code with which a booking is refused; None when it can be."""
        met = [one for own, one in self.held.items() if own != but and _meet(one, wanted)]
        if any(one.desk == wanted.desk for one in met):
            return "taken"
        for hour in wanted.hours:
            out: Counter[UUID] = Counter(wanted.brings)
            for one in met:
                out.update(one.brings if hour in one.hours else {})
            if any(out[thing] > self.usable[thing] for thing in wanted.brings):
                return "equipment_out"
        return None


@dataclass(frozen=True, slots=True)
class Office:
    person: Actor
    desks: list[UUID]
    model: Model


def _meet(one: Held, other: Held) -> bool:
    return bool(set(one.hours) & set(other.hours))


def make_office(db: Database) -> Office:
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    desks = [make_space(db, staff, floor, x=3.0 * n, name=f"Desk {n}") for n in range(DESKS)]
    usable = {make_equipment(db, staff, floor, owned=owned): owned for owned in OWNED}
    return Office(make_person(db, organisation), desks, Model(usable))


def some_hours(random: Random) -> range:
    start = random.randint(1, LAST_HOUR)
    return range(start, start + random.randint(1, 4))


def some_things(office: Office, random: Random) -> dict[UUID, int]:
    things = random.sample(list(office.model.usable), random.randint(0, 2))
    return {thing: random.randint(1, 2) for thing in things}


def as_bring(brings: Mapping[UUID, int]) -> tuple[Bring, ...]:
    return tuple(Bring(thing, count) for thing, count in brings.items())


def book(db: Database, office: Office, random: Random, now: datetime) -> str:
    wanted = Held(random.choice(office.desks), some_hours(random), some_things(office, random))
    request = BookingRequest(
        wanted.desk,
        now + wanted.hours.start * HOUR,
        now + wanted.hours.stop * HOUR,
        bring=as_bring(wanted.brings),
    )
    refusal = office.model.refusal(wanted)
    if refusal is not None:
        with pytest.raises(Conflict) as error:
            service.book(db, office.person, request, now)
        assert error.value.code == refusal
        return refusal
    office.model.held[service.book(db, office.person, request, now).id] = wanted
    return "booked"


def move(db: Database, office: Office, random: Random, now: datetime) -> str:
    if not office.model.held:
        return "nothing"
    own = random.choice(list(office.model.held))
    hours = some_hours(random)
    wanted = Held(random.choice(office.desks), hours, office.model.held[own].brings)
    change = BookingChange(wanted.desk, now + hours.start * HOUR, now + hours.stop * HOUR)
    refusal = office.model.refusal(wanted, but=own)
    if refusal is not None:
        with pytest.raises(Conflict) as error:
            service.change(db, office.person, own, change, now)
        assert error.value.code == refusal
        return refusal
    service.change(db, office.person, own, change, now)
    office.model.held[own] = wanted
    return "moved"


def bring(db: Database, office: Office, random: Random, now: datetime) -> str:
    if not office.model.held:
        return "nothing"
    own = random.choice(list(office.model.held))
    before = office.model.held[own]
    wanted = Held(before.desk, before.hours, some_things(office, random))
    refusal = office.model.refusal(wanted, but=own)
    if refusal is not None:
        with pytest.raises(Conflict) as error:
            service.bring(db, office.person, own, as_bring(wanted.brings), now)
        assert error.value.code == refusal
        return refusal
    service.bring(db, office.person, own, as_bring(wanted.brings), now)
    office.model.held[own] = wanted
    return "brought"


def cancel(db: Database, office: Office, random: Random, now: datetime) -> str:
    if not office.model.held:
        return "nothing"
    own = random.choice(list(office.model.held))
    service.cancel(db, office.person, own, now)
    del office.model.held[own]
    return "cancelled"


@pytest.mark.parametrize("seed", range(6))
def test_what_can_be_brought_is_what_is_left_at_every_moment(
    db: Database, now: datetime, seed: int
) -> None:
    random = Random(seed)
    office = make_office(db)
    acts = random.choices([book, move, bring, cancel], weights=[7, 3, 3, 2], k=STEPS)
    done = Counter(act(db, office, random, now) for act in acts)
    assert {"booked", "moved", "brought", "cancelled", "taken", "equipment_out"} <= set(done)
    with db.transaction(office.person.organisation_id) as tx:
        rows = tx.execute(
            text("""
            SELECT l.booking_id, l.equipment_id, count(*) AS count,
              bool_and(l.during = b.during) AS same
            FROM lending l JOIN booking b ON b.id = l.booking_id
            GROUP BY l.booking_id, l.equipment_id""")
        ).all()
    assert all(row.same for row in rows)
    out = {(row.booking_id, row.equipment_id): row.count for row in rows}
    assert out == {
        (own, thing): count
        for own, held in office.model.held.items()
        for thing, count in held.brings.items()
    }
