"""Going on with a plan that people see already."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.plans.profiles import queries as profiles
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.factories import make_profile
from tests.support.web import Client, World

NUMBER = {"do": "change", "spaces": [{"kind": "desk", "x": 2, "y": 2}], "number": "A-1"}


@pytest.fixture
def published(facility: Client, db: Database, world: World, now: datetime) -> UUID:
    plan = make_draft(rooms=[make_draft_room("1", "Den")], desks=[make_draft_desk("1", 2, 2)])
    made = stage_draft(db, world.facility, world.floor_id, plan, now)
    facility.post(f"/plans/{made}/edits", json={"after": 0, "action": NUMBER})
    plans.publish(db, world.facility, made, now)
    return made


def test_a_draft_begins_where_the_published_plan_stands(facility: Client, published: UUID) -> None:
    before = facility.get(f"/plans/{published}/draft").json
    made = facility.post(f"/plans/{published}/reopen")
    assert (made.status_code, made.json["state"]) == (201, "draft")
    draft = facility.get(f"/plans/{made.json['id']}/draft").json
    assert draft["spaces"] == before["spaces"]
    assert draft["edits"]["number"] == 1
    assert facility.get(f"/plans/{published}").json["state"] == "published"


def test_a_draft_lies_where_the_published_plan_lies_and_for_the_same_reasons(
    facility: Client, db: Database, world: World, published: UUID
) -> None:
    with db.transaction(world.facility.organisation_id) as tx:
        told = text("UPDATE georeference SET method = 'world_file', detail = :detail")
        tx.execute(told, {"detail": '{"world_file": "0.1 0 0 -0.1 5 6", "epsg": 28992}'})
    made = facility.post(f"/plans/{published}/reopen").json["id"]
    before = facility.get(f"/plans/{published}").json["georeference"]
    assert before["method"] == "world_file"
    assert facility.get(f"/plans/{made}").json["georeference"] == before


def test_a_draft_is_read_with_the_profile_of_the_published_plan(
    facility: Client, db: Database, world: World, published: UUID
) -> None:
    profile = make_profile(db, world.facility)
    with db.transaction(world.facility.organisation_id) as tx:
        profiles.set_use(tx, world.facility.organisation_id, published, profile, by_itself=True)
    made = UUID(facility.post(f"/plans/{published}/reopen").json["id"])
    with db.transaction(world.facility.organisation_id) as tx:
        used = profiles.use_of(tx, world.facility.organisation_id, made)
    assert used is not None
    assert (used["profile_id"], used["by_itself"]) == (profile, True)


def test_publishing_it_unchanged_changes_nothing(facility: Client, published: UUID) -> None:
    draft = facility.post(f"/plans/{published}/reopen").json["id"]
    counts = facility.get(f"/plans/{draft}/preview").json["counts"]
    assert counts["same"] == 2
    assert not counts.get("new")
    assert not counts.get("gone")


def test_a_second_request_gives_the_same_draft(facility: Client, published: UUID) -> None:
    first = facility.post(f"/plans/{published}/reopen").json["id"]
    assert facility.post(f"/plans/{published}/reopen").json["id"] == first


def test_a_plan_that_was_never_published_cannot_be_reopened(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    draft = stage_draft(db, world.facility, world.floor_id, make_draft(), now)
    assert facility.post(f"/plans/{draft}/reopen").status_code == 409


def test_only_staff_of_the_organisation_may(
    employee: Client, stranger: Client, published: UUID
) -> None:
    assert employee.post(f"/plans/{published}/reopen").status_code == 403
    assert stranger.post(f"/plans/{published}/reopen").status_code == 404
