"""A floor's map shows the whole floor, whatever bearing it shows upwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from shapely import box

from floorplans.places import service as places
from tests.browser.conftest import Visit
from tests.browser.editor import picture
from tests.browser.world import READY, World
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.factories import make_floor

#: The edge of a line lies half of its width outside, and Leaflet rounds to whole pixels.
NEAR_PX = 2
#: The sheet of a phone comes up, and the floor is fitted into what it leaves.
SETTLED_MS = 600
OUTSIDE = """(near) => {
  const stage = document.querySelector(".leaflet-container").getBoundingClientRect();
  const isOut = (box) => box.left < stage.left - near || box.right > stage.right + near
    || box.top < stage.top - near || box.bottom > stage.bottom + near;
  const parts = ".floor-outline, .connector, .room-shape, .place";
  return [...document.querySelectorAll(`.leaflet-overlay-pane :is(${parts})`)]
    .filter((each) => isOut(each.getBoundingClientRect())).map((each) => each.classList.value);
}"""


@pytest.fixture
def floor(world: World) -> UUID:
    """A room with desks; its stair stands beside it, where no outline reaches."""
    made = make_floor(world.db, world.fatima)
    room = make_draft_room("1", "Office", polygon=box(0, 0, 14, 5))
    desks = [make_draft_desk(f"D{n}", 2.0 + 2 * n, 2.0) for n in range(5)]
    draft = replace(make_draft(rooms=[room], desks=desks), outline=None)
    publish_draft(world.db, world.fatima, made, draft, datetime.now(UTC))
    return made


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
@pytest.mark.parametrize("heading", [None, 24.0, 137.0, 305.0])
def test_no_stair_is_cut_off(
    visit: Visit, floor: UUID, width: int, height: int, heading: float | None
) -> None:
    visitor = visit(width=width, height=height)
    world = visitor.world
    building = places.floor(world.db, world.fatima, floor).building_id
    places.head_up(world.db, world.fatima, building, heading)
    visitor.go(f"/floors/{floor}")
    page = visitor.page
    page.wait_for_selector(READY)
    assert page.locator(".connector").count() == 1
    page.wait_for_timeout(SETTLED_MS)
    picture(visitor, f"turned-{width}-{heading}.png")
    assert page.evaluate(OUTSIDE, NEAR_PX) == []
