"""What the nearest by walking asks the database for: little, also where nothing is free."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.nearest import service as straight
from floorplans.nearest.views import NearestRequest, SpaceOrigin, StraightPlaces
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import WalkAnswer, WalkRequest
from tests.integration.walking.test_nearest_by_walking import HOURS, TALL
from tests.support.factories import make_booking
from tests.support.walked import House, make_house


@pytest.fixture
def house(db: Database, staff: Actor, now: datetime) -> House:
    return make_house(db, staff, TALL, now)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The straight searches that are asked for, in their order."""
    asked: list[str] = []
    places, nearest = straight.straight_places, straight.nearest

    def noted_places(*args: object, **more: object) -> StraightPlaces:
        asked.append("places")
        return places(*args, **more)  # type: ignore[arg-type]

    def noted_nearest(*args: object) -> object:
        asked.append("nearest")
        return nearest(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(straight, "straight_places", noted_places)
    monkeypatch.setattr(straight, "nearest", noted_nearest)
    return asked


def near_a_desk(db: Database, staff: Actor, house: House, now: datetime) -> WalkAnswer:
    origin = SpaceOrigin(house.spaces[0][0])
    request = WalkRequest(origin, house.floors[0], now, now + HOURS, kind="desk")
    return nearest_by_walking(db, staff, request, now)


def test_nothing_is_looked_for_again_where_nothing_is_free(
    db: Database, staff: Actor, house: House, now: datetime, searches: list[str]
) -> None:
    for floor in house.spaces:
        for space in floor:
            make_booking(db, staff, space, now, now + HOURS / 2)
    answer = near_a_desk(db, staff, house, now)
    assert searches == ["places"]
    request = NearestRequest(SpaceOrigin(house.spaces[0][0]), None, now, now + HOURS, kind="desk")
    plain = straight.nearest(db, staff, request, now)
    assert plain.next_free_at == now + HOURS / 2
    assert (answer.spaces, answer.exact, answer.next_free_at, answer.looked_m) == (
        (), False, plain.next_free_at, plain.looked_m,
    )  # fmt: skip


def test_what_is_found_by_ways_is_not_looked_for_by_lines(
    db: Database, staff: Actor, house: House, now: datetime, searches: list[str]
) -> None:
    answer = near_a_desk(db, staff, house, now)
    assert answer.exact
    assert "nearest" not in searches


@pytest.mark.parametrize("name", ["nearest_free", "nearest_of_floor"])
def test_a_search_does_not_promise_a_thousand_rows(db: Database, name: str) -> None:
    """Else its answer is joined with whole tables of places."""
    with db.transaction(None) as tx:
        rows = tx.execute(text("SELECT prorows FROM pg_proc WHERE proname = :n"), {"n": name})
        assert rows.scalar_one() <= 50
