"""However few candidates are asked for at first, the answer is that out of all of them."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.walking import refining
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import WalkAnswer, WalkRequest
from tests.integration.walking.test_nearest_by_walking import (
    PEOPLE,
    asked,
    book,
    position,
)
from tests.support.factories import make_building, make_floor, make_site
from tests.support.walked import drawn_world, publish_house

SEEDS = (3, 8, 11)


def answers(
    db: Database, staff: Actor, requests: list[WalkRequest], now: datetime
) -> list[WalkAnswer]:
    return [nearest_by_walking(db, staff, request, now) for request in requests]


@pytest.mark.parametrize("is_site", [True, False], ids=["all_of_the_site", "one_of_several"])
@pytest.mark.parametrize("seed", SEEDS)
def test_few_candidates_at_first_give_the_same_places(
    db: Database,
    staff: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    is_site: bool,
) -> None:
    site = make_site(db, staff)
    house = publish_house(db, staff, make_building(db, staff, site), drawn_world(seed), now)
    if not is_site:
        # Nobody knows what is on it.
        make_floor(db, staff, building_id=make_building(db, staff, site))
    rng = Random(seed)
    book(db, staff, house, rng, now)
    requests = [
        asked(
            position(house, floor, rng, rng.choice([0.0, 2.0]))[0],
            house,
            floor,
            now,
            profile=rng.choice(PEOPLE),
            limit=rng.choice([1, 3, 10]),
        )
        for floor in range(len(house.floors))
        for _ in range(6)
    ]
    whole = answers(db, staff, requests, now)
    monkeypatch.setattr(refining, "FIRST", 2)
    monkeypatch.setattr(refining, "FOR_EACH", 1)
    few = answers(db, staff, requests, now)
    for one, other in zip(few, whole, strict=True):
        assert [(w.space.space_id, w.measured) for w in one.spaces] == [
            (w.space.space_id, w.measured) for w in other.spaces
        ]
        assert [w.walk_s for w in one.spaces] == [w.walk_s for w in other.spaces]
        assert other.exact or not one.exact
    assert any(one.exact for one in few)
