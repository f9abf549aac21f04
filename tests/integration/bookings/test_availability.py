"""The availability document of a floor."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from tests.integration.bookings.conftest import Office
from tests.support.factories import make_booking, make_organisation, make_person, make_space

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def read(db: Database, actor: Actor, office: Office, now: datetime) -> dict[str, dict[str, Any]]:
    """What the actor sees from 9 to 17 (UTC+1), by space."""
    found = service.availability(db, actor, office.floor_id, now, now + 8 * HOUR, now)
    document = json.loads(found.body)
    assert document["version"] == found.version
    return {line.pop("id"): line for line in document["spaces"]}


def line_of(db: Database, office: Office, now: datetime, space: UUID) -> dict[str, Any]:
    return read(db, office.actor, office, now)[str(space)]


def test_a_free_desk_is_free_and_says_until_when(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.colleague, office.desk, now + 10 * HOUR)
    assert line_of(db, office, now, office.next_desk) == {"status": "free"}
    assert line_of(db, office, now, office.desk) == {
        "status": "free",
        "until": "2026-11-18T18:00:00+00:00",
    }


def test_a_booking_of_tomorrow_does_not_end_what_is_free_today(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.colleague, office.desk, now + 15 * HOUR)  # 00:00 in Amsterdam
    assert line_of(db, office, now, office.desk) == {"status": "free"}


def test_a_taken_desk_hides_who_took_it(db: Database, office: Office, now: datetime) -> None:
    make_booking(db, office.colleague, office.desk, now + HOUR, now + 3 * HOUR)
    assert line_of(db, office, now, office.desk) == {
        "status": "taken",
        "until": "2026-11-18T11:00:00+00:00",
    }


def test_a_taken_desk_shows_who_wants_to_be_seen(
    db: Database, office: Office, now: datetime
) -> None:
    seen = make_person(
        db, office.actor.organisation_id, name='Ann "</script>" Élan', shows_name=True
    )
    make_booking(db, seen, office.desk, now + HOUR)
    assert line_of(db, office, now, office.desk)["who"] == 'Ann "</script>" Élan'


@pytest.mark.parametrize("days", [1, -8])
def test_hiding_ones_name_again_reaches_the_maps_of_every_day_also_those_that_are_over(
    db: Database, office: Office, now: datetime, days: int
) -> None:
    seen = make_person(db, office.actor.organisation_id, shows_name=True)
    make_booking(db, seen, office.desk, datetime.now(now.tzinfo) + days * DAY)
    before = service.floor_version(db, office.actor, office.floor_id)
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(
            text("UPDATE person SET shows_name = false WHERE id = :id"), {"id": seen.person_id}
        )
    assert service.floor_version(db, office.actor, office.floor_id) > before


def test_ones_own_booking_is_marked_and_can_be_named(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    assert line_of(db, office, now, office.desk) == {
        "status": "yours",
        "booking_id": str(made),
        "until": "2026-11-18T10:00:00+00:00",
    }


def test_a_desk_with_somebody_at_it_is_occupied(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.colleague, office.desk, now, state="checked_in")
    assert line_of(db, office, now, office.desk)["status"] == "occupied"


@pytest.mark.parametrize("state", ["cancelled", "released"])
def test_what_was_given_back_is_free(
    db: Database, office: Office, now: datetime, state: str
) -> None:
    make_booking(db, office.colleague, office.desk, now, state=state)
    assert line_of(db, office, now, office.desk) == {"status": "free"}


def test_a_booking_that_ends_as_the_window_begins_does_not_count(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.colleague, office.desk, now - HOUR, now)
    assert line_of(db, office, now, office.desk) == {"status": "free"}


def test_a_closed_floor_closes_every_space_with_the_reason(
    db: Database, office: Office, now: datetime
) -> None:
    closure = ClosureRequest(office.floor_id, now, now + HOUR, 'fire drill "A"')
    close_place(db, office.facility, closure, now)
    for line in read(db, office.actor, office, now).values():
        assert (line["status"], line["reason"]) == ("closed", 'fire drill "A"')


def test_only_bookable_spaces_that_exist_are_listed(
    db: Database, office: Office, now: datetime
) -> None:
    make_space(db, office.facility, office.floor_id, kind="area", bookable=False)
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :id"), {"id": office.desk})
    assert set(read(db, office.actor, office, now)) == {str(office.next_desk)}


def test_an_empty_floor_gives_an_empty_list(db: Database, office: Office, now: datetime) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now()"))
    assert read(db, office.actor, office, now) == {}


def test_the_floor_of_another_organisation_does_not_exist(
    db: Database, office: Office, now: datetime
) -> None:
    stranger = make_person(db, make_organisation(db))
    with pytest.raises(NotFound, match="floor_not_found"):
        service.availability(db, stranger, office.floor_id, now, now + HOUR, now)
    with pytest.raises(NotFound, match="floor_not_found"):
        service.floor_version(db, stranger, office.floor_id)


def test_a_window_of_more_than_a_month_is_refused(
    db: Database, office: Office, now: datetime
) -> None:
    with pytest.raises(Invalid, match="window_too_long"):
        service.availability(db, office.actor, office.floor_id, now, now + 745 * HOUR, now)
