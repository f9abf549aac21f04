"""What a floor tells of places that are not for a person is what a booking is refused with."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from tests.integration.policies.conftest import HOUR, Office, make_office
from tests.support.factories import make_space

FINAL = ("not_for_you", "too_near_quiet_zone")


def told(office: Office) -> dict[UUID, tuple[str, str]]:
    found = policies.forbidden(office.db, office.employee, office.floor_id, office.now)
    return {each.space_id: (each.code, each.says) for each in found}


def refused(office: Office, spaces: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """By trying each place, two hours ahead."""
    found = {}
    for space in spaces:
        request = BookingRequest(space, office.now + 2 * HOUR, office.now + 3 * HOUR)
        try:
            booked = bookings.book(office.db, office.employee, request, office.now)
            bookings.cancel(office.db, office.employee, booked.id, office.now)
        except DomainError as refusal:
            if refusal.code in FINAL:
                found[space] = (refusal.code, refusal.message.split(" Nothing was")[0])
    return found


@pytest.fixture
def spaces(office: Office) -> list[UUID]:
    more = [make_space(office.db, office.facility, office.floor_id, x=x) for x in (6.0, 9.0, 12.0)]
    return [office.desk, office.next_desk, office.room, *more]


def test_without_such_rules_nothing_is_told(office: Office, spaces: list[UUID]) -> None:
    office.rule("Short", longest_min=600)
    assert told(office) == refused(office, spaces) == {}
    assert not policies.forbids_anything(office.db, office.employee)


def test_places_for_other_groups_and_near_quiet_zones_are_told_as_they_are_refused(
    office: Office, spaces: list[UUID]
) -> None:
    quiet, own = office.zone("Library", x=16, width_m=3), office.zone("Sales", x=1, width_m=6)
    office.rule("Quiet", kind="desk", quiet_m=6.0, quiet_zones=(quiet,))
    group = office.group("Sales team", office.colleague)
    office.rule("Sales only", zone_id=own, only_groups=(group,))
    office.rule("Team rooms", kind="room", only_groups=(group,))
    found = told(office)
    assert found == refused(office, spaces)
    assert {code for code, _ in found.values()} == set(FINAL)
    assert office.desk in found
    assert any(space not in found for space in spaces)
    mine = policies.forbidden(office.db, office.colleague, office.floor_id, office.now)
    assert {each.code for each in mine} == {"too_near_quiet_zone"}


def test_another_organisation_learns_nothing(office: Office, spaces: list[UUID]) -> None:
    office.rule("Staff", only_groups=(office.group("Staff", office.colleague),))
    assert len(told(office)) == len(spaces)
    stranger = make_office(office.db, office.now)
    assert policies.forbidden(office.db, stranger.employee, office.floor_id, office.now) == []
