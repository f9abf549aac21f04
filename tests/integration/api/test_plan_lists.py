"""A list of spaces laid over a draft, over HTTP."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from shapely import box

from floorplans.database import Database
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.web import Client, World


@pytest.fixture
def draft(db: Database, world: World, now: datetime) -> UUID:
    rooms = [
        make_draft_room("1", "Den"),
        make_draft_room("2", "Nook", polygon=box(10.2, 0, 15, 6)),
    ]
    plan = make_draft(rooms=rooms, desks=[make_draft_desk("D-1", 2, 2)])
    return stage_draft(db, world.facility, world.floor_id, plan, now)


def send(client: Client, draft: UUID, text: str, after: int = 0, **form: str) -> Any:
    file = (io.BytesIO(text.encode()), "spaces.csv")
    data = {"file": file, "after": str(after), **form}
    return client.ask("POST", f"/plans/{draft}/spaces-list", data=data)


def spaces(client: Client, draft: UUID) -> dict[str, Any]:
    found = client.get(f"/plans/{draft}/draft").json["spaces"]["features"]
    return {f["properties"]["number"]: f["properties"] for f in found}


LIST = "number;name;capacity;features;bookable\n1;Blue;8;screen, phone;yes\nD-1;;;sit-stand;\n"


def test_a_list_is_looked_at_first_and_then_taken_over_as_one_edit(
    facility: Client, draft: UUID
) -> None:
    before = spaces(facility, draft)
    trial = send(facility, draft, LIST, dry_run="true")
    assert trial.status_code == 200, trial.json
    assert [c["line"] for c in trial.json["changes"]] == [2, 3]
    assert not trial.json["applied"]
    assert spaces(facility, draft) == before
    done = send(facility, draft, LIST)
    assert (done.json["applied"], done.json["number"]) == (True, 1)
    after = spaces(facility, draft)
    assert (after["1"]["name"], after["1"]["capacity"], after["1"]["bookable"]) == (
        "1 Blue", 8, True,
    )  # fmt: skip
    assert after["D-1"]["features"] == ["sit-stand"]
    (entry,) = facility.get(f"/plans/{draft}/edits").json["edits"]
    assert entry["what"] == "Took over 2 changes from “spaces.csv”."
    facility.post(f"/plans/{draft}/edits/undo", json={"after": 1})
    assert spaces(facility, draft) == before


def test_one_bad_line_keeps_the_whole_list_out(facility: Client, draft: UUID) -> None:
    text = LIST + "2;;many;;\n"
    before = spaces(facility, draft)
    trial = send(facility, draft, text, dry_run="true").json
    assert [(p["line"], p["code"]) for p in trial["problems"]] == [(4, "LIST_CAPACITY_UNUSABLE")]
    no = send(facility, draft, text)
    assert (no.status_code, no.json["code"]) == (422, "list_rows_unusable")
    assert no.json["rows"][0]["line"] == 4
    assert spaces(facility, draft) == before


def test_a_line_without_a_place_is_told_and_the_others_are_taken(
    facility: Client, draft: UUID
) -> None:
    done = send(facility, draft, "number,capacity\n1,8\n99,4\n").json
    assert (done["applied"], [p["line"] for p in done["without_place"]]) == (True, [3])


def test_a_list_for_a_stale_page_is_refused(facility: Client, draft: UUID) -> None:
    send(facility, draft, LIST)
    again = send(facility, draft, "number,capacity\n2,5\n")
    assert (again.status_code, again.json["code"]) == (409, "edits_stale")


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 422, "file_empty"),
        ("a,b\n1,2\n", 422, "list_without_numbers"),
        ("number,capacity\n77,3\n", 422, "list_changes_nothing"),
    ],
)
def test_what_is_no_list_changes_nothing(
    facility: Client, draft: UUID, text: str, status: int, code: str
) -> None:
    answer = send(facility, draft, text)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert facility.get(f"/plans/{draft}/edits").json["edits"] == []


def test_only_facility_staff_of_the_organisation_may_send_one(
    employee: Client, stranger: Client, draft: UUID
) -> None:
    assert send(employee, draft, LIST).status_code == 403
    assert send(stranger, draft, LIST).status_code == 404
