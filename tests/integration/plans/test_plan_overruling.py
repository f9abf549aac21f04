"""A person's word on which space is which: kept, heeded, told when it cannot be, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import NotFound, Refused
from floorplans.places import service as places
from floorplans.plans import service
from floorplans.plans.editing.actions import AsCompared, At, Delete, IsGone, IsNew, SameAs
from floorplans.plans.views import PublishPreview, SpaceChange
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_floor

ONE, TWO = At("desk", 2.0, 2.0), At("desk", 6.0, 2.0)


def make_pair(one: str = "1", two: str = "2") -> object:
    room = make_draft_room("1.01", "Den")
    return make_draft(rooms=[room], desks=[make_draft_desk(one, 2, 2), make_draft_desk(two, 6, 2)])


def ids(db: Database, actor: Actor, floor: UUID) -> dict[str, UUID]:
    return {space.name: space.id for space in places.spaces(db, actor, floor)}


def change_of(preview: PublishPreview, name: str) -> SpaceChange:
    return next(change for change in preview.changes if change.name == name)


@pytest.fixture
def known(db: Database, staff: Actor, floor: UUID, now: datetime) -> dict[str, UUID]:
    """The ids of the spaces of a published plan."""
    publish_draft(db, staff, floor, make_pair(), now)  # type: ignore[arg-type]
    return ids(db, staff, floor)


@pytest.fixture
def draft(db: Database, staff: Actor, floor: UUID, known: object, now: datetime) -> UUID:
    """The same desks again."""
    return stage_draft(db, staff, floor, make_pair(), now)  # type: ignore[arg-type]


def test_a_desk_is_the_one_that_a_person_says_and_its_bookings_follow(
    db: Database, staff: Actor, floor: UUID, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    make_booking(db, staff, known["1"], now + timedelta(days=1))
    service.edit(db, staff, draft, SameAs(ONE, known["2"]), 0, now)
    service.edit(db, staff, draft, SameAs(TWO, known["1"]), 1, now)
    preview = service.preview(db, staff, draft, now)
    one, two = change_of(preview, "1"), change_of(preview, "2")
    assert (one.space_id, one.said, one.score) == (known["2"], True, 1.0)
    assert "Chosen by a person" in one.why
    assert (two.space_id, two.bookings, two.loses_bookings) == (known["1"], 1, False)
    service.publish(db, staff, draft, now)
    assert ids(db, staff, floor)["2"] == known["1"]


def test_who_is_affected_is_computed_anew_with_each_word(
    db: Database, staff: Actor, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    make_booking(db, staff, known["1"], now + timedelta(days=1))
    assert service.preview(db, staff, draft, now).affected == ()
    service.edit(db, staff, draft, IsNew(ONE), 0, now)
    preview = service.preview(db, staff, draft, now)
    assert (preview.counts["new"], preview.counts["gone"], preview.held_bookings) == (1, 1, 1)
    assert [(a.person_name, a.space_name) for a in preview.affected] == [(staff.name, "1")]
    service.undo(db, staff, draft, 1)
    assert service.preview(db, staff, draft, now).affected == ()


def test_a_place_that_is_said_to_be_gone_is_given_to_nobody(
    db: Database, staff: Actor, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, IsGone(known["1"]), 0, now)
    preview = service.preview(db, staff, draft, now)
    gone = next(c for c in preview.changes if c.change == "gone")
    assert (gone.space_id, gone.said) == (known["1"], True)
    assert change_of(preview, "1").change in ("new", "gone")


def test_what_was_said_can_be_taken_back_after_other_edits(
    db: Database, staff: Actor, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, IsNew(ONE), 0, now)
    service.edit(db, staff, draft, Delete((TWO,)), 1, now)
    service.edit(db, staff, draft, AsCompared(ONE, known["1"]), 2, now)
    one = change_of(service.preview(db, staff, draft, now), "1")
    assert (one.change, one.said, one.space_id) == ("same", False, known["1"])


def test_a_word_that_cannot_be_heeded_is_told_with_its_reason(
    db: Database, staff: Actor, floor: UUID, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, SameAs(ONE, known["2"]), 0, now)
    service.edit(db, staff, draft, Delete((ONE,)), 1, now)
    preview = service.preview(db, staff, draft, now)
    told = [w for w in preview.warnings if w.code == "MATCH_NOT_HEEDED"]
    assert len(told) == 1
    assert "taken off the plan since" in told[0].message


def test_another_floors_place_and_another_kind_are_refused_at_once(
    db: Database, staff: Actor, known: dict[str, UUID], draft: UUID, now: datetime
) -> None:
    other = make_floor(db, staff)
    publish_draft(db, staff, other, make_pair(), now)  # type: ignore[arg-type]
    theirs = ids(db, staff, other)["1"]
    for action in (SameAs(ONE, theirs), IsGone(theirs), IsGone(UUID(int=5))):
        with pytest.raises(NotFound):
            service.edit(db, staff, draft, action, 0, now)
    with pytest.raises(Refused) as refused:
        service.edit(db, staff, draft, SameAs(ONE, known["1.01 Den"]), 0, now)
    assert refused.value.code == "match_of_another_kind"
    with pytest.raises(Refused):
        service.edit(db, staff, draft, IsNew(At("desk", 50.0, 50.0)), 0, now)
    assert service.edits(db, staff, draft).number == 0
