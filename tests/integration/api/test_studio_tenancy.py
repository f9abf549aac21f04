"""Ids of another organisation, wherever the studio takes one, are like ids that nothing has."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from app.api.plan_answers import TAG
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import make_batch, make_floor, make_profile
from tests.support.web import Client, World

DESK = {"kind": "desk", "x": 2.0, "y": 2.0}
NAMED = {"do": "change", "spaces": [DESK], "name": "Mine"}
SPOTS = re.compile(r"\{(\w+)\}")


def a_file(content: bytes = b"0\nEOF\n") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), "floor.dxf"), "after": "0"}


@dataclass(frozen=True, slots=True)
class Things:
    """What one organisation has, by the names that addresses have for it."""

    ids: Mapping[str, UUID]

    def __getitem__(self, name: str) -> str:
        return str(self.ids[name])

    def get(self, name: str) -> str:
        """For an address; what is no id of ours there is the form of a file."""
        return self[name] if name in self.ids else "geojson"


NOTHING = Things({
    name: uuid4()
    for name in (
        *("site_id", "floor_id", "plan_id", "published"),
        *("dated", "profile_id", "batch_id", "space"),
    )
})  # fmt: skip


def bodies(own: Things) -> dict[str, dict[str, Any]]:
    """What an operation needs beside its address, all of it in order."""
    return {
        "POST /floors/{floor_id}/plans": {"data": a_file()},
        "POST /sites/{site_id}/batches": {"data": a_file()},
        "POST /plans/{plan_id}/spaces-list": {"data": a_file(b"number;name\n1;Mine\n")},
        "GET /plans/{plan_id}/difference": {"query_string": {"with": own["published"]}},
        "POST /plans/{plan_id}/edits": {"json": {"after": 0, "action": NAMED}},
        "POST /plans/{plan_id}/edits/undo": {"json": {"after": 0}},
        "POST /plans/{plan_id}/edits/redo": {"json": {"after": 0}},
        "POST /plans/{plan_id}/edits/copy": {
            "json": {"after": 0, "source": own["published"], "kinds": ["desk"]}
        },
        "PATCH /plans/{plan_id}": {"json": {"units": "m"}},
        "PUT /plans/{plan_id}/position": {"json": {"method": "assumed"}},
        "POST /plans/{plan_id}/position/check": {"json": {"method": "assumed"}},
        "PUT /plans/{plan_id}/profile": {"json": {"profile_id": own["profile_id"]}},
        "POST /profiles": {"json": {"plan_id": own["plan_id"], "name": "Mine"}},
        "PUT /profiles/{profile_id}": {"json": {"plan_id": own["plan_id"]}},
        "PATCH /profiles/{profile_id}": {"json": {"name": "Mine"}},
    }


def make_things(db: Database, actor: Actor, now: datetime) -> Things:
    """A published plan, a draft, a plan with a date, a profile and a batch."""
    floor = make_floor(db, actor)
    desks = [make_draft_desk("1", 2, 2), make_draft_desk("2", 5, 2)]
    published = publish_draft(db, actor, floor, make_draft(desks=desks), now)
    dated = stage_draft(db, actor, floor, make_draft(desks=desks[1:]), now)
    plans.publish(db, actor, dated, now, effective_from=now + timedelta(days=3))
    site = site_of(db, actor, floor)
    return Things({
        "site_id": site,
        "floor_id": floor,
        "plan_id": stage_draft(db, actor, floor, make_draft(desks=desks[:1]), now),
        "published": published,
        "dated": dated,
        "profile_id": make_profile(db, actor),
        "batch_id": make_batch(db, actor, site),
        "space": places.spaces(db, actor, floor)[0].id,
    })  # fmt: skip


def site_of(db: Database, actor: Actor, floor_id: UUID) -> UUID:
    return next(
        site.id
        for site in places.sites(db, actor)
        for house in site.buildings
        if floor_id in {floor.id for floor in house.floors}
    )


@pytest.fixture
def ours(db: Database, world: World, now: datetime) -> Things:
    return make_things(db, world.facility, now)


@pytest.fixture
def theirs(db: Database, world: World, now: datetime) -> Things:
    return make_things(db, world.stranger, now)


def operations(client: Client) -> list[str]:
    """Every operation of the studio, as “GET /plans/{plan_id}”."""
    described = client.get("/openapi.json").json["paths"]
    return [
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in described.items()
        for method, told in methods.items()
        if TAG.name in told.get("tags", ())
    ]


def call(client: Client, operation: str, own: Things, **asked: Any) -> TestResponse:
    method, path = operation.split(" ", 1)
    place = SPOTS.sub(lambda found: own.get(found[1]), path)
    return client.ask(method, place, **asked)


def all_of(client: Client, own: Things) -> list[Any]:
    """All that an organisation can see of its plans."""
    return [
        client.get(path).json
        for path in (
            "/plans", "/profiles", "/batches",
            f"/floors/{own['floor_id']}/history",
            f"/plans/{own['plan_id']}/draft",
            f"/plans/{own['plan_id']}/edits",
            f"/plans/{own['plan_id']}/preview",
            f"/floors/{own['floor_id']}/spaces.geojson",
        )
    ]  # fmt: skip


def test_plans_of_another_organisation_are_as_if_they_were_not_there(
    facility: Client, stranger: Client, ours: Things, theirs: Things
) -> None:
    before = all_of(stranger, theirs)
    mine = all_of(facility, ours)
    tried = 0
    for operation in operations(facility):
        if "{" not in operation:
            continue
        for plan in ("plan_id", "published", "dated"):
            here = operation.replace("{plan_id}", f"{{{plan}}}")
            foreign = call(facility, here, theirs, **bodies(ours).get(operation, {}))
            missing = call(facility, here, NOTHING, **bodies(ours).get(operation, {}))
            assert foreign.status_code == 404, (here, foreign.json)
            assert foreign.json == missing.json, here
            tried += 1
    assert tried >= 90
    assert all_of(stranger, theirs) == before
    assert all_of(facility, ours) == mine


IN_A_BODY = (
    "GET /plans/{plan_id}/difference",
    "POST /plans/{plan_id}/edits/copy",
    "PUT /plans/{plan_id}/profile",
    "POST /profiles",
    "PUT /profiles/{profile_id}",
)


@pytest.mark.parametrize("operation", IN_A_BODY)
def test_ids_of_another_organisation_in_a_request_are_as_if_they_were_not_there(
    facility: Client, stranger: Client, ours: Things, theirs: Things, operation: str
) -> None:
    before, mine = all_of(stranger, theirs), all_of(facility, ours)
    foreign = call(facility, operation, ours, **bodies(theirs)[operation])
    missing = call(facility, operation, ours, **bodies(NOTHING)[operation])
    assert (foreign.status_code, foreign.json) == (404, missing.json)
    assert all_of(stranger, theirs) == before
    assert all_of(facility, ours) == mine


def test_a_plan_is_not_aligned_with_a_floor_of_another_organisation(
    facility: Client, ours: Things, theirs: Things
) -> None:
    for way, method in (("position", "PUT"), ("position/check", "POST")):
        foreign, missing = (
            facility.ask(
                method,
                f"/plans/{ours['plan_id']}/{way}",
                json={"method": "like_floor", "floor_id": each["floor_id"]},
            )
            for each in (theirs, NOTHING)
        )
        assert foreign.status_code == 409
        assert foreign.json == missing.json


@pytest.mark.parametrize("revision", ["published", "plan_id", "dated"])
def test_a_plan_of_another_organisation_is_not_exported(
    facility: Client, ours: Things, theirs: Things, revision: str
) -> None:
    for name in ("geojson", "csv", "svg", "pdf", "png", "dxf", "gpkg", "imdf"):
        path = f"/floors/{ours['floor_id']}/exports/{name}?revision="
        foreign = facility.get(path + theirs[revision])
        missing = facility.get(path + str(uuid4()))
        assert (foreign.status_code, foreign.json) == (404, missing.json)


@pytest.mark.parametrize("do", ["same_as", "is_gone"])
def test_a_space_of_another_organisation_is_never_taken_for_ones_own(
    facility: Client, stranger: Client, ours: Things, theirs: Things, do: str
) -> None:
    before = all_of(stranger, theirs)
    action = {"do": do, "known": theirs["space"], **({"space": DESK} if do == "same_as" else {})}
    plan = ours["plan_id"]
    facility.post(f"/plans/{plan}/edits", json={"after": 0, "action": action})
    assert theirs["space"] not in facility.get(f"/plans/{plan}/preview").text
    published = facility.post(f"/plans/{plan}/publish")
    assert published.status_code == 200, published.json
    assert theirs["space"] not in published.text
    assert all_of(stranger, theirs) == before
