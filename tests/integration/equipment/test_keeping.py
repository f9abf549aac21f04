"""Facility staff keep equipment: what is written off, who goes without, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from floorplans.bookings import service
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Bring, Things
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound
from floorplans.messages import service as messages
from floorplans.messages.kinds import Kind
from tests.integration.equipment.conftest import Office

HOUR = timedelta(hours=1)


def things(db: Database, office: Office, now: datetime) -> Things:
    return equipment.one(db, office.facility, office.monitors, now).things


def booked(
    db: Database, office: Office, now: datetime, desk: UUID, count: int = 1, *, at: int = 1
) -> BookingView:
    bring = (Bring(office.monitors, count),)
    request = BookingRequest(desk, now + at * HOUR, now + (at + 2) * HOUR, bring=bring)
    return service.book(db, office.actor, request, now + at * timedelta(seconds=1))


def brings(db: Database, office: Office, made: BookingView, now: datetime) -> int:
    found = service.booking(db, office.actor, made.id, now)
    return sum(each.count for each in found.brings)


def test_who_asked_last_goes_without_and_is_told_and_the_places_stay(
    db: Database, office: Office, now: datetime
) -> None:
    messages.say_whether_sent(db, True)
    first = booked(db, office, now, office.desk)
    last = booked(db, office, now, office.next_desk, at=2)
    broken = replace(things(db, office, now), broken=1)
    kept = equipment.change(db, office.facility, office.monitors, broken, now)
    assert [each.booking_id for each in kept.lost] == [last.id]
    assert (brings(db, office, first, now), brings(db, office, last, now)) == (1, 0)
    assert service.booking(db, office.actor, last.id, now).state == "confirmed"
    with db.transaction(office.actor.organisation_id) as tx:
        told = tx.execute(
            text("SELECT booking_id, details FROM message WHERE kind = :kind"),
            {"kind": str(Kind.EQUIPMENT)},
        ).one()
    assert (told.booking_id, told.details) == (last.id, {"lost": str(office.monitors)})


def test_what_is_not_missed_takes_nothing_from_anybody(
    db: Database, office: Office, now: datetime
) -> None:
    first = booked(db, office, now, office.desk)
    later = booked(db, office, now, office.next_desk, at=3)
    broken = replace(things(db, office, now), broken=1)
    assert equipment.change(db, office.facility, office.monitors, broken, now).lost == ()
    assert (brings(db, office, first, now), brings(db, office, later, now)) == (1, 1)


def test_what_is_over_counts_for_nothing(db: Database, office: Office, now: datetime) -> None:
    over = booked(db, office, now, office.desk, 2)
    afterwards = now + 4 * HOUR
    broken = replace(things(db, office, now), broken=2)
    assert equipment.change(db, office.facility, office.monitors, broken, afterwards).lost == ()
    assert brings(db, office, over, afterwards) == 2


def test_what_is_lent_no_more_is_gone_from_the_list_and_from_bookings(
    db: Database, office: Office, now: datetime
) -> None:
    made = booked(db, office, now, office.desk)
    equipment.set_kit(db, office.facility, office.monitors, office.next_desk, 1)
    lost = equipment.retire(db, office.facility, office.monitors, now)
    assert [each.booking_id for each in lost] == [made.id]
    offered = equipment.on_offer(db, office.actor, office.floor_id, now, now + HOUR)
    assert office.monitors not in {thing.id for thing in offered.things}
    assert offered.kits == ()
    with pytest.raises(NotFound, match="equipment_not_found"):
        service.bring(db, office.actor, made.id, (Bring(office.monitors),), now)
    with pytest.raises(NotFound, match="equipment_not_found"):
        equipment.one(db, office.facility, office.monitors, now)


def test_the_database_refuses_to_write_off_what_is_promised(
    db: Database, office: Office, now: datetime
) -> None:
    booked(db, office, now, office.desk, 2)
    with (
        pytest.raises(Conflict, match="equipment_out"),
        db.transaction(office.facility.organisation_id) as tx,
    ):
        tx.execute(
            text("UPDATE equipment SET broken = 1, changed_at = :now WHERE id = :id"),
            {"now": now, "id": office.monitors},
        )


def test_only_triggers_say_what_is_out(db: Database, office: Office, now: datetime) -> None:
    booked(db, office, now, office.desk)
    for statement in ("DELETE FROM lending", "UPDATE lending SET item = 9"):
        with (
            pytest.raises(DBAPIError) as error,
            db.transaction(office.actor.organisation_id) as tx,
        ):
            tx.execute(text(statement))
        assert isinstance(error.value.orig, psycopg.errors.InsufficientPrivilege)


def test_a_kit_is_told_with_what_is_on_offer(db: Database, office: Office) -> None:
    now = datetime.fromisoformat("2026-11-18T08:00:00+00:00")
    equipment.set_kit(db, office.facility, office.projector, office.desk, 1)
    offered = equipment.on_offer(db, office.actor, office.floor_id, now, now + HOUR)
    assert [(part.space_id, part.equipment_id, part.count) for part in offered.kits] == [
        (office.desk, office.projector, 1)
    ]
    equipment.set_kit(db, office.facility, office.projector, office.desk, 0)
    assert equipment.on_offer(db, office.actor, office.floor_id, now, now + HOUR).kits == ()


def test_staff_see_what_to_get_ready(db: Database, office: Office, now: datetime) -> None:
    booked(db, office, now, office.desk, 2)
    (ready,) = equipment.hand_outs(db, office.facility, now)
    assert (ready.name, ready.count, ready.space_name, ready.person_name) == (
        "Monitor 27",
        2,
        "Desk 1",
        office.actor.name,
    )


def test_only_staff_keep_equipment(db: Database, office: Office, now: datetime) -> None:
    described = things(db, office, now)
    for act in (
        lambda: equipment.equipment(db, office.actor, now),
        lambda: equipment.keep(db, office.actor, described, now),
        lambda: equipment.change(db, office.actor, office.monitors, described, now),
        lambda: equipment.retire(db, office.actor, office.monitors, now),
        lambda: equipment.set_kit(db, office.actor, office.monitors, office.desk, 1),
        lambda: equipment.hand_outs(db, office.actor, now),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "spaceship"}, "equipment_kind_unknown"),
        ({"name": " "}, "equipment_name_invalid"),
        ({"kept_at": "x" * 101}, "equipment_name_invalid"),
        ({"owned": 0}, "equipment_count_invalid"),
        ({"broken": 3}, "equipment_count_invalid"),
    ],
)
def test_what_makes_no_sense_is_not_kept(
    db: Database, office: Office, now: datetime, change: dict[str, object], code: str
) -> None:
    wrong = replace(things(db, office, now), **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=code):
        equipment.keep(db, office.facility, wrong, now)
