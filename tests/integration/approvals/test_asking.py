"""Which places of a floor are asked for is told as booking them does it."""

from __future__ import annotations

from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.policies import service as policies
from tests.integration.policies.conftest import HOUR, Office
from tests.support.factories import make_space


def told(office: Office, who: Actor) -> set[UUID]:
    return set(policies.asking(office.db, who, office.floor_id, office.now))


def requested(office: Office, who: Actor, spaces: list[UUID]) -> set[UUID]:
    """By trying each place, two hours ahead."""
    found = set()
    for space in spaces:
        request = BookingRequest(space, office.now + 2 * HOUR, office.now + 3 * HOUR)
        booked = bookings.book(office.db, who, request, office.now)
        bookings.cancel(office.db, who, booked.id, office.now)
        if booked.state == "requested":
            found.add(space)
    return found


def test_places_are_told_by_kind_zone_and_who_asks(office: Office) -> None:
    far = make_space(office.db, office.facility, office.floor_id, x=12.0)
    spaces = [office.desk, office.next_desk, office.room, far]
    assert told(office, office.employee) == set()
    zone = office.zone("Quiet", x=11.5, width_m=2)
    office.rule("Rooms", kind="room", approval="needed", approvers=(office.colleague.person_id,))
    office.rule("Quiet desks", zone_id=zone, approval="needed")
    for who in (office.employee, office.colleague):
        assert told(office, who) == requested(office, who, spaces)
    assert told(office, office.employee) == {office.room, far}
    assert told(office, office.colleague) == {far}
