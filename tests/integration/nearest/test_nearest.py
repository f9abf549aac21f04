"""The nearest free spaces: which count, in which order, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Invalid, Refused
from floorplans.nearest import costs
from floorplans.nearest.service import nearest
from tests.integration.nearest.campus import HOUR, Campus, names
from tests.support.factories import make_booking, make_building, make_floor, make_space


def test_the_nearest_come_first_with_their_distance(
    db: Database, campus: Campus, now: datetime
) -> None:
    for x in (30, 10, 20):
        make_space(db, campus.actor, campus.floor_id, x=x, name=f"Desk {x}")
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert [(near.name, near.distance_m) for near in found.spaces] == [
        ("Desk 10", 10.0),
        ("Desk 20", 20.0),
        ("Desk 30", 30.0),
    ]
    assert found.spaces[2].walk_s == round(30 / costs.WALKING_M_PER_S)
    assert (found.precision, found.is_complete) == ("space", True)


def test_what_is_booked_for_any_part_of_the_window_is_left_out(
    db: Database, campus: Campus, now: datetime
) -> None:
    taken = make_space(db, campus.actor, campus.floor_id, name="Desk 1")
    make_space(db, campus.actor, campus.floor_id, x=5, name="Desk 2")
    make_booking(db, campus.actor, taken, now + 7 * HOUR, now + 9 * HOUR)
    assert names(db, campus, campus.request(db, now), now) == ["Desk 2"]


def test_what_is_closed_or_not_bookable_or_gone_is_left_out(
    db: Database, campus: Campus, now: datetime
) -> None:
    closed = make_space(db, campus.actor, campus.floor_id, name="Desk 1")
    make_space(db, campus.actor, campus.floor_id, x=1, name="Desk 2", bookable=False)
    gone = make_space(db, campus.actor, campus.floor_id, x=2, name="Desk 3")
    make_space(db, campus.actor, campus.floor_id, x=9, name="Desk 4")
    closure = ClosureRequest(campus.floor_id, now, now + HOUR, "carpet", closed)
    close_place(db, campus.actor, closure, now)
    with db.transaction(campus.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :id"), {"id": gone})
    assert names(db, campus, campus.request(db, now), now) == ["Desk 4"]


def test_kind_and_features_narrow_the_answer(db: Database, campus: Campus, now: datetime) -> None:
    make_space(db, campus.actor, campus.floor_id, name="Desk 1", features=("monitor",))
    make_space(db, campus.actor, campus.floor_id, x=5, kind="room", name="Room 1")
    make_space(
        db, campus.actor, campus.floor_id, x=9, name="Desk 2", features=("monitor", "standing")
    )
    request = campus.request(db, now)
    assert names(db, campus, replace(request, kind="room"), now) == ["Room 1"]
    both = replace(request, features=("standing", "monitor"))
    assert names(db, campus, both, now) == ["Desk 2"]


def test_a_floor_up_costs_its_stairs(db: Database, campus: Campus, now: datetime) -> None:
    upstairs = make_floor(db, campus.actor, building_id=campus.building_id, ordinal=1)
    make_space(db, campus.actor, upstairs, name="Above")
    stairs_m = costs.FLOOR_S * costs.WALKING_M_PER_S
    make_space(db, campus.actor, campus.floor_id, x=stairs_m - 1, name="Nearer than the stairs")
    make_space(db, campus.actor, campus.floor_id, x=stairs_m + 1, name="Farther")
    request = replace(campus.request(db, now), limit=2)
    assert names(db, campus, request, now) == ["Nearer than the stairs", "Above"]


def test_another_building_costs_the_way_out_and_in(
    db: Database, campus: Campus, now: datetime
) -> None:
    other = make_building(db, campus.actor, campus.site_id)
    second = make_floor(db, campus.actor, building_id=other, ordinal=2)
    make_space(db, campus.actor, second, x=13)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces[0].walk_s == 10 + 2 * costs.FLOOR_S + costs.OTHER_BUILDING_S


def test_another_site_is_not_near(db: Database, campus: Campus, now: datetime) -> None:
    elsewhere = make_floor(db, campus.actor)
    make_space(db, campus.actor, elsewhere)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces == ()


def test_when_nothing_is_free_the_answer_says_how_far_it_looked_and_what_comes_next(
    db: Database, campus: Campus, now: datetime
) -> None:
    desk = make_space(db, campus.actor, campus.floor_id)
    make_booking(db, campus.actor, desk, now, now + 2 * HOUR)
    make_booking(db, campus.actor, desk, now + 2 * HOUR, now + 3 * HOUR)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces == ()
    assert (found.looked_m, found.is_complete) == (costs.REACH_M, True)
    assert found.next_free_at == now + 3 * HOUR


def test_nothing_beyond_reach_is_called_near(db: Database, campus: Campus, now: datetime) -> None:
    make_space(db, campus.actor, campus.floor_id)
    make_space(db, campus.actor, campus.floor_id, x=1_200)
    found = nearest(db, campus.actor, campus.request(db, now, x=1_100), now)
    assert [near.distance_m for near in found.spaces] == [100.0]


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"kind": "throne"}, "kind_unknown"),
        ({"limit": 0}, "list_too_long"),
        ({"limit": 51}, "list_too_long"),
        ({"features": ("a\0b",)}, "feature_unknown"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    db: Database, campus: Campus, now: datetime, others: dict[str, object], code: str
) -> None:
    request = replace(campus.request(db, now), **others)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=code):
        nearest(db, campus.actor, request, now)


def test_a_window_that_is_over_is_refused(db: Database, campus: Campus, now: datetime) -> None:
    with pytest.raises(Refused, match="in_the_past"):
        nearest(db, campus.actor, campus.request(db, now), now + 9 * HOUR)


def test_the_answer_is_the_same_as_by_looking_at_every_space(
    db: Database, campus: Campus, now: datetime
) -> None:
    """Against a plain calculation, on three floors with two in three spaces taken."""
    floors = [campus.floor_id] + [
        make_floor(db, campus.actor, building_id=campus.building_id, ordinal=n) for n in (1, 2)
    ]
    expected: list[tuple[float, str]] = []
    for ordinal, floor_id in enumerate(floors):
        for step in range(45):
            x, name = 1.7 * step, f"Desk {ordinal}-{step}"
            desk = make_space(db, campus.actor, floor_id, x=x, name=name)
            if (step + ordinal) % 3:
                make_booking(db, campus.actor, desk, now)
            else:
                cost_s = x / costs.WALKING_M_PER_S + ordinal * costs.FLOOR_S
                expected.append((cost_s, name))
    request = replace(campus.request(db, now), limit=20)
    assert names(db, campus, request, now) == [name for _, name in sorted(expected)[:20]]


def test_a_search_that_runs_out_of_time_answers_and_says_how_far_it_came(
    db: Database, campus: Campus, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "BUDGET", timedelta(0))
    upstairs = make_floor(db, campus.actor, building_id=campus.building_id, ordinal=1)
    make_space(db, campus.actor, campus.floor_id, name="Here")
    make_space(db, campus.actor, upstairs, name="Above")
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert [near.name for near in found.spaces] == ["Here"]
    assert (found.is_complete, found.looked_m) == (False, costs.FLOOR_S * costs.WALKING_M_PER_S)
