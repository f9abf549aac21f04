"""Wait lists over the API."""

from __future__ import annotations

from datetime import datetime

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.waiting import service as waiting
from tests.support.web import Client, World

FROM, TO = "2026-11-18T09:00:00Z", "2026-11-18T17:00:00Z"


def taken(db: Database, world: World, now: datetime, desk: int = 0) -> BookingView:
    hours = (datetime.fromisoformat(FROM), datetime.fromisoformat(TO))
    return bookings.book(db, world.facility, BookingRequest(world.desks[desk], *hours), now)


def test_a_wait_is_made_seen_changed_offered_and_taken(
    db: Database, world: World, employee: Client, facility: Client, now: datetime
) -> None:
    theirs = taken(db, world, now)
    body = {"space_id": str(world.desks[0]), "from": FROM, "to": TO, "mode": "book"}
    made = employee.post("/waits", body)
    assert made.status_code == 201
    assert (made.json["state"], made.json["position"], made.json["mode"]) == ("waiting", 1, "book")
    own = f"/waits/{made.json['id']}"
    assert made.headers["Location"] == f"/api/v1{own}"
    assert employee.patch(own, {"mode": "ask"}).json["mode"] == "ask"
    assert [each["id"] for each in employee.get("/waits").json] == [made.json["id"]]
    assert facility.get("/waits").json == []
    early = employee.post(f"{own}/take")
    assert (early.status_code, early.json["code"]) == (409, "not_offered")
    bookings.cancel(db, world.facility, theirs.id, now)
    waiting.serve_due(db, now)
    offered = employee.get(own).json
    assert offered["state"] == "offered"
    assert offered["offered_space_id"] == str(world.desks[0])
    assert employee.post(f"{own}/take").json["state"] == "booked"
    (booking,) = employee.get("/bookings").json
    assert booking["id"] == offered["booking_id"]


def test_what_is_free_is_refused_with_what_to_book(world: World, employee: Client) -> None:
    body = {"kind": "desk", "floor_id": str(world.floor_id), "from": FROM, "to": TO}
    refused = employee.post("/waits", body)
    assert (refused.status_code, refused.json["code"]) == (409, "free_now")
    assert refused.json["space_id"] in {str(desk) for desk in world.desks}


def test_leaving_is_repeatable_and_unknown_fields_are_refused(
    db: Database, world: World, employee: Client, now: datetime
) -> None:
    taken(db, world, now)
    body = {"space_id": str(world.desks[0]), "from": FROM, "to": TO}
    own = employee.post("/waits", body)
    assert own.json["mode"] == "ask"
    for _ in range(2):
        left = employee.delete(f"/waits/{own.json['id']}")
        assert (left.status_code, left.json["state"]) == (200, "left")
    assert employee.post("/waits", body | {"mode": "maybe"}).status_code == 422
    both = body | {"kind": "desk", "floor_id": str(world.floor_id)}
    assert employee.post("/waits", both).json["code"] == "wish_unclear"
