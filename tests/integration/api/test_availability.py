"""The availability of a floor over HTTP."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from floorplans.database import Database
from floorplans.ids import new_id
from tests.support.factories import make_booking, make_space
from tests.support.web import Browser, Client, World, client_of

WINDOW = "from=2026-11-18T09:00:00Z&to=2026-11-18T17:00:00Z"


def path(world: World, window: str = WINDOW) -> str:
    return f"/floors/{world.floor_id}/availability?{window}"


def test_it_tells_the_status_of_every_desk(
    employee: Client, world: World, db: Database, now: datetime
) -> None:
    make_booking(db, world.employee, world.desks[0], now + timedelta(hours=2))
    make_booking(db, world.facility, world.desks[1], now + timedelta(hours=2))
    answer = employee.get(path(world))
    assert answer.status_code == 200
    found = {space["id"]: space["status"] for space in answer.json["spaces"]}
    assert [found[str(desk)] for desk in world.desks] == ["yours", "taken", "free"]


@pytest.mark.parametrize(
    "window",
    [
        "from=2026-11-18T10:00:00%2B01:00&to=2026-11-18T18:00:00%2B01:00",
        "from=2026-11-18T10:00:00+01:00&to=2026-11-18T18:00:00+01:00",
        "from=2026-11-18T10:00%2B0100&to=2026-11-18T18:00:00.000%2B01:00",
    ],
)
def test_any_spelling_of_the_same_hours_is_the_same_window(
    employee: Client, world: World, window: str
) -> None:
    assert (
        employee.get(path(world, window)).headers["ETag"]
        == employee.get(path(world)).headers["ETag"]
    )


@pytest.mark.parametrize(
    "window",
    [
        "",
        "from=2026-11-18T09:00:00Z",
        "from=2026-11-18T09:00:00&to=2026-11-18T17:00:00",
        "from=1763456400&to=1763485200",
        "from=2026-11-18&to=2026-11-19",
        "from=2026-11-18T17:00:00Z&to=2026-11-18T09:00:00Z",
        "from=2026-11-18T09:00:00Z&from=2026-11-18T10:00:00Z&to=2026-11-18T17:00:00Z",
        "from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z",
        "from=2026-13-45T09:00:00Z&to=2026-11-18T17:00:00Z",
        WINDOW + "&now=1",
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    employee: Client, world: World, window: str
) -> None:
    answer = employee.get(path(world, window))
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_nothing_is_sent_again_while_nothing_changed(employee: Client, world: World) -> None:
    first = employee.get(path(world))
    again = employee.get(path(world), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.content_type is None
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_booking_by_anybody_ends_the_etag(
    employee: Client, facility: Client, world: World
) -> None:
    etag = employee.get(path(world)).headers["ETag"]
    hours = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T10:00:00Z"}
    assert facility.post("/bookings", {"space_id": str(world.desks[0]), **hours}).status_code == 201
    answer = employee.get(path(world), headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


def test_an_etag_is_of_one_person_and_one_window(
    employee: Client, facility: Client, world: World
) -> None:
    other_window = "from=2026-11-18T09:00:00Z&to=2026-11-18T17:00:01Z"
    tags = {
        employee.get(path(world)).headers["ETag"],
        facility.get(path(world)).headers["ETag"],
        employee.get(path(world, other_window)).headers["ETag"],
    }
    assert len(tags) == 3


def test_colleagues_see_a_name_as_soon_as_its_person_agrees(
    employee: Client, facility: Client, world: World, db: Database
) -> None:
    ahead = datetime(2090, 1, 4, 10, tzinfo=UTC)
    make_booking(db, world.facility, world.desks[1], ahead)
    hours = path(world, "from=2090-01-04T09:00:00Z&to=2090-01-04T17:00:00Z")

    def who() -> list[str | None]:
        return [space.get("who") for space in employee.get(hours).json["spaces"]]

    etag = employee.get(hours).headers["ETag"]
    assert "facility" not in who()
    assert facility.patch("/me", {"shows_name": True}).status_code == 200
    assert employee.get(hours, headers={"If-None-Match": etag}).status_code == 200
    assert "facility" in who()


def test_another_organisations_floor_is_not_there(
    stranger: Client, anybody: Client, world: World
) -> None:
    assert stranger.get(path(world)).status_code == 404
    assert anybody.get(path(world)).status_code == 401
    missing = stranger.get(f"/floors/{new_id()}/availability?{WINDOW}")
    assert stranger.get(path(world)).json == missing.json


def test_a_large_floor_is_sent_compressed(
    web_app: Flask, db: Database, world: World, now: datetime
) -> None:
    for number in range(40):
        make_space(db, world.facility, world.floor_id, x=2.0 * number, y=9.0)
    client = client_of(web_app, db, world.employee, now)
    plain = client.get(path(world))
    packed = client.get(path(world), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert json.loads(gzip.decompress(packed.data)) == plain.json
    assert len(packed.data) < len(plain.data) / 2


def test_the_cookie_works_as_well_as_the_token(signed_in: Browser, world: World) -> None:
    assert signed_in.get("/api/v1" + path(world)).status_code == 200


def test_one_document_serves_all_who_hold_nothing_there(
    employee: Client, facility: Client, world: World, db: Database, now: datetime
) -> None:
    make_booking(db, world.admin, world.desks[0], now + timedelta(hours=2))
    assert employee.get(path(world)).json == facility.get(path(world)).json
    etag = facility.get(path(world)).headers["ETag"]
    hours = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T10:00:00Z"}
    employee.post("/bookings", {"space_id": str(world.desks[2]), **hours})

    def statuses(client: Client) -> dict[str, str]:
        return {each["id"]: each["status"] for each in client.get(path(world)).json["spaces"]}

    desk = str(world.desks[2])
    assert statuses(employee)[desk] == "yours"
    assert statuses(facility)[desk] == "taken"
    assert "booking_id" not in facility.get(path(world)).text
    assert facility.get(path(world)).headers["ETag"] != etag


def test_a_kept_document_is_never_handed_to_another_organisation(
    employee: Client, stranger: Client, world: World
) -> None:
    assert employee.get(path(world)).status_code == 200
    assert stranger.get(path(world)).status_code == 404


def test_a_booking_that_only_touches_the_window_makes_no_difference(
    employee: Client, facility: Client, world: World, db: Database
) -> None:
    before = datetime(2026, 11, 18, 8, tzinfo=UTC)
    make_booking(db, world.employee, world.desks[0], before)
    make_booking(db, world.employee, world.desks[0], before + timedelta(hours=9))
    assert employee.get(path(world)).json == facility.get(path(world)).json
