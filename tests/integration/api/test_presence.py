"""Being there over the API."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from click.testing import CliRunner

from app.cli import main
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.places import service as places
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.factories import (
    make_booking,
    make_building,
    make_floor,
    make_organisation,
    make_site,
)
from tests.support.web import Client, Clock, World

HOUR = timedelta(hours=1)


def test_a_look_says_what_to_do_next(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    free = employee.get(f"/at/{world.desks[1]}").get_json()
    assert (free["step"], free["status"]) == ("take", "free")
    booking = make_booking(db, world.employee, world.desks[0], now)
    mine = employee.get(f"/at/{world.desks[0]}").get_json()
    assert (mine["step"], mine["booking_id"]) == ("check_in", str(booking))


def test_a_booking_is_checked_in_to_and_out_of(
    db: Database, employee: Client, world: World, now: datetime, clock: Clock
) -> None:
    booking = make_booking(db, world.employee, world.desks[0], now, now + 4 * HOUR)
    told = employee.post(f"/bookings/{booking}/check-in").get_json()
    assert (told["state"], told["can_check_out"]) == ("checked_in", True)
    clock.pass_by(minutes=90)
    told = employee.post(f"/bookings/{booking}/check-out").get_json()
    assert (told["used_s"], told["can_check_out"]) == (5400, False)
    assert employee.get(f"/bookings/{booking}/presence").get_json() == told


@pytest.mark.parametrize("kind", ["desk", "floor"])
def test_a_scanned_code_tells_its_floor_and_leaves_no_trace(
    employee: Client, world: World, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """Who scans a code stands there, so that the id is as private as a position."""
    caplog.set_level(logging.DEBUG)
    place = world.desks[0] if kind == "desk" else world.floor_id
    answer = employee.post("/scanned-places", {"place_id": str(place)})
    told = answer.get_json()
    assert (told["id"], told["kind"]) == (str(place), kind)
    assert told["floor_id"] == str(world.floor_id)
    assert str(place) not in caplog.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_of_nobody_here_is_not_known(employee: Client, world: World) -> None:
    answer = employee.post("/scanned-places", {"place_id": str(new_id())})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "place_not_found")


def test_a_place_is_taken_on_the_spot(employee: Client, world: World, now: datetime) -> None:
    made = employee.post(f"/spaces/{world.desks[0]}/take", {})
    assert made.status_code == 201
    assert made.get_json()["state"] == "checked_in"
    until = (now + HOUR).isoformat()
    assert employee.post(f"/spaces/{world.desks[1]}/take", {"until": until}).status_code == 201


def test_a_taken_place_offers_others(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    make_booking(db, world.facility, world.desks[0], now)
    refused = employee.post(f"/spaces/{world.desks[0]}/take", {})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "taken")
    assert refused.get_json()["alternatives"]


def test_rules_are_set_once_for_each_scope(facility: Client) -> None:
    first = facility.ask("PUT", "/check-in-rules", json={"kind": "desk", "grace_min": 10})
    again = facility.ask("PUT", "/check-in-rules", json={"kind": "desk", "grace_min": 20})
    assert first.get_json()["id"] == again.get_json()["id"]
    (rule,) = facility.get("/check-in-rules").get_json()
    assert (rule["kind"], rule["grace_min"], rule["opens_min"]) == ("desk", 20, 15)
    assert facility.delete(f"/check-in-rules/{rule['id']}").status_code == 204
    assert facility.get("/check-in-rules").get_json() == []


def test_codes_come_as_a_file(db: Database, facility: Client, world: World, now: datetime) -> None:
    floor = make_floor(db, world.facility, building_id=world.building_id, ordinal=4)
    desks = [make_draft_desk(f"D-{n}", 2.0 * n, 2) for n in range(3)]
    publish_draft(db, world.facility, floor, make_draft(desks=desks), now)
    found = facility.get(f"/floors/{floor}/codes?label=a4&kinds=desk,floor")
    assert found.mimetype == "application/pdf", found.text
    assert len(pypdf.PdfReader(io.BytesIO(found.data)).pages) == 4
    refused = facility.get(f"/floors/{floor}/codes?kinds=window")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "kind_unknown")


def test_the_command_writes_the_same_codes(
    clone: Clone,
    cloned_db: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    now: datetime,
) -> None:
    monkeypatch.setenv("DATABASE_URL", clone.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", clone.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    who = operator(make_organisation(cloned_db, "Acme"))
    building = make_building(cloned_db, who, make_site(cloned_db, who, name="HQ"), name="Main")
    made: UUID = places.create_floor(
        cloned_db, who, building_id=building, name="Ground floor", ordinal=0
    )
    publish_draft(cloned_db, who, made, make_draft(desks=[make_draft_desk("D-1", 2, 2)]), now)
    words = ["codes", "Main/Ground floor", "-o", "codes.pdf"]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code != 0
    assert "https://plans.example.org" in refused.output
    done = CliRunner().invoke(main, [*words, "--address", "https://plans.example.org"])
    assert done.exit_code == 0, done.output
    page = pypdf.PdfReader(tmp_path / "codes.pdf").pages[0].extract_text()
    assert "Ground floor" in page
    assert "D-1" in page
