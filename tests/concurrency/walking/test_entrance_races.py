"""Several of the staff speak of one door, or of one way, at the same moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.walking.entrance_views import EntranceSaid, OutdoorWaySaid
from floorplans.walking.entrances import describe_entrance, entrances_view, forget_entrance
from floorplans.walking.outdoor_ways import say_way
from tests.support.factories import make_organisation, make_person
from tests.support.houses import Houses, street_doors, two_houses
from tests.support.races import together

CLIENTS = 8
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


@pytest.fixture
def staff(cloned_db: Database) -> Actor:
    return make_person(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)


@pytest.fixture
def houses(cloned_db: Database, staff: Actor) -> Houses:
    return two_houses(cloned_db, staff, NOW)


def test_of_a_door_one_whole_word_is_left(
    cloned_db: Database, staff: Actor, houses: Houses
) -> None:
    door = street_doors(houses)[0]
    words = [EntranceSaid("main", f"Door {n}", clear_m=1 + n / 10) for n in range(CLIENTS)]
    acts = [lambda w=w: describe_entrance(cloned_db, staff, door, w, NOW) for w in words]
    assert together(acts) == {"ok": CLIENTS}
    (own,) = entrances_view(cloned_db, staff, houses[0].building_id).entrances
    assert (own.name, own.clear_m) in {(word.name, word.clear_m) for word in words}
    assert own.word_id is not None
    forget_entrance(cloned_db, staff, own.word_id)
    (own,) = entrances_view(cloned_db, staff, houses[0].building_id).entrances
    assert own.word_id is None


def test_of_a_way_one_word_is_left_whichever_end_it_was_said_from(
    cloned_db: Database, staff: Actor, houses: Houses
) -> None:
    one, other = street_doors(houses)
    acts = [
        lambda n=n: say_way(
            cloned_db,
            staff,
            (one, other) if n % 2 else (other, one),
            OutdoorWaySaid(length_m=100.0 + n),
            NOW,
        )
        for n in range(CLIENTS)
    ]
    assert together(acts) == {"ok": CLIENTS}
    view = entrances_view(cloned_db, staff, houses[0].building_id)
    assert [way.is_estimated for way in view.ways] == [False]
    assert view.lost == ()


def test_who_forgets_what_another_has_just_said_otherwise_is_told(
    cloned_db: Database, staff: Actor, houses: Houses
) -> None:
    door = street_doors(houses)[0]
    made = describe_entrance(cloned_db, staff, door, EntranceSaid("main"), NOW)
    came = together(
        [
            lambda: forget_entrance(cloned_db, staff, made),
            lambda: describe_entrance(cloned_db, staff, door, EntranceSaid("none"), NOW),
        ]
    )
    assert came in ({"ok": 2}, {"ok": 1, "word_not_found": 1})
    (own,) = entrances_view(cloned_db, staff, houses[0].building_id).entrances
    assert own.role == "none"
