"""What a phone downloads is enough: it finds what the service finds, and nobody is told where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.nearest.views import EntranceOrigin, SpaceOrigin
from floorplans.walking.entrance_views import DoorNumber, EntranceSaid
from floorplans.walking.entrances import describe_entrance
from floorplans.walking.phone import ways_for_phone
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import WalkRequest
from tests.integration.walking.test_nearest_by_walking import HOURS, book, position
from tests.support.house import EAST_DOOR
from tests.support.houses import desk_of, two_houses
from tests.support.phone import on_phone
from tests.support.walked import House, make_house
from tests.support.web import Client, World, client_of

CLOSE_S = 0.11


@pytest.mark.parametrize("seed", [3, 11])
def test_a_phone_finds_what_the_service_finds(
    db: Database, staff: Actor, now: datetime, tmp_path: Path, seed: int
) -> None:
    """From positions in degrees and from scanned places, among what is free."""
    house = make_house(db, staff, seed, now)
    rng = Random(seed)
    free = book(db, staff, house, rng, now)
    number = {id_: n for n, id_ in enumerate(each for own in house.spaces for each in own)}
    for profile in ("on_foot", "wheelchair"):
        origins: list[tuple[int, Any]] = []
        for _ in range(8):
            floor = rng.randrange(len(house.floors))
            there, _ = position(house, floor, rng, 0.0)
            origins += [(floor, there), (floor, SpaceOrigin(rng.choice(house.spaces[floor])))]
        ways = ways_for_phone(db, staff, house.floors[0], profile, now).content
        spots = [origin for _, origin in origins if not isinstance(origin, SpaceOrigin)]
        planes = on_phone(
            tmp_path, ways, positions=[{"lon": at.lon, "lat": at.lat} for at in spots]
        )["planes"]
        searches = []
        for floor, origin in origins:
            is_place = isinstance(origin, SpaceOrigin)
            start = (
                {"place": number[origin.space_id]}
                if is_place
                else {"floor": floor, **planes.pop(0)}
            )
            places = [number[each] for each in free]
            searches.append({"start": start, "places": places, "most": 3})
        told = on_phone(tmp_path, ways, searches)["found"]
        for (floor, origin), answer in zip(origins, told, strict=True):
            asked = WalkRequest(
                origin, house.floors[floor], now, now + HOURS, profile=profile, kind="desk"
            )
            walks = nearest_by_walking(db, staff, asked, now).spaces
            expected = [each for each in walks if each.measured == "way"]
            own = [] if answer is None else answer["found"]
            assert [each["seconds"] for each in own] == pytest.approx(
                [each.walk_s for each in expected], abs=CLOSE_S
            )
            for near, walk in zip(own, expected, strict=True):
                same = [
                    number[each.space.space_id]
                    for each in expected
                    if abs(each.walk_s - walk.walk_s) <= 2 * CLOSE_S
                ]
                assert near["place"] in same or len(expected) == 3


@pytest.mark.parametrize("seed", [3, 5, 11])
def test_from_the_entrance_a_phone_finds_what_the_service_finds(
    db: Database, staff: Actor, now: datetime, tmp_path: Path, seed: int
) -> None:
    """The first one of the floor, or else of the building, that one comes in by."""
    house = make_house(db, staff, seed, now)
    free = book(db, staff, house, Random(seed), now)
    number = {id_: n for n, id_ in enumerate(each for own in house.spaces for each in own)}
    compared = 0
    for profile in ("on_foot", "wheelchair"):
        ways = ways_for_phone(db, staff, house.floors[0], profile, now).content
        places = [number[each] for each in free]
        floors = range(len(house.floors))
        searches = [{"start": {"entrance": n}, "places": places, "most": 3} for n in floors]
        told = on_phone(tmp_path, ways, searches)["found"]
        for floor, answer in zip(house.floors, told, strict=True):
            asked = WalkRequest(
                EntranceOrigin(0), floor, now, now + HOURS, profile=profile, kind="desk"
            )
            walks = nearest_by_walking(db, staff, asked, now).spaces
            expected = [each.walk_s for each in walks if each.measured == "way"]
            own = [] if answer is None else [each["seconds"] for each in answer["found"]]
            assert own == pytest.approx(expected[:3], abs=CLOSE_S)
            compared += len(own)
    assert compared > 0


def test_both_begin_at_the_main_entrance(
    db: Database, staff: Actor, now: datetime, tmp_path: Path
) -> None:
    house = two_houses(db, staff, now)[1]
    yard = DoorNumber(house.floors[0], EAST_DOOR + 1)
    for role in ("side", "main"):
        describe_entrance(db, staff, yard, EntranceSaid(role, has_steps=True), now)
        ways = ways_for_phone(db, staff, house.floors[0], "on_foot", now).content
        places = [house.spaces[0].index(desk_of(house))]
        told = on_phone(tmp_path, ways, [{"start": {"entrance": 0}, "places": places, "most": 1}])[
            "found"
        ]
        asked = WalkRequest(EntranceOrigin(0), house.floors[0], now, now + HOURS, kind="desk")
        walk = nearest_by_walking(db, staff, asked, now).spaces[0]
        assert told[0]["found"][0]["seconds"] == pytest.approx(walk.walk_s, abs=CLOSE_S)


@pytest.fixture
def house(db: Database, world: World, now: datetime) -> House:
    return make_house(db, world.facility, 3, now)


def test_the_download_is_kept_until_something_of_it_changes(employee: Client, house: House) -> None:
    path = f"/floors/{house.floors[0]}/phone-ways?profile=on_foot"
    answer = employee.get(path)
    assert answer.status_code == 200
    assert answer.data.startswith(b"FPPHONE\0") or answer.headers["Content-Encoding"] == "gzip"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert employee.ask("GET", path, headers=tag).status_code == 304
    other = path.replace("on_foot", "wheelchair")
    assert employee.ask("GET", other, headers=tag).status_code == 200


def test_another_organisation_downloads_nothing(
    web_app: Flask, db: Database, world: World, house: House, now: datetime
) -> None:
    stranger = client_of(web_app, db, world.stranger, now)
    assert stranger.get(f"/floors/{house.floors[0]}/phone-ways").status_code == 404


def test_before_the_ways_are_made_it_is_said(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    bare = make_house(db, world.facility, 3, now, ways=False)
    answer = employee.get(f"/floors/{bare.floors[0]}/phone-ways")
    assert (answer.status_code, answer.json["code"]) == (409, "ways_not_ready")
