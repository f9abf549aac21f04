"""Open maps on the real server: the short form of ``script/bench live``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.live_bench import WITHIN_S, measured, told_of
from bench.open_maps.office import Change, Crowd, make_crowd
from bench.serving import Installation, installation, real_server
from floorplans.database import Database
from tests.support.slowness import SLOWER

MAPS, SECONDS = 50, 4
#: Of both workers together, far fewer than there are maps.
FEW_THREADS = {"FLOORPLANS_THREADS": "4"}


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    with installation() as place:
        yield place


@pytest.fixture(scope="module")
def crowd(place: Installation) -> Crowd:
    return make_crowd(place, MAPS, datetime.now(UTC))


@pytest.fixture(scope="module")
def port(place: Installation) -> Iterator[int]:
    with real_server(place, **FEW_THREADS) as port:
        yield port


@pytest.fixture
def db(place: Installation) -> Iterator[Database]:
    with closing(Database(place.engine_url)) as db:
        yield db


def test_fifty_maps_are_told_everything_by_a_server_of_eight_threads(
    crowd: Crowd, db: Database, port: int
) -> None:
    found = measured(crowd, db, port, crowd.viewers(MAPS), SECONDS)
    assert found["missed"] == 0
    assert found["told"] > SECONDS * MAPS / 4
    assert found["shown"]["p99_ms"] < SLOWER * WITHIN_S * 1000
    # What changed came with the news; one that opened in the middle of a change may ask.
    assert found["asked_again"] == 0


def test_maps_that_do_not_take_what_the_news_says_all_ask_again(
    crowd: Crowd, db: Database, port: int
) -> None:
    found = measured(crowd, db, port, crowd.viewers(MAPS, takes_changes=False), SECONDS)
    assert found["missed"] == 0
    assert found["asked_again"] == found["told"] > 0


def test_a_map_that_hears_nothing_is_counted_as_missed(crowd: Crowd) -> None:
    viewers = crowd.viewers(MAPS)
    change = Change(viewers[0].floor, 7, 0.0, 0.0)
    looking = sum(viewer.floor == viewers[0].floor for viewer in viewers)
    assert told_of([change], viewers, [])["missed"] == looking
    other = [replace(viewer, floor="another") for viewer in viewers]
    assert told_of([change], other, [])["missed"] == 0
