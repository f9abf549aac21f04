"""A search that stays on the phone: the same places, and nobody is told where somebody is."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_near import HERE, PHONE
from tests.browser.test_scanning import OWN_READER
from tests.browser.test_ways import somewhere, with_ways
from tests.browser.world import Visitor, World


class Heard:
    """Everything that the service is sent from some moment on."""

    def __init__(self, visitor: Visitor) -> None:
        self.requests: list[str] = []
        visitor.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url} {request.post_data or ''}")

    def posts(self) -> list[str]:
        return [each for each in self.requests if not each.startswith("GET")]

    def holds(self, *words: str) -> bool:
        return any(word in each for word in words for each in self.requests)


def begin(visitor: Visitor, floor_id: UUID) -> None:
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor_id))


def names(visitor: Visitor) -> list[str]:
    found = visitor.page.locator(".near-list .near-place h3")
    expect(found.first).to_be_visible()
    return found.all_inner_texts()


def find(visitor: Visitor) -> list[str]:
    visitor.page.get_by_role("button", name="Find near me").click()
    return names(visitor)


def test_the_phone_finds_the_same_and_sends_no_position(visit: Visit, world: World) -> None:
    here: dict[str, Any] = somewhere(9, 3.1)
    floor = with_ways(world, 100)
    visitor = visit(**PHONE, geolocation=here, permissions=["geolocation"])
    begin(visitor, floor.floor_id)
    told = find(visitor)
    visitor.page.get_by_label("Search on this phone").check()
    heard = Heard(visitor)
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.locator("#near-answer")).to_contain_text("Found on this device.")
    assert names(visitor) == told
    assert heard.posts() == []
    digits = [f"{here[each]:.4f}" for each in ("latitude", "longitude")]
    assert heard.requests
    assert not heard.holds(*digits, "lon=", "lat=")
    kept = visitor.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    assert not any(each in kept for each in digits)
    assert findings(visitor) == []


def test_a_code_is_looked_up_on_the_phone(visit: Visit, world: World) -> None:
    floor = with_ways(world, 101)
    desk = floor.spaces["Desk 2.003"]
    visitor = visit(**PHONE, permissions=["camera"])
    visitor.page.add_init_script(OWN_READER % json.dumps(f"{world.url}/at/{desk}"))
    begin(visitor, floor.floor_id)
    visitor.page.get_by_label("Search on this phone").check()
    heard = Heard(visitor)
    visitor.page.evaluate(
        "() => { const canvas = document.createElement('canvas'); canvas.getContext('2d');"
        " navigator.mediaDevices.getUserMedia = async () => {"
        " const stream = canvas.captureStream(10);"
        " setInterval(() => canvas.getContext('2d').fillRect(0, 0, 9, 9), 100);"
        " return stream; }; }"
    )
    visitor.page.get_by_role("button", name="Scan a code near you").click()
    expect(visitor.page.get_by_role("region", name="Desk 2.003 itself")).to_be_visible()
    assert heard.posts() == []
    assert not heard.holds(str(desk))


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({"latitude": 40.7128, "longitude": -74.006, "accuracy": 20}, "did not leave this device"),
        ({**HERE, "accuracy": 900}, "too vague to search on this phone"),
    ],
)
def test_a_position_that_does_not_help_is_told_of_without_being_sent(
    visit: Visit, world: World, where: dict[str, float], says: str
) -> None:
    floor = with_ways(world, 102 + int(where["accuracy"] > 100))
    visitor = visit(**PHONE, geolocation=where, permissions=["geolocation"])
    begin(visitor, floor.floor_id)
    visitor.page.get_by_label("Search on this phone").check()
    heard = Heard(visitor)
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text(says)
    assert heard.posts() == []
    assert not heard.holds(f"{where['latitude']:.3f}")


def test_before_the_ways_are_made_the_switch_says_so(visit: Visit, world: World) -> None:
    floor = world.new_floor(104, desks=6)
    with world.db.transaction(world.fatima.organisation_id) as tx:
        tx.exec_driver_sql(
            "DELETE FROM floor_ways USING plan_revision r"
            " WHERE r.id = plan_revision_id AND r.floor_id = %s", (floor.floor_id,)
        )  # fmt: skip
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    begin(visitor, floor.floor_id)
    visitor.page.get_by_label("Search on this phone").check()
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("not worked out yet")
