"""Plans with a date over HTTP."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from floorplans.database import Database
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import make_floor
from tests.support.web import Client, World

MONDAY, AT = "2026-11-23", "2026-11-22T23:00:00Z"
FRIDAY_HOURS = {"from": "2026-11-20T09:00:00Z", "to": "2026-11-20T17:00:00Z"}
MONDAY_HOURS = {"from": "2026-11-23T09:00:00Z", "to": "2026-11-23T17:00:00Z"}


def make_plan(*labels: str):
    return make_draft(desks=[make_draft_desk(each, 2.0 * ord(each), 2) for each in labels])


@pytest.fixture
def floor(db: Database, world: World, now: datetime) -> UUID:
    """Desks A and B."""
    made = make_floor(db, world.facility)
    publish_draft(db, world.facility, made, make_plan("A", "B"), now)
    return made


@pytest.fixture
def draft(db: Database, world: World, floor: UUID, now: datetime) -> UUID:
    """Desks A and C."""
    return stage_draft(db, world.facility, floor, make_plan("A", "C"), now)


def test_a_plan_is_published_for_a_day_and_its_date_is_cancelled(
    facility: Client, draft: UUID
) -> None:
    ahead = facility.get(f"/plans/{draft}/preview?from={MONDAY}").json
    assert ahead["effective_from"] == AT
    done = facility.post(f"/plans/{draft}/publish?from={MONDAY}")
    assert (done.status_code, done.json["effective_from"]) == (200, AT)
    seen = facility.get(f"/plans/{draft}").json
    assert (seen["state"], seen["effective_from"]) == ("scheduled", AT)
    (told,) = [p for p in facility.get("/plans").json if p["id"] == str(draft)]
    assert (told["state"], told["effective_from"]) == ("scheduled", AT)
    undone = facility.post(f"/plans/{draft}/unschedule")
    assert (undone.status_code, undone.json["held_bookings"]) == (200, 0)
    assert facility.get(f"/plans/{draft}").json["state"] == "draft"


def test_without_a_date_a_plan_is_published_at_once(facility: Client, draft: UUID) -> None:
    done = facility.post(f"/plans/{draft}/publish")
    assert (done.status_code, done.json["effective_from"]) == (200, None)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("2026-11-17", 422, "date_over"),
        ("2046-11-17T09:00", 422, "date_too_far"),
        ("next monday", 422, "input_invalid"),
        ("2026-13-01", 422, "input_invalid"),
        ("1", 422, "input_invalid"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words(
    facility: Client, draft: UUID, asked: str, status: int, code: str
) -> None:
    refused = facility.post(f"/plans/{draft}/publish?from={asked}")
    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert facility.get(f"/plans/{draft}").json["state"] == "draft"


def availability(client: Client, floor: UUID, hours: dict[str, str], tag: str | None = None):
    headers = {"If-None-Match": tag} if tag else {}
    query = f"from={hours['from']}&to={hours['to']}"
    return client.ask("GET", f"/floors/{floor}/availability?{query}", headers=headers)


def test_the_availability_of_an_open_map_names_another_plan_once_the_date_is_set(
    facility: Client, employee: Client, floor: UUID, draft: UUID
) -> None:
    before = availability(employee, floor, MONDAY_HOURS)
    digest = facility.post(f"/plans/{draft}/publish?from={MONDAY}").json["map_digest"]
    after = availability(employee, floor, MONDAY_HOURS, before.headers["ETag"])
    assert after.status_code == 200
    assert after.json["plan"] == {
        "digest": digest,
        "from": AT.replace("Z", "+00:00"),
        "until": None,
    }
    friday = availability(employee, floor, FRIDAY_HOURS)
    assert friday.json["plan"]["digest"] == before.json["plan"]["digest"]
    assert availability(employee, floor, MONDAY_HOURS, after.headers["ETag"]).status_code == 304
    facility.post(f"/plans/{draft}/unschedule")
    again = availability(employee, floor, MONDAY_HOURS, after.headers["ETag"])
    assert again.json["plan"]["digest"] == before.json["plan"]["digest"]


def test_an_employee_is_told_why_a_desk_cannot_be_booked_beyond_the_date(
    facility: Client, employee: Client, floor: UUID, draft: UUID
) -> None:
    told = availability(employee, floor, FRIDAY_HOURS).json["spaces"]
    facility.post(f"/plans/{draft}/publish?from={MONDAY}")
    left = {entry["id"] for entry in availability(employee, floor, MONDAY_HOURS).json["spaces"]}
    (gone,) = [entry["id"] for entry in told if entry["id"] not in left]
    refused = employee.post("/bookings", json={"space_id": gone, **MONDAY_HOURS})
    assert (refused.status_code, refused.json["code"]) == (422, "gone_by_then")
    assert employee.post("/bookings", json={"space_id": gone, **FRIDAY_HOURS}).status_code == 201
