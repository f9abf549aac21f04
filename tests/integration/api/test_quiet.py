"""A quiet room: by a feature, by its name, or by the quiet zone that it lies in, over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from floorplans.database import Database
from tests.support.factories import make_booking, make_space
from tests.support.walked import House, make_house
from tests.support.web import Client, World, client_of

HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}


@pytest.fixture
def house(db: Database, world: World, now: datetime) -> House:
    return make_house(db, world.facility, 3, now)


def change(db: Database, house: House, sql: str) -> str:
    """Let the last space of the lowest floor be a room with something; its id."""
    own = house.spaces[0][-1]
    with db.transaction(house.actor.organisation_id) as tx:
        room = text(f"UPDATE space SET kind = 'room', bookable = true, {sql} WHERE id = :id")
        tx.execute(room, {"id": own})
    return str(own)


def ask(client: Client, house: House, **more: Any) -> Any:
    start = {"near_space_id": str(house.spaces[0][0]), "quiet": True, **HOURS}
    return client.post("/nearest-by-walking", {**start, **more})


@pytest.mark.parametrize(
    "sql", ["features = '{quiet,screen}'", "name = '0.12 Ruheraum'", "name = 'Focus room'"]
)
def test_a_quiet_room_is_found_by_the_way_there(
    db: Database, employee: Client, house: House, sql: str
) -> None:
    own = change(db, house, sql)
    answer = ask(employee, house)
    assert answer.status_code == 200, answer.text
    assert [row["space"]["space_id"] for row in answer.json["spaces"]] == [own]
    assert answer.json["spaces"][0]["measured"] == "way"
    booked = {"space_id": own, **HOURS}
    assert employee.post("/bookings", booked).status_code == 201
    taken = ask(employee, house)
    assert (taken.status_code, taken.json["spaces"]) == (200, [])
    assert taken.json["next_free_at"] is None


def test_what_lies_in_a_quiet_zone_is_quiet(db: Database, employee: Client, house: House) -> None:
    own = change(db, house, "name = 'R 1'")
    assert ask(employee, house).status_code == 404
    with db.transaction(house.actor.organisation_id) as tx:
        values = {"organisation": house.actor.organisation_id, "space": own}
        zone = tx.execute(
            text("""
            INSERT INTO zone (organisation_id, id, floor_id, name)
            SELECT organisation_id, gen_random_uuid(), floor_id, 'Silent area' FROM space
            WHERE organisation_id = :organisation AND id = :space RETURNING id"""),
            values,
        ).scalar_one()
        tx.execute(
            text("""
            INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid,
              geom, geom_4326, is_live)
            SELECT organisation_id, plan_revision_id, :zone, floor_id, srid, ST_Multi(geom),
              ST_Multi(geom_4326), true
            FROM space_shape
            WHERE organisation_id = :organisation AND space_id = :space AND is_live"""),
            {**values, "zone": zone},
        )
    answer = ask(employee, house)
    assert [row["space"]["space_id"] for row in answer.json["spaces"]] == [own]


def test_where_no_plan_shows_one_that_is_said_with_what_to_do(
    web_app: Flask, db: Database, world: World, employee: Client, house: House, now: datetime
) -> None:
    answer = ask(employee, house)
    assert (answer.status_code, answer.json["code"]) == (404, "quiet_not_found")
    assert "booth" in answer.json["advice"]
    change(db, house, "features = '{quiet}'")
    stranger = client_of(web_app, db, world.stranger, now)
    assert ask(stranger, house).json["code"] == "space_not_found"


def test_without_ways_quiet_rooms_come_in_a_straight_line(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    near, far = (
        make_space(db, world.facility, world.floor_id, kind=kind, y=y, features=("quiet",))
        for kind, y in (("booth", 20.0), ("room", 40.0))
    )
    start = {"near_space_id": str(world.desks[0]), "quiet": True, **HOURS}
    told = employee.post("/nearest-by-walking", start).json
    assert [row["space"]["space_id"] for row in told["spaces"]] == [str(near), str(far)]
    make_booking(db, world.facility, near, now, now + timedelta(hours=5))
    told = employee.post("/nearest-by-walking", start).json
    assert [row["space"]["space_id"] for row in told["spaces"]] == [str(far)]
