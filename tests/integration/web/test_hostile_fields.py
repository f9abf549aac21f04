"""What no form of ours sends is refused in words too: never a failure, and nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest

from floorplans.database import Database
from floorplans.policies import service as policies
from tests.support.web import Browser, World

#: More than Python itself reads as a number.
DIGITS = "9" * 5000
NUL = "a\0b"
CLOSING = {"what": "floor", "reason": "x", "from": "2026-11-23T10:00", "to": "2026-11-23T12:00"}
OPENING = {"name": "Desks", "days0": "1", "opens0": "07:00", "closes0": "19:00"}
HOURS = {"hours": "said", "from": "09:00", "to": "17:00"}
APPROVED = {"name": "Desks", "approval": "needed"}

HOSTILE: list[tuple[str, dict[str, str], str]] = [
    ("/closures/new?floor={floor}", {**CLOSING, "from": "0001-01-01T00:00"}, "outside of this"),
    ("/closures/new?floor={floor}", {**CLOSING, "to": "0001-01-01T00:00"}, "outside of this"),
    ("/closures/new?floor={floor}", {**CLOSING, "to": "9999-12-31T23:59"}, "outside of this"),
    (
        "/closures/new?floor={floor}",
        {**CLOSING, "from": "9999-12-31T10:00", "open_ended": "yes"},
        "outside of this",
    ),
    (
        "/closures/new?floor={floor}",
        {**CLOSING, "what": "area", "margin_m": "0", "area": "[" * 100_000},
        "not a simple shape",
    ),
    ("/rules/new", {**OPENING, "opens0": f"{DIGITS}:00"}, "needs a time of day"),
    ("/rules/new", {**OPENING, "closes0": f"19:{DIGITS}"}, "needs a time of day"),
    ("/rules/new", {"name": "Desks", "lines": DIGITS}, "Nothing was saved"),
    ("/rules/new", {**APPROVED, "approvers": f"{NUL}@example.test"}, "Nothing was"),
    ("/my/usual", {**HOURS, "from": f"{DIGITS}:00"}, "two times of a day"),
    ("/my/usual", {**HOURS, "to": f"10:{DIGITS}"}, "two times of a day"),
]


@pytest.mark.parametrize(("path", "fields", "said"), HOSTILE)
def test_a_hostile_field_is_refused_in_words(
    db: Database, browser: Browser, world: World, path: str, fields: dict[str, str], said: str
) -> None:
    browser.sign_in(world.facility.email)
    answer = browser.post(path.format(floor=world.floor_id), data=fields)
    assert (answer.status_code // 100, said in answer.text) == (4, True), answer.status_code
    assert not policies.rules(db, world.facility)


def test_a_form_asks_for_lines_in_a_number_that_is_none(browser: Browser, world: World) -> None:
    browser.sign_in(world.facility.email)
    answer = browser.post("/rules/new", data={"act": "more", "lines": DIGITS})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/colleagues?name=%00",
        "/api/v1/find/colleagues?from=2026-11-23T10:00:00Z&to=2026-11-23T11:00:00Z&name=a%00",
    ],
)
def test_a_text_that_no_database_holds_is_refused_wherever_it_is_looked_for(
    browser: Browser, world: World, path: str
) -> None:
    browser.sign_in(world.employee.email)
    answer = browser.get(path)
    problem: dict[str, Any] = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "text_unwritable")
    assert problem["detail"].endswith("Nothing was changed.")
