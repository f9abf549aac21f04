"""Findings and redlines over HTTP."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from ezdxf import recover
from shapely import box

from floorplans.database import Database
from importers.issues import ImportIssue, Severity
from tests.support.drafts import make_draft, make_draft_room, stage_draft
from tests.support.web import Client, World

NAMELESS = ImportIssue(
    "ROOM_WITHOUT_LABEL", Severity.WARNING, "No name.", "Name it.", "B", "A-AREA", 12.0, 3.0
)
WHOLE = ImportIssue("NO_ROOM_LABELS", Severity.INFO, "None has.", "Write them.")


@pytest.fixture
def draft(db: Database, world: World, now: datetime) -> UUID:
    rooms = [
        make_draft_room("1", "Den"),
        make_draft_room(None, None, polygon=box(10.2, 0, 15, 6), handle="B"),
    ]
    plan = make_draft(rooms=rooms, issues=[NAMELESS, WHOLE])
    return stage_draft(db, world.facility, world.floor_id, plan, now)


def found(client: Client, draft: UUID) -> dict[str, Any]:
    return {f["code"]: f for f in client.get(f"/plans/{draft}/issues").json["findings"]}


def edit(client: Client, draft: UUID, action: dict[str, Any], after: int = 0) -> Any:
    return client.post(f"/plans/{draft}/edits", json={"after": after, "action": action})


def test_a_fix_is_told_ready_to_be_done(facility: Client, draft: UUID) -> None:
    told = facility.get(f"/plans/{draft}/issues").json
    assert (told["number"], told["editable"]) == (0, True)
    fix = found(facility, draft)["ROOM_WITHOUT_LABEL"]["fixes"][0]
    assert [ask["name"] for ask in fix["asks"]] == ["number", "name"]
    action = {**fix["action"], "action": {**fix["action"]["action"], "name": "Nook"}}
    done = edit(facility, draft, action)
    assert done.status_code == 200, done.json
    assert done.json["changed"][0]["properties"]["name"] == "Nook"
    assert done.json["reading"] is False
    after = found(facility, draft)["ROOM_WITHOUT_LABEL"]
    assert (after["state"], after["edit"], after["fixes"]) == ("settled", 1, [])


def test_all_of_a_code_are_ignored_at_once_with_a_reason(facility: Client, draft: UUID) -> None:
    action = {"do": "ignore", "code": "ROOM_WITHOUT_LABEL", "spots": [{"x": 12, "y": 3}]}
    done = edit(facility, draft, {**action, "reason": "  A   store "})
    assert done.json["edit"]["what"] == "Ignored 1 finding ROOM_WITHOUT_LABEL: A store."
    after = found(facility, draft)["ROOM_WITHOUT_LABEL"]
    assert (after["state"], after["why"]) == ("ignored", "A store")
    assert facility.post(f"/plans/{draft}/edits/undo", json={"after": 1}).status_code == 200
    assert found(facility, draft)["ROOM_WITHOUT_LABEL"]["state"] == "open"


def test_a_finding_without_a_place_is_ignored_by_its_code(facility: Client, draft: UUID) -> None:
    action = {"do": "ignore", "code": "NO_ROOM_LABELS", "spots": [{}], "reason": "known"}
    assert edit(facility, draft, action).status_code == 200
    assert found(facility, draft)["NO_ROOM_LABELS"]["state"] == "ignored"


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "ignore", "code": "ROOM_TINY", "spots": [{"x": 1, "y": 1}]},
        {"do": "ignore", "code": "ROOM_TINY", "spots": [{"x": 1, "y": 1}], "reason": "  "},
        {"do": "ignore", "code": "ROOM_TINY", "spots": [], "reason": "known"},
        {"do": "ignore", "code": "room tiny", "spots": [{"x": 1, "y": 1}], "reason": "known"},
        {"do": "reopen", "code": "ROOM_TINY", "spots": [{"x": 1}]},
        {"do": "draw_wall", "line": [[1, 1]]},
        {"do": "settle", "code": "ROOM_TINY", "spot": {}, "action": {"do": "draw_wall"}},
    ],
)
def test_what_makes_no_sense_is_refused(
    facility: Client, draft: UUID, wrong: dict[str, Any]
) -> None:
    assert edit(facility, draft, wrong).status_code == 422


@pytest.mark.parametrize(
    ("line", "code"),
    [([[1, 1], [1, 1]], "wall_too_short"), ([[1, 1], [9e6, 1]], "edit_outside_plan")],
)
def test_a_wall_that_cannot_be_is_refused(
    facility: Client, draft: UUID, line: list[list[float]], code: str
) -> None:
    refused = edit(facility, draft, {"do": "draw_wall", "line": line})
    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_a_wall_has_the_drawing_read_again(facility: Client, draft: UUID) -> None:
    done = edit(facility, draft, {"do": "draw_wall", "line": [[1, 1], [5, 1]]})
    assert done.json["reading"] is True
    assert facility.get(f"/plans/{draft}").json["state"] == "reading"


def test_a_redline_of_what_is_no_drawing_holds_the_marks_alone(
    facility: Client, draft: UUID
) -> None:
    answer = facility.get(f"/plans/{draft}/redline.dxf")
    assert answer.status_code == 200
    assert answer.headers["Floorplans-Original"] == "left-out"
    assert answer.headers["Content-Type"] == "image/vnd.dxf"
    assert 'filename="floor-redlines-alone.dxf"' in answer.headers["Content-Disposition"]
    doc, auditor = recover.read(io.BytesIO(answer.data))
    assert not auditor.has_errors
    (circle,) = doc.modelspace().query('CIRCLE[layer=="FLOORPLANS_ROOM_WITHOUT_LABEL"]')
    assert tuple(circle.dxf.center)[:2] == (12_000.0, 3_000.0)
