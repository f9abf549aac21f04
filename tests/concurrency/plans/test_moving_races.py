"""Many whose places are gone, one place that is free: one of them gets it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.factories import make_booking, make_person

PEOPLE = 8


def test_one_of_many_gets_the_last_free_place_and_the_others_keep_what_they_have(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    desks = [make_draft_desk(str(k), 2 + 2 * k, 2) for k in range(PEOPLE + 1)]
    publish_draft(cloned_db, staff, floor, make_draft(desks=desks), now)
    spaces = {s.name: s.id for s in places.spaces(cloned_db, staff, floor)}
    crowd = [make_person(cloned_db, staff.organisation_id) for _ in range(PEOPLE)]
    held = [
        make_booking(cloned_db, person, spaces[str(k)], now + timedelta(days=1))
        for k, person in enumerate(crowd)
    ]
    plan = publish_draft(cloned_db, staff, floor, make_draft(desks=desks[-1:]), now)
    last = spaces[str(PEOPLE)]
    barrier = Barrier(PEOPLE)

    def move(place: int) -> str:
        barrier.wait()
        try:
            bookings.change(cloned_db, crowd[place], held[place], BookingChange(last), now)
        except DomainError as error:
            return f"{error.code}, {len(error.fields['alternatives'])} others"
        return "moved"

    with ThreadPoolExecutor(PEOPLE) as pool:
        came_of_it = Counter(pool.map(move, range(PEOPLE)))
    assert came_of_it == {"moved": 1, "taken, 0 others": PEOPLE - 1}
    stands = Counter(a.state for a in plans.affected(cloned_db, staff, plan, now))
    assert stands == {"moved": 1, "held": PEOPLE - 1}
