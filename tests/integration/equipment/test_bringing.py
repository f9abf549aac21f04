"""Bringing things along: with a booking, wherever it goes, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.database import Database
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Bring, Left
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.ids import new_id
from floorplans.series import service as series
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesRequest, State
from tests.integration.equipment.conftest import Office
from tests.support.factories import (
    make_building,
    make_equipment,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)


def book(
    db: Database, office: Office, now: datetime, *bring: Bring, desk: UUID | None = None
) -> BookingView:
    request = BookingRequest(desk or office.desk, now + HOUR, now + 3 * HOUR, bring=bring)
    return service.book(db, office.actor, request, now)


def left(db: Database, office: Office, from_at: datetime, to_at: datetime) -> dict[UUID, int]:
    found = equipment.on_offer(db, office.actor, office.floor_id, from_at, to_at)
    return {thing.id: thing.left for thing in found.things}


def test_a_booking_tells_what_it_brings_along(db: Database, office: Office, now: datetime) -> None:
    made = book(db, office, now, Bring(office.monitors, 2), Bring(office.projector))
    assert [(each.name, each.count, each.kept_at) for each in made.brings] == [
        ("Monitor 27", 2, "Reception"),
        ("Beamer", 1, "Reception"),
    ]
    assert service.my_bookings(db, office.actor, now)[0].brings == made.brings


def test_what_is_out_in_some_hours_is_left_in_others(
    db: Database, office: Office, now: datetime
) -> None:
    book(db, office, now, Bring(office.monitors))
    assert left(db, office, now + HOUR, now + 2 * HOUR)[office.monitors] == 1
    assert left(db, office, now + 3 * HOUR, now + 4 * HOUR)[office.monitors] == 2


def test_too_few_left_refuses_all_and_says_when_and_what_instead(
    db: Database, office: Office, now: datetime
) -> None:
    other = make_equipment(db, office.facility, office.floor_id, owned=2, name="Old monitor")
    book(db, office, now, Bring(office.monitors))
    with pytest.raises(Conflict) as error:
        book(db, office, now, Bring(office.monitors, 2), desk=office.next_desk)
    assert error.value.code == "equipment_out"
    assert "Only 1 of “Monitor 27” is left" in error.value.message
    assert error.value.fields["nearest"] == {
        "from": (now + 3 * HOUR).isoformat(),
        "to": (now + 5 * HOUR).isoformat(),
    }
    assert error.value.fields["instead"] == [
        {"equipment_id": str(other), "name": "Old monitor", "left": 2}
    ]
    assert len(service.my_bookings(db, office.actor, now)) == 1


def test_cancelling_brings_it_back_at_once(db: Database, office: Office, now: datetime) -> None:
    made = book(db, office, now, Bring(office.projector))
    service.cancel(db, office.actor, made.id, now)
    assert left(db, office, now + HOUR, now + 2 * HOUR)[office.projector] == 1


def test_ending_early_brings_it_back_for_the_rest(
    db: Database, office: Office, now: datetime
) -> None:
    made = book(db, office, now, Bring(office.projector))
    service.cancel(db, office.actor, made.id, now + 2 * HOUR)
    assert left(db, office, now + 2 * HOUR, now + 3 * HOUR)[office.projector] == 1
    assert left(db, office, now + HOUR, now + 2 * HOUR)[office.projector] == 0


def test_a_release_brings_it_back(db: Database, office: Office, now: datetime) -> None:
    made = book(db, office, now, Bring(office.projector))
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE booking SET state = 'released' WHERE id = :id"), {"id": made.id})
    assert left(db, office, now + HOUR, now + 2 * HOUR)[office.projector] == 1


def test_it_moves_with_its_booking_or_nothing_moves(
    db: Database, office: Office, now: datetime
) -> None:
    made = book(db, office, now, Bring(office.projector))
    later = BookingChange(from_at=now + 5 * HOUR, to_at=now + 6 * HOUR)
    service.change(db, office.actor, made.id, later, now)
    assert left(db, office, now + HOUR, now + 2 * HOUR)[office.projector] == 1
    book(db, office, now, Bring(office.projector), desk=office.next_desk)
    back = BookingChange(from_at=now + 2 * HOUR, to_at=now + 4 * HOUR)
    with pytest.raises(Conflict, match="equipment_out"):
        service.change(db, office.actor, made.id, back, now)
    assert service.booking(db, office.actor, made.id, now).from_at == now + 5 * HOUR


def test_things_of_a_floor_do_not_leave_it(db: Database, office: Office, now: datetime) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        building = tx.execute(
            text("SELECT building_id FROM floor WHERE id = :id"), {"id": office.floor_id}
        ).scalar_one()
    above = make_floor(db, office.facility, building_id=building, ordinal=1)
    desk = make_space(db, office.facility, above, name="Desk 3")
    phone = make_equipment(
        db, office.facility, office.floor_id, kind="conference_phone", for_floor=True
    )
    made = book(db, office, now, Bring(phone))
    with pytest.raises(Refused, match="equipment_elsewhere"):
        service.change(db, office.actor, made.id, BookingChange(space_id=desk), now)
    service.bring(db, office.actor, made.id, (), now)
    assert service.change(db, office.actor, made.id, BookingChange(desk), now).floor_id == above
    offered = equipment.on_offer(db, office.actor, above, now, now + HOUR)
    assert phone not in {thing.id for thing in offered.things}


def test_things_of_another_site_cannot_be_brought(
    db: Database, office: Office, now: datetime
) -> None:
    site = make_site(db, office.facility)
    floor = make_floor(db, office.facility, building_id=make_building(db, office.facility, site))
    far = make_equipment(db, office.facility, floor)
    with pytest.raises(Refused, match="equipment_elsewhere"):
        book(db, office, now, Bring(far))


def test_equipment_of_another_organisation_does_not_exist(
    db: Database, office: Office, now: datetime
) -> None:
    stranger = make_person(db, make_organisation(db))
    theirs = make_equipment(db, stranger, make_floor(db, stranger))
    for unknown in (theirs, new_id()):
        with pytest.raises(NotFound, match="equipment_not_found"):
            book(db, office, now, Bring(unknown))
    assert service.my_bookings(db, office.actor, now) == []


def test_naming_a_thing_twice_or_none_of_it_is_refused(
    db: Database, office: Office, now: datetime
) -> None:
    with pytest.raises(Invalid, match="equipment_twice"):
        book(db, office, now, Bring(office.monitors), Bring(office.monitors))
    with pytest.raises(Invalid, match="equipment_too_much"):
        book(db, office, now, Bring(office.monitors, 0))


def test_the_same_request_with_other_things_is_another_one(
    db: Database, office: Office, now: datetime
) -> None:
    wanted = BookingRequest(
        office.desk, now + HOUR, now + 2 * HOUR, "once", bring=(Bring(office.monitors),)
    )
    first = service.book(db, office.actor, wanted, now)
    assert service.book(db, office.actor, wanted, now).id == first.id
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book(db, office.actor, replace(wanted, bring=()), now)


def test_alternatives_are_only_where_all_of_it_can_go(
    db: Database, office: Office, now: datetime
) -> None:
    book(db, office, now, Bring(office.projector))
    with pytest.raises(Conflict) as taken:
        book(db, office, now, Bring(office.monitors))
    assert [each["space_id"] for each in taken.value.fields["alternatives"]] == [
        str(office.next_desk)
    ]
    with pytest.raises(Conflict) as without:
        book(db, office, now, Bring(office.projector))
    assert without.value.code == "taken"
    assert without.value.fields["alternatives"] == []


def test_a_series_brings_it_on_every_date_and_says_where_it_cannot(
    db: Database, office: Office, now: datetime
) -> None:
    day = (now + timedelta(days=1)).date()
    days = tuple(day + timedelta(days=n) for n in range(3))
    away = now + timedelta(days=2)
    request = BookingRequest(
        office.next_desk, away, away + 4 * HOUR, bring=(Bring(office.projector),)
    )
    service.book(db, office.colleague, request, now)
    wanted = SeriesRequest(
        office.desk, Hours(9 * 60, 12 * 60), days=days, bring=(Bring(office.projector),)
    )
    plan = series.preview(db, office.actor, wanted, now)
    assert [date_.state for date_ in plan.dates] == [State.FREE, State.REFUSED, State.FREE]
    made = series.book(db, office.actor, wanted, now)
    assert [date_.state for date_ in made.dates] == [State.BOOKED, State.REFUSED, State.BOOKED]
    assert made.dates[1].problem is not None
    assert made.dates[1].problem.code == "equipment_out"
    assert [each.name for each in made.brings] == ["Beamer"]
    change = SeriesChange(Scope.ALL, hours=Hours(13 * 60, 15 * 60))
    changed = series.change(db, office.actor, made.id, change, now)
    assert [date_.state for date_ in changed.dates] == [State.BOOKED] * 3
    for date_ in changed.dates:
        assert date_.from_at is not None
        assert date_.to_at is not None
        assert left(db, office, date_.from_at, date_.to_at)[office.projector] == 0


def test_what_is_left_counts_ones_own_while_it_is_changed(
    db: Database, office: Office, now: datetime
) -> None:
    made = book(db, office, now, Bring(office.projector))
    found = equipment.on_offer(
        db, office.actor, office.floor_id, made.from_at, made.to_at, apart_from=made.id
    )
    own: Left = next(thing for thing in found.things if thing.id == office.projector)
    assert (own.left, own.usable) == (1, 1)
