"""Replacing a plan over HTTP: overruling, who is affected, offers, the past of a floor."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_building, make_floor, make_person, make_site
from tests.support.web import Client, World

ONE = {"kind": "desk", "x": 2.0, "y": 2.0}


def make_plan(*labels: str) -> Any:
    desks = [make_draft_desk(label, 2 + 3 * k, 2) for k, label in enumerate(labels)]
    return make_draft(rooms=[make_draft_room("1.01", "Den")], desks=desks)


@pytest.fixture
def floor(db: Database, world: World, now: datetime) -> UUID:
    """A floor that shows the desks =1, 2 and 3; a spreadsheet would reckon with the first."""
    building = make_building(db, world.facility, make_site(db, world.facility))
    made = make_floor(db, world.facility, building_id=building)
    publish_draft(db, world.facility, made, make_plan("=1", "2", "3"), now)
    return made


def ids(db: Database, actor: Actor, floor: UUID) -> dict[str, UUID]:
    return {space.name: space.id for space in places.spaces(db, actor, floor)}


def test_a_match_is_overruled_by_an_edit_and_the_preview_says_so(
    db: Database, facility: Client, world: World, floor: UUID, now: datetime
) -> None:
    known = ids(db, world.facility, floor)
    draft = stage_draft(db, world.facility, floor, make_plan("=1", "2", "3"), now)
    action = {"do": "same_as", "space": ONE, "known": str(known["2"])}
    done = facility.post(f"/plans/{draft}/edits", {"after": 0, "action": action})
    assert done.status_code == 200, done.json
    preview = facility.get(f"/plans/{draft}/preview").json
    change = next(c for c in preview["changes"] if c["space_id"] == str(known["2"]))
    assert (change["said"], change["name"], change["at"]) == (True, "=1", [2.0, 2.0])
    assert change["key"].startswith("r")
    wrong = {"do": "same_as", "space": ONE, "known": str(known["1.01 Den"])}
    refused = facility.post(f"/plans/{draft}/edits", {"after": 1, "action": wrong})
    assert (refused.status_code, refused.json["code"]) == (422, "match_of_another_kind")


def test_the_affected_come_as_a_list_and_as_a_table_without_formulas(
    db: Database, facility: Client, world: World, floor: UUID, now: datetime
) -> None:
    person = make_person(db, world.facility.organisation_id, name="@Noor")
    tomorrow = now + timedelta(days=1)
    booking = make_booking(db, person, ids(db, person, floor)["=1"], tomorrow)
    draft = stage_draft(db, world.facility, floor, make_plan("9", "2", "3"), now)
    with_word = {"after": 0, "action": {"do": "is_new", "space": ONE}}
    assert facility.post(f"/plans/{draft}/edits", with_word).status_code == 200
    (told,) = facility.get(f"/plans/{draft}/affected").json
    assert (told["booking_id"], told["state"]) == (str(booking), "to_be_held")
    assert facility.get(f"/plans/{draft}/preview").json["affected"] == [told]
    facility.post(f"/plans/{draft}/publish")
    table = facility.get(f"/plans/{draft}/affected.csv")
    assert table.content_type == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(table.data.decode("utf-8-sig")))
    assert (row["person"], row["place"], row["state"]) == ("'@Noor", "'=1", "held")


def test_a_held_booking_is_offered_other_places_and_moved_there(
    db: Database, employee: Client, world: World, floor: UUID, now: datetime
) -> None:
    desk = ids(db, world.employee, floor)["=1"]
    booking = make_booking(db, world.employee, desk, now + timedelta(days=1))
    assert employee.get(f"/bookings/{booking}/offers").json["code"] == "booking_not_held"
    other = make_draft(
        rooms=[make_draft_room("1.01", "Den")],
        desks=[make_draft_desk("2", 5, 2), make_draft_desk("3", 8, 2)],
    )
    publish_draft(db, world.facility, floor, other, now)
    offers = employee.get(f"/bookings/{booking}/offers").json["spaces"]
    assert [place["name"] for place in offers] == ["2", "3"]
    moved = employee.patch(f"/bookings/{booking}", {"space_id": offers[0]["space_id"]})
    assert (moved.status_code, moved.json["state"]) == (200, "confirmed")


def test_the_history_the_difference_and_the_file_of_a_plan(
    db: Database, facility: Client, world: World, floor: UUID, now: datetime
) -> None:
    first = plans.revisions(db, world.facility, floor)[0].id
    second = publish_draft(db, world.facility, floor, make_plan("=1", "2"), now)
    latest, earlier = facility.get(f"/floors/{floor}/history").json
    assert (latest["id"], earlier["id"]) == (str(second), str(first))
    assert len(latest["state_hash"]) == len(earlier["left_hash"]) == 64
    found = facility.get(f"/plans/{second}/difference?with={first}").json
    assert found["sentence"] == "Desk 3 gone."
    assert [found["before"]["number"], found["after"]["number"]] == [1, 2]
    file = facility.get(f"/plans/{second}/file")
    assert (file.status_code, file.content_type) == (200, "application/octet-stream")
    assert "attachment" in file.headers["Content-Disposition"]
    back = facility.post(f"/plans/{first}/bring-back").json
    assert (back["identical"], back["state_hash"]) == (True, earlier["state_hash"])
