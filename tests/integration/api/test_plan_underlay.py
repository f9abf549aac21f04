"""A picture becomes a draft to draw over, and a floor that people book on."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

import pytest
from PIL import Image

from floorplans.database import Database
from floorplans.plans import service as plans
from tests.support.pictures import make_pdf, make_picture
from tests.support.web import Client, World


def bring_in(
    db: Database, world: World, now: datetime, content: bytes, name: str = "scan.png"
) -> UUID:
    made = plans.upload(db, world.facility, world.floor_id, name, content, now)
    plans.read(db, world.facility.organisation_id, made, now)
    return made


def test_the_picture_lies_under_the_draft(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    plan = bring_in(db, world, now, make_picture())
    draft = facility.get(f"/plans/{plan}/draft").json
    assert draft["underlay"]["href"].startswith(f"/api/v1/plans/{plan}/underlay")
    assert "content" not in draft["underlay"]
    answer = facility.get(f"/plans/{plan}/underlay")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 800)


def test_it_cannot_be_published_before_its_size_is_told_and_something_is_drawn(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    plan = bring_in(db, world, now, make_picture())
    codes = {h["code"] for h in facility.get(f"/plans/{plan}/preview").json["hindrances"]}
    assert codes == {"units_unconfirmed", "no_spaces"}


def test_what_was_drawn_grows_with_the_picture(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    plan = bring_in(db, world, now, make_picture())
    west, south, east, north = facility.get(f"/plans/{plan}/draft").json["extent_m"]
    ring = [[west, south], [east / 2, south], [east / 2, north], [west, north]]
    draw = {"do": "draw", "kind": "room", "category": "office", "ring": ring, "number": "1"}
    assert facility.post(f"/plans/{plan}/edits", json={"after": 0, "action": draw}).json["number"]
    sized = facility.patch(f"/plans/{plan}", json={"picture": {"metres_per_pixel": 0.02}})
    assert sized.status_code == 200, sized.json
    plans.read(db, world.facility.organisation_id, plan, now)
    draft = facility.get(f"/plans/{plan}/draft").json
    assert draft["extent_m"] == pytest.approx([0, 0, 24, 16])
    (room,) = draft["spaces"]["features"]
    assert room["properties"]["area_m2"] == pytest.approx(12 * 16, rel=1e-3)
    assert facility.get(f"/plans/{plan}/preview").json["hindrances"] == []
    published = facility.post(f"/plans/{plan}/publish", json={})
    assert published.status_code == 200, published.json
    shown = facility.get(f"/floors/{world.floor_id}/spaces.geojson").json["features"]
    assert [feature["properties"]["number"] for feature in shown] == ["1"]


def test_another_page_replaces_the_picture(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    plan = bring_in(db, world, now, make_pdf(2), "plans.pdf")
    first = facility.get(f"/plans/{plan}/underlay").data
    assert facility.patch(f"/plans/{plan}", json={"view": "Page 2"}).status_code == 200
    plans.read(db, world.facility.organisation_id, plan, now)
    assert facility.get(f"/plans/{plan}/underlay").data != first


def test_a_picture_is_seen_by_its_organisation_s_staff_only(
    facility: Client,
    employee: Client,
    stranger: Client,
    db: Database,
    world: World,
    now: datetime,
) -> None:
    plan = bring_in(db, world, now, make_picture())
    assert facility.get(f"/plans/{plan}/underlay").status_code == 200
    assert employee.get(f"/plans/{plan}/underlay").status_code == 403
    assert stranger.get(f"/plans/{plan}/underlay").status_code == 404
