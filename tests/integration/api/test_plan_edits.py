"""Editing a draft over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from shapely import box

from app.api.plan_actions import DrawAsked, MergeAsked, RepeatAsked
from floorplans.database import Database
from floorplans.plans.categories import CATEGORIES, KINDS
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.web import Client, World

DESK, ROOM = {"kind": "desk", "x": 2.0, "y": 2.0}, {"kind": "room", "x": 9.0, "y": 5.0}
RENUMBER = {"do": "renumber", "spaces": [DESK], "pattern": "A-{}", "first": 7, "digits": 2}
SQUARE = [[11, 1], [14, 1], [14, 4], [11, 4]]
EVERY_ACTION: tuple[dict[str, Any], ...] = (
    {"do": "change", "spaces": [DESK], "name": "  Window   seat ", "features": ["quiet"]},
    {"do": "change", "spaces": [DESK], "add_features": ["quiet"], "remove_features": ["loud"]},
    RENUMBER,
    {"do": "draw", "kind": "room", "category": "office", "ring": SQUARE, "name": "New"},
    {"do": "delete", "spaces": [DESK]},
    {"do": "move", "spaces": [DESK], "dx": 1, "dy": 0.5},
    {"do": "turn", "spaces": [DESK, ROOM], "degrees": 90},
    {"do": "repeat", "space": DESK, "columns": 2, "rows": 2, "dx": 2, "dy": 0, "row_dy": 1.5},
    {"do": "merge", "spaces": [ROOM, {"kind": "room", "x": 12, "y": 1}]},
    {"do": "split", "space": ROOM, "line": [[4, -1], [4, 7]]},
    {"do": "draw_zone", "name": "Sales", "ring": SQUARE},
    {"do": "delete_zone", "name": "Law"},
    {"do": "is_new", "space": DESK},
    {"do": "as_compared", "space": DESK},
)


@pytest.fixture
def draft(db: Database, world: World, now: datetime) -> UUID:
    from importers.draft import DraftZone  # noqa: PLC0415

    plan = make_draft(
        rooms=[
            make_draft_room("1", "Den"),
            make_draft_room("2", "Nook", polygon=box(10.2, 0, 15, 6)),
        ],
        desks=[make_draft_desk("1", 2, 2)],
        zones=[DraftZone("Law", box(0, 0, 5, 5), "Z", None)],
    )
    return stage_draft(db, world.facility, world.floor_id, plan, now)


def edit(client: Client, draft: UUID, action: dict[str, Any], after: int = 0, **more: Any) -> Any:
    body = {"after": after, "action": action, **more}
    return client.post(f"/plans/{draft}/edits", json=body)


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda action: action["do"])
def test_every_action_can_be_done_and_undone(
    facility: Client, draft: UUID, action: dict[str, Any]
) -> None:
    before = facility.get(f"/plans/{draft}/draft").json
    done = edit(facility, draft, action)
    assert done.status_code == 200, done.json
    assert (done.json["number"], done.json["can_undo"]) == (1, True)
    after = facility.get(f"/plans/{draft}/draft").json
    assert with_changes(before, done.json) == plan_of(after)
    undone = facility.post(f"/plans/{draft}/edits/undo", json={"after": 1}).json
    assert with_changes(after, undone) == plan_of(before)
    redone = facility.post(f"/plans/{draft}/edits/redo", json={"after": 0}).json
    assert with_changes(before, redone) == plan_of(after)


def plan_of(document: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """The spaces by their ids, and the zones."""
    spaces = {feature["id"]: feature for feature in document["spaces"]["features"]}
    return spaces, document["planned_zones"]["features"]


def with_changes(
    document: dict[str, Any], answer: dict[str, Any]
) -> tuple[dict[str, Any], list[Any]]:
    """What a page has that applies an answer to the document it loaded before."""
    spaces, zones = plan_of(document)
    spaces = {key: space for key, space in spaces.items() if key not in answer["removed"]}
    spaces |= {feature["id"]: feature for feature in (*answer["changed"], *answer["added"])}
    return spaces, zones if answer["planned_zones"] is None else answer["planned_zones"]


def test_names_are_kept_without_their_spare_blanks(facility: Client, draft: UUID) -> None:
    (changed,) = edit(facility, draft, EVERY_ACTION[0]).json["changed"]
    assert changed["properties"]["name"] == "1 Window seat"


def test_new_numbers_can_be_seen_before_they_are_given(facility: Client, draft: UUID) -> None:
    ahead = edit(facility, draft, RENUMBER, dry_run=True)
    assert ahead.status_code == 200
    assert [each["properties"]["number"] for each in ahead.json["changed"]] == ["A-07"]
    assert ahead.json["number"] == 0
    assert facility.get(f"/plans/{draft}/edits").json["edits"] == []


def test_spaces_are_put_in_a_zone_and_taken_out(facility: Client, draft: UUID) -> None:
    put = edit(facility, draft, {"do": "change", "spaces": [DESK], "zone": " Sales  East "})
    assert [z["properties"]["name"] for z in put.json["planned_zones"]] == ["Law", "Sales East"]
    assert put.json["edit"]["what"] == "Changed 1 desk: in the zone “Sales East”."
    assert put.json["changed"] == []
    out = edit(facility, draft, {"do": "change", "spaces": [DESK], "zone": ""}, after=1)
    assert [z["properties"]["name"] for z in out.json["planned_zones"]] == ["Law"]


def test_who_is_behind_gets_the_newer_edits(facility: Client, draft: UUID) -> None:
    edit(facility, draft, RENUMBER)
    late = edit(facility, draft, RENUMBER)
    assert (late.status_code, late.json["code"], late.json["number"]) == (409, "edits_stale", 1)
    assert [each["what"] for each in late.json["edits"]] == ["Renumbered 1 desk: A-07."]
    assert datetime.fromisoformat(late.json["edits"][0]["at"]).tzinfo is not None


def test_what_cannot_be_done_is_said_with_its_reason(facility: Client, draft: UUID) -> None:
    refused = edit(facility, draft, {"do": "delete_zone", "name": "Sales"})
    assert (refused.status_code, refused.json["code"]) == (422, "edit_impossible")
    assert refused.json["reason"] == "There is no zone Sales."


def test_the_list_tells_what_was_done(facility: Client, world: World, draft: UUID) -> None:
    edit(facility, draft, RENUMBER)
    found = facility.get(f"/plans/{draft}/edits").json
    assert (found["number"], found["can_undo"], found["can_redo"]) == (1, True, False)
    (only,) = found["edits"]
    assert (only["what"], only["by"]) == ("Renumbered 1 desk: A-07.", world.facility.name)
    assert (only["undone"], only["lost"]) == (False, None)


@pytest.mark.parametrize(
    "action",
    [
        {"do": "fly", "spaces": [DESK]},
        {"do": "delete", "spaces": []},
        {"do": "delete", "spaces": [DESK] * 5001},
        {"do": "delete", "spaces": [{"kind": "chair", "x": 0, "y": 0}]},
        {"do": "move", "spaces": [DESK], "dx": 1e8, "dy": 0},
        {"do": "merge", "spaces": [ROOM]},
        {"do": "repeat", "space": DESK, "columns": 201, "rows": 1, "dx": 1, "dy": 0},
        {"do": "draw", "kind": "room", "category": "throne", "ring": SQUARE},
        {"do": "draw", "kind": "room", "category": "office", "ring": [[0, 0]] * 10_001},
        {"do": "draw", "kind": "room", "category": "office", "ring": [[0, 0, 0]] * 4},
        {"do": "draw_zone", "name": "\u00a0", "ring": SQUARE},
        {"do": "change", "spaces": [DESK], "name": "a\nb"},
        {"do": "change", "spaces": [DESK], "name": "x" * 121},
        {"do": "change", "spaces": [DESK], "capacity": 0},
        {"do": "change", "spaces": [DESK], "wings": 2},
        {"do": "renumber", "spaces": [DESK], "pattern": "{}", "digits": 11},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_not_taken(
    facility: Client, draft: UUID, action: dict[str, Any]
) -> None:
    refused = edit(facility, draft, action)
    assert (refused.status_code, refused.json["code"]) == (422, "input_invalid")
    assert facility.get(f"/plans/{draft}/edits").json["edits"] == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_only_finite_numbers_are_taken(facility: Client, draft: UUID, number: str) -> None:
    body = f'{{"after": 0, "action": {{"do": "turn", "spaces": [], "degrees": {number}}}}}'
    refused = facility.ask(
        "POST", f"/plans/{draft}/edits", data=body, content_type="application/json"
    )
    assert refused.status_code == 422
    assert "body.action.turn.degrees" in [each["field"] for each in refused.json["errors"]]


def test_another_organisations_plan_looks_like_none(
    stranger: Client, employee: Client, draft: UUID
) -> None:
    for path, body in (
        ("edits", {"after": 0, "action": RENUMBER}),
        ("edits", {"after": 0, "action": RENUMBER, "dry_run": True}),
        ("edits/undo", {"after": 0}),
        ("edits/redo", {"after": 0}),
    ):
        absent = stranger.post(f"/plans/{UUID(int=7)}/{path}", json=body)
        theirs = stranger.post(f"/plans/{draft}/{path}", json=body)
        assert (theirs.status_code, theirs.json) == (404, absent.json)
        assert employee.post(f"/plans/{draft}/{path}", json=body).status_code == 403
    assert stranger.get(f"/plans/{draft}/edits").status_code == 404


def test_the_description_names_every_kind_category_and_action(anybody: Client) -> None:
    schemas = anybody.get("/openapi.json").json["components"]["schemas"]
    draw = schemas[DrawAsked.__name__]["properties"]
    assert set(draw["kind"]["enum"]) == set(KINDS)
    assert set(draw["category"]["enum"]) == set(CATEGORIES)
    assert {MergeAsked.__name__, RepeatAsked.__name__} <= schemas.keys()


def test_spaces_of_another_plan_are_copied_as_one_edit(facility: Client, draft: UUID) -> None:
    body = {"after": 0, "source": str(draft), "kinds": ["desk"], "named": False}
    path = f"/plans/{draft}/edits/copy"
    seen = facility.post(path, json={**body, "dry_run": True}).json
    copied = facility.post(path, json=body).json
    assert len(seen["added"]) == len(copied["added"]) == 1
    assert copied["added"][0]["geometry"] == seen["added"][0]["geometry"]
    back = facility.post(f"/plans/{draft}/edits/undo", json={"after": copied["number"]}).json
    assert back["removed"] == [copied["added"][0]["id"]]
    assert back["edit"]["undone_by"] is not None
