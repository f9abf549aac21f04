"""Bookings over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.support.web import Client, World

HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}


def wanted(world: World, desk: int = 0, **more: Any) -> dict[str, Any]:
    return {"space_id": str(world.desks[desk]), **HOURS, **more}


def test_a_free_desk_is_booked(employee: Client, world: World) -> None:
    answer = employee.post("/bookings", wanted(world))
    assert answer.status_code == 201
    assert answer.json["space_id"] == str(world.desks[0])
    assert (answer.json["from"], answer.json["to"]) == (HOURS["from"], HOURS["to"])
    assert answer.headers["Location"] == f"/api/v1/bookings/{answer.json['id']}"
    assert employee.get(f"/bookings/{answer.json['id']}").json == answer.json
    assert [each["id"] for each in employee.get("/bookings").json] == [answer.json["id"]]


def test_a_taken_desk_is_refused_with_alternatives(
    employee: Client, facility: Client, world: World
) -> None:
    facility.post("/bookings", wanted(world))
    answer = employee.post("/bookings", wanted(world))
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert answer.json["code"] == "taken"
    offered = {each["space_id"] for each in answer.json["alternatives"]}
    assert offered == {str(desk) for desk in world.desks[1:]}


def test_the_same_key_books_once(employee: Client, world: World) -> None:
    key = {"Idempotency-Key": "once"}
    first = employee.post("/bookings", wanted(world), headers=key)
    again = employee.post("/bookings", wanted(world), headers=key)
    assert first.json == again.json
    assert len(employee.get("/bookings").json) == 1
    other = employee.post("/bookings", wanted(world, 1), headers=key)
    assert (other.status_code, other.json["code"]) == (409, "idempotency_key_reused")


def test_a_booking_is_moved_in_time_and_space(employee: Client, world: World) -> None:
    made = employee.post("/bookings", wanted(world)).json
    later = {"from": "2026-11-18T10:00:00Z", "space_id": str(world.desks[2])}
    changed = employee.patch(f"/bookings/{made['id']}", later)
    assert changed.status_code == 200
    assert changed.json["id"] == made["id"]
    assert changed.json["space_id"] == str(world.desks[2])
    assert (changed.json["from"], changed.json["to"]) == (later["from"], HOURS["to"])


def test_a_cancelled_booking_frees_the_desk_at_once(
    employee: Client, facility: Client, world: World
) -> None:
    made = employee.post("/bookings", wanted(world)).json
    cancelled = employee.delete(f"/bookings/{made['id']}")
    assert (cancelled.status_code, cancelled.json["phase"]) == (200, "cancelled")
    assert employee.delete(f"/bookings/{made['id']}").status_code == 200
    assert facility.post("/bookings", wanted(world)).status_code == 201


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_another_organisations_booking_is_not_there(
    employee: Client, stranger: Client, world: World, method: str
) -> None:
    made = employee.post("/bookings", wanted(world)).json
    body = {"json": {}} if method == "PATCH" else {}
    foreign = stranger.ask(method, f"/bookings/{made['id']}", **body)
    missing = stranger.ask(method, f"/bookings/{uuid4()}", **body)
    assert foreign.status_code == 404
    assert foreign.json == missing.json


def test_another_organisations_desk_cannot_be_booked(stranger: Client, world: World) -> None:
    assert stranger.post("/bookings", wanted(world)).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"space_id": "not-an-id"},
        {"space_id": 7},
        {"from": None},
        {"from": 1763456400},
        {"from": "2026-11-18T09:00:00"},
        {"from": "2026-02-30T09:00:00Z"},
        {"to": "2026-11-18T09:00:00Z"},
        {"extra": True},
        {"person_id": "01a1fb50-7d3d-7072-b014-622d06917299"},
    ],
)
def test_what_makes_no_sense_is_refused_and_says_where(
    employee: Client, world: World, change: dict[str, Any]
) -> None:
    answer = employee.post("/bookings", {**wanted(world), **change})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert {"type", "title", "status", "code", "detail", "advice"} <= answer.json.keys()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"1e999"])
def test_a_body_that_is_no_object_is_refused(employee: Client, body: bytes) -> None:
    answer = employee.post("/bookings", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (422, "input_invalid")


def test_a_form_is_not_json(employee: Client, world: World) -> None:
    answer = employee.post("/bookings", data=wanted(world))
    assert (answer.status_code, answer.json["code"]) == (415, "wrong_content_type")


def test_an_error_never_repeats_what_was_sent(employee: Client, world: World) -> None:
    canary = "canary-52.3702157"
    for body in ({"space_id": canary}, {canary: 1}, {**wanted(world), "from": canary}):
        answer = employee.post("/bookings", body)
        assert answer.status_code == 422
        assert canary not in answer.text


def test_an_address_that_is_not_there_answers_as_a_problem(employee: Client) -> None:
    answer = employee.get("/nowhere")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    answer = employee.ask("PUT", "/bookings")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_answers_about_a_person_are_never_stored(
    employee: Client, web_app: Flask, world: World
) -> None:
    for path in ("/bookings", "/me", "/buildings"):
        assert employee.get(path).headers["Cache-Control"] == "no-store"
