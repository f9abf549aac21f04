"""A floor with a room and three desks in it, of which the room can be booked as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shapely import box

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.places import service as places
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.factories import make_floor, make_organisation, make_person


@dataclass(frozen=True, slots=True)
class Nested:
    """Desks 1, 2 and 3 stand in the lab, desk 9 does not; the lab's neighbour is the den."""

    staff: Actor
    people: tuple[Actor, ...]
    floor_id: UUID
    lab: UUID
    den: UUID
    desks: tuple[UUID, UUID, UUID]
    far_desk: UUID


def make_nested(db: Database, now: datetime, people: int = 2) -> Nested:
    organisation_id = make_organisation(db)
    staff = make_person(db, organisation_id, role=Role.FACILITY)
    floor_id = make_floor(db, staff)
    draft = make_draft(
        rooms=[
            make_draft_room("101", "Lab", "conferenceroom", polygon=box(0, 0, 10, 6)),
            make_draft_room("102", "Den", "conferenceroom", polygon=box(10, 0, 16, 6)),
        ],
        desks=[
            *(make_draft_desk(str(n), 3.0 * n - 1, 3) for n in (1, 2, 3)),
            make_draft_desk("9", 18, 3),
        ],
    )
    publish_draft(db, staff, floor_id, draft, now)
    found = {space.number: space for space in places.spaces(db, staff, floor_id)}
    assert found["101"].bookable
    return Nested(
        staff=staff,
        people=tuple(make_person(db, organisation_id) for _ in range(people)),
        floor_id=floor_id,
        lab=found["101"].id,
        den=found["102"].id,
        desks=(found["1"].id, found["2"].id, found["3"].id),
        far_desk=found["9"].id,
    )
