"""Every time that a plan was in force is kept, and nothing that the application does changes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import history_queries, service
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import make_organisation, make_person

HOUR = timedelta(hours=1)


def make_desks(*names: str) -> FloorPlanDraft:
    return make_draft(desks=[make_draft_desk(name, 2.0 * int(name), 2) for name in names])


def times(db: Database, staff: Actor, floor: UUID) -> dict[int, list[tuple[object, ...]]]:
    """By the numbers of the floor's plans."""
    return {
        entry.number: [(t.from_at, t.to_at, t.by) for t in entry.in_force]
        for entry in service.history(db, staff, floor)
    }


def test_a_plan_that_was_brought_back_shows_both_times_with_who_and_when(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    colleague = make_person(db, staff.organisation_id, role=Role.FACILITY)
    first = publish_draft(db, staff, floor, make_desks("1", "2"), now)
    publish_draft(db, staff, floor, make_desks("2", "3"), now + HOUR)
    service.bring_back(db, colleague, first, now + 2 * HOUR)
    assert times(db, staff, floor) == {
        1: [(now, now + HOUR, staff.name), (now + 2 * HOUR, None, colleague.name)],
        2: [(now + HOUR, now + 2 * HOUR, staff.name)],
    }


def test_going_back_and_forth_leaves_no_gap_and_loses_nothing(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = [
        publish_draft(db, staff, floor, make_desks(str(n)), now + n * HOUR) for n in range(1, 4)
    ]
    for step, which in enumerate((0, 2, 1, 0), start=4):
        service.bring_back(db, staff, made[which], now + step * HOUR)
    with db.transaction(staff.organisation_id) as tx:
        line = history_queries.times_in_force(tx, staff.organisation_id, floor)
    assert [time["plan_revision_id"] for time in line] == [
        made[which] for which in (0, 1, 2, 0, 2, 1, 0)
    ]
    assert [time["from_at"] for time in line] == [now + n * HOUR for n in range(1, 8)]
    assert [time["to_at"] for time in line] == [*(now + n * HOUR for n in range(2, 8)), None]


@pytest.mark.parametrize("noted", [False, True])
def test_a_plan_with_a_date_is_in_force_from_its_date_whether_or_not_that_was_noted(
    db: Database, staff: Actor, floor: UUID, now: datetime, noted: bool
) -> None:
    publish_draft(db, staff, floor, make_desks("1"), now)
    later = stage_draft(db, staff, floor, make_desks("2"), now)
    at = now + 24 * HOUR
    service.publish(db, staff, later, now + HOUR, effective_from=at)
    if noted:
        assert service.take_over(db, staff.organisation_id, floor, at + 5 * HOUR) == 1
    assert times(db, staff, floor) == {
        1: [(now, at, staff.name)],
        2: [(at, None, staff.name)],
    }


def test_a_date_that_was_cancelled_was_never_in_force(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_desks("1"), now)
    later = stage_draft(db, staff, floor, make_desks("2"), now)
    service.publish(db, staff, later, now, effective_from=now + 24 * HOUR)
    service.unschedule(db, staff, later, now + HOUR)
    assert times(db, staff, floor) == {1: [(now, None, staff.name)], 2: []}


def test_no_time_begins_before_the_one_that_it_ends(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    """The clock of another server is a little behind."""
    publish_draft(db, staff, floor, make_desks("1"), now)
    behind = now - timedelta(seconds=2)
    publish_draft(db, staff, floor, make_desks("2"), behind)
    assert times(db, staff, floor) == {
        1: [(now, now, staff.name)],
        2: [(now, None, staff.name)],
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plan_in_force SET from_at = now()",
        "DELETE FROM plan_in_force",
        "INSERT INTO plan_in_force SELECT * FROM plan_in_force",
        "TRUNCATE plan_in_force",
    ],
)
def test_the_application_cannot_change_what_was(
    db: Database, staff: Actor, floor: UUID, now: datetime, change: str
) -> None:
    publish_draft(db, staff, floor, make_desks("1"), now)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        db.transaction(staff.organisation_id) as tx,
    ):
        tx.execute(text(change))


def test_another_organisation_sees_no_time_of_a_floor(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_desks("1"), now)
    stranger = make_organisation(db)
    with db.transaction(stranger) as tx:
        assert history_queries.times_in_force(tx, stranger, floor) == []
        assert tx.execute(text("SELECT count(*) FROM plan_in_force")).scalar_one() == 0
