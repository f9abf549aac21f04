"""When a plan takes over: what the clock in the building means, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from floorplans.bookings.windows import moment_text
from floorplans.errors import Refused
from floorplans.ids import new_id
from floorplans.places.views import FloorView, PlanInTime
from floorplans.plans import dates

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def wall(*parts: int) -> datetime:
    """What the clock in the building shows."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def test_without_a_date_a_plan_holds_from_now_on() -> None:
    assert dates.effective_at(None, AMSTERDAM, NOW) is None


@pytest.mark.parametrize(
    ("asked", "instant"),
    [
        (wall(2026, 3, 23), datetime(2026, 3, 22, 23, tzinfo=UTC)),
        # Summer time has begun by then.
        (wall(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        # The clock skips this hour: the moment of the change is meant.
        (wall(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # The clock shows this hour twice: the first time is meant.
        (wall(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 23, 5, tzinfo=UTC), datetime(2026, 3, 23, 5, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_that_of_the_building(asked: datetime, instant: datetime) -> None:
    assert dates.effective_at(asked, AMSTERDAM, NOW) == instant


@pytest.mark.parametrize("early", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_a_date_that_is_over_is_refused(early: timedelta) -> None:
    with pytest.raises(Refused) as refused:
        dates.effective_at(NOW - early, AMSTERDAM, NOW)
    assert refused.value.code == "date_over"
    assert refused.value.message.endswith("is over. Nothing was published.")


def test_the_latest_date_is_allowed_and_a_second_more_is_not() -> None:
    latest = NOW + timedelta(days=dates.LATEST_DAYS)
    assert dates.effective_at(latest, AMSTERDAM, NOW) == latest
    with pytest.raises(Refused) as refused:
        dates.effective_at(latest + timedelta(seconds=1), AMSTERDAM, NOW)
    assert refused.value.code == "date_too_far"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 3, 22, 23, tzinfo=UTC), "Monday 23 March 2026"),
        (datetime(2026, 3, 23, 6, 30, tzinfo=UTC), "Monday 23 March 2026, 07:30"),
    ],
)
def test_a_moment_is_told_with_its_time_unless_the_day_begins(
    instant: datetime, words: str
) -> None:
    assert moment_text(instant, AMSTERDAM) == words


def test_a_floor_knows_which_of_its_plans_holds_when() -> None:
    at = datetime(2026, 3, 23, tzinfo=UTC)
    since = at - timedelta(days=7)
    first = PlanInTime(since, at, new_id(), "a" * 32)
    then = PlanInTime(at, None, new_id(), "b" * 32)
    words = ("Ground", "0", 0)
    floor = FloorView(
        new_id(),
        *words,
        building_id=new_id(),
        building_name="Main",
        site_id=new_id(),
        site_name="HQ",
        time_zone="Europe/Amsterdam",
        srid=25831,
        revision_id=None,
        map_digest=None,
        siblings=(),
        plans=(first, then),
    )
    second = timedelta(seconds=1)
    assert [floor.plan_at(each) for each in (at - second, at, at + second)] == [first, then, then]
    assert floor.plan_at(since - second) is None
